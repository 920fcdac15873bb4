"""The projection of the 400 districts from the end of 2015: central path, trajectories, and the plain baselines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from bench.hindcast.derive import Derived, cohort_change, departures
from bench.hindcast.known import DYING, MOTHERS, MOVES, OPEN, Known
from netzwerkstatt.engines.demography import fertility, mortality, project_cohorts
from netzwerkstatt.engines.demography.arrays import Floats, group_sums
from netzwerkstatt.engines.demography.life_tables import life_table
from netzwerkstatt.engines.demography.places import Posterior, posterior, smooth_covariance
from netzwerkstatt.engines.demography.prospects import Paths, Prospects, central, draw, level_errors, own_births
from netzwerkstatt.engines.demography.time_series import accumulate

GROUPS = (0, 3, 6, 10, 15, 18, 20, *range(25, 66, 5), 75)  # the 17 of table 12411-0018
YEARS = 9
SCORED = (5, 9)
SEED = 2015
PRIOR_BIRTHS = 30.0  # as many births as a group of mothers' ages must have to be believed by half
FLOOR = 0.2  # of a group's spread that single ages may differ from their group by, where less can be seen


@dataclass(frozen=True)
class District:
    """What one district enters with; rates per person and year."""

    population: Floats  # (2, 91)
    smr: Floats  # (2,) of deaths to those of the country's rates
    smr_error: Floats  # (2,)
    fertility: Floats  # (91,) factor on the country's rates
    moves: Posterior  # (182,) what its net migration departs from the country's, by sex and age
    gross: Floats  # (2, 91) moves over its border, in and out, per person
    births: float  # of 2015, on which `fertility` rests


@dataclass(frozen=True)
class Bands:
    """At 2020 and 2024 (2): quantiles 2.5, 10, 50, 90, 97.5 % of totals (K, 2, 5) and of 17 groups × sex (K, 2, 5, 2, 17)."""

    totals: Floats
    cells: Floats


QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)


class Model:
    """Everything that all districts share, and the districts."""

    def __init__(self, known: Known, prospects: Prospects, derived: Derived) -> None:
        self.known, self.prospects = known, prospects
        self.arrays, self.scalars = derived.arrays, derived.scalars
        self.districts = _districts(known, derived)
        self.boys = derived.scalars["fertility.boys_per_girl"]
        self._yearly = _summing_to(prospects.own_sigma / 1000, known, derived.arrays["places.yearly"])
        self._census_common, self._census_own = _census(known, prospects, derived)
        self._moving = _moving(derived.arrays)

    # -------------------------------------------------------- shared paths

    def survival(self, paths: Paths) -> Floats:
        """Survivorship (N, T, 2, 91) of the country along `paths`."""
        log = (
            self.arrays["mortality.log_rates"] + self.arrays["mortality.improvement"] * paths.mortality[..., None, None]
        )
        return np.minimum(life_table(np.exp(log)).survivorship(OPEN), 1.0)

    def fertility(self, paths: Paths) -> Floats:
        """Births per woman (N, T, 91) of the country: the pattern moves to later ages as it did, the total is the path's."""
        later = self.scalars["fertility.later_per_year"]
        patterns = [
            fertility.moved(self.arrays["fertility.pattern"], later * year)
            for year in range(1, paths.fertility.shape[1] + 1)
        ]
        # births are those of the women counted: the factor between their rates and the published total stays
        factor = self.arrays["fertility.pattern"].sum() / self.prospects.fertility.start
        return fertility.with_total(np.array(patterns), paths.fertility * factor)

    def net_rates(self, paths: Paths) -> Floats:
        """Net migration by age per person of that age (N, T, 2, 91) in the whole country."""
        german = self.known.germany_2015
        per_head = self.arrays["migration.at_zero"] + self.arrays["migration.per_migrant"] * (
            paths.migration[..., None, None] / 1000
        )
        return per_head * german.sum() / german

    # -------------------------------------------------------- central path

    def central(self) -> Floats:
        """Persons (K, YEARS + 1, 2, 91) on the central path, the year's net migration by rates on the year's people."""
        paths = central(self.prospects, YEARS)
        survival, births, net = self.survival(paths)[0], self.fertility(paths)[0], self.net_rates(paths)[0]
        smr = np.array([one.smr for one in self.districts])
        factor = np.array([one.fertility for one in self.districts])
        departure = np.array([one.moves.mean.reshape(2, -1) for one in self.districts])
        people = [self.known.population]
        for year in range(YEARS):
            ratio = survival[year] ** smr[:, :, None]
            moved = _older(people[-1], ratio)
            apart = departure - (departure * moved).sum(axis=0) / np.maximum(moved.sum(axis=0), 1)
            migrants = moved * (net[year] + apart)
            step = project_cohorts(
                people[-1],
                ratio[:, None],
                (births[year] * factor)[:, None],
                self.boys,
                migrants[:, None],
                migration_timing="end",
            )
            people.append(step.population[:, 1])
        return np.stack(people, axis=1)

    # -------------------------------------------------------- trajectories

    def bands(self, middle: Floats, trajectories: int) -> Bands:
        """Quantiles of `trajectories` paths around the central one `middle` (K, YEARS + 1, 2, 91)."""
        totals, cells = [], []
        for persons in self.trajectories(middle, trajectories):
            groups = group_sums(persons, GROUPS)
            totals.append(np.quantile(groups.sum(axis=(2, 3)), QUANTILES, axis=0).T)
            cells.append(np.quantile(groups, QUANTILES, axis=0).transpose(1, 0, 2, 3))
        return Bands(np.array(totals), np.array(cells))

    def trajectories(self, middle: Floats, number: int) -> Iterator[Floats]:
        """For each district persons (N, 2, 2, 91) at 2020 and 2024, as an office would count them."""
        paths, centre = self._paths(number), central(self.prospects, YEARS)
        survival, births = self.survival(paths), self.fertility(paths)
        apart = self.net_rates(paths) - self.net_rates(centre) + self._beside(number)
        still = self.survival(centre)[0], self.net_rates(centre)[0]
        census = np.random.Generator(np.random.Philox(SEED + 1)).standard_normal(number)
        departure = np.array([one.moves.mean.reshape(2, -1) for one in self.districts])
        moved = np.stack([_older(middle[:, year], still[0][year]) for year in range(YEARS)], axis=1)
        mean = (departure[:, None] * moved).sum(axis=0) / np.maximum(moved.sum(axis=0), 1)
        for index, district in enumerate(self.districts):
            usual = moved[index] * (still[1] + departure[index] - mean)
            yield self._one(index, district, (survival, births, apart, usual, moved[index], census))

    def _paths(self, number: int) -> Paths:
        """The country's paths, with migration returning to a level that is not known exactly."""
        paths, process = draw(self.prospects, YEARS, number, SEED), self.prospects.migration
        error = level_errors(process, self.scalars["migration.level_error"], YEARS, number, SEED + 3)
        return Paths(paths.fertility, paths.mortality, paths.migration + error)

    def _one(self, index: int, district: District, shared: tuple[Floats, ...]) -> Floats:
        survival, births, apart, usual, moved, census = shared
        number = survival.shape[0]
        chance = np.random.Generator(np.random.Philox(SEED + 1000 + index))
        ratio = district.smr + district.smr_error * chance.standard_normal((number, 2))
        lasting = district.moves.draws(chance.standard_normal((number, 2 * (OPEN + 1)))).reshape(number, 1, 2, -1)
        net = usual + moved * (apart + lasting + self._own(number, SEED + 100_000 + index))
        dying = 1 - survival.mean(axis=0)
        net += np.sqrt(moved * (district.gross + dying)) * chance.standard_normal(net.shape, dtype=np.float32)
        rates = births * district.fertility
        expected = float((rates[:, 0].mean(axis=0) * district.population[1]).sum())
        rates *= 1 + chance.standard_normal((*rates.shape[:2], 1)) / np.sqrt(expected)
        rates *= self._own_births(number, district.births, SEED + 200_000 + index)
        persons = project_cohorts(
            district.population,
            survival ** ratio[:, None, :, None],
            np.maximum(rates, 0.0),
            self.boys,
            net,
            migration_timing="end",
        ).population[:, list(SCORED)]
        counted = persons.copy()
        counted[:, 1] *= 1 + self._census(census, chance.standard_normal((number, 13)))
        return counted

    def _census(self, common: Floats, own: Floats) -> Floats:
        """The step (N, 2, 91) of the census of 2022, by age as in 2011: what all districts share, and a district's own."""
        groups = common[:, None] * self._census_common + own @ self._census_own.T
        return (groups @ _basis().T).reshape(len(common), 2, -1)

    def _beside(self, number: int) -> Floats:
        """What migration by age has beside its total, in the country (N, T, 2, 91): as many years on end of 1991–2015 as are
        projected, from a year drawn by chance, with either sign.

        Years on end, because what stays for years adds up (moving blocks: Künsch 1989, Annals of Statistics 17(3); with a sign:
        Shao 2010, JASA 105). What lies around zero is unknown by as much as the mean of the years that it rests on.
        """
        years = self.arrays["migration.beside"]
        chance = np.random.Generator(np.random.Philox(SEED + 2))
        first = chance.integers(len(years) - YEARS + 1, size=(number, 1))
        sign = chance.choice((-1.0, 1.0), size=(number, 1, 1, 1)) * np.sqrt(1 + YEARS / len(years))
        german = self.known.germany_2015
        return np.asarray(sign * years[first + np.arange(YEARS)] * (german.sum() / german))

    def _own_births(self, number: int, births: float, seed: int) -> Floats:
        """Factors (N, T, 1) on a district's births: its factor is known from one year's births, and strays as the Länder's."""
        return own_births(self.scalars["own.fertility_sigma"], births, YEARS, number, seed)[..., None]

    def _own(self, number: int, seed: int) -> Floats:
        """What a district's net rates by age depart by from year to year (N, T, 2, 91), besides what lasts: AR(1) by groups.

        They vary together as the flows of 2015 do beyond what lasts, and in sum as `own_sigma` says.
        """
        shocks = np.random.Generator(np.random.Philox(seed)).standard_normal((number, YEARS, 12))
        groups = accumulate(np.swapaxes(shocks @ self._yearly.T, 1, 2), self.prospects.own_phi)
        return (np.swapaxes(groups, 1, 2) @ self._moving.T).reshape(number, YEARS, 2, -1)

    # -------------------------------------------------------- baselines

    def baselines(self, middle: Floats) -> dict[str, Floats]:
        """Persons (K, 2, 2, 91) at 2020 and 2024 by rules of thumb from the same data."""
        flat = np.array([self.arrays["mortality.log_rates"]] * YEARS)
        survival = np.minimum(life_table(np.exp(flat)).survivorship(OPEN), 1.0)
        smr = np.array([one.smr for one in self.districts])[:, None, :, None]
        births = np.array([one.fertility for one in self.districts]) * self.arrays["fertility.pattern"]
        found = {}
        people = self.known.population
        into, out = _flows_by_age(self.known)
        rate = out / people
        earlier = np.zeros_like(people)
        earlier[:, :, :75] = cohort_change(self.known, self.arrays) / 5
        for name in ("all rates of 2015", "net moves of 2015", "net moves of 2011–2015", "rates of 2015, no moves"):
            current, kept = people, []
            for year in range(YEARS):
                ratio = (survival[None] ** smr)[:, year]
                net = {
                    "all rates of 2015": into - np.minimum(rate, 0.8) * _older(current, ratio),
                    "net moves of 2015": into - out,
                    "net moves of 2011–2015": earlier,
                }.get(name)
                current = project_cohorts(
                    current, ratio[:, None], births[:, None], self.boys, None if net is None else net[:, None]
                ).population[:, 1]
                kept.append(current)
            found[name] = np.stack([kept[year - 1] for year in SCORED], axis=1)
        shares = people / people.sum(axis=0)
        found["constant shares of the country"] = shares[:, None] * middle[:, list(SCORED)].sum(axis=0)
        found["nothing changes"] = np.repeat(people[:, None], len(SCORED), axis=1)
        return found


