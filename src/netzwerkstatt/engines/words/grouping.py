"""Short texts that seem to belong together, with the words that join them. Pure: words in, places of texts out.

Each text is a row of terms that somebody else has found (stems, parts of compounds). Terms weigh more the fewer texts
have them (inverse document frequency); texts are as close as the cosine of their weights, and groups grow by average
linkage (Sokal and Michener 1958) until no two are close enough. Nothing is learnt, nothing is drawn by lot: the same
texts give the same groups, and every group can say which words it rests on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

CLOSE: Final = 0.18
TWINS: Final = 0.72
FEWEST: Final = 3
SAID: Final = 4
ALONE: Final = 0.15
"""How much a word counts that no other text has: it joins nothing, but two texts with many of them are less alike."""
DIGITS: Final = 9

Matrix: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Term:
    """A word as texts are compared by (`key`), as people read it (`shown`), and how much it counts, 0–1."""

    key: str
    shown: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that belong together, by their places in the order given; `because` are the words that join them."""

    members: tuple[int, ...]
    because: tuple[str, ...]
    closeness: float


@dataclass(frozen=True, slots=True)
class Fit:
    """Texts without a group that are close to the texts of a given one."""

    group: int
    members: tuple[int, ...]
    because: tuple[str, ...]
    closeness: float


@dataclass(frozen=True, slots=True)
class Suggested:
    """What could be put together: new groups, texts that fit given ones, and pairs that say nearly the same."""

    groups: tuple[Group, ...]
    fits: tuple[Fit, ...]
    twins: tuple[Group, ...]


def suggest(
    texts: Sequence[Sequence[Term]],
    given: Sequence[int | None] | None = None,
    *,
    close: float = CLOSE,
    twins: float = TWINS,
    fewest: int = FEWEST,
) -> Suggested:
    """What of these texts belongs together; `given` says to which group a text belongs already, None for none.

    Groups are made of texts without one, the largest first; a text is in at most one group and fits at most one. Twins
    are pairs in which neither is in the same given group as the other. Laws: the order of the texts changes no group
    except where two ways are equally good; a text without terms is in none; a text that is there twice is a twin.
    Raises `ValueError` where `given` does not have as many places as there are texts.
    """
    given = [None] * len(texts) if given is None else given
    if len(given) != len(texts):
        raise ValueError("for each text its group or None, please")
    if not texts:
        return Suggested((), (), ())
    weights, words = _weights(texts)
    alike = _cosine(weights)
    taken: set[int] = set()
    fits = _fits(alike, given, weights, words, close=close)
    for fit in fits:
        taken |= set(fit.members)
    free = [place for place, group in enumerate(given) if group is None and place not in taken and weights[place].any()]
    groups = [
        Group(tuple(members), _because(weights, words, members), _inner(alike, members))
        for members in _linked(alike, free, close)
        if len(members) >= fewest
    ]
    groups.sort(key=lambda group: (-len(group.members), group.members))
    return Suggested(tuple(groups), fits, _twins(texts, given, twins))


# ── how close ───────────────────────────────────────────────────────────────


def _weights(texts: Sequence[Sequence[Term]], alone: float = ALONE) -> tuple[Matrix, list[str]]:
    """(texts × terms) weights and the word that stands for each term: the one that was written most often."""
    shown: dict[str, Counter[str]] = {}
    for text in texts:
        for term in text:
            shown.setdefault(term.key, Counter())[term.shown] += 1
    column = {key: place for place, key in enumerate(sorted(shown))}
    counted: Matrix = np.zeros((len(texts), len(column)))
    for row, text in enumerate(texts):
        for term in text:
            place = column[term.key]
            counted[row, place] = max(counted[row, place], term.weight)
    having = (counted > 0).sum(axis=0)
    rarity = np.log((1 + len(texts)) / (1 + having)) + 0.1
    rarity[having == 1] *= alone
    words = [min(shown[key].items(), key=lambda said: (-said[1], len(said[0]), said[0]))[0] for key in sorted(shown)]
    return counted * rarity, words


