"""What a projection of any German place takes from Germany as a whole: read once, from official tables.

`germany.json` is compiled by `tools/demography_standards.py`; each block there names table, institution and licence.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from netzwerkstatt.engines.demography import migration
from netzwerkstatt.engines.demography.life_tables import LifeTable, life_table_from_probabilities
from netzwerkstatt.engines.demography.smoothing import ungroup

Floats = npt.NDArray[np.float64]

OPEN = 90
AGES = OPEN + 1
OLDEST = 104
MOVES = (0, 18, 25, 30, 50, 65)
"""Lower borders of the age groups in which offices publish moves."""


@dataclass(frozen=True, slots=True, eq=False)
class Germany:
    """`table` and `earlier_table` life tables by single ages 0–100, men first; `fertility` births per woman and year by age (91,).

    `schedule` (2, 91) moves per person over municipal borders. `people` (2, 91) at the end of the years named.
    """

    table: LifeTable
    table_years: str
    earlier_table: LifeTable
    fertility: dict[int, Floats]
    sex_ratio: float
    schedule: Floats
    people: dict[int, Floats]
    tables: dict[str, str]


@cache
def germany() -> Germany:
    """Read and smoothed once for each process; takes about a tenth of a second."""
    found = json.loads((files(__package__) / "germany.json").read_text(encoding="utf-8"))
    people = {int(year): _single(block["people"], block["bounds"]) for year, block in found["population"].items()}
    moved = found["moves_out"]
    return Germany(
        table=_table(found["life_tables"]["2022/24"]),
        table_years="2022/24",
        earlier_table=_table(found["life_tables"]["2016/18"]),
        fertility={int(year): _births(found["fertility"]["ages"], row) for year, row in found["fertility"]["per_1000_women"].items()},
        sex_ratio=_ratio(found["births_by_sex"]["by_year"]),
        schedule=_schedule(np.array(moved["out"], dtype=float), people[moved["year"]]),
        people=people,
        tables={
            "life": "12621-0001", "fertility": "12612-0008", "moves": moved["source"]["table"], "births": "12612-0001",
        },
    )  # fmt: skip


def grouped(values: Floats) -> Floats:
    """Sums (…, 6) over the age groups in which moves are published, of values by single age (…, 91)."""
    return np.add.reduceat(values, list(MOVES), axis=-1)


def _table(block: dict[str, Any]) -> LifeTable:
    return life_table_from_probabilities(np.array(block["qx"]), open_expectancy=np.array(block["open_expectancy"]))


def _births(ages: list[int], per_1000: list[float]) -> Floats:
    found = np.zeros(AGES)
    found[ages] = np.array(per_1000) / 1000.0
    return found


def _ratio(by_year: dict[str, list[int]]) -> float:
    boys, girls = np.array(list(by_year.values()), dtype=float).sum(axis=0)
    return float(boys / girls)


def _single(people: list[list[int]], bounds: list[int]) -> Floats:
    counts = np.array(people, dtype=float)
    return counts if bounds == list(range(AGES)) else single_ages(counts, bounds)


def single_ages(counts: Floats, bounds: list[int]) -> Floats:
    """Single ages 0 … 90+ (2, 91) whose sums over the groups that begin at `bounds` are `counts` (2, groups)."""
    if bounds == list(range(AGES)):
        return counts
    if bounds[-1] < OPEN:
        return _opened(counts, bounds)
    single = np.asarray(ungroup(counts, bounds, OLDEST))
    return np.concatenate([single[:, :OPEN], single[:, OPEN:].sum(axis=1, keepdims=True)], axis=1)


def _opened(counts: Floats, bounds: list[int]) -> Floats:
    """An open group below 90 is divided as the country's people of these ages are (stationary population of the table)."""
    found = json.loads((files(__package__) / "germany.json").read_text(encoding="utf-8"))
    lived = _table(found["life_tables"]["2016/18"]).Lx
    first = bounds[-1]
    older = np.concatenate([lived[:, first:OPEN], lived[:, OPEN:].sum(axis=1, keepdims=True)], axis=1)
    made = np.zeros((2, AGES))
    closed = ungroup(counts[:, :-1], bounds[:-1], first - 1) if len(bounds) > 1 else np.zeros((2, 0))
    made[:, :first] = closed
    made[:, first:] = counts[:, -1:] * older / older.sum(axis=1, keepdims=True)
    return made


def _schedule(moves: Floats, people: Floats) -> Floats:
    """Moves per person by single age: Rogers and Castro's curve through the six published groups."""
    rates = moves / grouped(people)
    curves = [
        migration.fit_rogers_castro(row.tolist(), bounds=list(MOVES), last=OPEN).at(np.arange(AGES)) for row in rates
    ]
    return np.maximum(np.array(curves), 1e-5)
