"""Indicators equal the official ones and carry their borders."""

from __future__ import annotations

import gzip
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from netzwerkstatt.engines.demography import indicators
from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.smoothing import scale_to_groups

GROUPS = (0, 3, 6, 10, 15, 18, 20, *range(25, 66, 5), 75)
SINGLE = (*range(76), 80, 85, 90)
LINEAR = np.stack([np.arange(100.0, 9.0, -1.0), np.arange(100.0, 9.0, -1.0)])  # 91 ages, 90 open
populations = arrays.arrays(float, st.just((2, 91)), elements=st.integers(0, 100_000).map(float)).filter(
    lambda people: people.sum() > 1
)


def lines(path):
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as file:
        return [line.rstrip("\n").split(";") for line in file]


@pytest.fixture(scope="module")
def saxony(request):
    """Districts of Sachsen at the end of 2015 (2, 91), the single ages 75 … 89 spread like a falling line within their groups."""
    from tests.conftest import SHARED_DATA

    if not SHARED_DATA.is_dir():
        pytest.skip("the folder with real official data (../shared/data) is not here")
    found = {}
    for row in lines(SHARED_DATA / "demography/regio2015/12411-04-02-4.csv.gz"):
        if len(row) == 7 and row[1].startswith("14") and len(row[1]) == 5 and row[4] != "-" and row[3] != "Insgesamt":
            found.setdefault(row[1], []).append((float(row[5]), float(row[6])))
    falling = np.tile(np.linspace(2.0, 0.5, 91), (2, 1))
    return {key: scale_to_groups(falling, np.array(ages).T, SINGLE) for key, ages in found.items()}


def test_the_mean_age_of_districts_is_the_official_one(saxony, shared_data):
    official = {
        row[1]: row[3:] for row in lines(shared_data / "demography/regio2015/12411-07-01-5.csv") if len(row) == 6
    }

    assert len(saxony) == 13
    for key, people in saxony.items():
        both, men, women = (float(cell.replace(",", ".")) for cell in official[key])
        assert indicators.mean_age(people) == pytest.approx(both, abs=0.07), key
        assert indicators.mean_age(np.stack([people[0], people[0] * 0])) == pytest.approx(men, abs=0.12)
        assert indicators.mean_age(np.stack([people[1] * 0, people[1]])) == pytest.approx(women, abs=0.12)
    assert round(float(indicators.mean_age(saxony["14626"])), 1) == 48.9


def test_the_mean_age_of_municipalities_follows_from_seventeen_groups(saxony, shared_data):
    official = {
        row[1]: row[3] for row in lines(shared_data / "demography/regio2015/12411-07-01-5.csv") if len(row) == 6
    }
    district, seen = saxony["14626"], []
    for row in lines(shared_data / "demography/regio2015/12411-02-03-5.csv.gz"):
        if row[0].startswith("14626") and len(row[0]) == 8 and row[2] != "-":
            groups = np.array([row[20:37], row[38:55]], dtype=float)
            people = scale_to_groups(district, groups, GROUPS)
            seen.append(abs(float(indicators.mean_age(people)) - float(official[row[0]].replace(",", "."))))

    assert len(seen) > 40
    assert np.mean(seen) < 0.1
    assert np.max(seen) < 0.4


def test_both_conventions_state_their_borders_and_add_up():
    for retirement in (65, 66, 67):
        young = indicators.youth_ratio(retirement=retirement)
        old = indicators.old_age_ratio(retirement=retirement)
        total = indicators.total_ratio(retirement=retirement)
        assert young.of(LINEAR) + old.of(LINEAR) == pytest.approx(total.of(LINEAR))
        assert old.borders == f"{retirement}+ per 100 aged 20–{retirement - 1}"
    assert indicators.youth_ratio().borders == "0–19 per 100 aged 20–64"
    assert indicators.youth_ratio(adult=18).key != indicators.youth_ratio().key
    assert indicators.total_ratio().borders == "0–19 + 65+ per 100 aged 20–64"


def test_every_indicator_has_its_definition_as_data():
    every = indicators.definitions()

    assert len({one.key for one in every}) == len(every) == len(indicators.RATIOS) + 6
    assert all(one.label and one.definition and one.unit and one.source for one in every)
    young = {one.key: one.definition for one in every if one.key.startswith("youth_ratio")}
    assert young == {
        "youth_ratio_20_65": "0–19 per 100 aged 20–64",
        "youth_ratio_20_67": "0–19 per 100 aged 20–66",
    }
    borders = indicators.MIGRATION_GROUPS
    for first, after in pairwise(borders):
        assert f"{first}–{after - 1}" in indicators.NET_MIGRATION_RATE.definition


