"""The handbook: Markdown files, one folder for each language, read once and drawn as pages; its pictures are static files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from PIL import Image

from netzwerkstatt.foundation.ui.markup import made_by_us

ORDER = (
    "first-day",
    "own-account",
    "coordinator",
    "evidence-to-recommendation",
    "how-we-compute",
    "how-we-compute-in-full",
    "statistics",
    "facilitating",
    "table-secretary",
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
    "results",
    "open-data",
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
    return tuple(_page(slug, folder.joinpath(f"{slug}.md").read_text("utf-8"), language) for slug in ORDER)


def _page(slug: str, text: str, language: str) -> Page:
    """A page begins with `# Title`, an empty line and one paragraph that says what it is about."""
    title, _gap, rest = text.partition("\n\n")
    summary, _gap, body = rest.partition("\n\n")
    html = _markdown(language).render(body)
    return Page(slug, title.removeprefix("# ").strip(), " ".join(summary.split()), made_by_us(html))


def _markdown(language: str) -> MarkdownIt:
    """Ours, with pictures that stand alone as figures: `![What is seen](name)` is one of `make screenshots`."""
    markdown = MarkdownIt("commonmark", {"html": False})

    def figure(_renderer: RendererHTML, tokens: Sequence[Token], index: int, _options: object, _env: object) -> str:
        picture = pictures(language)[str(tokens[index].attrs["src"])]
        return format_html(
            '<figure><img src="{}" width="{}" height="{}" alt="" loading="lazy"><figcaption>{}</figcaption></figure>\n',
            static(picture.file), picture.width, picture.height, tokens[index].content,
        )  # fmt: skip

    markdown.core.ruler.push("figures", _stand_alone)
    markdown.add_render_rule("image", figure)
    return markdown


def _stand_alone(state: StateCore) -> None:
    """A figure is no part of a paragraph."""
    for opening, inside, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if [one.type for one in inside.children or ()] == ["image"]:
            opening.hidden = closing.hidden = True


@dataclass(frozen=True)
class Picture:
    """A static file, and its size in pixels."""

    file: str
    width: int
    height: int


PICTURES = Path(__file__).parents[1] / "static" / "site" / "handbook"


@cache
def pictures(language: str) -> dict[str, Picture]:
    """The pictures of the handbook in this language, by their names."""
    found = {}
    for path in sorted((PICTURES / language).glob("*.webp")):
        with Image.open(path) as image:
            found[path.stem] = Picture(f"site/handbook/{language}/{path.name}", *image.size)
    return found