def _root(covariance: Floats) -> Floats:
    """A matrix whose product with its transpose is `covariance`."""
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(vectors * np.sqrt(np.maximum(values, 0.0)))


def _weights(known: Known) -> Floats:
    """Shares (12,) of the country's people by sex and group of moves."""
    groups = group_sums(known.population, MOVES).sum(axis=0).ravel()
    return np.asarray(groups / groups.sum())


def _summing_to(deviation: float, known: Known, covariance: Floats) -> Floats:
    """A root (12, 12) of `covariance` by sex and group, such that a district's total has this standard deviation."""
    weight = _weights(known)
    return np.asarray(_root(covariance) * (deviation / np.sqrt(weight @ covariance @ weight)))


def _census(known: Known, prospects: Prospects, derived: Derived) -> tuple[Floats, Floats]:
    """The census step by sex and group of moves, by the steps of 2011 up to age 74: what all share (12,), and a root (12, 13).

    The country's by age, such that the total's deviation is `census_common`. A district's own parts the ages as the steps
    of the Länder part from the country's, spread with the root of the years since the last census; what is
    missing to `census_own` is alike at all ages.
    """
    weight, steps = _weights(known), derived.arrays["census.step"]
    people = known.land_series[:, 2010 - 1967, None, :75]
    groups = [slice(max(low, 1), high) for low, high in pairwise((*MOVES, 75))]
    moved, heads = (
        np.stack([one[..., ages].sum(axis=-1) for ages in groups], axis=-1)
        for one in (steps[..., :75] * people, np.broadcast_to(people, (len(people), 2, 75)))
    )
    pattern = (moved.sum(axis=0) / heads.sum(axis=0)).ravel()
    common = pattern * (prospects.census_common / 100 / (weight @ pattern))
    size = people.sum(axis=(1, 2)) / people.sum()
    decade = derived.scalars["census.common_percent"] / 100 / abs(derived.scalars["census.country"])
    apart = ((moved / heads).reshape(len(people), 12) - pattern) * decade * np.sqrt(size)[:, None]
    rest = (prospects.census_own / 100) ** 2 - ((apart @ weight) ** 2).sum()
    return common, np.column_stack([_root(apart.T @ apart), np.full(12, np.sqrt(max(rest, 0.0)))])


