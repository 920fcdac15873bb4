"""From what was known to the parameters: every number of the frozen file comes out of here, nothing is tuned by hand.

The one thing chosen by trial is the pair (phi, years averaged for the start) of national migration: it is the pair
that would have forecast 1981 … 2015 best, five and nine years ahead, from what had been known before each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bench.hindcast.known import END, MOVES, OPEN, Known
from netzwerkstatt.engines.demography import fertility, migration, mortality
from netzwerkstatt.engines.demography.arrays import Floats, group_sums
from netzwerkstatt.engines.demography.life_tables import life_table
from netzwerkstatt.engines.demography.places import within
from netzwerkstatt.engines.demography.time_series import AutoRegression, fit_autoregression

TOP = 110
FIRST = 1991  # the first year of net migration into the united country; before, people came "abroad" from the GDR
CENSUS = 2011  # its step is in every difference of populations of that year
CALM = 1996  # the first year after the upheaval of unification: what places departed by before says little of today
AHEAD = (5, 9)  # years ahead of what is scored
WEIGHED = 75  # ages from here on stay out of what residuals say: there, deaths are what is left over


@dataclass(frozen=True)
class Derived:
    """`scalars` by name, `arrays` by name: rates are per person and year unless named per 1,000."""

    scalars: dict[str, float]
    arrays: dict[str, Floats]


def derive(known: Known) -> Derived:
    life = _mortality(known)
    survival = _survival(life, known)
    net = _german_net(known, survival)
    land = _land_net(known, survival)
    scalars, arrays = {}, {}
    for part in (
        life, _fertility(known), _migration(known, net), _own(known, land), _own_fertility(known), _census(known, net, land),
    ):  # fmt: skip
        scalars.update({name: one for name, one in part.items() if isinstance(one, float)})
        arrays.update({name: one for name, one in part.items() if not isinstance(one, float)})
    places = _places(known, scalars, arrays)
    scalars.update(places[0])
    arrays.update(places[1])
    return Derived(scalars, arrays)


# ---------------------------------------------------------------- mortality


def _mortality(known: Known) -> dict[str, float | Floats]:
    """Li–Lee on Germany 2000 … 2015, Kannisto from 85; jump-off: the mean of the last three years, as the office's tables."""
    ends = known.germany[9:]
    exposed = (ends[:-1] + ends[1:]) / 2
    exposed[CENSUS - 2000] = ends[CENSUS - 1999]
    deaths = known.german_deaths
    together = np.concatenate([deaths[..., :85], deaths[..., 85:].sum(axis=-1, keepdims=True)], axis=-1)
    rates = together / exposed
    full = mortality.kannisto(rates[..., :85], first=85, last=TOP, fit_from=72, fit_to=84)
    full[..., 85:] *= _old_age(full, rates[..., 85], known.germany_2015)
    model = mortality.fit_li_lee(full.transpose(1, 0, 2))
    return {
        "mortality.drift": model.walk.drift,
        "mortality.sigma": model.walk.sigma,
        "mortality.drift_error": model.walk.drift_error,
        "mortality.response": response(model.B, deaths[-1]),
        "mortality.log_rates": np.log(full[-3:]).mean(axis=0),
        "mortality.improvement": model.B,
        "history": full,
    }


def response(improvement: Floats, deaths: Floats) -> float:
    """How much ln of a death rate moves per unit of k, on average over `deaths` (2, 101)."""
    by_age = deaths.sum(axis=0)
    return float(improvement[: by_age.size] @ by_age / by_age.sum())


def _old_age(full: Floats, seen: Floats, people: Floats) -> Floats:
    """The factor (2, 1) that makes Kannisto's rates give the deaths at 85 and more, mean of the last three years."""
    weight = people[:, 85:] / people[:, 85:].sum(axis=1, keepdims=True)
    ratio = np.empty((3, 2))
    for back, (rates, crude) in enumerate(zip(full[-3:], seen[-3:], strict=True)):
        above = 1 / life_table(rates).ex[:, OPEN]
        ratio[back] = crude / ((weight[:, :5] * rates[:, 85:90]).sum(axis=1) + weight[:, 5] * above)
    return ratio.mean(axis=0)[:, None]


