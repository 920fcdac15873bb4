"""What came: the districts at the end of 2020 and of 2024. Only scoring reads this file."""

from __future__ import annotations

import csv
import gzip

import numpy as np

from bench.hindcast import official
from bench.hindcast.known import district
from bench.hindcast.model import GROUPS
from netzwerkstatt.engines.demography.arrays import Floats, group_sums

COUNTED_2020 = "destatis/12411-0018_kreise_2015-2020.csv"
COUNTED_2024 = "destatis/kreise_einzelalter_2024-12-31.csv.gz"


def observed(districts: tuple[str, ...]) -> Floats:
    """Persons (K, 2, 2, 17): 31.12.2020 (base census 2011) and 31.12.2024 (base census 2022) by sex and 17 age groups."""
    return np.stack([_in_2020(districts), _in_2024(districts)], axis=1)


def _in_2020(districts: tuple[str, ...]) -> Floats:
    people = np.zeros((len(districts), 2, len(GROUPS)))
    at = {key: index for index, key in enumerate(districts)}
    for cell in official.table(COUNTED_2020):
        assert cell.territory is not None
        key = district(cell.territory.key)
        if official.year(cell) != 2020 or key not in at or cell.value is None:
            continue
        labels = {one.dimension: one.label for one in cell.categories}
        people[at[key], official.sex(labels["sex"]), GROUPS.index(official.age(labels["age"]))] += float(cell.value)
    assert (people.sum(axis=(1, 2)) > 0).all()
    return people


def _in_2024(districts: tuple[str, ...]) -> Floats:
    people = np.zeros((len(districts), 2, 91))
    at = {key: index for index, key in enumerate(districts)}
    with gzip.open(official.DATA / COUNTED_2024, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            key = {"02": "02000", "11": "11000"}.get(row["ags"], row["ags"])
            if key in at and row["nationalitaet"] == "insgesamt" and row["geschlecht"] in ("m", "w"):
                people[at[key], official.SEXES[row["geschlecht"]]] = [
                    float(row[name]) for name in (*map(str, range(90)), "90+")
                ]
    assert (people.sum(axis=(1, 2)) > 0).all()
    return group_sums(people, GROUPS)
