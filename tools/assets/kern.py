"""KERN's style sheet as our pages take it: one cascade layer, sRGB colours, automatic dark mode, without what we leave.

Left out are its grid and utility classes (our pages have their own layout), the Bund's header and most icons (ours
are drawn). `tools.lint` finds a template that uses a class which is left out.
"""

import re

from tools.assets import colour
from tools.assets.css import Block, parse, write

ICONS = frozenset({
    "arrow-back", "arrow-forward", "check", "close", "danger", "download", "help", "info", "open-in-new", "search",
    "success", "visibility", "visibility-off", "warning",
})  # fmt: skip
_ICON_SIZES = frozenset({"small", "default", "large", "x-large"})

_FILE = re.compile(r"/\*\*(?:(?!\*/).)*?@file (\S+)(?:(?!\*/).)*?\*/", re.DOTALL)
_LAYOUT = ["_grid.scss", "_spacing.scss", "_flex-grid-system.scss"]
_LEFT_OUT = {"_kopfzeile.scss"}

_OKLCH = re.compile(r"oklch\(\s*([\d.]+)(%?)\s+([\d.]+)\s+([\d.]+)\s*(?:/\s*([\d.]+)(%?)\s*)?\)")
_SHADOW = re.compile(r"oklch\(var\(--kern-shadow-color\) / ([\d.]+)\)")
_VARIABLE = re.compile(r"var\((--[-\w]+)\)")
_MIX = re.compile(r"color-mix\(in oklch,(.+),(.+)\)")
_PART = re.compile(r"(oklch\([^)]*\)|[a-z]+)(?: (.+))?")

_DARK = "[data-kern-theme=dark],.kern-dark"
_LIGHT = "[data-kern-theme=light],.kern-light"
_AUTO = ":root,[data-kern-theme=auto]"
_NOTICE = (
    "/*! KERN UX {version}, Dataport / KERN-Team, EUPL-1.2. Changed for Netzwerkstatt on 2026-11-22: cascade layer, "
    "sRGB colours, automatic dark mode; grid, utilities and most icons left out. Licences: LICENSES.txt */\n"
)


def build(source: str, *, version: str) -> str:
    """The finished sheet. Raises `ValueError` where KERN's sheet is not built as this expects – look before you raise it."""
    sheet = parse(_kept_sections(source))
    sheet.items = [item for item in sheet.items if not (isinstance(item, str) and item.startswith("@charset"))]
    _drop_icons(sheet)
    _follow_the_system(sheet)
    _offer_auto(sheet)
    _plain_colours(sheet)
    text = _NOTICE.format(version=version) + write(Block("@layer kern", sheet.items)) + "\n"
    if "oklch(" in text:
        raise ValueError("a colour stayed in oklch(): " + text[text.index("oklch(") :][:80])
    return text


def _kept_sections(source: str) -> str:
    """KERN writes one sheet from files it names; its layout files come last and are cut off."""
    parts = _FILE.split(source)
    names, bodies = parts[1::2], parts[2::2]
    if names[-len(_LAYOUT) :] != _LAYOUT or not set(names) >= _LEFT_OUT:
        raise ValueError(f"KERN's sheet is cut differently than expected: {names}")
    kept = list(zip(names, bodies, strict=True))[: -len(_LAYOUT)]
    return parts[0] + "".join(body for name, body in kept if name not in _LEFT_OUT)


def _drop_icons(block: Block) -> None:
    """Whole rules only: an icon that KERN's own components mention stays with them."""
    wanted = ICONS | _ICON_SIZES

    def superfluous(rule: Block) -> bool:
        icon = re.fullmatch(r"\.kern-icon--([-\w]+)", rule.prelude)
        if icon:
            return icon[1] not in wanted
        return rule.prelude.startswith("@media") and bool(rule.blocks) and all(map(superfluous, rule.blocks))

    block.items = [item for item in block.items if isinstance(item, str) or not superfluous(item)]


def _follow_the_system(sheet: Block) -> None:
    """Light is what holds without a word; dark where the system asks for it and the page says `auto` or nothing.

    KERN puts the light tokens into a media query too: a browser that knows no colour scheme would have no colours.
    """
    for block in list(sheet.blocks):
        scheme = re.fullmatch(r"@media \(prefers-color-scheme:? ?(dark|light)\)", block.prelude)
        if not scheme:
            continue
        (tokens,) = block.blocks
        tokens.prelude = _AUTO
        sheet.items.remove(block)
        if scheme[1] == "light":
            sheet.items.insert(_first_theme(sheet), tokens)
            _keep_dark_after(sheet, tokens)
        else:
            sheet.items.insert(_first_theme(sheet), block)


