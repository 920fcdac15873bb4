"""What the style sheets promise: two schemes with the same names, enough contrast, nothing a phone of 2018 cannot read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import netzwerkstatt.foundation.ui as room

STATIC = Path(room.__file__).parent / "static" / "ui"
TEMPLATES = Path(room.__file__).parent / "templates"
SHEETS = sorted(STATIC.glob("*.css"))
ON_PHONES = ("tokens", "base", "parts", "forms", "live")
ENOUGH = 4.5


def block(selector: str) -> dict[str, str]:
    """The tokens that a block of the token sheet sets."""
    sheet = (STATIC / "tokens.css").read_text(encoding="utf-8")
    body = sheet.split(selector, 1)[1].split("{", 1)[1].split("}", 1)[0]
    return dict(re.findall(r"(--[\w-]+):\s*([^;]+);", body))


LIGHT, DARK, BY_DEVICE = (
    block(':root, [data-kern-theme="light"]'),
    block('[data-kern-theme="dark"]'),
    block('[data-kern-theme="auto"]'),
)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def test_dark_by_choice_and_dark_by_device_are_the_same():
    assert DARK == BY_DEVICE


def test_every_colour_of_the_dark_scheme_has_its_light_one():
    assert set(DARK) <= set(LIGHT)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_word_can_be_read_on_paper_and_linen(scheme):
    words = [
        name
        for name in scheme
        if "-on-" not in name and re.search(r"-(ink|ink-soft|accent|thread-text|ok|warn|danger)$|-stage-|-theme-", name)
    ]
    assert len(words) > 20
    for name in words:
        for ground in ("--nw-paper", "--nw-linen"):
            assert contrast(scheme[name], scheme[ground]) >= ENOUGH, (name, ground)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("index", range(1, 6))
def test_the_letters_of_a_land_can_be_read_on_its_badge(scheme, index):
    assert contrast(scheme[f"--nw-land-{index}-text"], scheme[f"--nw-land-{index}-soft"]) >= ENOUGH


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_sheet_uses_what_an_old_phone_cannot_read(sheet):
    text = sheet.read_text(encoding="utf-8")
    newer = r"oklch\(|color-mix\(|@container|light-dark\(|\b\d+[dsl]v[hw]\b|&\s*[.:{]|@starting-style|anchor\("
    assert not re.search(newer, text)
    assert "!important" not in text


@pytest.mark.parametrize("name", ON_PHONES)
def test_a_phone_finds_every_sheet_it_is_sent(name):
    assert (STATIC / f"{name}.css").is_file()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_that_is_used_is_defined(sheet):
    defined = set(re.findall(r"(--nw-[\w-]+):", "".join(s.read_text(encoding="utf-8") for s in SHEETS)))
    used = set(re.findall(r"var\((--nw-[\w-]+)", sheet.read_text(encoding="utf-8")))
    assert used <= defined


def test_raw_colours_stand_in_the_tokens_and_on_the_night_only():
    night = {"#e5b64a", "#fff", "#000", "#141c32", "#7e8699", "#969eb2", "#576380"}
    for sheet in SHEETS:
        if sheet.stem in {"tokens", "print"}:
            continue
        found = set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8")))
        assert found <= night, sheet.name


def test_no_template_carries_style_or_script_inside():
    for template in TEMPLATES.rglob("*.html"):
        text = template.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)", text), template.name
        assert "csrf_token" not in text
