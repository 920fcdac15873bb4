"""Indicators of a population, each with its definition as data: which ages, per how many, whose convention.

Two figures may be compared only where their definitions are equal: "under 18" is not "under 20". So a ratio is never
computed from a name but from a `Ratio`, which says its borders itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography.arrays import FEMALE, Floats, Misfit, array, edges, group_sums
from netzwerkstatt.engines.demography.plans import Measures

# Years that people of an open age group are older than its border, on average: Destatis 12621-0001, 2022/24, stationary
# population of both sexes. For other borders linear between.
_OPEN_BORDERS = (75, 80, 85, 90, 95, 100)
_OPEN_YEARS = (7.7, 5.9, 4.4, 3.1, 2.2, 1.3)


@dataclass(frozen=True, slots=True)
class Ages:
    """Completed years `first` … `last`, both included; without `last` and above. `sign` for signed sums."""

    first: int
    last: int | None = None
    sign: int = 1

    @property
    def text(self) -> str:
        """How the range is written: 20–64, 65+, 0–19."""
        return f"{self.first}+" if self.last is None else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio of persons by age: `above` over `below`, times `per`. `women_below`: only women in the denominator.

    `key` names it for programs, `label` in English for people, `source` the convention.
    """

    key: str
    label: str
    above: tuple[Ages, ...]
    below: tuple[Ages, ...]
    per: float
    source: str
    women_below: bool = False

    @property
    def borders(self) -> str:
        """The definition in one line, as it must stand beside every figure: "65+ per 100 aged 20–64"."""
        above = " ".join(
            f"{'− ' if ages.sign < 0 else ('+ ' if at else '')}{ages.text}" for at, ages in enumerate(self.above)
        )
        below = " + ".join(ages.text for ages in self.below)
        who = "women aged" if self.women_below else "aged"
        return f"{above} per {self.per:g} {who} {below}"

    def of(self, population: npt.ArrayLike) -> Floats:
        """The ratio (…) in `population` (…, 2, A+1) persons, A open; NaN where the denominator is empty.

        `Misfit` where a border lies above A: an open group cannot be divided.
        """
        people = array("population", population, (2, "A+1"), low=0)
        both = people.sum(axis=-2)
        above = _signed("population", both, self.above)
        below = _signed("population", people[..., FEMALE, :] if self.women_below else both, self.below)
        return np.asarray(np.divide(above * self.per, below, out=np.full(below.shape, np.nan), where=below > 0))


def measures(ratios: Sequence[Ratio], ages: int) -> Measures:
    """`ratios` as weights by sex and age for `project_trajectories`, which then finds their bands: `ages` is A + 1.

    The same figures as `Ratio.of`, but 0 where the denominator is empty. `Misfit` where a border lies above A.
    """
    above, below = np.zeros((2, len(ratios), 2, ages))
    for at, ratio in enumerate(ratios):
        above[at] = ratio.per * _signed("ages", np.eye(ages), ratio.above)
        below[at, FEMALE if ratio.women_below else slice(None)] = _signed("ages", np.eye(ages), ratio.below)
    return Measures(names=[ratio.key for ratio in ratios], numerators=above, denominators=below)


def _signed(argument: str, people: Floats, ranges: Sequence[Ages]) -> Floats:
    top = people.shape[-1] - 1
    total = np.zeros(people.shape[:-1])
    for ages in ranges:
        needed = ages.first if ages.last is None else ages.last + 1
        if needed > top:
            raise Misfit(
                argument, f"single ages up to {needed}, open from there or above", f"an open group from {top}", -1
            )
        end = top + 1 if ages.last is None else ages.last + 1
        total += ages.sign * people[..., ages.first : end].sum(axis=-1)
    return total


# ---------------------------------------------------------------- the two conventions, and others


def youth_ratio(*, adult: int = 20, retirement: int = 65) -> Ratio:
    """Jugendquotient: under `adult` per 100 aged `adult` to under `retirement` (Destatis 65, or 67; Sachsen 66)."""
    return _dependency("youth_ratio", "Youth ratio", (Ages(0, adult - 1),), adult, retirement)


def old_age_ratio(*, adult: int = 20, retirement: int = 65) -> Ratio:
    """Altenquotient: `retirement` and older per 100 aged `adult` to under `retirement`."""
    return _dependency("old_age_ratio", "Old-age ratio", (Ages(retirement),), adult, retirement)


def total_ratio(*, adult: int = 20, retirement: int = 65) -> Ratio:
    """Gesamtquotient: both together per 100 aged `adult` to under `retirement`."""
    return _dependency("total_ratio", "Dependency ratio", (Ages(0, adult - 1), Ages(retirement)), adult, retirement)