def _survival(life: dict[str, float | Floats], known: Known) -> dict[int, Floats]:
    """Survivorship (2, 86) of the years 1991 … 2015; before 2000 the common trend is carried back."""
    history, drift, improvement = life["history"], life["mortality.drift"], life["mortality.improvement"]
    tables = {}
    for year in range(FIRST, END + 1):
        rates = history[max(year - 2000, 0)] * np.exp(improvement * drift * min(year - 2000, 0))
        tables[year] = np.minimum(life_table(rates).survivorship(85), 1.0)
    return tables


# ---------------------------------------------------------------- fertility


def _fertility(known: Known) -> dict[str, float | Floats]:
    """AR(1) around the tempo-adjusted total (Bongaarts & Feeney 1998), phi and sigma from 1972 … 2015."""
    totals = fertility.total_rate(known.fertility)
    ages = fertility.mean_age(known.fertility)
    later = float(ages[-1] - ages[-11]) / 10
    level = float((totals[-10:] / (1 - later)).mean())
    process = fertility.fit_total_rate(totals, level=level)
    women = (known.germany[-1, 1] + known.germany[-2, 1]) / 2
    return {
        "fertility.start": process.start,
        "fertility.level": level,
        "fertility.phi": process.phi,
        "fertility.sigma": process.sigma,
        "fertility.later_per_year": later,
        "fertility.boys_per_girl": float(known.german_births[-10:, 0].sum() / known.german_births[-10:, 1].sum()),
        "fertility.pattern": known.fertility[-1] * known.births.sum() / (known.fertility[-1][:86] @ women),
    }


# ---------------------------------------------------------------- national migration


def _german_net(known: Known, survival: dict[int, Floats]) -> Floats:
    """Net migration (25, 2, 86) by residual, 1991 … 2015."""
    return np.array(
        [
            migration.residual_net(
                known.germany[year - 1991], known.germany[year - 1990], survival[year], known.german_births[year - 1950]
            )
            for year in range(FIRST, END + 1)
        ]
    )


def _migration(known: Known, net: Floats) -> dict[str, float | Floats]:
    """The level per 1,000 as AR(1), and how net migration of each age follows the total.

    The level rests on 1971 … 2015 (until 1989 the West, 1990 and the census of 2011 left out), the ages on 1991 … 2015.
    """
    people = known.germany[:-1].sum(axis=(1, 2))
    united = net.sum(axis=(1, 2)) / people * 1000
    united[CENSUS - FIRST] = np.nan
    rate = np.concatenate([_western_rate(known), [np.nan], united])
    phi, averaged = _best_return(rate)
    process = fit_autoregression(rate, phi=phi, freedom=migration.FAT_TAILS, start=float(np.nanmean(rate[-averaged:])))
    fine = np.arange(FIRST, END + 1) != CENSUS
    heads = known.germany[:-1][fine]
    by_age = net[fine] / heads.sum(axis=(1, 2))[:, None, None]
    total = by_age.sum(axis=(1, 2))
    centred = total - total.mean()
    slope = np.tensordot(centred, by_age, axes=1) / (centred @ centred)
    calm = by_age.mean(axis=0) - slope * total.mean()
    beside = by_age - calm - slope * total[:, None, None]
    return {
        "migration.start": process.start,
        "migration.level": process.level,
        "migration.phi": phi,
        "migration.sigma": process.sigma,
        "migration.freedom": migration.FAT_TAILS,
        "migration.level_error": _level_error(process, int(np.isfinite(rate).sum())),
        "migration.averaged_years": float(averaged),
        "migration.per_migrant": _to_open(np.maximum(slope, 0.0) / np.maximum(slope, 0.0).sum()),
        "migration.at_zero": _to_open(calm - calm.sum() / calm.size),
        "migration.beside": np.array([_to_open(one) for one in beside]),
    }


def _level_error(process: AutoRegression, years: int) -> float:
    """The standard error of an AR(1)'s level from so many years: that of their mean (Brockwell & Davis 1991, section 7.1)."""
    spread = process.sigma * float(np.sqrt(process.freedom / (process.freedom - 2)))
    return spread / ((1 - process.phi) * float(np.sqrt(years)))


