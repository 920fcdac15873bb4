"""Fertility: totals, a level that returns, regions with few births, and patterns that move."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.demography import fertility
from netzwerkstatt.engines.demography.arrays import Misfit, group_sums
from netzwerkstatt.engines.demography.time_series import AutoRegression, accumulate, fit_autoregression, fit_random_walk

MOTHERS = [0, 20, 25, 30, 35, 40]


def official(shared_data):
    """Births per woman (1972 … 2024, ages 0 … 49) of table 12612-0008."""
    text = (shared_data / "demography/destatis/12612-0008_asfr_1972-2024.csv").read_text(encoding="utf-8-sig")
    rows = [line.split(";") for line in text.splitlines()[1:] if line[:2].isdigit()]
    rates = np.zeros((53, 50))
    for row in rows:
        rates[:, int(row[0].split()[0])] = [float(cell) / 1000 for cell in row[1:54]]
    return rates


def test_the_official_rates_add_up_to_the_published_total(shared_data):
    total = fertility.total_rate(official(shared_data))

    assert total[2024 - 1972] == pytest.approx(1.35, abs=0.01)
    assert total[2015 - 1972] == pytest.approx(1.50, abs=0.01)


def test_hadwigers_curve_follows_the_official_pattern(shared_data):
    rates = official(shared_data)[-1]
    total, height, middle = fertility.fit_hadwiger(rates)
    curve = fertility.hadwiger(np.arange(50) + 0.5, total, height, middle)

    assert total == pytest.approx(rates.sum(), rel=0.02)
    assert (
        np.abs(curve - rates).sum() / rates.sum() < 0.16
    )  # one hump: the curve is fuller above forty than the women are


def test_hadwiger_gives_back_its_own_parameters():
    curve = fertility.hadwiger(np.arange(60) + 0.5, 1.5, 4.2, 31.0)

    assert fertility.fit_hadwiger(curve) == pytest.approx((1.5, 4.2, 31.0), rel=1e-4)


def test_a_later_pattern_has_the_same_total_and_a_later_mean(shared_data):
    rates = official(shared_data)[-1]
    later = fertility.moved(rates, 1.0)

    assert later.sum() == pytest.approx(rates.sum())
    assert fertility.mean_age(later) == pytest.approx(fertility.mean_age(rates) + 1.0, abs=0.05)
    assert fertility.moved(rates, 0.0) == pytest.approx(rates)
    wide = fertility.moved(rates, 0.0, stretch=1.2)
    assert fertility.mean_age(wide) == pytest.approx(fertility.mean_age(rates), abs=0.1)


@given(
    st.lists(st.integers(0, 400), min_size=6, max_size=6).filter(any),
    st.floats(200, 3000),
)
def test_a_regions_women_have_exactly_the_births_that_were_counted(births, women):
    standard = fertility.hadwiger(np.arange(50) + 0.5, 1.4, 4.0, 31.0)
    people = np.full(50, women)

    rates = fertility.rates_for_groups(standard, people, births, MOTHERS)
    assert group_sums(rates * people, MOTHERS) == pytest.approx(births, rel=1e-9, abs=1e-9)

    calm = fertility.rates_for_groups(standard, people, births, MOTHERS, prior=1e9)
    assert calm == pytest.approx(standard * sum(births) / (standard @ people), rel=1e-4)
    assert fertility.expected_births(calm, people) == pytest.approx(sum(births), rel=1e-4)


def test_rates_take_a_total():
    rates = fertility.with_total([1.0, 3.0], [1.4, 2.0])

    assert rates.tolist() == [[0.35, pytest.approx(1.05)], [0.5, 1.5]]


def test_an_autoregression_is_found_again():
    shocks = np.random.default_rng(4).normal(size=4000)
    values = 1.6 + 0.05 * accumulate(shocks, 0.9)

    found = fertility.fit_total_rate(values)

    assert found.phi == pytest.approx(0.9, abs=0.03)
    assert found.level == pytest.approx(1.6, abs=0.03)
    assert found.sigma == pytest.approx(0.05, rel=0.05)


def test_with_fat_tails_one_crisis_moves_the_level_little():
    calm = 2 + 0.3 * np.random.default_rng(8).normal(size=30)
    crisis = calm.copy()
    crisis[15] = 15

    normal, fat = (fit_autoregression(crisis, freedom=freedom) for freedom in (np.inf, 4.0))

    assert abs(fat.level - 2) < 0.3 * abs(normal.level - 2)
    gap = crisis.copy()
    gap[15] = np.nan
    assert fit_autoregression(gap).level == pytest.approx(2, abs=0.2)


@given(st.floats(0, 3), st.floats(0, 3), st.floats(0, 0.99), st.integers(1, 40))
def test_the_central_path_lies_between_its_start_and_its_level(start, level, phi, years):
    process = AutoRegression(start, level, phi, 0.1)

    path = process.expected(years)
    assert np.all((path >= min(start, level) - 1e-12) & (path <= max(start, level) + 1e-12))
    assert process.paths(np.zeros((2, years))) == pytest.approx(np.stack([path, path]))


def test_a_random_walk_knows_its_drift_and_how_little_it_knows_of_it():
    walk = fit_random_walk(np.cumsum(np.random.default_rng(2).normal(0.5, 1.0, 400)))

    assert walk.drift == pytest.approx(0.5, abs=3 * walk.drift_error)
    paths = walk.paths(np.random.default_rng(3).normal(size=(20000, 5)), np.random.default_rng(4).normal(size=20000))
    assert paths.mean(axis=0) == pytest.approx(walk.expected(5), abs=0.05)
    assert paths.std(axis=0) == pytest.approx(walk.spread(5), rel=0.03)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fertility.mean_age([0.0, 0.0]), r"fertility: expected a total above 0"),
        (lambda: fertility.with_total([0.0], 1.0), r"pattern: expected rates with a total above 0"),
        (lambda: fertility.moved([0.1, 0.2], 99), r"years: expected a shift"),
        (lambda: fertility.moved([0.1, 0.2], 1, stretch=0), r"stretch: expected a number above 0"),
        (lambda: fertility.rates_for_groups([0.1] * 50, [1.0] * 49, [1] * 6, MOTHERS), r"women: expected length 50"),
        (lambda: fertility.total_rate([-0.1]), r"fertility: expected finite numbers of at least 0"),
        (lambda: fit_autoregression([1, 2, 3]), r"values: expected at least five yearly numbers"),
        (lambda: fit_random_walk([1, 2]), r"values: expected at least 3 years"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
