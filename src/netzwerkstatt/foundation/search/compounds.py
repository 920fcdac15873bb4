"""German compounds and their parts: "Mehrgenerationenhaus" is also a Haus. Pure.

A word is split where all of it is made of known words, with the sounds that German puts between them; else its end is
taken off where that is a known word and enough is left. The fewest parts win.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from netzwerkstatt.foundation.search.words import STOP_WORDS, keys

BETWEEN: Final = ("", "s", "n", "en", "es", "er", "e")
ENDINGS: Final = ("", "e", "en", "er", "ern", "es", "s", "n")
SHORTEST = 6
SHORTEST_PART = 3
SHORTEST_LEARNT = 4
SHORTEST_REST = 4


@cache
def lexicon() -> Mapping[str, str]:
    """Words that compounds of our field are made of, folded, with their stems: known before anybody writes them."""
    text = files(__package__).joinpath("parts.txt").read_text("utf-8")
    known = (keys(word) for line in text.splitlines() if not line.startswith("#") for word in line.split())
    return {word.word: word.german for word in known}


def possible_parts(word: str) -> Iterator[str]:
    """Everything inside the word that could be one of its parts."""
    if len(word) < SHORTEST or not word.isalpha():
        return
    for start in range(len(word) - SHORTEST_PART + 1):
        for end in range(start + SHORTEST_PART, len(word) + 1):
            if end - start < len(word):
                yield word[start:end]


def can_be_part(word: str) -> bool:
    """Words that people wrote are parts of others from four letters on; shorter ones only where the lexicon has them."""
    return len(word) >= SHORTEST_LEARNT and word.isalpha() and word not in STOP_WORDS


def split(word: str, learnt: Mapping[str, str]) -> tuple[str, ...]:
    """The stems of the word's parts, none if it has none. `learnt` maps known words to stems, beside the lexicon."""
    if len(word) < SHORTEST or not word.isalpha():
        return ()
    found = _whole(word, learnt) or _end(word, learnt)
    return tuple(dict.fromkeys(found))


def _stem(part: str, learnt: Mapping[str, str]) -> str | None:
    known = lexicon().get(part)
    if known is None and can_be_part(part):
        known = learnt.get(part)
    return known


def _inflected(part: str, learnt: Mapping[str, str]) -> str | None:
    """The stem of a last part, which may carry an ending."""
    for ending in ENDINGS:
        base = part[: len(part) - len(ending)] if part.endswith(ending) else ""
        if len(base) >= SHORTEST_PART and (stem := _stem(base, learnt)):
            return stem
    return None


def _whole(word: str, learnt: Mapping[str, str]) -> tuple[str, ...]:
    """The fewest known parts that make up all of the word."""
    best: dict[int, tuple[str, ...]] = {0: ()}
    for start in range(len(word) - SHORTEST_PART + 1):
        if start not in best:
            continue
        before = best[start]
        for end in range(start + SHORTEST_PART, len(word) - SHORTEST_PART + 1):
            stem = _stem(word[start:end], learnt)
            if stem is None:
                continue
            for sound in BETWEEN:
                after = end + len(sound)
                if word.startswith(sound, end) and (after not in best or len(best[after]) > len(before) + 1):
                    best[after] = (*before, stem)
        if start and (last := _inflected(word[start:], learnt)):
            made = (*before, last)
            if len(word) not in best or len(best[len(word)]) > len(made):
                best[len(word)] = made
    return best.get(len(word), ())


def _end(word: str, learnt: Mapping[str, str]) -> tuple[str, ...]:
    """The longest known word at the end, where at least four letters stand before it; and what stands before that."""
    for start in range(SHORTEST_REST, len(word) - SHORTEST_LEARNT + 1):
        if stem := _inflected(word[start:], learnt):
            return (*_before(word[:start], learnt), stem)
    return ()


def _before(rest: str, learnt: Mapping[str, str]) -> tuple[str, ...]:
    """A known word at the end of the rest, with or without the sound that ties it on."""
    for start in range(SHORTEST_REST, len(rest) - SHORTEST_LEARNT + 1):
        for sound in BETWEEN:
            end = len(rest) - len(sound)
            if rest.endswith(sound) and end - start >= SHORTEST_LEARNT and (stem := _stem(rest[start:end], learnt)):
                return (stem,)
    return ()
