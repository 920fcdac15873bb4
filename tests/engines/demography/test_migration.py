"""Migration: schedules are found again, net totals become plausible flows, residuals add up."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from netzwerkstatt.engines.demography import migration
from netzwerkstatt.engines.demography.arrays import Misfit

AGES = np.arange(101)
# Rogers & Castro (1981), RR-81-30: rounded parameters of a standard schedule (average of 164 regions, males)
STANDARD = migration.RogersCastro(a1=0.02, alpha1=0.1, a2=0.06, alpha2=0.1, mu2=20, lambda2=0.4, c=0.003)
CITY = np.stack([np.full(101, 100.0), np.full(101, 110.0)])
SCHEDULE = np.stack([STANDARD.at(AGES), STANDARD.at(AGES)])


@pytest.mark.parametrize("parameters", [7, 9, 11])
def test_a_schedule_is_found_again(parameters):
    made = {
        7: STANDARD,
        9: migration.RogersCastro(0.02, 0.1, 0.06, 0.1, 20, 0.4, 0.003, a4=0.0001, lambda4=0.04),
        11: migration.RogersCastro(0.02, 0.1, 0.06, 0.1, 20, 0.4, 0.003, a3=0.01, alpha3=0.2, mu3=64, lambda3=0.3),
    }[parameters]

    found = migration.fit_rogers_castro(made.at(AGES), parameters=parameters)

    assert found.at(AGES) == pytest.approx(made.at(AGES), abs=2e-4)
    if parameters == 7:
        assert (found.alpha1, found.mu2, found.lambda2) == pytest.approx((0.1, 20, 0.4), rel=0.01)


def test_the_peak_lies_where_the_law_says():
    x = np.linspace(0, 100, 100_001)
    labour = migration.RogersCastro(0, 0.1, 0.06, 0.1, 20, 0.4, 0)

    assert x[labour.at(x).argmax()] == pytest.approx(20 + np.log(0.4 / 0.1) / 0.4, abs=1e-3)


def test_six_official_age_groups_are_enough_for_the_seven_parameters():
    bounds = [0, 18, 25, 30, 50, 65]
    curve = STANDARD.at(np.arange(91))
    widths = np.diff([*bounds, 91])
    rates = np.add.reduceat(curve, bounds) / widths

    found = migration.fit_rogers_castro(rates, bounds=bounds, last=90)

    assert np.add.reduceat(found.at(np.arange(91)), bounds) / widths == pytest.approx(rates, rel=0.02)


@given(st.floats(-2000, 5000))
def test_in_moves_minus_out_moves_are_the_net_and_nobody_leaves_who_is_not_there(net):
    flows = migration.flows_from_net(CITY, net, SCHEDULE, SCHEDULE, migration.Gross(0.05, 0.5, 0.01))

    assert flows.net.sum() == pytest.approx(net, abs=1e-6)
    assert np.all(flows.into >= 0)
    assert np.all(flows.out >= 0)
    assert np.all(flows.out <= 0.8 * CITY + 1e-9)


def test_a_loss_does_not_empty_the_ages_of_leaving():
    flows = migration.flows_from_net(CITY, -600.0, SCHEDULE, SCHEDULE, migration.Gross(0.05, 0.5, 0.01))
    crude = -600 * SCHEDULE / SCHEDULE.sum()

    assert (CITY + flows.net).min() > (CITY + crude).min()
    assert flows.into.sum() == pytest.approx(0.05 * CITY.sum() - 300)


def test_how_gross_hangs_on_net_is_found_again():
    people = np.linspace(1e3, 1e5, 50)
    net = people * np.linspace(-0.02, 0.03, 50)
    into = 0.06 * people + 0.4 * net

    found = migration.fit_gross(people, into, into - net)

    assert (found.level, found.slope) == pytest.approx((0.06, 0.4), rel=1e-9)
    assert found.least == pytest.approx(min((into / people).min(), ((into - net) / people).min()))


@given(st.lists(st.floats(0, 100), min_size=10, max_size=10), st.floats(0.5, 1))
def test_what_the_residual_finds_rebuilds_the_second_population(moves, ratio):
    before = np.full((2, 5), 200.0)
    survival = np.full((2, 5), ratio)
    net = np.array(moves).reshape(2, 5)
    births = np.array([30.0, 28.0])
    after = np.empty((2, 5))
    after[:, 0] = births * ratio
    after[:, 1:] = before[:, :-1] * ratio
    after[:, -1] += before[:, -1] * ratio

    assert migration.residual_net(before, after + net, survival, births) == pytest.approx(net, abs=1e-9)
    assert migration.residual_net(before, after, survival, births) == pytest.approx(np.zeros((2, 5)), abs=1e-9)


def test_the_level_of_migration_has_fat_tails_and_leaves_out_a_census():
    series = [3.0, 2, 4, 3, np.nan, 2, 3, 15, 3, 2, 4, 3, 2]

    found = migration.fit_level(series, phi=0.0)

    after = [2.0, 4, 3, 3, 15, 3, 2, 4, 3, 2]  # those that follow a year that is not left out
    _, level, scale = stats.t.fit(after, fdf=4)  # without persistence: the location of Student's t
    assert found.freedom == 4
    assert found.level == pytest.approx(level, rel=1e-3)
    assert found.sigma == pytest.approx(scale, rel=1e-3)
    assert found.level < np.mean(after) - 0.5  # one refugee year moves it little
    assert migration.fit_level(series).level == pytest.approx(level, abs=1.0)  # estimated as well, it is near


def test_new_totals_are_spread_by_the_profile():
    net = np.array([[[-5.0, 10.0], [-5.0, 10.0]]])
    scaled = migration.scaled_to_net(net, [30.0], [[1.0, 3.0], [1.0, 3.0]])

    assert scaled.sum() == pytest.approx(30)
    assert scaled - net == pytest.approx(np.array([[[2.5, 7.5], [2.5, 7.5]]]))


def test_moves_of_groups_are_spread_within_them():
    spread = migration.spread_evenly([-4.0, 9.0], [0, 2], [1.0, 3.0, 1.0, 2.0])

    assert spread.tolist() == [-1, -3, 3, 6]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: migration.fit_rogers_castro(np.ones(50), parameters=8), r"parameters: expected 7, 9, 11 or 13"),
        (lambda: migration.fit_rogers_castro(np.zeros(50)), r"rates: expected rates above 0"),
        (lambda: migration.fit_rogers_castro(np.ones(3), bounds=[0, 5]), r"rates: expected length 2"),
        (
            lambda: migration.flows_from_net(CITY, -90_000, SCHEDULE, SCHEDULE, migration.Gross(0.05, 0.5, 0.01)),
            r"net: ",
        ),
        (lambda: migration.flows_from_net(CITY[0], 1, SCHEDULE, SCHEDULE, migration.Gross(0, 0, 0)), r"population: "),
        (lambda: migration.residual_net(CITY, CITY, CITY, [1, 1]), r"survival: expected finite numbers .*at most 1"),
        (lambda: migration.spread_evenly([1.0, 1.0], [0, 2], [1.0, 1.0, 0.0]), r"weights: expected a weight above 0"),
        (lambda: migration.scaled_to_net(CITY, 1.0, CITY * 0), r"profile: expected a profile"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