def _cosine(weights: Matrix) -> Matrix:
    """(texts × texts) 0–1, rounded so that the order in which sums are made tells nothing."""
    lengths = np.sqrt((weights**2).sum(axis=1))
    lengths[lengths == 0] = 1
    normed = weights / lengths[:, None]
    alike: Matrix = np.round(normed @ normed.T, DIGITS)
    return alike


# ── groups ──────────────────────────────────────────────────────────────────


def _linked(alike: Matrix, free: Sequence[int], close: float) -> list[list[int]]:
    """Average linkage: the two closest groups become one, as long as they are close enough."""
    if len(free) < 2:
        return [[place] for place in free]
    near = alike[np.ix_(free, free)].copy()
    np.fill_diagonal(near, -1)
    size = np.ones(len(free))
    members = [[place] for place in free]
    while True:
        a, b = divmod(int(near.argmax()), len(free))
        if near[a, b] < close:
            break
        a, b = min(a, b), max(a, b)
        joined = np.round((near[a] * size[a] + near[b] * size[b]) / (size[a] + size[b]), DIGITS)
        gone = near[a] < 0
        joined[gone] = -1
        near[a, :], near[:, a] = joined, joined
        near[b, :], near[:, b] = -1, -1
        near[a, a] = -1
        size[a] += size[b]
        members[a] += members[b]
        members[b] = []
    return [sorted(group) for group in members if group]


def _inner(alike: Matrix, members: Sequence[int]) -> float:
    """The mean closeness of its pairs."""
    inside = alike[np.ix_(members, members)]
    number = len(members)
    return float(np.round((inside.sum() - np.trace(inside)) / max(1, number * (number - 1)), 3))


def _fits(
    alike: Matrix, given: Sequence[int | None], weights: Matrix, words: Sequence[str], *, close: float
) -> tuple[Fit, ...]:
    """Texts without a group beside the given one to which they are closest on average."""
    known = sorted({group for group in given if group is not None})
    free = [place for place, group in enumerate(given) if group is None and weights[place].any()]
    if not known or not free:
        return ()
    inside = {group: [place for place, one in enumerate(given) if one == group] for group in known}
    average = np.stack([alike[np.ix_(free, inside[group])].mean(axis=1) for group in known], axis=1)
    best = average.argmax(axis=1)
    found: list[Fit] = []
    for number, group in enumerate(known):
        places = [place for row, place in enumerate(free) if best[row] == number and average[row, number] >= close]
        if places:
            rows = [free.index(place) for place in places]
            because = _because(weights, words, [*places, *inside[group]], across=places)
            found.append(Fit(group, tuple(places), because, float(np.round(average[rows, number].mean(), 3))))
    return tuple(found)


def _twins(texts: Sequence[Sequence[Term]], given: Sequence[int | None], threshold: float) -> tuple[Group, ...]:
    """Pairs that say nearly the same: here each word counts in full, the rare ones too."""
    weights, words = _weights(texts, alone=1.0)
    alike = np.triu(_cosine(weights), 1)
    pairs = [(int(a), int(b)) for a, b in np.argwhere(alike >= threshold)]
    return tuple(
        Group((a, b), _because(weights, words, [a, b]), float(np.round(alike[a, b], 3)))
        for a, b in sorted(pairs, key=lambda pair: (-alike[pair], pair))
        if given[a] is None or given[a] != given[b]
    )


def _because(
    weights: Matrix, words: Sequence[str], members: Sequence[int], *, across: Sequence[int] | None = None
) -> tuple[str, ...]:
    """The words that join them most: those of at least two of them, by how much they weigh in all. At most four.

    `across` names texts of which at least one has to have the word.
    """
    part = weights[list(members)]
    having = (part > 0).sum(axis=0)
    joins = having >= 2
    if across is not None:
        joins &= (weights[list(across)] > 0).any(axis=0)
    total = np.where(joins, part.sum(axis=0), 0.0)
    order = np.lexsort((np.arange(len(words)), -np.round(total, DIGITS)))
    said: list[str] = []
    for place in order:
        if total[place] <= 0 or len(said) == SAID:
            break
        if total[place] >= 0.34 * total[order[0]] and not any(
            words[place].casefold() in one.casefold() for one in said
        ):
            said.append(words[place])
    return tuple(said)
