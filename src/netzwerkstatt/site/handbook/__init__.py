"""The handbook: Markdown files, one folder for each language, read once and drawn as pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt

from netzwerkstatt.foundation.ui.markup import made_by_us

ORDER = (
    "first-day",
    "own-account",
    "evidence-to-recommendation",
    "facilitating",
    "expert",
    "toolbox",
    "taking-part",
    "votes-and-surveys",
    "asking-around",
    "searching",
    "writing-together",
    "discussing",
    "commitments",
    "projects",
    "notices-and-mail",
    "moderation",
    "my-data",
    "roles",
)
FALLBACK = "en"


@dataclass(frozen=True)
class Page:
    """One page: its address, its title (the first heading), one sentence about it (the first paragraph), its text."""

    slug: str
    title: str
    summary: str
    html: SafeString


def pages() -> tuple[Page, ...]:
    """All pages in the language of the visitor, in English where there is no other."""
    language = (get_language() or FALLBACK).split("-")[0]
    return _pages(language if files(__name__).joinpath(language).is_dir() else FALLBACK)


@cache
def _pages(language: str) -> tuple[Page, ...]:
    folder = files(__name__).joinpath(language)
    return tuple(_page(slug, folder.joinpath(f"{slug}.md").read_text("utf-8")) for slug in ORDER)


def _page(slug: str, text: str) -> Page:
    """A page begins with `# Title`, an empty line and one paragraph that says what it is about."""
    title, _gap, rest = text.partition("\n\n")
    summary, _gap, body = rest.partition("\n\n")
    html = MarkdownIt("commonmark", {"html": False}).render(body)
    return Page(slug, title.removeprefix("# ").strip(), " ".join(summary.split()), made_by_us(html))
