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
    """Runs of the words; a line break is a run of its own, which every writer knows."""
    runs: list[Run] = []
    for stretch in words:
        for place, line in enumerate(stretch.text.split("\n")):
            if place:
                runs.append(Run("\n"))
            if line:
                runs.append(Run(line, stretch.strong or strong, stretch.emphasis, stretch.link))
    return runs


def _plain_if_it_can(runs: list[Run]) -> Words:
    """One line without any emphasis is a plain string, as it always was."""
    if all(run == Run(run.text) and run.text != "\n" for run in runs):
        return "".join(run.text for run in runs)
    return tuple(runs)