def test_figures_by_hand():
    ten = np.zeros((2, 91))
    ten[0, [10, 30, 70]] = 10, 40, 30
    ten[1, [4, 17, 62, 85]] = 10, 20, 40, 30

    assert indicators.youth_ratio().of(ten) == pytest.approx(40 / 80 * 100)
    assert indicators.old_age_ratio().of(ten) == pytest.approx(60 / 80 * 100)
    assert indicators.BILLETER.of(ten) == pytest.approx((20 - 100) / 60)
    assert indicators.BILLETER.borders == "0–14 − 50+ per 1 aged 15–49"
    assert indicators.GREYING.of(ten) == pytest.approx(30 / 60 * 100)
    assert indicators.ENTRANTS.of(ten) == pytest.approx(20 / 40 * 100)
    assert indicators.AGEING.of(ten) == pytest.approx(60 / 40 * 100)
    assert indicators.CHILD_WOMAN.of(ten) == pytest.approx(10 / 20 * 1000)
    assert indicators.CHILD_WOMAN.borders == "0–4 per 1000 women aged 15–49"
    assert len({one.key for one in indicators.RATIOS}) == len(indicators.RATIOS)


@given(populations)
def test_as_weights_for_trajectories_they_are_the_same_figures(people):
    found = indicators.measures(indicators.RATIOS, 91)

    for name, above, below, ratio in zip(
        found.names, found.numerators, found.denominators, indicators.RATIOS, strict=True
    ):
        assert name == ratio.key
        if (people * below).sum() > 0:
            assert (people * above).sum() / (people * below).sum() == pytest.approx(ratio.of(people))
        else:
            assert np.isnan(ratio.of(people))


def test_the_median_is_linear_within_its_year():
    people = np.zeros((2, 91))
    people[0, [20, 40]] = 30, 10
    assert indicators.median_age(people) == pytest.approx(20 + 20 / 30)
    people[1, 90] = 1000
    assert indicators.median_age(people) == 90
    assert np.isnan(indicators.median_age(np.zeros((2, 91))))
    assert np.isnan(indicators.mean_age(np.zeros((2, 91))))


@given(populations, st.floats(0.01, 100))
def test_a_larger_population_of_the_same_structure_has_the_same_indicators(people, factor):
    for ratio in indicators.RATIOS:
        assert ratio.of(people * factor) == pytest.approx(ratio.of(people), rel=1e-6, nan_ok=True)
    assert indicators.mean_age(people * factor) == pytest.approx(indicators.mean_age(people))
    assert 0 <= indicators.median_age(people) <= 90


@given(populations)
def test_a_year_older_is_a_year_older(people):
    people[:, 89:] = 0
    older = np.zeros_like(people)
    older[:, 1:] = people[:, :-1]
    if people.sum() > 0:
        assert indicators.mean_age(older) == pytest.approx(indicators.mean_age(people) + 1)


def test_net_migration_by_age_is_per_thousand_of_the_years_mean():
    before, after = np.full((2, 91), 90.0), np.full((2, 91), 110.0)

    found = indicators.net_migration_rate([18, -28, 10, 0, 0, 2], before, after)
    assert found[:3] == pytest.approx([18 / (18 * 200) * 1000, -28 / (7 * 200) * 1000, 10 / (5 * 200) * 1000])


def test_the_general_fertility_rate_and_the_mortality_ratio():
    women = np.full(91, 100.0)
    assert indicators.general_fertility_rate(70, women) == pytest.approx(20)
    assert indicators.general_fertility_rate(60, women, last=44) == pytest.approx(20)
    people, rates = np.full((2, 3), 1000.0), np.array([[0.001, 0.01, 0.1], [0.001, 0.005, 0.08]])
    assert indicators.standardised_mortality(1.2 * (people * rates).sum(), people, rates) == pytest.approx(1.2)
    assert np.isnan(indicators.standardised_mortality(1, people * 0, rates))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: indicators.GREYING.of(np.ones((2, 76))), r"population: expected single ages up to 80, .*axis -1"),
        (
            lambda: indicators.old_age_ratio(retirement=67).of(np.ones((2, 66))),
            r"population: expected single ages up to 67",
        ),
        (lambda: indicators.youth_ratio(adult=70), r"adult, retirement: expected ages with 0 < adult < retirement"),
        (lambda: indicators.mean_age(np.ones((2, 10))), r"open_years: expected years above"),
        (lambda: indicators.mean_age(np.ones((3, 91))), r"population: expected length 2 .*axis -2, found length 3"),
        (lambda: indicators.net_migration_rate([1.0], LINEAR, LINEAR), r"net: expected length 6"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
