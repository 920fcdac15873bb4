"""The processes of `END_OF_2024`: the same program as the hindcast's, on the newest figures at hand."""

from __future__ import annotations

import numpy as np

from bench.hindcast import known, official
from bench.hindcast.derive import CENSUS, TOP, _best_return, _level_error, _old_age, response
from bench.hindcast.known import label, value
from netzwerkstatt.engines.demography import fertility, migration, mortality
from netzwerkstatt.engines.demography.arrays import Floats
from netzwerkstatt.engines.demography.life_tables import life_table
from netzwerkstatt.engines.demography.time_series import RandomWalk, fit_autoregression

DEATHS, PEOPLE, LAENDER = (2000, 2020), (1970, 2021), (1967, 2022)


def today() -> dict[str, float]:
    """The numbers of fertility, mortality and migration by name."""
    people = _people()
    history, walk, improvement, moved = _mortality(people)

    def survival(year: int) -> Floats:
        rates = history[min(max(year, DEATHS[0]), DEATHS[1]) - DEATHS[0]]
        back = np.exp(improvement * walk.drift * min(year - DEATHS[0], 0))
        return np.minimum(life_table(rates * back).survivorship(85), 1.0)

    births = dict(zip(range(1950, 2025), _births(), strict=True))
    rate = [_rate(people, survival(year), births[year], year) for year in range(PEOPLE[0] + 1, PEOPLE[1] + 1)]
    rate.append(_rate_of_both_sexes(people[-1], survival(PEOPLE[1]), births[LAENDER[1]].sum()))
    phi, averaged = _best_return(np.array(rate))
    start = float(np.nanmean(rate[-averaged:]))
    moves = fit_autoregression(rate, phi=phi, freedom=migration.FAT_TAILS, start=start)
    rates = _fertility()
    totals, ages = fertility.total_rate(rates), fertility.mean_age(rates)
    later = float(ages[-1] - ages[-11]) / 10
    children = fertility.fit_total_rate(totals, level=float((totals[-10:] / (1 - later)).mean()))
    return {
        "fertility.start": children.start,
        "fertility.level": children.level,
        "fertility.phi": children.phi,
        "fertility.sigma": children.sigma,
        "mortality.drift": walk.drift,
        "mortality.sigma": walk.sigma,
        "mortality.drift_error": walk.drift_error,
        "mortality.response": moved,
        "migration.start": float(moves.expected(2)[-1]),
        "migration.level": moves.level,
        "migration.phi": moves.phi,
        "migration.sigma": moves.sigma,
        "migration.level_error": _level_error(moves, int(np.isfinite(rate).sum())),
    }


def _mortality(people: Floats) -> tuple[Floats, RandomWalk, Floats, float]:
    deaths = np.zeros((DEATHS[1] - DEATHS[0] + 1, 2, 101))
    for cell in official.table(known.GERMAN_DEATHS):
        age, sex = official.age(label(cell, "age")), official.sex(label(cell, "sex"))
        if age >= 0 and sex >= 0 and label(cell, "nationality") == "Insgesamt":
            deaths[official.year(cell) - DEATHS[0], sex, age] = value(cell)
    ends = people[DEATHS[0] - 1 - PEOPLE[0] : DEATHS[1] + 1 - PEOPLE[0]]
    exposed = (ends[:-1] + ends[1:]) / 2
    exposed[CENSUS - DEATHS[0]] = ends[CENSUS - DEATHS[0] + 1]
    rates = np.concatenate([deaths[..., :85], deaths[..., 85:].sum(axis=-1, keepdims=True)], axis=-1) / exposed
    full = mortality.kannisto(rates[..., :85], first=85, last=TOP, fit_from=72, fit_to=84)
    full[..., 85:] *= _old_age(full, rates[..., 85], _old_people(DEATHS[1]))
    model = mortality.fit_li_lee(full.transpose(1, 0, 2))
    return full, model.walk, model.B, response(model.B, deaths[-1])


def _people() -> Floats:
    people = np.zeros((PEOPLE[1] - PEOPLE[0] + 1, 2, 86))
    for cell in official.table(known.GERMANY):
        age, sex = official.age(cell.categories[0].label), official.sex(cell.categories[1].label)
        if age >= 0 and sex >= 0:
            people[official.year(cell) - PEOPLE[0], sex, age] = value(cell)
    return people


def _old_people(year: int) -> Floats:
    people = np.zeros((2, known.OPEN + 1))
    for cell in official.table(known.LAND_SEXES):
        age, sex = official.age(label(cell, "age")), official.sex(label(cell, "sex"))
        if age >= 0 and sex >= 0 and official.year(cell) == year:
            people[sex, age] += value(cell)
    return people


def _births() -> Floats:
    lines = (official.DATA / known.GERMAN_BIRTHS).read_text(encoding="utf-8-sig").splitlines()[1:]
    return np.array([[float(cell) for cell in line.split(";")[1:3]] for line in lines])


def _fertility() -> Floats:
    head, *lines = (official.DATA / known.GERMAN_FERTILITY).read_text(encoding="utf-8-sig").splitlines()
    years = len(head.split(";")) - 1
    rates = np.zeros((years, known.OPEN + 1))
    for line in lines:
        first, *figures = line.split(";")
        if first[:2].isdigit():
            rates[:, int(first.split()[0])] = [float(one) / 1000 for one in figures[:years]]
    return rates


def _rate(people: Floats, survival: Floats, births: Floats, year: int) -> float:
    """Net migration per 1,000; until 1989 the West, its births from those under one year of age."""
    if year in (1990, CENSUS):
        return float("nan")
    before, after = people[year - 1 - PEOPLE[0]], people[year - PEOPLE[0]]
    born = births if year >= 1991 else after[:, 0] / survival[:, 0]
    return float(migration.residual_net(before, after, survival, born).sum() / before.sum() * 1000)


def _rate_of_both_sexes(people: Floats, survival: Floats, births: float) -> float:
    """Net migration of 2022 per 1,000, from the Länder together: the last population on the census of 2011."""
    both = np.zeros((2, known.OPEN + 1))
    for cell in official.table(known.LAND_SERIES):
        age, year = official.age(label(cell, "age")), official.year(cell)
        if age >= 0 and year >= LAENDER[1] - 1:
            both[year - LAENDER[1] + 1, age] += value(cell)
    before, after = (np.append(one[:85], one[85:].sum()) for one in both)
    share = people / people.sum(axis=0)
    ratio = (survival * np.concatenate([share[:, :1], share[:, :-1]], axis=1)).sum(axis=0)
    alive = np.concatenate([[births], before[:-1]]) * ratio
    alive[-1] += before[-1] * ratio[-1]
    return float((after - alive).sum() / before.sum() * 1000)