def _western_rate(known: Known) -> Floats:
    """Net migration per 1,000 of West Germany 1971 … 1989 at ages above 0, by residual; deaths by the trend carried back."""
    life = _mortality(known)
    rates = []
    for year in range(1971, 1990):
        old = life["history"][0] * np.exp(life["mortality.improvement"] * life["mortality.drift"] * (year - 2000))
        ratio = np.minimum(life_table(old).survivorship(85), 1.0)
        before, after = known.west[year - 1971], known.west[year - 1970]
        births = after[:, 0] / ratio[:, 0]
        rates.append(migration.residual_net(before, after, ratio, births).sum() / before.sum() * 1000)
    return np.array(rates)


def _best_return(rate: Floats) -> tuple[float, int]:
    """phi and the years averaged for the start that had the least root mean square error, five and nine years ahead."""
    found = []
    for phi in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        for averaged in (1, 2, 3, 5):
            error = sum(_error(rate, phi, averaged, ahead) for ahead in AHEAD)
            found.append((error, phi, averaged))
    return min(found)[1:]


def _error(rate: Floats, phi: float, averaged: int, ahead: int) -> float:
    """Root mean square error of the mean rate of `ahead` years, from every year with ten years of history behind it."""
    away = []
    for origin in range(10, rate.size - ahead + 1):
        past, then = rate[:origin], rate[origin : origin + ahead]
        if np.isfinite(past[-averaged:]).any():
            start, level = float(np.nanmean(past[-averaged:])), float(np.nanmean(past))
            away.append(np.nanmean(then - AutoRegression(start, level, phi, 0.0).expected(ahead)))
    return float(np.sqrt(np.mean(np.square(away))))


def _to_open(by_age: Floats) -> Floats:
    """Ages 0 … 85+ (2, 86) to 0 … 90+, with nothing from 80 on: there a residual shows errors of mortality, not moves."""
    longer = np.zeros((2, OPEN + 1))
    longer[:, :80] = by_age[:, :80]
    return longer


# ---------------------------------------------------------------- departures of places


def _land_net(known: Known, survival: dict[int, Floats]) -> Floats:
    """Net migration (25, 16, 86) of the Länder by residual, both sexes; age 0 is left out."""
    net = np.zeros((END - FIRST + 1, 16, 86))
    for at, year in enumerate(range(FIRST, END + 1)):
        before, after = (_to_85(known.land_series[:, end - 1967]) for end in (year - 1, year))
        share = known.germany[year - 1991] / known.germany[year - 1991].sum(axis=0)
        moved = np.concatenate([share[:, :1], share[:, :-1]], axis=1)
        ratio = (survival[year] * moved).sum(axis=0)
        net[at, :, 1:] = after[:, 1:] - before[:, :-1] * ratio[1:]
        net[at, :, -1] -= before[:, -1] * ratio[-1]
    return net


def _to_85(people: Floats) -> Floats:
    return np.concatenate([people[..., :85], people[..., 85:].sum(axis=-1, keepdims=True)], axis=-1)


def _own(known: Known, land: Floats) -> dict[str, float | Floats]:
    """phi of what a Land's rate departs from the country's: the median of the sixteen, 1996 … 2014 without the census."""
    people = known.land_series[:, FIRST - 1 - 1967 : -1].sum(axis=-1).T
    rate = land[:, :, :WEIGHED].sum(axis=-1) / people * 1000
    away = rate - (land[:, :, :WEIGHED].sum(axis=(1, 2)) / people.sum(axis=1) * 1000)[:, None]
    away[CENSUS - FIRST] = np.nan
    phis = [fit_autoregression(away[CALM - FIRST : -1, one]).phi for one in range(16)]
    return {"own.phi": float(np.median(phis))}


