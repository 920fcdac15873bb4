"""Territories that hang together: exchange, control totals, special groups, groups of a population, new housing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.engines.demography import (
    Control,
    Exchange,
    Expectations,
    Misfit,
    Unreachable,
    housing_inflow,
    project_cohorts,
    project_regions,
)
from tests.engines.demography.samples import place

K, YEARS, AGES = 4, 3, 12
TIMINGS = ("even", "end")


@pytest.fixture
def world():
    drawn = place(ages=AGES, years=YEARS, batch=(K,), seed=6)
    dice = np.random.default_rng(6)
    shape = (K, YEARS, 2, AGES)
    return drawn.pop("population"), drawn | {
        "net_migration": None,
        "in_migration": dice.uniform(0.0, 6.0, shape),
        "out_migration": dice.uniform(0.0, 0.1, shape),
    }


def _exchange(seed=1):
    dice = np.random.default_rng(seed)
    shares = dice.uniform(size=(2, K, K)) * (1 - np.eye(K))
    shares /= shares.sum(-1, keepdims=True)
    return Exchange(
        rates=dice.uniform(0.0, 0.2, (K, YEARS, 2, AGES)), destinations=shares, age_groups=np.arange(AGES) // 6
    )


def _adds_up(found):
    cells = (-2, -1)
    before, after = found.population[..., :-1, :, :].sum(cells), found.population[..., 1:, :, :].sum(cells)
    change = (
        found.newborn.sum(-1) - found.cohort_deaths.sum(cells) + found.in_migration.sum(cells)
        - found.out_migration.sum(cells) + found.moved_in.sum(cells) - found.moved_out.sum(cells)
        + found.net_migration.sum(cells)
    )  # fmt: skip
    np.testing.assert_allclose(after, before + change, rtol=1e-12)
    np.testing.assert_allclose(found.period_deaths.sum(cells), found.cohort_deaths.sum(cells), rtol=1e-12)
    assert found.population.min() >= 0.0
    assert min(found.in_migration.min(), found.out_migration.min()) >= -1e-12


@pytest.mark.parametrize("timing", TIMINGS)
def test_alone_a_territory_is_a_projection_of_cohorts(timing):
    drawn = place(ages=AGES, years=YEARS, batch=(K,), seed=2)
    expected = project_cohorts(**drawn, migration_timing=timing)

    found = project_regions(drawn.pop("population"), Expectations(**drawn), migration_timing=timing)

    for field in ("population", "births", "cohort_deaths", "period_deaths", "net_migration"):
        np.testing.assert_allclose(
            getattr(found, field), getattr(expected, field), rtol=1e-12, atol=1e-12, err_msg=field
        )


@pytest.mark.parametrize("timing", TIMINGS)
def test_who_leaves_one_arrives_in_another(world, timing):
    people, rates = world

    found = project_regions(people, Expectations(**rates), exchange=_exchange(), migration_timing=timing)

    np.testing.assert_allclose(found.moved_in.sum(0), found.moved_out.sum(0), rtol=1e-12)
    assert found.moved_out.min() > 0.0
    _adds_up(found)


@given(st.integers(0, 10_000), st.sampled_from(TIMINGS), st.sampled_from([0.0, 3.0, 3_000.0]))
@settings(max_examples=40, deadline=None)
def test_whatever_moves_persons_add_up_none_is_negative_and_the_order_of_territories_is_only_an_order(
    seed, timing, moving
):
    dice = np.random.default_rng(seed)
    rates = place(ages=AGES, years=YEARS, batch=(K,), seed=seed, moving=moving)
    people, shape, cells = rates.pop("population"), (K, YEARS, 2, AGES), (-2, -1)
    homes, exchange = people * dice.uniform(0.0, 0.5, people.shape), _exchange(seed)
    rates |= {"in_migration": dice.uniform(0.0, 6.0, shape), "out_migration": dice.uniform(0.0, 0.8, shape)}

    found = project_regions(
        people, Expectations(**rates), exchange=exchange, special_groups=homes, migration_timing=timing
    )

    change = found.newborn.sum(-1) - found.cohort_deaths.sum(cells) + found.net_migration.sum(cells)
    change += (found.in_migration - found.out_migration + found.moved_in - found.moved_out).sum(cells)
    totals = found.population.sum(cells)
    volume = totals[:, :-1] + np.abs(found.net_migration).sum(cells) + 1e-9
    np.testing.assert_array_less(np.abs(np.diff(totals) - change) / volume, 1e-12)
    np.testing.assert_allclose(found.moved_in.sum(0), found.moved_out.sum(0), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(found.newborn.sum(-1), found.births.sum(-1), rtol=1e-12)
    for name in (
        "population",
        "births",
        "cohort_deaths",
        "period_deaths",
        "in_migration",
        "out_migration",
        "moved_out",
    ):
        assert getattr(found, name).min() >= 0.0, name
    assert np.all(found.population >= homes[:, None])
    order = dice.permutation(K)
    turned = Exchange(
        rates=exchange.rates[order],
        destinations=exchange.destinations[:, order][:, :, order],
        age_groups=exchange.age_groups,
    )
    mixed = project_regions(
        people[order],
        Expectations(**{name: values[order] for name, values in rates.items()}),
        exchange=turned,
        special_groups=homes[order],
        migration_timing=timing,
    )
    np.testing.assert_allclose(mixed.population, found.population[order], rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("by_age", [False, True])
def test_areas_meet_their_control_totals_by_flows(world, timing, by_age):
    people, rates = world
    areas = np.array([0, 1, 0, 1])
    free = project_regions(people, Expectations(**rates), exchange=_exchange(), migration_timing=timing)
    cells = np.stack([free.population[areas == area, 1:].sum(0) for area in (0, 1)])
    wanted = cells * 1.002 if by_age else cells.sum((-2, -1)) * [[1.01, 0.99, 1.02], [0.985, 1.0, 1.0]]
    control = Control(
        areas=areas,
        population=wanted,
        births=np.stack([free.births[areas == area].sum((0, -1)) for area in (0, 1)]) * 1.1,
        deaths=np.stack([free.cohort_deaths[areas == area].sum((0, -2, -1)) for area in (0, 1)]) * 0.95,
    )

    found = project_regions(
        people, Expectations(**rates), exchange=_exchange(), control=control, migration_timing=timing
    )

    reached = np.stack([found.population[areas == area, 1:].sum(0) for area in (0, 1)])
    np.testing.assert_allclose(reached if by_age else reached.sum((-2, -1)), wanted, rtol=1e-9)
    np.testing.assert_allclose(
        np.stack([found.births[areas == area].sum((0, -1)) for area in (0, 1)]), control.births, rtol=1e-12
    )
    np.testing.assert_allclose(
        np.stack([found.cohort_deaths[areas == area].sum((0, -2, -1)) for area in (0, 1)]), control.deaths, rtol=1e-12
    )
    assert found.fitted.shape == ((2, YEARS, 2, AGES) if by_age else (2, YEARS))
    assert found.fitted.min() > 0.0
    _adds_up(found)


def test_totals_that_are_met_already_change_nothing(world):
    people, rates = world
    free = project_regions(people, Expectations(**rates))
    control = Control(areas=np.zeros(K, int), population=free.population[:, 1:].sum((0, -2, -1))[None])

    found = project_regions(people, Expectations(**rates), control=control)

    np.testing.assert_allclose(found.population, free.population, rtol=1e-12)
    np.testing.assert_allclose(found.fitted, 1.0, rtol=1e-9)


def test_a_total_that_no_flow_can_meet_is_named(world):
    people, rates = world
    still = rates | {"in_migration": None, "out_migration": None}
    control = Control(areas=np.array([0, 0, 1, 1]), population=np.array([[1.0] * YEARS, [1e9] * YEARS]))

    with pytest.raises(Unreachable, match=r"control.population: area 0, year 0: nobody moves"):
        project_regions(people, Expectations(**still), control=control)
    only_out = rates | {"in_migration": None, "out_migration": rates["out_migration"] * (np.arange(AGES) == 3)}
    nearly_empty = Control(areas=np.array([0, 0, 1, 1]), population=np.ones((2, YEARS)))
    with pytest.raises(Unreachable, match="more would have to leave than there are"):
        project_regions(people, Expectations(**only_out), control=nearly_empty)


def test_special_groups_neither_age_nor_move_and_count_in_the_total(world):
    people, rates = world
    homes = np.zeros((K, 2, AGES))
    homes[1, :, 10] = people[1, :, 10] * 0.5

    found = project_regions(people, Expectations(**rates), special_groups=homes)
    without = project_regions(people - homes, Expectations(**rates))

    np.testing.assert_allclose(found.population, without.population + homes[:, None], rtol=1e-12)
    np.testing.assert_array_equal(found.cohort_deaths, without.cohort_deaths)
    growing = np.repeat(homes[:, None], YEARS + 1, axis=1) * np.linspace(1, 2, YEARS + 1)[:, None, None]
    grown = project_regions(people, Expectations(**rates), special_groups=growing)
    np.testing.assert_allclose(grown.population[:, -1], without.population[:, -1] + 2 * homes, rtol=1e-12)


def test_a_naturalisation_is_a_move_and_children_belong_to_the_group_that_is_said(world):
    people, rates = world
    become = np.zeros((K, YEARS, 2, AGES))
    become[1, :, :, 2:] = 0.05
    to_first = np.full((K, K), 1.0 / (K - 1)) * (1 - np.eye(K))
    to_first[1] = np.eye(K)[0]
    children = np.eye(K)
    children[1] = [0.6, 0.4, 0.0, 0.0]

    found = project_regions(
        people, Expectations(**rates), exchange=Exchange(rates=become, destinations=to_first), newborn_to=children
    )

    np.testing.assert_allclose(found.moved_in[0], found.moved_out[1], rtol=1e-12)
    mothers = found.births.sum(-1)
    np.testing.assert_allclose(found.newborn[0].sum(-1), mothers[0] + 0.6 * mothers[1], rtol=1e-12)
    np.testing.assert_allclose(found.newborn.sum((0, -1)), mothers.sum(0), rtol=1e-12)
    _adds_up(found)


def test_trajectories_are_a_leading_axis(world):
    people, rates = world
    factors = np.array([0.8, 1.0, 1.3])[:, None, None, None, None]
    many = Expectations(**rates | {"in_migration": rates["in_migration"] * factors})
    control = Control(areas=np.zeros(K, int), population=np.full((1, YEARS), people.sum()))

    found = project_regions(people, many, exchange=_exchange(), control=control)

    assert found.population.shape == (3, K, YEARS + 1, 2, AGES)
    np.testing.assert_allclose(found.population[:, :, 1:].sum((1, -2, -1)), people.sum(), rtol=1e-9)
    single = project_regions(people, Expectations(**rates), exchange=_exchange(), control=control)
    np.testing.assert_allclose(found.population[1], single.population, rtol=1e-12)


def test_new_housing_brings_people_of_its_profile_in_the_years_after():
    profile = np.zeros((2, AGES))
    profile[:, 3] = 1.0
    profile[:, 0] = 0.5

    found = housing_inflow([100.0, 0.0, 0.0], 2.5, profile, from_elsewhere=0.4, moving_in=(0.7, 0.3))

    np.testing.assert_allclose(found.sum((-2, -1)), [70.0, 30.0, 0.0])
    np.testing.assert_allclose(found[0, 0, 3] / found[0, 1, 0], 2.0)
    with pytest.raises(Misfit, match="moving_in: expected shares with a sum of at most 1"):
        housing_inflow([1.0], 2.0, profile, moving_in=(0.7, 0.7))


def test_what_does_not_fit_is_named(world):
    people, rates = world
    good = _exchange()
    wrong = [
        (
            {"exchange": Exchange(rates=good.rates, destinations=np.ones((K, K)))},
            "exchange.destinations: expected rows",
        ),
        ({"exchange": Exchange(rates=good.rates, destinations=np.eye(K))}, "exchange.destinations: expected nought on"),
        ({"exchange": Exchange(rates=good.rates, destinations=good.destinations)}, "exchange.age_groups: expected for"),
        ({"exchange": Exchange(rates=np.ones((K, YEARS, 2, AGES)), destinations=good.destinations[0])}, "at most 1"),
        ({"control": Control(areas=np.zeros(3, int))}, r"control.areas: .* shape \(4,\)"),
        ({"control": Control(areas=np.zeros(K, int), births=np.ones((1, 9)))}, "control.births: expected length 3"),
        ({"special_groups": people * 2}, "special_groups: expected no more persons"),
        ({"newborn_to": np.zeros((K, K))}, "newborn_to: expected rows that sum to 1"),
        ({"migration_timing": "mid"}, "migration_timing: expected one of"),
    ]
    for change, says in wrong:
        with pytest.raises(Misfit, match=says):
            project_regions(people, Expectations(**rates), **change)