def _dependency(key: str, label: str, above: tuple[Ages, ...], adult: int, retirement: int) -> Ratio:
    if not 0 < adult < retirement:
        raise Misfit("adult, retirement", "ages with 0 < adult < retirement", f"{adult}, {retirement}")
    source = f"Destatis, Bevölkerungsvorausberechnung, borders {adult} and {retirement}"
    return Ratio(f"{key}_{adult}_{retirement}", label, above, (Ages(adult, retirement - 1),), 100, source)


BILLETER = Ratio(
    "billeter",
    "Billeter's J",
    (Ages(0, 14), Ages(50, None, -1)),
    (Ages(15, 49),),
    1,
    "Billeter (1954), Eine Maßzahl zur Beurteilung der Altersverteilung einer Bevölkerung; negative: ageing",
)
GREYING = Ratio("greying", "Greying index", (Ages(80),), (Ages(65),), 100, "80 and older among 65 and older, BBSR")
AGEING = Ratio(
    "ageing_index", "Ageing index", (Ages(65),), (Ages(0, 19),), 100, "65 and older to under 20, borders as Destatis"
)
ENTRANTS = Ratio(
    "entrants_leavers",
    "Entering to leaving working life",
    (Ages(15, 19),),
    (Ages(60, 64),),
    100,
    "Ein-/Aussteiger: 15–19 to 60–64, BBSR/INKAR",
)
CHILD_WOMAN = Ratio(
    "child_woman",
    "Children under 5 to women",
    (Ages(0, 4),),
    (Ages(15, 49),),
    1000,
    "UN, child–woman ratio",
    women_below=True,
)

RATIOS = (
    youth_ratio(),
    old_age_ratio(),
    total_ratio(),
    youth_ratio(retirement=67),
    old_age_ratio(retirement=67),
    total_ratio(retirement=67),
    BILLETER,
    GREYING,
    AGEING,
    ENTRANTS,
    CHILD_WOMAN,
)
"""Those with fixed borders, both conventions of the quotients among them. Länder with other borders make their own."""


# ---------------------------------------------------------------- ages


def mean_age(population: npt.ArrayLike, *, open_years: float | None = None) -> Floats:
    """Durchschnittsalter (…) in years of `population` (…, 2, A+1): Σ(x + ½)·P(x) / ΣP, as Destatis (12411-07-01-5).

    People of the open group are A + `open_years` old (0 … 30); without it as in a stationary population of 2022/24, for
    which A must be 75 … 100. NaN where nobody lives.
    """
    people = array("population", population, (2, "A+1"), low=0).sum(axis=-2)
    top = people.shape[-1] - 1
    if open_years is None and not _OPEN_BORDERS[0] <= top <= _OPEN_BORDERS[-1]:
        raise Misfit("open_years", f"years above the open group's border, as that is not 75 … 100 but {top}", "None")
    ages = np.arange(top + 1) + 0.5
    ages[-1] = top + (
        np.interp(top, _OPEN_BORDERS, _OPEN_YEARS)
        if open_years is None
        else array("open_years", open_years, (), low=0, high=30)
    )
    total = people.sum(axis=-1)
    return np.asarray(np.divide((people * ages).sum(axis=-1), total, out=np.full(total.shape, np.nan), where=total > 0))


def median_age(population: npt.ArrayLike) -> Floats:
    """Medianalter (…) in years of `population` (…, 2, A+1): half are younger; linear within the year of age.

    NaN where nobody lives; A where the median lies in the open group.
    """
    people = array("population", population, (2, "A+1"), low=0).sum(axis=-2)
    top = people.shape[-1] - 1
    below = np.cumsum(people, axis=-1)
    half = below[..., -1:] / 2
    at = np.argmax(below >= half, axis=-1)[..., None]
    here = np.take_along_axis(people, at, axis=-1)
    before = np.take_along_axis(below, at, axis=-1) - here
    part = np.divide(half - before, here, out=np.zeros_like(half), where=here > 0)
    median = np.where(at == top, top, at + part)[..., 0]
    return np.asarray(np.where(below[..., -1] > 0, median, np.nan))


# ---------------------------------------------------------------- events


MIGRATION_GROUPS = (0, 18, 25, 30, 50, 65)
"""Lower borders of the groups in which offices publish moves: 0–17, 18–24 (education), 25–29 (career), 30–49 (family), 50–64, 65+."""


