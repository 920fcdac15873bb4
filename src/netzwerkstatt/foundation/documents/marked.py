"""Texts that people typed with Markdown, as words and blocks: paper shows what the page shows."""

from __future__ import annotations

from collections.abc import Iterator

from netzwerkstatt.foundation.documents.blocks import Block, Heading, List, Paragraph, Run, Words
from netzwerkstatt.foundation.texts.markdown import Part, Stretch, to_runs


def words_of(text: str) -> Words:
    """A whole text as the words of one block: its paragraphs and points each on a line of their own."""
    runs: list[Run] = []
    for line in _lines(to_runs(text)):
        if runs:
            runs.append(Run("\n"))
        runs += line
    return _plain_if_it_can(runs)


def blocks_of(text: str, *, level: int = 2) -> list[Block]:
    """A text as blocks of a document, its headings from `level` on."""
    return [_block(part, level) for part in to_runs(text)]


def _block(part: Part, level: int) -> Block:
    if part.kind == "heading":
        return Heading(part.plain, level=min(3, level + part.level - 1))
    if part.kind == "list":
        return List(tuple(_plain_if_it_can(_runs(item)) for item in part.items), ordered=part.ordered)
    return Paragraph(_plain_if_it_can(_runs(part.words)))


def _lines(parts: tuple[Part, ...]) -> Iterator[list[Run]]:
    for part in parts:
        if part.kind != "list":
            yield _runs(part.words, strong=part.kind == "heading")
            continue
        for place, item in enumerate(part.items, start=1):
            yield [Run(f"{place}. " if part.ordered else "– "), *_runs(item)]


def _runs(words: tuple[Stretch, ...], *, strong: bool = False) -> list[Run]:
    return [Run(s.text, strong=s.strong or strong, emphasis=s.emphasis, link=s.link) for s in words]


def _plain_if_it_can(runs: list[Run]) -> Words:
    """Words without any emphasis are a plain string, as they always were."""
    if all(run == Run(run.text) for run in runs):
        return "".join(run.text for run in runs)
    return tuple(runs)
