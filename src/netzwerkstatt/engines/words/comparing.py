"""Texts compared and put together word by word. Pure: strings in, values out, no database, no request.

A text is a row of tokens: words, single marks, spaces, line breaks. Two texts are aligned by the words that stand once
in each (patience), the rest by their longest common subsequence on machine integers (Hyyrö 2004), so that also two
texts that have nothing in common are compared in milliseconds. Three texts are put together as `diff3` does it: what
only one side changed is taken, what both changed differently is a conflict that a person decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

Tokens: TypeAlias = Sequence[str]
_TOKEN = re.compile(r"\n+|[^\S\n]+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a comparison: what both texts say, else what the old one said and the new one says instead."""

    same: str = ""
    gone: str = ""
    new: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """What one side changed: these words became those."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Agreed:
    """A stretch of a merged text that nobody needs to decide; `changed` where it is not what the base said."""

    text: str
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """A stretch that both sides changed, each in another way."""

    base: str
    theirs: str
    mine: str


@dataclass(frozen=True, slots=True)
class Merge:
    """Base, theirs and mine put together: agreed stretches and conflicts in the order of the text."""

    parts: tuple[Agreed | Conflict, ...]
    came_in: tuple[Change, ...]

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        return tuple(part for part in self.parts if isinstance(part, Conflict))

    @property
    def is_clean(self) -> bool:
        return not self.conflicts

    @property
    def text(self) -> str:
        """The merged text. Raises `ValueError` while a conflict is undecided."""
        return self.decided([])

    def decided(self, decisions: Sequence[str]) -> str:
        """The text with these words in place of the conflicts. Raises `ValueError` where there are not as many."""
        if len(decisions) != len(self.conflicts):
            raise ValueError("as many decisions as conflicts, please")
        words = iter(decisions)
        return "".join(part.text if isinstance(part, Agreed) else next(words) for part in self.parts)


def merge(base: str, theirs: str, mine: str) -> Merge:
    """Put two changes of `base` together.

    Laws: merge(b, b, x) and merge(b, x, b) are x, merge(b, x, x) is x; exchanging the sides exchanges the sides of the
    conflicts and nothing else; every word that a side added is in the text or in a conflict; what one side took away
    and the other left as it was, is gone.
    """
    old = tokens_of(base)
    sides = _hunks(old, tokens_of(theirs)), _hunks(old, tokens_of(mine))
    parts: list[Agreed | Conflict] = []
    came_in: list[Change] = []
    at = 0
    for start, end in _regions([(hunk.start, hunk.end) for side in sides for hunk in side]):
        parts.append(Agreed("".join(old[at:start])))
        was = old[start:end]
        theirs_here, mine_here = (_applied(old, side, start, end) for side in sides)
        if theirs_here != was and mine_here == was:
            came_in.append(Change("".join(was), "".join(theirs_here)))
        parts += _put_together(was, theirs_here, mine_here)
        at = end
    parts.append(Agreed("".join(old[at:])))
    said = (part for part in parts if isinstance(part, Conflict) or part.text)
    return Merge(tuple(said), tuple(came_in))


def differences(old: str, new: str) -> tuple[Piece, ...]:
    """What became of `old`, piece by piece: the `same` and `gone` give `old` again, the `same` and `new` give `new`."""
    before = tokens_of(old)
    pieces: list[Piece] = []
    at = 0
    for hunk in _hunks(before, tokens_of(new)):
        if hunk.start > at:
            pieces.append(Piece(same="".join(before[at : hunk.start])))
        pieces.append(Piece(gone="".join(before[hunk.start : hunk.end]), new="".join(hunk.tokens)))
        at = hunk.end
    if at < len(before):
        pieces.append(Piece(same="".join(before[at:])))
    return tuple(pieces)


def tokens_of(text: str) -> list[str]:
    """Words, marks, spaces and line breaks; joined they are the text."""
    return _TOKEN.findall(text)


# ── one text against another ────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class _Hunk:
    """The tokens `start` to `end` of the old text are these tokens in the new one."""

    start: int
    end: int
    tokens: Tokens


def _hunks(old: Tokens, new: Tokens) -> list[_Hunk]:
    """What changed, in order; between two hunks stands at least one word that did not."""
    found: list[_Hunk] = []
    at_old = at_new = 0
    for i, j, length in _with_words(old, _matches(old, new), len(old), len(new)):
        if i > at_old or j > at_new:
            found.append(_Hunk(at_old, i, new[at_new:j]))
        at_old, at_new = i + length, j + length
    if at_old < len(old) or at_new < len(new):
        found.append(_Hunk(at_old, len(old), new[at_new:]))
    return found


_Run: TypeAlias = tuple[int, int, int]


def _with_words(old: Tokens, matches: Sequence[tuple[int, int]], end_old: int, end_new: int) -> list[_Run]:
    """Matches as runs (old, new, length), without those inside a change that hold nothing but spaces and marks.

    "the old man" and "a young woman" share two spaces; nobody wants to read them as what stayed.
    """
    runs: list[list[int]] = []
    for i, j in matches:
        if runs and runs[-1][0] + runs[-1][2] == i and runs[-1][1] + runs[-1][2] == j:
            runs[-1][2] += 1
        else:
            runs.append([i, j, 1])
    return [
        (i, j, length)
        for i, j, length in runs
        if (i, j) == (0, 0)
        or (i + length, j + length) == (end_old, end_new)
        or any(token[0] == "\n" or token[0].isalnum() or token[0] == "_" for token in old[i : i + length])
    ]


def _matches(old: Tokens, new: Tokens) -> list[tuple[int, int]]:
    """Pairs of equal tokens, rising in both texts: common ends, anchors, and between them the longest common row."""
    found: list[tuple[int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        a, b, c, d = waiting.pop()
        while a < b and c < d and old[a] == new[c]:
            found.append((a, c))
            a, c = a + 1, c + 1
        while a < b and c < d and old[b - 1] == new[d - 1]:
            b, d = b - 1, d - 1
            found.append((b, d))
        if a == b or c == d:
            continue
        anchors = _anchors(old, new, a, b, c, d)
        if not anchors:
            found += _longest_common(old, new, a, b, c, d)
            continue
        found += anchors
        for i, j in (*anchors, (b, d)):
            waiting.append((a, i, c, j))
            a, c = i + 1, j + 1
    return sorted(found)


def _anchors(old: Tokens, new: Tokens, a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Words that stand once in each stretch, as many as keep their order."""
    in_old, in_new = Counter(old[a:b]), Counter(new[c:d])
    place = {token: j for j, token in enumerate(new[c:d], c) if in_new[token] == 1 and in_old[token] == 1}
    pairs = [(i, place[token]) for i, token in enumerate(old[a:b], a) if token in place and token[0].isalnum()]
    return _rising(pairs)