def _own_fertility(known: Known) -> dict[str, float | Floats]:
    """How far a Land's births, as a ratio to those of the country's rates, stray in a year: a random walk, since 1996.

    Births are those under one year of age at its end. Five and nine years ahead, as `_best_return`; the median of the
    sixteen, for the East's return from its collapse would say too much of what comes.
    """
    logs = []
    for year in range(CALM, END + 1):
        share = known.germany[year - 1991 : year - 1989, 1] / known.germany[year - 1991 : year - 1989].sum(axis=1)
        women = known.land_series[:, year - 1 - 1967 : year + 1 - 1967, :85] * share[:, :85]
        expected = (women.mean(axis=1) @ known.fertility[year - 1972][:85])[:, None]
        born = known.land_series[:, year - 1967, :1]
        logs.append(np.log(born / expected) - np.log(born.sum() / expected.sum()))
    away = np.array(logs)[:, :, 0]
    variances = [np.median(((away[ahead:] - away[:-ahead]) ** 2).mean(axis=0)) / ahead for ahead in AHEAD]
    return {"own.fertility_sigma": float(np.sqrt(np.mean(variances)))}


def _census(known: Known, net: Floats, land: Floats) -> dict[str, float | Floats]:
    """What the census of 2011 took away, by Land and age: the residual of its year less the mean of the years beside it."""
    at = CENSUS - FIRST
    step = land[at] - (land[at - 1] + land[at + 1]) / 2
    people = _to_85(known.land_series[:, CENSUS - 1 - 1967])
    by_sex = net[at] - (net[at - 1] + net[at + 1]) / 2
    both = by_sex.sum(axis=0) / known.germany[CENSUS - 1991].sum(axis=0)
    rate = by_sex / known.germany[CENSUS - 1991]
    factor = np.clip(np.divide(rate, both, out=np.ones_like(rate), where=np.abs(both) > 1e-3), 0.3, 1.8)
    shares = step[:, 1:WEIGHED].sum(axis=1) / people[:, 1:WEIGHED].sum(axis=1)
    country = float(step[:, 1:WEIGHED].sum() / people[:, 1:WEIGHED].sum())
    weights = people.sum(axis=1) / people.sum()
    return {
        "census.country": country,
        "census.laender_sd": float(np.sqrt(weights @ (shares - country) ** 2)),
        "census.step": np.divide(step, people)[:, None, :] * factor[None],
    }


# ---------------------------------------------------------------- what is particular to districts


def cohort_change(known: Known, arrays: dict[str, Floats]) -> Floats:
    """Net migration of five years by cohort (K, 2, 75): persons aged 5 … 69 at the end of 2015, the census taken out by Land."""
    life = arrays["history"]
    change = np.zeros((len(known.districts), 2, 75))
    survival = [np.minimum(life_table(life[year - 2000]).survivorship(85), 1.0) for year in range(2011, END + 1)]
    for age in range(65):
        alive = np.prod([survival[step][:, age + 1 + step] for step in range(5)], axis=0)
        counted = known.population_2010[:, :, age] * (1 + arrays["census.step"][known.land][:, :, age + 1])
        change[:, :, age + 5] = known.population[:, :, age + 5] - counted * alive
    return change


def departures(known: Known, arrays: dict[str, Floats]) -> tuple[Floats, Floats]:
    """By how much districts depart from the country: five-year change (K, 2, 75) and flows of 2015 (K, 2, 6), per person.

    What a district's flows of 2015 exceed its years before by more than three robust spreads (first reception of
    refugees) is taken out of both. The two districts that the reform of Mecklenburg-Vorpommern cannot tell apart get the mean of both.
    """
    change = cohort_change(known, arrays)
    people = known.population[:, :, :75]
    pair = [known.districts.index(key) for key in ("13071", "13075")]
    per_head = change / people
    per_head[pair] = change[pair].sum(axis=0) / people[pair].sum(axis=0)
    per_head -= change.sum(axis=0) / people.sum(axis=0)
    groups = group_sums(known.population, MOVES)
    flows = (known.into - known.out) / groups
    flows -= (known.into - known.out).sum(axis=0) / groups.sum(axis=0)
    for sex in (0, 1):
        for g, ages in enumerate(_cohorts()):
            usual = (_mean(per_head, people, sex, ages) - flows[:, sex, g]) / 4
            excess = flows[:, sex, g] - usual - within(flows[:, sex, g] - usual)
            flows[:, sex, g] -= excess
            per_head[:, sex, ages] -= excess[:, None]
    return per_head, flows


def _positive(matrix: Floats) -> Floats:
    """The nearest covariance: negative eigenvalues become a hundredth of the largest, as what is not known."""
    values, vectors = np.linalg.eigh((matrix + matrix.T) / 2)
    return np.asarray((vectors * np.maximum(values, 0.01 * values.max())) @ vectors.T)


