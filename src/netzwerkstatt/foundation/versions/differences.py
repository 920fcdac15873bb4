"""What changed between two texts, word by word."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

MOST_PAIRS: Final = 30_000
_WORDS = re.compile(r"\S+[^\S\n]*|\n+|[^\S\n]+")


@dataclass(frozen=True)
class Part:
    """A run of words that stayed ("same"), went ("del") or came ("ins")."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Part]:
    """Both texts as one, in runs of words; `same` and `del` give the old text, `same` and `ins` the new one.

    Space at the end of a line counts as none. Words that stand once in both texts hold the two together, and only what
    lies between them is compared in full: a text of some thousand words takes milliseconds, whatever changed.
    """
    before, after = _words(old), _words(new)
    parts: list[Part] = []
    for kind, words in _runs(before, after):
        text = "".join(words)
        if not text:
            continue
        if parts and parts[-1].kind == kind:
            parts[-1] = Part(kind, parts[-1].text + text)
        else:
            parts.append(Part(kind, text))
    return parts


def has_changes(parts: Sequence[Part]) -> bool:
    """Something came or went."""
    return any(part.kind != "same" for part in parts)


def _words(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").rstrip()
    return _WORDS.findall(f"{text} ") if text else []  # the last word stands apart from what may follow it


def _key(word: str) -> str:
    return word.rstrip(" \t") or " "


def _runs(before: list[str], after: list[str]) -> Iterator[tuple[str, list[str]]]:
    old, new = [_key(word) for word in before], [_key(word) for word in after]
    at_old = at_new = 0
    for i, j in [*_anchors(old, new), (len(old), len(new))]:
        yield from _between(before, after, old, new, (at_old, i), (at_new, j))
        if i < len(old):
            yield "same", [after[j]]
        at_old, at_new = i + 1, j + 1


def _between(
    before: list[str], after: list[str], old: list[str], new: list[str], rows: tuple[int, int], columns: tuple[int, int]
) -> Iterator[tuple[str, list[str]]]:
    """The runs between two anchors: what both begin and end with, and in between what a full comparison finds."""
    (a, b), (c, d) = rows, columns
    head = next((n for n in range(min(b - a, d - c)) if old[a + n] != new[c + n]), min(b - a, d - c))
    yield "same", after[c : c + head]
    a, c = a + head, c + head
    tail = next((n for n in range(min(b - a, d - c)) if old[b - 1 - n] != new[d - 1 - n]), min(b - a, d - c))
    for kind, i, j, k, m in _compared(old[a : b - tail], new[c : d - tail]):
        if kind == "equal":
            yield "same", after[c + k : c + m]
            continue
        yield "del", before[a + i : a + j]
        yield "ins", after[c + k : c + m]
    yield "same", after[d - tail : d]


def _compared(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """Operations of a full comparison. Where the same few words come again and again, it would take minutes: then all
    of the stretch went, and all of it came.
    """
    often = Counter(new)
    if sum(often[word] for word in old) > MOST_PAIRS:
        return [("replace", 0, len(old), 0, len(new))]
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()


def _anchors(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Words that stand once in each text, as far as they stand in the same order (patience sorting)."""
    once_old = {word for word, number in Counter(old).items() if number == 1}
    once_new = {word for word, number in Counter(new).items() if number == 1}
    both = once_old & once_new
    place = {word: at for at, word in enumerate(new) if word in both}
    pairs = [(at, place[word]) for at, word in enumerate(old) if word in both]
    return _longest_rising(pairs)


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    ends: list[int] = []
    back: list[int] = []
    for at, (_i, j) in enumerate(pairs):
        pile = bisect_left(tails, j)
        back.append(ends[pile - 1] if pile else -1)
        if pile == len(tails):
            tails.append(j)
            ends.append(at)
        else:
            tails[pile], ends[pile] = j, at
    rising: list[tuple[int, int]] = []
    at = ends[-1] if ends else -1
    while at >= 0:
        rising.append(pairs[at])
        at = back[at]
    return rising[::-1]
