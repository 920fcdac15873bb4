"""Markdown in, safe HTML out – whatever is typed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from netzwerkstatt.foundation.documents.blocks import Heading, List, Paragraph, Run
from netzwerkstatt.foundation.documents.marked import blocks_of, words_of
from netzwerkstatt.foundation.texts.markdown import REL, TAGS, to_html, to_plain, to_runs

ATTACKS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/pixel.png)",
    "<svg/onload=alert(1)>",
    "<a href=javascript:alert(1)>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox(1))",
    "[x](//evil.example)",
    "[x](/desk)",
    "[x](https:javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example "onmouseover=alert(1)")',
    "[x](https://a.example'onmouseover='alert(1))",
    '[x](https://a.example"onmouseover="alert(1))',
    "[<img src=x onerror=alert(1)>](https://a.example)",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    '``` " onmouseover="alert(1)\nx\n```',
    "> <iframe src=//evil.example></iframe>",
    "- <style>*{display:none}</style>",
    "# <h1 onclick=alert(1)>x</h1>",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    "**<b onfocus=alert(1) autofocus tabindex=1>**",
    "<p id=main style=position:fixed>x",
    "</div></main><form action=https://evil.example>",
    "\u2028<script>\u2029",
]


class Read(HTMLParser):
    """Tags and attributes of what came out, and whether every tag is closed again."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.found.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_comment(self, data) -> None:
        raise AssertionError(f"a comment: {data}")

    def handle_decl(self, decl) -> None:
        raise AssertionError(f"a declaration: {decl}")

    unknown_decl = handle_pi = handle_decl


def only_what_is_allowed(html: str) -> None:
    read = Read(html)
    assert read.open == []
    for tag, attributes in read.found:
        assert tag in TAGS
        if tag == "a" and attributes:
            assert set(attributes) == {"href", "rel"}
            assert attributes["rel"] == REL
            assert attributes["href"].lower().startswith(("http://", "https://", "mailto:"))
        elif tag == "ol":
            assert set(attributes) <= {"start"}
        elif tag != "a":
            assert attributes == {}


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_attack_comes_through(attack: str) -> None:
    only_what_is_allowed(to_html(attack))
    only_what_is_allowed(to_html(f"Ein Satz, {attack} und noch einer."))
    only_what_is_allowed(to_html(f"- {attack}\n\n> {attack}"))


fragments = st.sampled_from(
    [*ATTACKS, "<", ">", '"', "'", "&", "[", "](", ")", "**", "_", "`", "```", "#", "- ", "1. ", "> ", "\n", "\n\n", "    ", "!", "\\", "https://a.example"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=200), st.lists(st.one_of(fragments, st.text(max_size=6)), max_size=12).map("".join)))
@example("[a](https://b.example)" * 3)
def test_nothing_outside_of_the_allowed_set_ever_comes_out(text: str) -> None:
    only_what_is_allowed(to_html(text))


@given(st.one_of(st.text(max_size=200), st.lists(st.one_of(fragments, st.text(max_size=6)), max_size=12).map("".join)))
def test_everything_that_can_be_shown_can_be_printed(text: str) -> None:
    words_of(text)
    blocks_of(text)


def test_what_is_allowed_is_shown() -> None:
    html = to_html(
        "**fett** _kursiv_\nneue Zeile\n\n- eins\n- zwei\n\n> Zitat\n\n[hier](https://example.org) <a@example.org>"
    )
    for part in (
        "<strong>fett</strong>",
        "<em>kursiv</em><br>",
        "<ul>\n<li>eins</li>",
        "<blockquote>",
        f'<a href="https://example.org" rel="{REL}">hier</a>',
        'href="mailto:a@example.org"',
    ):
        assert part in html


def test_headings_begin_below_those_of_the_page_and_leave_none_out() -> None:
    assert to_html("# A\n\n### B\n\n## C") == "<h3>A</h3>\n<h4>B</h4>\n<h4>C</h4>"
    assert to_html("##### Only") == "<h3>Only</h3>"


def test_a_sentence_with_odd_marks_stays_a_sentence() -> None:
    assert to_html("Kosten < 20 000 Euro & mehr") == "<p>Kosten &lt; 20 000 Euro &amp; mehr</p>"
    assert "<h" not in to_html("Erste Zeile\n---")
    assert "<code>" not in to_html("    eingerückt")


def test_paper_says_the_same_with_the_same_emphasis() -> None:
    text = "# Titel\n\nEin **starkes** Wort, [ein Weg](https://example.org).\n\n1. eins\n2. zwei"
    assert blocks_of(text) == [
        Heading("Titel", level=2),
        Paragraph(
            (Run("Ein "), Run("starkes", strong=True), Run(" Wort, "), Run("ein Weg", link="https://example.org"), Run("."))
        ),
        List(("eins", "zwei"), ordered=True),
    ]  # fmt: skip
    assert words_of("Ein Satz ohne Zeichen.") == "Ein Satz ohne Zeichen."
    lines = (Run("eins"), Run("\n"), Run("– "), Run("zwei"), Run("\n"), Run("– "), Run("drei"))
    assert words_of("eins\n\n- zwei\n- drei") == lines
    assert to_plain("**eins**\n\n- zwei") == "eins\nzwei"


def test_points_within_points_follow_theirs() -> None:
    (points,) = to_runs("- eins\n  - innen\n- zwei")
    assert points.plain.split("\n") == ["eins", "innen", "zwei"]
