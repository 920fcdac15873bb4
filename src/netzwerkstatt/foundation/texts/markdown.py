"""Markdown in, safe HTML out – and the same text as plain parts, from which documents make their blocks.

People type Markdown; what they cannot type is raw HTML, pictures, or an address other than http, https and mailto. The
parser makes no raw HTML, and what it made goes through nh3, which knows only the tags below: either of the two alone
would be enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import nh3
from django.utils.safestring import SafeString
from markdown_it import MarkdownIt
from markdown_it.token import Token

from netzwerkstatt.foundation.ui.markup import made_by_us

TAGS = frozenset(
    {"p", "br", "em", "strong", "ul", "ol", "li", "a", "h3", "h4", "h5", "h6", "blockquote", "code", "pre"}
)
ATTRIBUTES: dict[str, set[str]] = {"*": set(), "a": {"href"}, "ol": {"start"}}
SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow noopener ugc"
HIGHEST, DEEPEST = 3, 6
_FOLLOWABLE = re.compile(r"(https?://[^\s/]|mailto:[^\s])\S*", re.IGNORECASE)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "breaks": True, "maxNesting": 12})
    # Nobody who writes a sentence means these: four spaces for code, a line of dashes that makes a heading.
    parser.disable(["image", "html_block", "html_inline", "reference", "code", "lheading"])
    parser.validateLink = _may_be_followed  # type: ignore[assignment]
    return parser


def _may_be_followed(address: str) -> bool:
    return bool(_FOLLOWABLE.fullmatch(address.strip()))


_markdown = _parser()


@lru_cache(maxsize=2048)
def to_html(text: str) -> SafeString:
    """The text as HTML of the allowed tags. A line break stays one; headings begin below those of the page."""
    html = _markdown.renderer.render(_parsed(text), _markdown.options, {})
    clean = nh3.clean(
        html, tags=set(TAGS), attributes=dict(ATTRIBUTES), url_schemes=set(SCHEMES), link_rel=REL, strip_comments=True
    )
    return made_by_us(clean.strip())


def _parsed(text: str) -> list[Token]:
    tokens = _markdown.parse(text)
    _demote(tokens)
    return tokens


def _demote(tokens: Sequence[Token]) -> None:
    """The highest heading of the text becomes an h3, and none is left out on the way down."""
    seen = HIGHEST
    depths: list[tuple[int, int]] = []
    for token in tokens:
        if token.type == "heading_open":
            typed = int(token.tag[1])
            while depths and depths[-1][0] >= typed:
                depths.pop()
            seen = min(DEEPEST, (depths[-1][1] if depths else HIGHEST - 1) + 1)
            depths.append((typed, seen))
            token.tag = f"h{seen}"
        elif token.type == "heading_close":
            token.tag = f"h{seen}"


# ── the same text for paper ─────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words of one kind: strong, emphasised, or a link that may be followed."""

    text: str
    strong: bool = False
    emphasis: bool = False
    link: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, a heading (level 1 to 3), a quotation, or a list with its points."""

    kind: str
    words: tuple[Stretch, ...] = ()
    level: int = 1
    items: tuple[tuple[Stretch, ...], ...] = ()
    ordered: bool = False

    @property
    def plain(self) -> str:
        """Its words without emphasis, a line for each point of a list."""
        rows = self.items if self.kind == "list" else (self.words,)
        return "\n".join("".join(stretch.text for stretch in row) for row in rows)


@lru_cache(maxsize=512)
def to_runs(text: str) -> tuple[Part, ...]:
    """The text as parts in reading order. The points of a nested list follow the point they belong to."""
    return tuple(_parts(_parsed(text)))


def to_plain(text: str) -> str:
    """The words alone, for titles, searches and counts."""
    return "\n".join(part.plain for part in to_runs(text))


def _parts(tokens: Sequence[Token]) -> Iterator[Part]:
    lists: list[bool] = []
    items: list[tuple[Stretch, ...]] = []
    kind, level, beginning = "paragraph", 1, False
    for token in tokens:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                lists.append(token.type == "ordered_list_open")
            case "bullet_list_close" | "ordered_list_close":
                ordered = lists.pop()
                if not lists and items:
                    yield Part("list", items=tuple(items), ordered=ordered)
                    items = []
            case "list_item_open":
                beginning = True
            case "blockquote_open" | "heading_open":
                kind, level = _OPENS[token.type], int(token.tag[1]) - HIGHEST + 1 if token.tag != "blockquote" else 1
            case "blockquote_close" | "heading_close":
                kind, level = "paragraph", 1
            case "inline" | "fence" if lists:
                items, beginning = _with_point(items, _words(token), new=beginning), False
            case "inline" | "fence" if words := _words(token):
                yield Part(kind, words, min(level, 3))


_OPENS = {"blockquote_open": "quotation", "heading_open": "heading"}


def _with_point(
    items: list[tuple[Stretch, ...]], words: tuple[Stretch, ...], *, new: bool
) -> list[tuple[Stretch, ...]]:
    """One point more; a second paragraph within a point follows it on a line of its own."""
    if new or not items:
        return [*items, words]
    return [*items[:-1], (*items[-1], Stretch("\n"), *words)]


def _words(token: Token) -> tuple[Stretch, ...]:
    if token.type != "inline":
        return (Stretch(token.content.rstrip("\n")),)
    found: list[Stretch] = []
    open_now: list[tuple[str, str]] = []
    for child in token.children or ():
        if child.nesting == 1:
            open_now.append((child.type, str(child.attrGet("href") or "")))
        elif child.nesting == -1:
            open_now.pop()
        elif said := "\n" if child.type in {"softbreak", "hardbreak"} else child.content:
            kinds = {kind for kind, _ in open_now}
            link = next((address for kind, address in reversed(open_now) if kind == "link_open"), "")
            found.append(Stretch(said, "strong_open" in kinds, "em_open" in kinds, link))
    return _joined(found)


def _joined(stretches: Sequence[Stretch]) -> tuple[Stretch, ...]:
    """Neighbours of one kind as one stretch."""
    joined: list[Stretch] = []
    for stretch in stretches:
        if joined and replace(joined[-1], text="") == replace(stretch, text=""):
            joined[-1] = replace(stretch, text=joined[-1].text + stretch.text)
        else:
            joined.append(stretch)
    return tuple(joined)
