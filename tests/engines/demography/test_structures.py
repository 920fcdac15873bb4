"""Structures of municipalities: the district's ages exactly, the places' totals closely, estimated and said so."""

from __future__ import annotations

import csv
import gzip

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.demography.arrays import Misfit, group_sums
from netzwerkstatt.engines.demography.structures import aged_seed, fit_structures, whole_persons

GROUPS = (0, 3, 6, 10, 15, 18, 20, *range(25, 66, 5), 75)


def district_2024(shared_data, key):
    with gzip.open(
        shared_data / "demography/destatis/kreise_einzelalter_2024-12-31.csv.gz", "rt", encoding="utf-8"
    ) as file:
        rows = [line.rstrip("\n").split(",") for line in file if line.startswith(f"{key},")]
    picked = {row[-93]: row for row in rows if row[-94] == "insgesamt"}
    return np.array([picked[sex][-91:] for sex in ("m", "w")], dtype=float)


def municipalities_2015(shared_data, key):
    people = {}
    with gzip.open(shared_data / "demography/regio2015/12411-02-03-5.csv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split(";")
            if row[0].startswith(key) and len(row[0]) == 8 and row[2] != "-":
                people[row[0]] = np.array([row[20:37], row[38:55]], dtype=float)
    return people


def district_2015(shared_data, key):
    ages = []
    with gzip.open(shared_data / "demography/regio2015/12411-04-02-4.csv.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = line.rstrip("\n").split(";")
            if len(row) == 7 and row[1] == key and row[3] != "Insgesamt":
                ages.append(row[5:7])
    single = np.array(ages, dtype=float).T
    groups = single[:, 75:]
    return np.concatenate([single[:, :75], np.repeat(groups[:, :3] / 5, 5, axis=1), groups[:, 3:]], axis=1)


def totals_2022(shared_data, keys):
    with (shared_data / "demography/gv/gemeinden_2024-06-30.csv").open(encoding="utf-8") as file:
        found = {row["ags"]: (row["bev_m"], row["bev_w"]) for row in csv.DictReader(file)}
    return np.array([found[key] for key in keys], dtype=float)


def test_goerlitz_and_its_district_in_2024(shared_data):
    then, now = district_2015(shared_data, "14626"), district_2024(shared_data, "14626")
    before = municipalities_2015(shared_data, "14626")
    totals = totals_2022(shared_data, before)
    seed = aged_seed(np.array(list(before.values())), GROUPS, then, now, 9)

    found = fit_structures(seed, now, totals)

    assert found.estimated
    assert found.away < 1e-9
    assert np.array_equal(found.people.sum(axis=0), now) or np.abs(found.people.sum(axis=0) - now).max() < 1e-9
    assert np.all(found.people >= 0)
    whole = whole_persons(found.people, now)
    assert np.array_equal(whole.sum(axis=0), now)
    city = list(before).index("14626110")
    assert whole[city].sum() == pytest.approx(totals[city].sum() * now.sum() / totals.sum(), rel=0.01)


def test_the_municipalities_of_2015_add_up_to_their_district(shared_data):
    then = district_2015(shared_data, "14626")
    groups = np.array(list(municipalities_2015(shared_data, "14626").values()))

    seed = aged_seed(groups, GROUPS, then, then, 0)
    assert group_sums(seed, GROUPS) == pytest.approx(groups)
    found = fit_structures(seed, then, groups.sum(axis=2))
    assert group_sums(found.people, GROUPS) == pytest.approx(groups, abs=0.02)


margins = st.integers(2, 6).flatmap(
    lambda places: st.tuples(
        st.lists(st.integers(1, 500), min_size=places, max_size=places),
        st.lists(st.integers(0, 300), min_size=10, max_size=10).filter(any),
        st.lists(st.integers(0, 50), min_size=10 * places, max_size=10 * places),
    )
)


@given(margins)
def test_the_districts_cells_are_met_exactly_whatever_the_seed(drawn):
    totals, ages, start = drawn
    district = np.array(ages, dtype=float).reshape(2, 5)
    seed = np.array(start, dtype=float).reshape(-1, 2, 5)
    seed[:, 0, 0] += 1

    found = fit_structures(seed, district, totals)

    assert found.people.sum(axis=0) == pytest.approx(district, abs=1e-9)
    assert np.all(found.people >= -1e-9)
    assert np.array_equal(whole_persons(np.maximum(found.people, 0), district).sum(axis=0), district)


def test_a_product_is_found_at_once_and_a_fitted_table_stays():
    district = np.array([[10.0, 20.0, 30.0], [20.0, 10.0, 10.0]])
    even = fit_structures(np.ones((3, 2, 3)), district, [1, 1, 2])
    assert even.people[2] == pytest.approx(district / 2)

    again = fit_structures(even.people, district, even.people.sum(axis=(1, 2)))
    assert again.people == pytest.approx(even.people)


def test_a_seeds_interaction_is_kept():
    """Odds ratios of the seed survive the fitting (Deming & Stephan)."""
    seed = np.array([[[8.0, 2.0, 3.0], [4.0, 5.0, 6.0]], [[1.0, 6.0, 5.0], [7.0, 2.0, 3.0]]])
    district = np.array([[30.0, 25.0, 11.0], [9.0, 20.0, 31.0]])
    people = fit_structures(seed, district, [50, 76]).people

    def odds(table):
        return table[0, 0, 0] * table[1, 1, 2] / (table[0, 1, 2] * table[1, 0, 0])

    assert odds(people) == pytest.approx(odds(seed), rel=1e-4)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: fit_structures(np.zeros((2, 2, 3)), np.ones((2, 3)), [1, 1]),
            "seed: expected people in every place .*axis 0",
        ),
        (lambda: fit_structures(np.ones((2, 2, 4)), np.ones((2, 3)), [1, 1]), r"seed: expected length 3 .*axis -1"),
        (lambda: fit_structures(np.ones((2, 2, 3)), np.ones((2, 3)), [1, 1, 1]), "totals: expected length 2"),
        (lambda: fit_structures(np.ones((2, 2, 3)), np.ones((2, 3)), [0, 0]), "totals: expected people in some place"),
        (lambda: whole_persons(np.ones((2, 2, 3)), np.full((2, 3), 1.5)), "district: expected whole persons"),
        (lambda: aged_seed(np.ones((2, 2, 1)), (0,), np.ones((2, 9)), np.ones((2, 9)), 41), "years: expected 0 … 40"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