def _cohorts() -> list[slice]:
    """The ages of cohorts, 5 … 69, that lie in each group of moves."""
    bounds = (*MOVES, 75)
    return [slice(max(bounds[g], 5), min(bounds[g + 1], 70)) for g in range(6)]


def _mean(values: Floats, people: Floats, sex: int, ages: slice) -> Floats:
    weight = people[:, sex, ages]
    return np.asarray((values[:, sex, ages] * weight).sum(axis=1) / weight.sum(axis=1))


def _places(
    known: Known, scalars: dict[str, float], arrays: dict[str, Floats]
) -> tuple[dict[str, float], dict[str, Floats]]:
    """Variances of what lasts, of the year 2015 and of the census, from how the two kinds of evidence vary together.

    Change of 2011–14 = 4·(what lasts) + census, flows of 2015 = (what lasts) + (that year's own): so the covariance is
    the variance of what lasts, and what each has beyond it is its own error.
    """
    change, flows = departures(known, arrays)
    people = known.population[:, :, :75]
    wiggle = np.zeros((2, 6))
    gross = (known.into + known.out).sum(axis=0) / group_sums(known.population, MOVES).sum(axis=0)
    before = np.empty_like(flows)
    for sex in (0, 1):
        for g, ages in enumerate(_cohorts()):
            mean = _mean(change, people, sex, ages)
            before[:, sex, g] = (mean - flows[:, sex, g]) / 4
            noise = 5 * gross[sex, g] / people[:, sex, ages]
            apart = (change[:, sex, ages] - mean[:, None]) ** 2 - noise
            wiggle[sex, g] = max(float(np.mean(np.median(apart, axis=0))) * 2.2 / 25, 0.0)
    both = np.cov(before.reshape(-1, 12).T, flows.reshape(-1, 12).T)
    lasting = _positive((both[:12, 12:] + both[12:, :12]) / 2)
    yearly = _positive(both[12:, 12:] - lasting)
    whole = (change[:, :, 5:70] * people[:, :, 5:70]).sum(axis=(1, 2)) / people[:, :, 5:70].sum(axis=(1, 2))
    moved = (flows * group_sums(known.population, MOVES)).sum(axis=(1, 2)) / known.population.sum(axis=(1, 2))
    both = np.cov((whole - moved) / 4, moved)
    census = 4 * float(np.sqrt(max(both[0, 0] - both[0, 1], 0.0)))
    own = float(np.sqrt(max(both[1, 1] - both[0, 1], 0.0)))
    # a census in 2021/22 comes some ten years after the last, that of 2011 came after 24; errors that come anew in each year
    # spread with the root of time
    decade = float(np.sqrt((END + 9 - 2014) / 24))
    return (
        {
            "own.sigma": 1000 * own * float(np.sqrt(1 - scalars["own.phi"] ** 2)),
            "places.census_sd": census,
            "census.common_percent": 100 * abs(scalars["census.country"]) * decade,
            "census.own_percent": 100 * float(np.hypot(census, scalars["census.laender_sd"])) * decade,
        },
        {
            "places.lasting": lasting,
            "places.yearly": yearly,
            "places.wiggle": wiggle,
            "places.gross": gross,
            "places.mobility": _mobility(known),
        },
    )


def _mobility(known: Known) -> Floats:
    """How mobile an age (2, 91) is within its group of moves, 1 on average: small children move with their parents, pupils stay.

    Moves are known for six groups of ages only. Within them the standard schedule (Rogers & Castro 1981, IIASA RR-81-30:
    a1 0.02, α1 0.1, a2 0.06, α2 0.1, μ2 20, λ2 0.4, c 0.003), which is of no place in particular.
    """
    standard = migration.RogersCastro(0.02, 0.1, 0.06, 0.1, 20, 0.4, 0.003).at(np.arange(OPEN + 1))
    people = known.germany_2015
    mean = group_sums(people * standard, MOVES) / group_sums(people, MOVES)
    return np.asarray(standard / np.repeat(mean, np.diff([*MOVES, OPEN + 1]), axis=-1))
