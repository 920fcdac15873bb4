"""What was known at the end of 2015, and nothing else: every figure passes one gate that lets no later year through.

The tables describe years up to 2015; the offices published those of 2015 in 2016 and 2017. Territories are the 400
districts of 2024: Göttingen and Osterode are one, Eisenach is part of the Wartburgkreis. Ages are 0 … 90, 90 open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np

from bench.hindcast import official
from bench.hindcast.official import TOTAL
from netzwerkstatt.engines.demography.arrays import Floats
from netzwerkstatt.engines.demography.smoothing import scale_to_groups
from netzwerkstatt.engines.official_files import Cell

END = 2015
OPEN = 90
MOVES = (0, 18, 25, 30, 50, 65)
MOTHERS = (0, 20, 25, 30, 35, 40)
DYING = (0, 1, *range(5, 86, 5))
LAENDER = tuple(f"{number:02d}" for number in range(1, 17))

DISTRICTS = "regio2015/12411-04-02-4.csv.gz"
DISTRICTS_2010 = "regio2015/12411-04-01-4.csv.gz"
BIRTHS = "regio2015/12612-02-01-4.csv"
DEATHS = "regio2015/12613-02-02-4.csv"
MOVES_DISTRICTS = "regio2015/12711-04-02-4.csv"
MOVES_ABROAD = "regio2015/12711-02-02-4.csv"
LAND_SERIES = "destatis/12411-0012_laender_alter_1967-2022.csv"
LAND_SEXES = "destatis/12411-0013.csv"
GERMANY = "destatis/12411-0006.csv"
GERMAN_DEATHS = "destatis/12613-0004.csv"
GERMAN_BIRTHS = "destatis/12612-0001_births_by_sex_1950-2024.csv"
GERMAN_FERTILITY = "destatis/12612-0008_asfr_1972-2024.csv"

MERGED = {"03152": "03159", "03156": "03159", "16056": "16063", "02": "02000", "11": "11000"}
# Mecklenburg-Vorpommern before its reform of 4 September 2011; Demmin was divided, the larger part went to 13071.
REFORMED = {
    **dict.fromkeys(("13002", "13055", "13056", "13052"), "13071"),
    **dict.fromkeys(("13051", "13053"), "13072"),
    **dict.fromkeys(("13005", "13057", "13061"), "13073"),
    **dict.fromkeys(("13006", "13058"), "13074"),
    **dict.fromkeys(("13001", "13059", "13062"), "13075"),
    **dict.fromkeys(("13060", "13054"), "13076"),
}


@dataclass(frozen=True)
class Known:
    """Persons and events; sexes male, female. K = 400 districts, years end with 2015."""

    districts: tuple[str, ...]
    names: tuple[str, ...]
    population: Floats  # (K, 2, 91) 31.12.2015
    population_2010: Floats  # (K, 2, 75) 31.12.2010, ages 0 … 74, before the census of 2011
    births: Floats  # (K, 6) 2015 by mother's age
    deaths: Floats  # (K, 2, 19) 2015
    into: Floats  # (K, 2, 6) moves over the district's border 2015, from abroad too
    out: Floats  # (K, 2, 6)
    into_abroad: Floats  # (K, 2, 6) of them from abroad
    out_abroad: Floats  # (K, 2, 6)
    land_series: Floats  # (16, 49, 91) 1967 … 2015, both sexes
    germany: Floats  # (26, 2, 86) 31.12.1990 … 2015, 85 open
    west: Floats  # (20, 2, 86) 31.12.1970 … 1989
    germany_2015: Floats  # (2, 91)
    german_deaths: Floats  # (16, 2, 101) 2000 … 2015
    german_births: Floats  # (66, 2) 1950 … 2015
    fertility: Floats  # (44, 91) births per woman, 1972 … 2015

    @property
    def land(self) -> np.ndarray:
        """The place of each district's Land in LAENDER (K,)."""
        return np.array([LAENDER.index(key[:2]) for key in self.districts])


@cache
def known() -> Known:
    """Read everything; some ten seconds."""
    people = _by_district(DISTRICTS, "age", "sex")
    districts = tuple(sorted({key[0] for key in people if len(key[0]) == 5}))
    german = _germany()
    exact = _germany_2015()
    return Known(
        districts=districts,
        names=_names(districts),
        population=_people_2015(people, districts, exact),
        population_2010=_people_2010(districts),
        births=_births(districts),
        deaths=_grouped(_by_district(DEATHS, "age", "sex", only={"nationality": "Insgesamt"}), districts, DYING),
        into=_moves(MOVES_DISTRICTS, "Zuzüge über die Kreisgrenzen", districts),
        out=_moves(MOVES_DISTRICTS, "Fortzüge über die Kreisgrenzen", districts),
        into_abroad=_moves(MOVES_ABROAD, "Zuzüge aus dem  Ausland über die Gemeindegrenzen", districts),
        out_abroad=_moves(MOVES_ABROAD, "Fortzüge ins Ausland über Gemeindegrenzen", districts),
        land_series=_land_series(),
        germany=german[20:],
        west=german[:20],
        germany_2015=exact,
        german_deaths=_german_deaths(),
        german_births=_plain(GERMAN_BIRTHS, 1950)[:, :2],
        fertility=_fertility(),
    )


def cells(name: str) -> Iterator[Cell]:
    """The figures of a table up to the end of 2015. The gate: nothing of this program reads a later one before scoring."""
    for cell in official.table(name):
        if official.year(cell) <= END and (cell.territory is None or cell.territory.present):
            yield cell


def label(cell: Cell, dimension: str) -> str:
    return next(one.label for one in cell.categories if one.dimension == dimension)


