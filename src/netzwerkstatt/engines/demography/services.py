"""What a population needs: places in day care and school, care for the old – people times rates, each rate with its year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import Floats, Misfit, array, edges, group_sums, scalar


@dataclass(frozen=True, slots=True)
class Rates:
    """Users per person by age, of one `year`: `values` (2, groups) by sex or (groups,) for both.

    Groups begin at `bounds`, the last is open; who is younger than the first uses nothing. Rates lie in 0 … 1 (a child has
    one place) unless `most` says otherwise. `source` is the table and whose it is.
    """

    name: str
    bounds: tuple[int, ...]
    values: Floats
    year: int
    source: str

    def by_age(self, ages: int) -> Floats:
        """Rates (2, ages) by single age."""
        widths = np.diff([*self.bounds, ages])
        single = np.repeat(self.values, widths, axis=-1)
        none = np.zeros((*single.shape[:-1], self.bounds[0]))
        return np.broadcast_to(np.concatenate([none, single], axis=-1), (2, ages))


def rates(
    name: str, bounds: Sequence[int], values: npt.ArrayLike, *, year: int, source: str, most: float = 1.0
) -> Rates:
    """Checked `Rates`; `Misfit` where values do not fit the groups or lie outside 0 … `most`, or year or source is missing."""
    lower = edges("bounds", bounds)
    found = array("values", values, (lower.size,), low=0, high=most)
    if found.ndim > 2 or (found.ndim == 2 and found.shape[0] != 2):
        raise Misfit("values", f"shape ({lower.size},) or (2, {lower.size})", f"shape {found.shape}", axis=-2)
    if not 1900 <= year <= 2200:
        raise Misfit("year", "the year that the rates are of", str(year))
    if not source.strip():
        raise Misfit("source", "where the rates come from", "nothing")
    return Rates(name, tuple(int(one) for one in lower), found, year, source)


def users(population: npt.ArrayLike, of: Rates) -> Floats:
    """Expected users (…) in `population` (…, 2, A+1): persons times the rates of their age and sex."""
    people = array("population", population, (2, "A+1"), low=0)
    edges("bounds", of.bounds, last=people.shape[-1] - 1)
    return np.asarray((people * of.by_age(people.shape[-1])).sum(axis=(-2, -1)))


def care_rates(
    population: npt.ArrayLike, children: npt.ArrayLike, bounds: Sequence[int], end: int, *, year: int, source: str
) -> Rates:
    """Care rates (Betreuungsquoten) of a place: `children` (groups,) in care by age group, per child living there.

    `population` (2, A+1) persons at the end of the year before the count (22541/22543: 1 March). Groups begin at
    `bounds`; the last ends before `end`. A rate above 1 (children from other places) is kept up to 1.5.
    """
    people = array("population", population, (2, "A+1"), low=0, leading=False).sum(axis=0)
    lower = edges("bounds", [*bounds, end], last=people.size - 1)
    living = group_sums(people, lower.tolist())[:-1]
    if lower[0] > 0:
        living = np.add.reduceat(people, lower)[:-1]
    cared = array("children", children, (len(bounds),), low=0, leading=False)
    if np.any((living <= 0) & (cared > 0)):
        raise Misfit("population", "children in every group with children in care", "none", axis=-1)
    values = np.divide(cared, living, out=np.zeros_like(cared), where=living > 0)
    return rates("children in care", [*bounds, end], [*values, 0.0], year=year, source=source, most=1.5)


def scaled(standard: Rates, population: npt.ArrayLike, counted: npt.ArrayLike, *, year: int, source: str) -> Rates:
    """A place's rates where only totals by sex are known: the standard's times counted ÷ expected, for each sex.

    `population` (2, A+1), `counted` (2,) users by sex (22411: people in need of care). The shape over the ages is the standard's.
    """
    people = array("population", population, (2, "A+1"), low=0, leading=False)
    seen = array("counted", counted, (2,), low=0, leading=False)
    expected = (people * standard.by_age(people.shape[-1])).sum(axis=-1)
    if np.any(expected <= 0):
        raise Misfit("population", "people of the ages that use the service", "none", axis=-2)
    values = np.broadcast_to(standard.values, (2, len(standard.bounds))) * (seen / expected)[:, None]
    both = f"{source}; age pattern: {standard.source} ({standard.year})"
    return rates(standard.name, standard.bounds, np.minimum(values, 1.0), year=year, source=both)


SCHOOL_KEY_DATES: Mapping[str, tuple[int, int, str]] = MappingProxyType(
    {
        "14": (6, 30, "§ 27 SächsSchulG: six years old by 30 June"),
        "15": (6, 30, "§ 37 SchulG LSA: six years old by 30 June"),
        "16": (8, 1, "§ 18 ThürSchulG: six years old on 1 August"),
    }
)
"""Month and day by which a child must be six to start school that summer, by Land (two digits), with the law."""

_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


def pupils(population: npt.ArrayLike, month: int, day: int, *, classes: int = 4, start: int = 6) -> Floats:
    """Children (…) of primary-school age in the school year that began in the year at whose end `population` (…, 2, A+1) stands.

    Who was `start` years old by the key date (`month`, `day`) began then; birthdays are even over the year. With
    30 June and four classes: half of the 6-year-olds, all of 7, 8 and 9, half of the 10-year-olds. Neither early or late
    starts nor other schools are known here.
    """
    people = array("population", population, (2, "A+1"), low=0).sum(axis=-2)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        raise Misfit("month, day", "a day of the year", f"{month}, {day}")
    if people.shape[-1] - 1 <= start + classes:
        raise Misfit(
            "population", f"single ages up to {start + classes}", f"an open group from {people.shape[-1] - 1}", -1
        )
    passed = (_DAYS_BEFORE[month - 1] + day) / 365
    whole = people[..., start + 1 : start + classes].sum(axis=-1)
    return np.asarray(passed * people[..., start] + whole + (1 - passed) * people[..., start + classes])


def per_inhabitants(population: npt.ArrayLike, ratio: float) -> Floats:
    """Units of supply (…), such as doctors, that `population` (…, 2, A+1) has at one per `ratio` inhabitants."""
    people = array("population", population, (2, "A+1"), low=0)
    return np.asarray(people.sum(axis=(-2, -1)) / scalar("ratio", ratio, low=1e-9))
