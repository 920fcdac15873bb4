"""Base structures of municipalities: an old structure made to agree with the district's ages and the places' totals.

Official single ages exist for districts only. A city's structure made here is an ESTIMATE and says so; it ends with the
city's own register.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import FEMALE, Floats, Misfit, array, edges
from netzwerkstatt.engines.demography.smoothing import scale_to_groups

ROUNDS = 500
CLOSE = 1e-10


@dataclass(frozen=True, slots=True)
class Structure:
    """`people` (M, 2, A+1) persons; always `estimated`. Sums over the places are the district's, to the last bit of rounding;
    `away` is the largest relative distance of a place's total from the one asked for, after `rounds` rounds.
    """

    people: Floats
    away: float
    rounds: int
    estimated: bool = True


def fit_structures(seed: npt.ArrayLike, district: npt.ArrayLike, totals: npt.ArrayLike) -> Structure:
    """Iterative proportional fitting of `seed` (M, 2, A+1) to `district` (2, A+1) and the places' `totals` (M,) or (M, 2).

    Deming & Stephan (1940), Annals of Mathematical Statistics 11(4). `totals` by sex are scaled to the district's number
    of men and women, else to its number of people: they may be of another year. The last step is always the district's,
    so its cells are met exactly. Where the seed has nobody of an age but the district has, the district's own
    mixture is put in, thinly. `Misfit` where a place with people has an empty seed.
    """
    ages = array("district", district, (2, "A+1"), low=0, leading=False)
    start = array("seed", seed, ("M", 2, ages.shape[-1]), low=0, leading=False)
    places = start.shape[0]
    wanted, sexes = _wanted(totals, ages, places)
    empty = (start.sum(axis=(1, 2)) <= 0) & (wanted.sum(axis=1) > 0)
    if empty.any():
        raise Misfit("seed", "people in every place with a total above 0", f"none in place {int(np.argmax(empty))}", 0)
    people = start + 1e-6 * start.sum(axis=(1, 2), keepdims=True) * ages / max(float(ages.sum()), 1e-300)
    rounds, away = 0, float("inf")
    while rounds < ROUNDS and away > CLOSE:
        people = people * _factor(wanted, people.sum(axis=2) if sexes else people.sum(axis=(1, 2))[:, None])[..., None]
        people = people * _factor(ages, people.sum(axis=0))
        sums = people.sum(axis=2) if sexes else people.sum(axis=(1, 2))[:, None]
        away = float(np.max(np.abs(_factor(sums, wanted) - 1), where=wanted > 0, initial=0.0))
        rounds += 1
    return Structure(_exact(people, ages), away, rounds)


def _wanted(totals: npt.ArrayLike, ages: Floats, places: int) -> tuple[Floats, bool]:
    given = np.asarray(totals)
    sexes = given.ndim == 2
    asked = array("totals", totals, (places, 2) if sexes else (places,), low=0, leading=False)
    if asked.sum() <= 0:
        raise Misfit("totals", "people in some place", "none", axis=0)
    if sexes:
        return asked * _factor(ages.sum(axis=1), asked.sum(axis=0)), True
    return (asked * ages.sum() / asked.sum())[:, None], False


def _factor(above: Floats, below: Floats) -> Floats:
    return np.asarray(np.divide(above, below, out=np.zeros(np.broadcast(above, below).shape), where=below > 0))


def _exact(people: Floats, ages: Floats) -> Floats:
    """What floating point leaves over in a cell of the district goes to its largest place."""
    for _ in range(3):
        over = ages - people.sum(axis=0)
        if not over.any():
            break
        largest = people.argmax(axis=0)
        sex, age = np.indices(ages.shape)
        people[largest, sex, age] += over
    return people


def whole_persons(people: npt.ArrayLike, district: npt.ArrayLike) -> Floats:
    """`people` (M, 2, A+1) as whole persons whose sums over the places are `district` (2, A+1), itself whole, exactly.

    Largest remainders within each age and sex; a place's total moves by less than one person per cell.
    """
    ages = array("district", district, (2, "A+1"), low=0, leading=False)
    found = array("people", people, ("M", 2, ages.shape[-1]), low=0, leading=False)
    if np.any(ages != np.rint(ages)):
        raise Misfit("district", "whole persons", "parts of persons")
    scaled = found * _factor(ages, found.sum(axis=0))
    down = np.floor(scaled + 1e-9)
    missing = np.rint(ages - down.sum(axis=0)).astype(int)
    order = np.argsort(-(scaled - down), axis=0, kind="stable")
    rank = np.argsort(order, axis=0, kind="stable")
    return np.asarray(down + (rank < missing))


def aged_seed(
    groups: npt.ArrayLike, bounds: Sequence[int], then: npt.ArrayLike, now: npt.ArrayLike, years: int
) -> Floats:
    """A seed (M, 2, A+1) from the places' age groups of an earlier year, `years` (0 … 40) before `now`.

    `groups` (M, 2, groups) persons begin at `bounds`; `then` and `now` (2, A+1) the district at both dates. Within a group
    the district's single ages; each cohort then changes as the district's cohort did (it dies and moves like it); who was
    not born yet is spread as the women aged 20–39 of `now` are.
    """
    before = array("then", then, (2, "A+1"), low=0, leading=False)
    after = array("now", now, before.shape, low=0, leading=False)
    lower = edges("bounds", bounds, last=before.shape[1] - 1)
    seen = array("groups", groups, ("M", 2, lower.size), low=0, leading=False)
    if not 0 <= years <= 40 or years >= before.shape[1] - 1:
        raise Misfit("years", "0 … 40 years, fewer than there are ages", str(years))
    single = scale_to_groups(np.broadcast_to(before, (seen.shape[0], *before.shape)), seen, lower.tolist())
    if years == 0:
        return single
    top = before.shape[1] - 1
    seed = np.zeros_like(single)
    seed[:, :, years:top] = single[:, :, : top - years] * _factor(after[:, years:top], before[:, : top - years])
    seed[:, :, top] = single[:, :, top - years :].sum(axis=2) * _factor(
        after[:, top], before[:, top - years :].sum(axis=1)
    )
    mothers = seed[:, FEMALE, 20:40].sum(axis=1) if top >= 40 else seed.sum(axis=(1, 2))
    share = _factor(mothers, np.asarray(mothers.sum()))
    seed[:, :, :years] = share[:, None, None] * after[:, :years]
    return seed