def _older(people: Floats, ratio: Floats) -> Floats:
    """The people (…, 2, 91) who will be of each age in a year, without births and moves; the youngest as many as now."""
    later = np.empty(np.broadcast_shapes(people.shape, ratio.shape))
    later[..., 1:] = people[..., :-1] * ratio[..., 1:]
    later[..., -1] += people[..., -1] * ratio[..., -1]
    later[..., 0] = people[..., 0]
    return later


def _flows_by_age(known: Known) -> tuple[Floats, Floats]:
    """In- and out-moves of 2015 (K, 2, 91), within the six groups as the district's own people are."""
    groups = group_sums(known.population, MOVES)
    widths = np.diff([*MOVES, OPEN + 1])
    both = [np.repeat(flow / groups, widths, axis=-1) * known.population for flow in (known.into, known.out)]
    return both[0], both[1]


# ---------------------------------------------------------------- districts


def _districts(known: Known, derived: Derived) -> list[District]:
    ratios = [_smr(known, sex) for sex in (0, 1)]
    factors = _fertility_factors(known, derived)
    change, flows = departures(known, derived.arrays)
    groups = group_sums(known.population, MOVES)
    widths = np.diff([*MOVES, OPEN + 1])
    gross = np.repeat((known.into + known.out) / groups, widths, axis=-1)
    prior = _prior(derived.arrays, derived.scalars)
    return [
        District(
            known.population[k],
            np.array([one.value[k] for one in ratios]),
            np.array([one.deviation[k] for one in ratios]),
            factors[k],
            _moves(known.population[k], change[k], flows[k], prior, derived.arrays["places.gross"]),
            gross[k],
            float(known.births[k].sum()),
        )
        for k in range(len(known.districts))
    ]


