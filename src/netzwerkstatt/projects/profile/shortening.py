"""As much of a text as fits into so many lines: for what has to stay on one page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from netzwerkstatt.foundation.documents.blocks import Block, Heading, List, Paragraph, Words, plain_text

LETTERS: Final = 56
"""In one line of the page with long German words; shorter ones leave it a little room."""
IN_A_TITLE: Final = 22
MORE: Final = "…"


def cut(text: str, letters: int) -> str:
    """The text in one line, cut before the word that does not fit."""
    said = " ".join(text.split())
    return said if len(said) <= letters else said[: letters - len(MORE)].rpartition(" ")[0].rstrip(",;:–(") + MORE


def lines_of_title(title: str) -> int:
    """How many lines a title takes."""
    return -(-len(title) // IN_A_TITLE)


def length(block: Block) -> int:
    """How many lines a paragraph, a list or a heading takes."""
    if isinstance(block, List):
        return sum(_length(item) for item in block.items)
    return _length(block.text) if isinstance(block, Paragraph) else 2


def within(blocks: Iterable[Block], lines: int) -> list[Block]:
    """These paragraphs, lists and headings, as far as they fill no more than so many lines; what is cut ends with “…”."""
    kept: list[Block] = []
    left = lines
    for block in blocks:
        if left <= 0:
            return [*kept[:-1], _open_end(kept[-1])] if kept else []
        if isinstance(block, List):
            items, left = _points(block.items, left)
            kept.append(List(items, ordered=block.ordered))
        elif isinstance(block, Paragraph):
            words, left = _words(block.text, left)
            kept.append(Paragraph(words))
        else:
            kept.append(block)
            left -= 2 if isinstance(block, Heading) else 1
    return kept


def _open_end(block: Block) -> Block:
    """The last block that fits, with a sign that there is more."""
    if isinstance(block, Paragraph) and not plain_text(block.text).endswith(MORE):
        return Paragraph(f"{plain_text(block.text)} {MORE}")
    return block


def _points(items: Sequence[Words], lines: int) -> tuple[tuple[Words, ...], int]:
    kept: list[Words] = []
    for item in items:
        if lines <= 0:
            kept[-1] = f"{plain_text(kept[-1]).removesuffix(MORE)} {MORE}"
            break
        words, lines = _words(item, lines)
        kept.append(words)
    return tuple(kept), lines


def _length(words: Words) -> int:
    return sum(max(1, -(-len(line) // LETTERS)) for line in plain_text(words).split("\n"))


def _words(words: Words, lines: int) -> tuple[Words, int]:
    """The words, cut before the one that does not fit, and how many lines are left."""
    needed = _length(words)
    if needed <= lines:
        return words, lines - needed
    return cut(plain_text(words), lines * LETTERS), 0