def net_migration_rate(
    net: npt.ArrayLike, before: npt.ArrayLike, after: npt.ArrayLike, bounds: Sequence[int] = MIGRATION_GROUPS
) -> Floats:
    """Wanderungssaldo by age (…, groups) per 1,000 of the group's mean population of the year.

    `net` (…, groups) persons (in-moves minus out-moves) of the groups that begin at `bounds`, both sexes; `before`,
    `after` (…, 2, A+1) persons at the year's two ends. NaN where nobody of the group lives.
    """
    lower = edges("bounds", bounds)
    moved = array("net", net, (lower.size,))
    start = array("before", before, (2, "A+1"), low=0)
    end = array("after", after, (2, start.shape[-1]), low=0)
    mean = group_sums((start.sum(axis=-2) + end.sum(axis=-2)) / 2, lower.tolist())
    return np.asarray(
        np.divide(moved * 1000, mean, out=np.full(np.broadcast(moved, mean).shape, np.nan), where=mean > 0)
    )


def general_fertility_rate(births: npt.ArrayLike, women: npt.ArrayLike, *, first: int = 15, last: int = 49) -> Floats:
    """Allgemeine Geburtenziffer (…): live births (…) per 1,000 women (…, A+1, mean of the year) aged `first` … `last`."""
    born = array("births", births, (), low=0)
    lived = _signed("women", array("women", women, ("A+1",), low=0), (Ages(first, last),))
    return np.asarray(
        np.divide(born * 1000, lived, out=np.full(np.broadcast(born, lived).shape, np.nan), where=lived > 0)
    )


def standardised_mortality(deaths: npt.ArrayLike, population: npt.ArrayLike, rates: npt.ArrayLike) -> Floats:
    """SMR (…): `deaths` (…) to those that the standard's `rates` (2, groups or A+1) per person-year give for `population`.

    `population` (…, 2, groups or A+1), mean of the year. 1 is the standard's mortality. NaN where none are expected.
    """
    people = array("population", population, (2, "groups"), low=0)
    standard = array("rates", rates, (2, people.shape[-1]), low=0)
    died = array("deaths", deaths, (), low=0)
    expected = (people * standard).sum(axis=(-2, -1))
    return np.asarray(
        np.divide(died, expected, out=np.full(np.broadcast(died, expected).shape, np.nan), where=expected > 0)
    )


# ---------------------------------------------------------------- what each of them means


@dataclass(frozen=True, slots=True)
class Definition:
    """What a figure means, as it must stand beside it: `definition` in one line, its `unit`, and `source`, the convention.

    Two figures are of one kind where `key` and `definition` are equal.
    """

    key: str
    label: str
    definition: str
    unit: str
    source: str


MEAN_AGE = Definition(
    "mean_age", "Mean age", "Σ(x + ½)·P(x) / ΣP, completed ages and half a year", "years", "Destatis 12411-07-01-5"
)
MEDIAN_AGE = Definition(
    "median_age", "Median age", "half of the people are younger; linear within the year of age", "years", "Eurostat"
)
NET_MIGRATION_RATE = Definition(
    "net_migration_rate",
    "Net migration by age",
    "in-moves minus out-moves per 1,000 of the group's mean population: 0–17, 18–24, 25–29, 30–49, 50–64, 65+",
    "per 1,000",
    "BBSR/INKAR, Wegweiser Kommune",
)
GENERAL_FERTILITY_RATE = Definition(
    "general_fertility_rate",
    "General fertility rate",
    "live births per 1,000 women aged 15–49",
    "per 1,000",
    "Destatis",
)
TOTAL_FERTILITY_RATE = Definition(
    "total_fertility_rate", "Total fertility rate", "sum of the births per woman at each age", "births per woman",
    "Destatis 12612-0008, summed over the ages",
)  # fmt: skip
STANDARDISED_MORTALITY = Definition(
    "standardised_mortality", "Standardised mortality ratio", "deaths per death expected at the standard's rates by sex and age",
    "ratio", "indirect standardisation",
)  # fmt: skip


def definitions(ratios: Sequence[Ratio] = RATIOS) -> tuple[Definition, ...]:
    """The definitions of `ratios` and of all other indicators."""
    return (
        *(
            Definition(one.key, one.label, one.borders, "ratio" if one.per == 1 else f"per {one.per:g}", one.source)
            for one in ratios
        ),
        MEAN_AGE,
        MEDIAN_AGE,
        NET_MIGRATION_RATE,
        GENERAL_FERTILITY_RATE,
        TOTAL_FERTILITY_RATE,
        STANDARDISED_MORTALITY,
    )
