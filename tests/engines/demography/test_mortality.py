"""Mortality that moves and mortality of small places: known parameters come back, published ideas hold."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.life_tables import life_table
from netzwerkstatt.engines.demography.mortality import (
    fit_lee_carter,
    fit_li_lee,
    index_for_expectancy,
    kannisto,
    relational,
    shrunken_ratio,
)
from tests.engines.demography.test_life_tables import published

AGES = np.arange(101)
GOMPERTZ = np.minimum(0.00003 * np.exp(0.1 * AGES), 0.6) + 0.0001


def improving(years=30, yearly=-0.02, wobble=0.0, seed=1):
    """Rates (T, 101) that fall by `yearly`, faster at young ages, with a common shock per year."""
    b = np.linspace(1.5, 0.5, AGES.size)
    b /= b.sum()
    k = np.cumsum(np.random.default_rng(seed).normal(yearly * 101, wobble, years))
    return np.exp(np.log(GOMPERTZ) + b * k[:, None]), b, k


def test_lee_carter_gives_back_what_it_was_made_of():
    rates, b, k = improving(wobble=0.5)

    model = fit_lee_carter(rates)

    assert model.b == pytest.approx(b, rel=1e-6)
    assert model.k == pytest.approx(k - k[-1], abs=1e-6)
    assert model.walk.drift == pytest.approx(np.diff(k).mean(), rel=1e-9)
    assert model.rates(0.0) == pytest.approx(rates[-1], rel=1e-12)


def test_the_index_is_found_again_from_the_expectation_of_life():
    rates, _, _ = improving(wobble=0.5)
    with_expectancy = fit_lee_carter(rates, sex="female")

    for year in (0, 10, 29):
        e0 = life_table(with_expectancy.rates(with_expectancy.k[year]), sex="female").ex[0]
        assert e0 == pytest.approx(life_table(rates[year], sex="female").ex[0], abs=1e-6)
    a, b = np.log(rates[-1]), with_expectancy.b
    k = index_for_expectancy(a, b, 90.0, "male")
    assert life_table(np.exp(a + b * k), sex="male").ex[0] == pytest.approx(90.0, abs=1e-8)


def test_forecasts_begin_at_the_last_years_own_rates_and_spread_with_time():
    rates, _, _ = improving(wobble=1.0)
    model = fit_lee_carter(rates)
    shocks = np.random.default_rng(2).normal(size=(4000, 20))
    drift = np.random.default_rng(3).normal(size=4000)

    e0 = life_table(model.paths(shocks, drift)[:, [0, 9, 19]].reshape(-1, 101), sex="male").ex[:, 0].reshape(4000, 3)

    middle = life_table(model.forecast(20), sex="male").ex[:, 0]
    assert e0.mean(axis=0) == pytest.approx(middle[[0, 9, 19]], abs=0.1)
    assert np.all(np.diff(e0.std(axis=0)) > 0)
    assert model.walk.spread(20)[-1] > model.walk.spread(1)[-1]


def test_groups_do_not_drift_apart():
    rates, _, k = improving(wobble=0.5)
    own = np.cumsum(np.random.default_rng(5).normal(0, 0.3, k.size)) * 0.1
    second = rates * 1.4 * np.exp(0.005 * own[:, None])

    model = fit_li_lee(np.stack([rates, second]))
    ahead = model.forecast(60)

    ratio = ahead[1] / ahead[0]
    assert ratio == pytest.approx(np.broadcast_to(second[-1] / rates[-1], ratio.shape), rel=1e-9)
    paths = model.paths(np.zeros((3, 60)), np.zeros((3, 2, 60)))
    assert paths[1] == pytest.approx(ahead, rel=1e-9)
    assert np.all(model.phi < 1)


def test_two_equal_groups_follow_lee_carter():
    rates, b, k = improving(wobble=0.5)
    model = fit_li_lee(np.stack([rates, rates]))

    assert pytest.approx(b, rel=1e-6) == model.B
    assert pytest.approx(k - k[-1], abs=1e-6) == model.K
    assert np.abs(model.b * model.k[:, -1:]).max() < 1e-9


def test_kannisto_finds_its_own_law_and_stays_below_one():
    logit = -4 + 0.1 * (np.arange(121) - 60)
    law = 1 / (1 + np.exp(-logit))

    extended = kannisto(law[:96], first=85, last=120, fit_from=80)

    assert extended[80:] == pytest.approx(law[80:], rel=1e-9)
    assert np.all(np.diff(extended[60:]) > 0)
    assert extended.max() < 1


def test_kannisto_continues_the_offices_table(shared_data):
    q = published(shared_data, "2022-2024")[:, 0]
    m = q / (1 - q / 2)
    extended = kannisto(m[:, :96], first=96, last=100, fit_from=80, fit_to=95)

    assert extended[:, 96:] == pytest.approx(m[:, 96:], rel=0.08)


def test_a_small_place_is_drawn_to_the_mean_and_a_large_one_is_not():
    rng = np.random.default_rng(7)
    expected = np.concatenate([np.full(200, 10.0), np.full(200, 4000.0)])
    truth = rng.gamma(100, 1 / 100, 400)
    ratio = shrunken_ratio(rng.poisson(expected * truth), expected)

    raw_error = np.abs(rng.poisson(expected * truth) / expected - truth)
    error = np.abs(ratio.value - truth)
    assert error[:200].mean() < 0.5 * raw_error[:200].mean()
    assert ratio.prior_deviation == pytest.approx(0.1, rel=0.3)
    assert ratio.deviation[:200].mean() > 3 * ratio.deviation[200:].mean()
    inside = np.abs(ratio.value - truth) < 1.2816 * ratio.deviation
    assert 0.72 < inside.mean() < 0.88


@given(st.lists(st.tuples(st.integers(0, 500), st.floats(0.1, 400)), min_size=2, max_size=30))
def test_a_shrunken_ratio_lies_between_its_own_and_the_mean(places):
    observed, expected = map(np.array, zip(*places, strict=True))
    ratio = shrunken_ratio(observed, expected)
    raw = observed / expected

    low, high = np.minimum(raw, ratio.prior_mean), np.maximum(raw, ratio.prior_mean)
    assert np.all(ratio.value >= low - 1e-9)
    assert np.all(ratio.value <= high + 1e-9)


def test_a_place_has_the_standards_shape():
    assert relational(GOMPERTZ, [1.1, 0.9])[0] == pytest.approx(1.1 * GOMPERTZ)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: fit_lee_carter(np.ones((10, 5)) * 0), r"mx: expected rates above 0 .*found 0 at \(0, 0\)"),
        (lambda: fit_lee_carter(np.ones((3, 5))), r"mx: expected at least five years on axis -2, found 3"),
        (lambda: fit_lee_carter(np.ones(5)), r"mx: expected shape \(T, A\+1\), found shape \(5,\)"),
        (lambda: fit_li_lee(np.ones((2, 6, 5)), weights=[1, 2, 3]), r"weights: expected length 2"),
        (lambda: kannisto(np.full(90, 1.5)), r"mx: expected rates between 0 and 1 from age 80 to 89"),
        (lambda: kannisto(np.full(70, 0.1)), r"mx: expected ages that cover"),
        (lambda: shrunken_ratio([1, 2], [0, 0]), r"expected: expected events above 0"),
        (lambda: index_for_expectancy([0.0, 0.0, 0.0], [0.0, 0.0, 0.0], 90, "male"), r"expectancy: expected years"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