def _smr(known: Known, sex: int) -> mortality.Ratio:
    """Deaths of 2015 to those that the country's rates of 2015 give for the people at its end, shrunken."""
    groups = group_sums(known.population[:, sex], DYING)
    rates = known.deaths[:, sex].sum(axis=0) / groups.sum(axis=0)
    return mortality.shrunken_ratio(known.deaths[:, sex].sum(axis=1), groups @ rates)


def _fertility_factors(known: Known, derived: Derived) -> Floats:
    """Factors (K, 91) on the country's rates by mother's age, shrunken to the district's overall factor."""
    women = known.population[:, 1]
    standard = derived.arrays["fertility.pattern"]
    standard = standard * known.births.sum() / (women @ standard).sum()
    rates = fertility.rates_for_groups(standard, women, known.births, MOTHERS, prior=PRIOR_BIRTHS)
    return np.divide(rates, standard, out=np.ones_like(rates), where=standard > 0)


def _prior(arrays: dict[str, Floats], scalars: dict[str, float]) -> Floats:
    """Covariance (195, 195) of a district's lasting departures by sex and age, the groups' own of 2015, and its census step."""
    size = OPEN + 1
    basis = _moving(arrays)
    lasting, yearly = arrays["places.lasting"], arrays["places.yearly"]
    spread = np.sqrt(np.maximum(arrays["places.wiggle"], FLOOR**2 * np.diag(lasting).reshape(2, 6)))
    prior = np.zeros((2 * size + 13, 2 * size + 13))
    prior[: 2 * size, : 2 * size] = basis @ lasting @ basis.T
    single = np.repeat(spread, np.diff([*MOVES, size]), axis=1) * arrays["places.mobility"]
    for sex in (0, 1):
        block = slice(sex * size, (sex + 1) * size)
        prior[block, block] += smooth_covariance(single[sex], 2.0)
    prior[2 * size : -1, 2 * size : -1] = yearly
    prior[-1, -1] = scalars["places.census_sd"] ** 2
    return prior


