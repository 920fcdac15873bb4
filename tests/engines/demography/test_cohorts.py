"""The cohort component method: published runs, laws, both back ends, and what it says to wrong arrays."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netzwerkstatt.engines.demography import Misfit, backends, project_cohorts
from tests.engines.demography.samples import Reference, place

TIMINGS = ("even", "end")
BACKENDS = ("numpy", "numba")
FIELDS = ("population", "births", "cohort_deaths", "period_deaths", "net_migration")


@pytest.fixture
def reference(shared_data):
    return Reference(shared_data / "demography" / "referenz_bayespop")


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_thirty_years_of_goerlitz_equal_bayespop(reference, timing, backend):
    population, deaths, births = reference.result(timing)

    with backends.using(backend):
        found = project_cohorts(**reference.arguments, migration_timing=timing)

    np.testing.assert_allclose(found.population, population, rtol=1e-14)
    np.testing.assert_allclose(found.period_deaths, deaths, rtol=1e-12)
    np.testing.assert_allclose(found.births.sum(axis=-1), births, rtol=1e-14)


places = st.builds(
    place,
    ages=st.integers(2, 30),
    years=st.integers(1, 5),
    batch=st.sampled_from([(), (3,), (2, 2)]),
    seed=st.integers(0, 10_000),
    persons=st.sampled_from([0.0, 0.01, 1.0, 500.0]),
    moving=st.sampled_from([0.0, 0.001, 5.0, 5_000.0]),
)


@given(places, st.sampled_from(TIMINGS))
@settings(max_examples=60, deadline=None)
def test_persons_are_what_was_there_plus_births_minus_deaths_plus_migration_and_never_negative(arguments, timing):
    found = project_cohorts(**arguments, migration_timing=timing)

    change = found.births.sum(-1) - found.cohort_deaths.sum((-2, -1)) + found.net_migration.sum((-2, -1))
    totals = found.population.sum((-2, -1))
    volume = totals[..., :-1] + np.abs(found.net_migration).sum((-2, -1)) + 1e-9
    np.testing.assert_array_less(np.abs(totals[..., 1:] - totals[..., :-1] - change) / volume, 1e-12)
    np.testing.assert_allclose(found.period_deaths.sum(-1), found.cohort_deaths.sum(-1), rtol=1e-12, atol=1e-12)
    for field in ("population", "births", "cohort_deaths"):
        assert getattr(found, field).min() >= 0.0, field
    assert np.all(np.abs(found.net_migration) <= np.abs(arguments["net_migration"]) * (1 + 1e-12) + 2e-3)


@given(places, st.sampled_from(TIMINGS))
@settings(max_examples=100, deadline=None)
def test_both_back_ends_compute_the_same_bits(arguments, timing):
    with backends.using("numpy"):
        plain = project_cohorts(**arguments, migration_timing=timing)
    with backends.using("numba", threads=2):
        compiled = project_cohorts(**arguments, migration_timing=timing)

    for field in FIELDS:
        np.testing.assert_array_equal(getattr(compiled, field), getattr(plain, field), err_msg=field)


@given(places)
@settings(max_examples=50, deadline=None)
def test_without_migration_a_cohort_only_loses_its_dead(arguments):
    found = project_cohorts(**arguments | {"net_migration": None})

    before, after, dead = found.population[..., :-1, :, :], found.population[..., 1:, :, :], found.cohort_deaths
    survival = arguments["survival"]
    np.testing.assert_allclose(after[..., 1:-1], before[..., :-2] * survival[..., 1:-1], rtol=1e-12)
    np.testing.assert_allclose(after[..., -1], before[..., -2:].sum(-1) * survival[..., -1], rtol=1e-12)
    np.testing.assert_allclose(after[..., 1:-1] + dead[..., 1:-1], before[..., :-2], rtol=1e-12)
    np.testing.assert_allclose(after[..., 0], found.births_by_sex * survival[..., 0], rtol=1e-12)


@pytest.mark.parametrize("timing", TIMINGS)
def test_a_stationary_population_does_not_change(timing):
    ages, years = 20, 8
    survival = np.tile(np.linspace(0.99, 0.7, ages), (2, 1))
    lived = np.cumprod(survival, axis=-1)
    lived[:, -1] *= 1 / (1 - survival[:, -1])
    women = lived[1].copy()
    fertility = np.zeros(ages)
    fertility[5:10] = 2.0 / women[5:10].sum()

    found = project_cohorts(
        1000 * lived, np.tile(survival, (years, 1, 1)), np.tile(fertility, (years, 1)), 1.0, migration_timing=timing
    )

    np.testing.assert_allclose(found.population, np.broadcast_to(1000 * lived, found.population.shape), rtol=1e-12)
    np.testing.assert_allclose(found.births.sum(-1), 2000.0, rtol=1e-12)


@given(places, st.integers(0, 100), st.sampled_from(TIMINGS))
@settings(max_examples=50, deadline=None)
def test_the_order_of_territories_is_only_an_order(arguments, seed, timing):
    many = place(ages=9, years=3, batch=(5,), seed=seed)
    order = np.random.default_rng(seed).permutation(5)

    found = project_cohorts(**many, migration_timing=timing)
    mixed = project_cohorts(**{name: values[order] for name, values in many.items()}, migration_timing=timing)

    for field in FIELDS:
        np.testing.assert_array_equal(getattr(mixed, field), getattr(found, field)[order], err_msg=field)


@given(st.integers(0, 10_000), st.sampled_from(TIMINGS))
@settings(max_examples=50, deadline=None)
def test_two_parts_of_a_population_that_share_their_rates_add_up(seed, timing):
    whole = place(ages=15, years=5, seed=seed, moving=0.5) | {"net_migration": None}
    parts = [place(ages=15, years=5, seed=seed + k, persons=900.0) for k in (1, 2)]
    moves = [np.abs(part["net_migration"]) for part in parts]

    single = [
        project_cohorts(**whole | {"population": part["population"], "net_migration": move}, migration_timing=timing)
        for part, move in zip(parts, moves, strict=True)
    ]
    together = project_cohorts(
        **whole | {"population": sum(part["population"] for part in parts), "net_migration": sum(moves)},
        migration_timing=timing,
    )

    for field in FIELDS:
        summed = sum(getattr(one, field) for one in single)
        np.testing.assert_allclose(summed, getattr(together, field), rtol=1e-11, atol=1e-11, err_msg=field)


def test_axes_that_are_left_out_hold_for_all_territories_and_trajectories():
    base = place(ages=10, years=3)
    population = place(ages=10, years=3, batch=(4, 1), seed=2)["population"]
    moves = place(ages=10, years=3, batch=(5,), seed=3)["net_migration"]

    found = project_cohorts(**base | {"population": population, "net_migration": moves, "sex_ratio_at_birth": 1.05})

    assert found.population.shape == (4, 5, 4, 2, 10)
    assert found.births.shape == (4, 5, 3, 10)
    one = project_cohorts(
        **base | {"population": population[2, 0], "net_migration": moves[3], "sex_ratio_at_birth": np.full(3, 1.05)}
    )
    for field in FIELDS:
        np.testing.assert_array_equal(getattr(found, field)[2, 3], getattr(one, field), err_msg=field)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_one_year_of_few_ages_by_hand(timing, backend):
    people = np.array([[100.0, 80.0, 60.0], [90.0, 70.0, 50.0]])
    survival = np.array([[[0.9, 0.8, 0.5], [0.95, 0.85, 0.6]]])
    moves = np.array([[[4.0, -6.0, 2.0], [2.0, 8.0, -4.0]]])
    half = 0.5 * moves[0] if timing == "even" else np.zeros((2, 3))

    with backends.using(backend):
        found = project_cohorts(people, survival, [[0.0, 0.3, 0.1]], 1.5, moves, migration_timing=timing)

    there = people + half
    men, women = (
        np.array([0.0, one[0] * alive[1], (one[1] + one[2]) * alive[2]]) + flow
        for one, alive, flow in zip(there, survival[0], half, strict=True)
    )
    births = 0.3 * (there[1, 1] + women[1]) / 2 + 0.1 * (there[1, 2] + women[2]) / 2
    men[0] += births * 0.6 * 0.9
    women[0] += births * 0.4 * 0.95
    late = moves[0] if timing == "end" else 0.0
    np.testing.assert_allclose(found.population[1], np.stack((men, women)) + late, rtol=1e-14)
    old = (there[0, 1] + there[0, 2]) * 0.5
    np.testing.assert_allclose(found.period_deaths[0, 0, 2], old / 2, rtol=1e-14)
    np.testing.assert_allclose(found.births_by_sex[0], [births * 0.6, births * 0.4], rtol=1e-14)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_numbers_of_any_kind_and_order_in_memory_are_taken_and_left_alone(timing, backend):
    given = place(ages=7, years=4, batch=(3, 2), seed=5)
    given["population"] = np.round(given["population"])
    given["net_migration"] = np.round(given["net_migration"])
    turned = {name: np.asfortranarray(values) for name, values in given.items()}
    for values in turned.values():
        values.flags.writeable = False
    whole = given | {name: given[name].astype(np.int32) for name in ("population", "net_migration")}
    short = {name: values.astype(np.float32) for name, values in given.items()}

    with backends.using(backend):
        straight, other, integers, singles, longer = (
            project_cohorts(**one, migration_timing=timing)
            for one in (
                given,
                turned,
                whole,
                short,
                {name: values.astype(np.float64) for name, values in short.items()},
            )
        )

    for field in FIELDS:
        np.testing.assert_array_equal(getattr(other, field), getattr(straight, field), err_msg=field)
        np.testing.assert_array_equal(getattr(integers, field), getattr(straight, field), err_msg=field)
        np.testing.assert_array_equal(getattr(singles, field), getattr(longer, field), err_msg=field)
        assert getattr(singles, field).dtype == np.float64


@pytest.mark.parametrize("backend", BACKENDS)
def test_without_separation_half_of_the_deaths_fall_before_the_birthday(backend):
    given = place(ages=9, years=2)
    with backends.using(backend):
        silent = project_cohorts(**given | {"separation": None})
        said = project_cohorts(**given | {"separation": np.full((2, 2, 9), 0.5)})

    for field in FIELDS:
        np.testing.assert_array_equal(getattr(silent, field), getattr(said, field), err_msg=field)
    dead = silent.cohort_deaths
    np.testing.assert_allclose(silent.period_deaths[..., 3], (dead[..., 3] + dead[..., 4]) / 2, rtol=1e-14)


def test_threads_and_the_size_of_the_batch_change_no_bit():
    many = place(ages=91, years=5, batch=(600,), seed=9)
    results = []
    for threads in (1, 2, 3):
        with backends.using("numba", threads=threads):
            results.append(project_cohorts(**many))
    half = project_cohorts(**{name: values[250:300] for name, values in many.items()})

    for field in FIELDS:
        first = getattr(results[0], field)
        assert all(np.array_equal(getattr(other, field), first) for other in results[1:]), field
        np.testing.assert_array_equal(getattr(half, field), first[250:300], err_msg=field)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_more_emigrants_than_people_leave_a_trace_of_them_and_the_result_says_how_many_left(timing, backend):
    nobody_dies = np.ones((1, 2, 5))
    population = np.full((2, 5), 10.0)
    population[0, 3] = 0.0
    leaving = np.zeros((1, 2, 5))
    leaving[0, :, 3:] = -1000.0

    with backends.using(backend):
        found = project_cohorts(population, nobody_dies, np.zeros((1, 5)), 1.05, leaving, migration_timing=timing)

    assert found.population[1].min() >= 0.0
    np.testing.assert_array_equal(found.population[1, 1, 3:], [0.0005, 0.0005])
    assert found.net_migration.sum() == pytest.approx(found.population[1].sum() - population.sum(), abs=1e-12)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_an_empty_place_stays_empty_unless_it_is_given_a_migration(timing, backend):
    nobody, alive, childless = np.zeros((2, 4)), np.full((3, 2, 4), 0.9), np.zeros((3, 4))

    with backends.using(backend):
        closed = project_cohorts(nobody, alive, childless, 1.05, migration_timing=timing)
        leaving = project_cohorts(nobody, alive, childless, 1.05, np.full((3, 2, 4), -5.0), migration_timing=timing)

    assert not closed.population.any()
    assert not closed.net_migration.any()
    np.testing.assert_array_equal(leaving.population[1:], 0.0005)
    booked = leaving.net_migration - leaving.cohort_deaths
    np.testing.assert_allclose(booked.sum((-2, -1)), np.diff(leaving.population.sum((-2, -1))), atol=1e-15)


def _as_published(population, survival, fertility, sex_ratio_at_birth, net_migration, separation, timing):
    """The equations of bayesPop's core once more, a year and an age at a time, without any thought of speed."""
    half = 0.5 if timing == "even" else 0.0
    last = population.shape[-1] - 1
    people, births, period = [population], [], []
    for year, moves in enumerate(net_migration):
        adjusted, alive = people[-1] + half * moves, survival[year]
        dead, after = np.zeros_like(population), np.zeros_like(population)
        for x in range(1, last + 1):
            feeders = adjusted[:, x - 1] + (adjusted[:, x] if x == last else 0.0)
            dead[:, x] = feeders * (1.0 - alive[:, x])
            after[:, x] = feeders - dead[:, x] + half * moves[:, x]
        born = fertility[year] * (adjusted[1] + after[1]) / 2
        boys = born.sum() * sex_ratio_at_birth[year] / (1.0 + sex_ratio_at_birth[year])
        babies = np.array([boys, born.sum() - boys])
        dead[:, 0] = babies * (1.0 - alive[:, 0])
        after[:, 0] = babies - dead[:, 0] + half * moves[:, 0]
        people.append(np.maximum(after + (moves if timing == "end" else 0.0), 0.0005))
        early = separation[year]
        late = dead * (1.0 - np.concatenate((np.zeros((2, 1)), early[:, :-1]), axis=1))
        late[:, :-1] += dead[:, 1:] * early[:, :-1]
        births.append(born)
        period.append(late)
    return np.array(people), np.array(births), np.array(period)


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
@pytest.mark.parametrize("ages", [2, 3, 9, 131])
@pytest.mark.parametrize("years", [1, 12])
def test_cells_of_parts_of_a_person_are_those_of_the_published_equations(ages, years, timing, backend):
    given = place(ages=ages, years=years, persons=40.0, moving=0.0, seed=ages)
    given["population"][:, ages // 2 :] *= 1e-5  # hardly anybody is old, as at 120
    given["net_migration"] += np.where(np.arange(ages) < ages // 3, 0.3, 0.0)
    people, births, period = _as_published(**given, timing=timing)

    with backends.using(backend):
        found = project_cohorts(**given, migration_timing=timing)

    np.testing.assert_allclose(found.population, people, rtol=1e-12)
    np.testing.assert_allclose(found.births, births, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(found.period_deaths, period, rtol=1e-12, atol=1e-15)
    assert ages < 9 or (found.population[1:] == 0.0005).any()


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("backend", BACKENDS)
def test_where_migration_empties_cells_the_population_is_still_the_published_one(timing, backend):
    given = place(ages=40, years=6, persons=200.0, moving=0.0, seed=3)
    given["net_migration"][:, :, 25:33] = -5_000.0
    people, births, _ = _as_published(**given, timing=timing)

    with backends.using(backend):
        found = project_cohorts(**given, migration_timing=timing)

    np.testing.assert_allclose(found.population, people, rtol=1e-9)
    np.testing.assert_allclose(found.births, births, rtol=1e-9)
    assert found.cohort_deaths.min() >= 0.0
    assert found.period_deaths.min() >= 0.0
    change = found.births.sum(-1) - found.cohort_deaths.sum((-2, -1)) + found.net_migration.sum((-2, -1))
    np.testing.assert_allclose(np.diff(found.population.sum((-2, -1))), change, rtol=1e-9)


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_sex_ratio_may_be_one_number_or_one_for_each_year_or_place(backend):
    given = place(ages=12, years=3, batch=(2,), seed=6)
    del given["sex_ratio_at_birth"]
    with backends.using(backend):
        one, yearly, own = (
            project_cohorts(**given, sex_ratio_at_birth=ratio)
            for ratio in (1.05, np.full(3, 1.05), np.array([[1.05] * 3, [1.2, 1.0, 0.9]]))
        )

    np.testing.assert_array_equal(one.population, yearly.population)
    np.testing.assert_array_equal(one.population[0], own.population[0])
    share = own.births_by_sex[1, :, 0] / own.births_by_sex[1, :, 1]
    np.testing.assert_allclose(share, [1.2, 1.0, 0.9], rtol=1e-12)


def test_what_comes_out_cannot_be_written_to():
    found = project_cohorts(**place())

    for field in FIELDS:
        with pytest.raises(ValueError, match="read-only"):
            getattr(found, field)[...] = 0.0
    with pytest.raises(AttributeError):
        found.population = None


def _without(values, at, to):
    changed = np.array(values)
    changed[at] = to
    return changed


GOOD = place(ages=6, years=3)


@pytest.mark.parametrize(
    ("argument", "values", "says"),
    [
        ("population", GOOD["population"][0], r"population: expected shape \(…, 2, A\+1\), found shape \(6,\)"),
        ("population", GOOD["population"].T, r"population: expected length 2 \(shape \(…, 2, A\+1\)\) on axis -2"),
        ("population", _without(GOOD["population"], (1, 2), np.nan), r"population: .* found nan at \(1, 2\)"),
        ("population", _without(GOOD["population"], (0, 0), -1.0), r"population: .* at least 0, found -1 at \(0, 0\)"),
        ("population", GOOD["population"][:, :1], "population: expected at least two ages"),
        ("population", "many", r"population: expected numbers of shape \(…, 2, A\+1\)"),
        ("survival", GOOD["survival"][..., :5], r"survival: expected length 6 .* on axis -1, found length 5"),
        ("survival", GOOD["survival"] * 100, "survival: expected finite numbers of at least 0 and at most 1"),
        ("survival", _without(GOOD["survival"], (0, 1, 3), np.inf), r"survival: .* found inf at \(0, 1, 3\)"),
        ("fertility", GOOD["fertility"][:2], r"fertility: expected length 3 \(shape \(…, 3, 6\)\) on axis -2"),
        ("fertility", GOOD["fertility"] * 1000, "fertility: .* at most 1"),
        ("fertility", _without(GOOD["fertility"], (0, 0), 0.1), "fertility: expected no births at age 0"),
        ("sex_ratio_at_birth", 105.0, "sex_ratio_at_birth: .* at most 10, found 105"),
        ("sex_ratio_at_birth", [1.05, 1.05], r"sex_ratio_at_birth: expected length 3 \(shape \(…, 3\)\) on axis -1"),
        ("net_migration", GOOD["net_migration"][:, 0], r"net_migration: expected shape \(…, 3, 2, 6\)"),
        ("net_migration", _without(GOOD["net_migration"], (2, 1, 5), np.nan), r"net_migration: .* nan at \(2, 1, 5\)"),
        ("separation", GOOD["separation"][:1], r"separation: expected length 3 \(shape \(…, 3, 2, 6\)\) on axis -3"),
        ("migration_timing", "middle", "migration_timing: expected one of 'even', 'end', found 'middle'"),
    ],
)
def test_a_wrong_argument_is_named_with_its_axis_and_the_expected_shape(argument, values, says):
    with pytest.raises(Misfit, match=says) as caught:
        project_cohorts(**GOOD | {argument: values})
    assert caught.value.argument == argument


def test_leading_axes_that_do_not_go_together_are_named():
    with pytest.raises(Misfit, match=r"survival: expected leading axes that broadcast .* found \(4,\)"):
        project_cohorts(
            **GOOD
            | {
                "population": np.tile(GOOD["population"], (3, 1, 1)),
                "survival": np.tile(GOOD["survival"], (4, 1, 1, 1)),
            }
        )


def test_numba_is_not_needed(monkeypatch):
    monkeypatch.setattr(backends, "_has_numba", lambda: False)

    assert backends.choose(10**12) == "numpy"
    with pytest.raises(ModuleNotFoundError, match=r"netzwerkstatt\[fast\]"), backends.using("numba"):
        pass
