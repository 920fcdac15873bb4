"""How near two spellings are: trigrams to find candidates, Damerau–Levenshtein to decide. Pure."""

from __future__ import annotations

SHORTEST_MISSPELT = 5


def trigrams(word: str) -> set[str]:
    """The threes of letters of a word with its ends marked: "Bus" is {"__b", "_bu", "bus", "us_"}."""
    marked = f"__{word}_"
    return {marked[i : i + 3] for i in range(len(marked) - 2)}


def inner_trigrams(part: str) -> set[str]:
    """The trigrams that every word has which contains this part."""
    return {part[i : i + 3] for i in range(len(part) - 2)}


def distance(one: str, other: str, most: int) -> int:
    """Letters added, left out, changed, or swapped with their neighbour; `most + 1` where it is more than `most`."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        now = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, now[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            now.append(cost)
        if min(now) > most and (not last or min(last) > most):
            return most + 1
        before, last = last, now
    return min(last[-1], most + 1)