def _first_theme(sheet: Block) -> int:
    """Before the explicit light and dark tokens, which must win over the automatic ones."""
    return next(i for i, item in enumerate(sheet.items) if isinstance(item, Block) and item.prelude == _LIGHT)


def _keep_dark_after(sheet: Block, light: Block) -> None:
    dark = [block for block in sheet.blocks if block.prelude.startswith("@media (prefers-color-scheme")]
    for block in dark:
        sheet.items.remove(block)
        sheet.items.insert(sheet.items.index(light) + 1, block)


def _offer_auto(sheet: Block) -> None:
    """Wherever KERN lists both themes, `auto` is a third."""
    both = "[data-kern-theme=light]"
    for block in sheet.blocks:
        if both in block.prelude and "[data-kern-theme=dark]" in block.prelude:
            block.prelude = block.prelude.replace(both, f"{both},[data-kern-theme=auto]")


def _plain_colours(sheet: Block) -> None:
    """Every colour as sRGB. Mixtures are worked out for KERN's own colours, and mixed live where the browser can."""
    tokens: dict[str, str] = {}
    for block in sheet.blocks:
        if block.prelude == ":root":
            tokens |= block.declarations
    for block in list(sheet.blocks):
        themes = block.blocks if block.prelude.startswith("@media") else [block]
        for theme in themes:
            live = _fix_mixtures(theme, tokens | theme.declarations)
            if live.items:
                home = block if block.prelude.startswith("@media") else sheet
                home.items.insert(
                    home.items.index(theme) + 1, Block("@supports (color:color-mix(in oklch,red,red))", [live])
                )
    _convert(sheet)


def _fix_mixtures(theme: Block, tokens: dict[str, str]) -> Block:
    """Replaces each mixture by its result and returns the mixtures as a block of their own."""
    live = Block(theme.prelude)
    for index, item in enumerate(theme.items):
        if isinstance(item, Block) or "color-mix(" not in item:
            continue
        name, value = item.split(":", 1)
        live.items.append(item)
        theme.items[index] = f"{name}:{colour.to_css(_mixed(value, tokens))}"
    return live


def _mixed(value: str, tokens: dict[str, str]) -> colour.Oklch:
    mixture = _MIX.fullmatch(_resolved(value, tokens))
    parts = [_PART.fullmatch(part.strip()) for part in mixture.groups()] if mixture else []
    match parts:
        case [re.Match() as first, re.Match() as second] if first[2] or second[2]:
            share = _share(second[2]) if second[2] else 1 - _share(first[2])
            return colour.mix(_colour(first[1]), _colour(second[1]), share)
    raise ValueError(f"a mixture of a new kind: {value}")


def _resolved(value: str, tokens: dict[str, str]) -> str:
    while _VARIABLE.search(value):
        value = _VARIABLE.sub(lambda match: tokens[match[1]], value)
    return value


def _share(text: str) -> float:
    """`88%`, `calc(100% - 92%)` or `calc(0.72 * 100%)`, from 0 to 1."""
    for pattern, meaning in (
        (r"([\d.]+)%", lambda a: float(a) / 100),
        (r"calc\(100% - ([\d.]+)%\)", lambda a: 1 - float(a) / 100),
        (r"calc\(([\d.]+) \* 100%\)", float),
    ):
        if match := re.fullmatch(pattern, text.strip()):
            return meaning(match[1])
    raise ValueError(f"a share of a new kind: {text}")


def _colour(text: str) -> colour.Oklch:
    text = text.strip()
    if text in colour.NAMED:
        return colour.NAMED[text]
    match = _OKLCH.fullmatch(text)
    if not match:
        raise ValueError(f"a colour of a new kind: {text}")
    return _of(match)


def _of(match: re.Match[str]) -> colour.Oklch:
    lightness = float(match[1]) / (100 if match[2] else 1)
    alpha = float(match[5]) / (100 if match[6] else 1) if match[5] else 1.0
    return colour.Oklch(lightness, float(match[3]), float(match[4]), alpha)


def _convert(block: Block) -> None:
    for index, item in enumerate(block.items):
        if isinstance(item, Block):
            _convert(item)
        elif item.startswith("--kern-shadow-color:"):
            triple = _colour(f"oklch({item.split(':', 1)[1]})")
            block.items[index] = "--kern-shadow-color:{},{},{}".format(*colour.to_bytes(triple))
        else:
            item = _SHADOW.sub(r"rgba(var(--kern-shadow-color),\1)", item)  # noqa: PLW2901 – one text, two steps
            block.items[index] = _OKLCH.sub(lambda match: colour.to_css(_of(match)), item)