def _basis() -> Floats:
    """From groups (12) to ages (182): steps whose edges are softened over three ages."""
    size = OPEN + 1
    steps = np.repeat(np.eye(6), np.diff([*MOVES, size]), axis=0)
    padded = np.concatenate([steps[:1], steps, steps[-1:]])
    soft = 0.25 * padded[:-2] + 0.5 * padded[1:-1] + 0.25 * padded[2:]
    return np.kron(np.eye(2), soft)


def _moving(arrays: dict[str, Floats]) -> Floats:
    """As `_basis`, and an age departs by more the more mobile it is within its group."""
    return _basis() * arrays["places.mobility"].reshape(-1, 1)


def _moves(people: Floats, change: Floats, flows: Floats, prior: Floats, gross: Floats) -> Posterior:
    """What lasts of a district's departures, given its cohorts' change 2011–15 and its flows of 2015."""
    size = OPEN + 1
    rows, seen, noise = [], [], []
    group_of = np.repeat(np.arange(6), np.diff([*MOVES, size]))
    for sex in (0, 1):
        for age in range(5, 70):
            row = np.zeros(prior.shape[0])
            row[sex * size + age - 4 : sex * size + age + 1] = 1
            row[2 * size + sex * 6 + group_of[age]] = 1
            row[-1] = 1
            rows.append(row)
            seen.append(change[sex, age])
            noise.append(5 * gross[sex, group_of[age]] / max(people[sex, age], 1) + 1e-6)
        for g in range(6):
            ages = np.flatnonzero(group_of == g)
            row = np.zeros(prior.shape[0])
            row[sex * size + ages] = people[sex, ages] / people[sex, ages].sum()
            row[2 * size + sex * 6 + g] = 1
            rows.append(row)
            seen.append(flows[sex, g])
            noise.append(gross[sex, g] / people[sex, ages].sum() + 1e-8)
    found = posterior(seen, np.array(rows), prior, np.diag(noise))
    return Posterior(found.mean[: 2 * size], found.covariance[: 2 * size, : 2 * size])