def value(cell: Cell) -> float:
    if cell.value is not None:
        return float(cell.value)
    return 0.0 if cell.raw.strip() == "-" else float("nan")


def district(key: str) -> str:
    return MERGED.get(key, key)


_CODES: dict[str, Callable[[str], int]] = {"age": official.age, "sex": official.sex}


def _by_district(
    name: str, *dimensions: str, only: dict[str, str] | None = None, measure: str = ""
) -> dict[tuple, float]:
    """Sums by (district, …codes of the dimensions without totals)."""
    found: dict[tuple, float] = {}
    for cell in cells(name):
        if measure and cell.measure.label != measure:
            continue
        if any(label(cell, dimension) != wanted for dimension, wanted in (only or {}).items()):
            continue
        codes = tuple(_CODES[one](label(cell, one)) for one in dimensions)
        if min(codes) >= 0:
            key = (district(official.place(cell)), *codes)
            found[key] = found.get(key, 0.0) + value(cell)
    return found


def _grouped(found: dict[tuple, float], districts: tuple[str, ...], bounds: tuple[int, ...]) -> Floats:
    values = np.zeros((len(districts), 2, len(bounds)))
    at = {key: index for index, key in enumerate(districts)}
    for (key, age, sex), number in found.items():
        if key in at:
            values[at[key], sex, bounds.index(age)] += number
    return values


def _names(districts: tuple[str, ...]) -> tuple[str, ...]:
    names = {}
    for one in official.table(DISTRICTS).territories():
        names.setdefault(district(one.key), one.name.strip())
    return tuple(names[key] for key in districts)


def _people_2015(people: dict[tuple, float], districts: tuple[str, ...], exact: Floats) -> Floats:
    bounds = (*range(75), 75, 80, 85, 90)
    return scale_to_groups(
        np.broadcast_to(exact, (len(districts), 2, OPEN + 1)), _grouped(people, districts, bounds), bounds
    )


def _people_2010(districts: tuple[str, ...]) -> Floats:
    people: dict[tuple, float] = {}
    for (key, *rest), number in _by_district(DISTRICTS_2010, "age", "sex").items():
        where = (REFORMED.get(key, key), *rest)
        people[where] = people.get(where, 0.0) + number
    return _grouped({key: n for key, n in people.items() if key[1] < 75}, districts, tuple(range(75)))


def _births(districts: tuple[str, ...]) -> Floats:
    found = _by_district(BIRTHS, "age", "sex", only={"nationality": "Insgesamt"})
    births = _grouped(found, districts, MOTHERS).sum(axis=1)
    if not np.isnan(births).any():
        return births
    totals: dict[str, float] = {}
    for cell in cells(BIRTHS):
        age, sex = official.age(label(cell, "age")), official.sex(label(cell, "sex"))
        if (age, sex, label(cell, "nationality")) == (TOTAL, TOTAL, "Insgesamt"):
            key = district(official.place(cell))
            totals[key] = totals.get(key, 0.0) + value(cell)
    # kept secret: few mothers under 20 or above 40 in a small district; what is missing to the total is theirs
    for row, key in zip(births, districts, strict=True):
        secret = np.isnan(row)
        row[secret] = max(totals[key] - np.nansum(row), 0.0) / max(secret.sum(), 1)
    return births


def _moves(name: str, measure: str, districts: tuple[str, ...]) -> Floats:
    return _grouped(_by_district(name, "age", "sex", measure=measure), districts, MOVES)


def _land_series() -> Floats:
    values = np.full((16, END - 1967 + 1, OPEN + 1), np.nan)
    for cell in cells(LAND_SERIES):
        age = official.age(label(cell, "age"))
        if age >= 0:
            values[LAENDER.index(official.place(cell)), official.year(cell) - 1967, age] = value(cell)
    return values


def _germany() -> Floats:
    values = np.zeros((END - 1970 + 1, 2, 86))
    for cell in cells(GERMANY):
        age, sex = (official.age(cell.categories[0].label), official.sex(cell.categories[1].label))
        if age >= 0 and sex >= 0:
            values[official.year(cell) - 1970, sex, age] = value(cell)
    return values


def _germany_2015() -> Floats:
    values = np.zeros((2, OPEN + 1))
    for cell in cells(LAND_SEXES):
        age, sex = official.age(label(cell, "age")), official.sex(label(cell, "sex"))
        if age >= 0 and sex >= 0:
            values[sex, age] += value(cell)
    return values


def _german_deaths() -> Floats:
    values = np.zeros((END - 2000 + 1, 2, 101))
    for cell in cells(GERMAN_DEATHS):
        age, sex = official.age(label(cell, "age")), official.sex(label(cell, "sex"))
        if age >= 0 and sex >= 0 and label(cell, "nationality") == "Insgesamt":
            values[official.year(cell) - 2000, sex, age] = value(cell)
    return values


def _plain(name: str, first: int) -> Floats:
    """A plain table of years in lines: the figures of the lines up to 2015."""
    lines = (official.DATA / name).read_text(encoding="utf-8-sig").splitlines()[1:]
    rows = [line.split(";") for line in lines]
    return np.array([[float(cell) for cell in row[1:]] for row in rows if first <= int(row[0]) <= END])


def _fertility() -> Floats:
    """A plain table of years in columns: births per 1,000 women, of the columns up to 2015."""
    head, *lines = (official.DATA / GERMAN_FERTILITY).read_text(encoding="utf-8-sig").splitlines()
    years = [int(one) for one in head.split(";")[1:] if int(one) <= END]
    values = np.zeros((len(years), OPEN + 1))
    for line in lines:
        first, *figures = line.split(";")
        if first[:2].isdigit():
            values[:, int(first.split()[0])] = [float(one) / 1000 for one in figures[: len(years)]]
    return values