def _rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of the pairs whose second numbers rise."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for index, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        if length == len(tails):
            tails.append(j)
            ends.append(index)
        else:
            tails[length], ends[length] = j, index
        before.append(ends[length - 1] if length else -1)
    chain: list[tuple[int, int]] = []
    index = ends[-1] if ends else -1
    while index >= 0:
        chain.append(pairs[index])
        index = before[index]
    return chain[::-1]


def _longest_common(old: Tokens, new: Tokens, a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """A longest common subsequence of two stretches; a row of the table is one integer with a bit for each token."""
    places: dict[str, int] = {}
    for bit, token in enumerate(new[c:d]):
        places[token] = places.get(token, 0) | 1 << bit
    full = (1 << (d - c)) - 1
    row, rows = full, [full]
    for token in old[a:b]:
        taken = row & places.get(token, 0)
        row = ((row + taken) | (row - taken)) & full
        rows.append(row)
    found: list[tuple[int, int]] = []
    i, j = b - a, d - c
    while i and j:
        if rows[i] >> (j - 1) & 1:
            j -= 1
            continue
        i -= 1
        if rows[i] >> (j - 1) & 1:  # not a common token before this row: here it became one
            j -= 1
            found.append((a + i, c + j))
    return found


# ── two changes of one text ─────────────────────────────────────────────────


def _regions(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of the base that somebody changed; spans that touch are one."""
    regions: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if regions and start <= regions[-1][1]:
            regions[-1] = (regions[-1][0], max(end, regions[-1][1]))
        else:
            regions.append((start, end))
    return regions


def _applied(old: Tokens, side: Sequence[_Hunk], start: int, end: int) -> list[str]:
    """A stretch of the base as one side wants it."""
    said: list[str] = []
    at = start
    for hunk in side[bisect_left(side, start, key=attrgetter("start")) :]:
        if hunk.start > end or hunk.end > end:
            break
        said += old[at : hunk.start]
        said += hunk.tokens
        at = hunk.end
    return [*said, *old[at:end]]


def _put_together(was: Tokens, theirs: list[str], mine: list[str]) -> list[Agreed | Conflict]:
    """One stretch: what only one side changed, what both changed alike, else a conflict without its common ends."""
    if mine in (theirs, was):
        return [Agreed("".join(theirs), changed=theirs != was)]
    if theirs == was:
        return [Agreed("".join(mine), changed=True)]
    shorter = min(len(theirs), len(mine))
    head = next((n for n in range(shorter) if theirs[n] != mine[n]), shorter)
    tail = next((n for n in range(shorter - head) if theirs[-1 - n] != mine[-1 - n]), shorter - head)
    return [
        Agreed("".join(mine[:head]), changed=True),
        Conflict("".join(was), "".join(theirs[head : len(theirs) - tail]), "".join(mine[head : len(mine) - tail])),
        Agreed("".join(mine[len(mine) - tail :]), changed=True),
    ]
