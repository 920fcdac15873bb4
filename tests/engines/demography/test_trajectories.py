"""Many futures: chance, levels, bands; both back ends; the same bits however the work is cut."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from netzwerkstatt.engines.demography import (
    Expectations,
    Measures,
    Misfit,
    Walk,
    backends,
    bands_in_batches,
    chance,
    project_cohorts,
    project_trajectories,
)
from tests.engines.demography.samples import place

AGES, YEARS, TERRITORIES = 18, 4, 5
TIMINGS = ("even", "end")
FIELDS = ("population", "measures", "events", "last", "births_by_age", "period_deaths", "event_totals")
LEVELS = {
    "mortality": Walk(spread=0.05, common=0.9),
    "fertility": Walk(spread=0.1, persistence=0.9, common=0.7),
    "in_migration": Walk(spread=0.2, persistence=0.8, common=0.5, freedom=4.0),
    "net_migration": Walk(spread=[0.5, 1.0, 0.0, 1.0, 2.0], persistence=0.7),
}


@pytest.fixture(scope="module")
def world():
    return _world()


def _world(moving=3.0, seed=3):
    drawn = place(ages=AGES, years=YEARS, batch=(TERRITORIES,), seed=seed, moving=moving)
    dice = np.random.default_rng(seed)
    size = drawn["net_migration"].shape
    return drawn["population"], Expectations(
        survival=drawn["survival"][0],
        fertility=drawn["fertility"],
        sex_ratio_at_birth=1.05,
        separation=drawn["separation"],
        net_migration=drawn["net_migration"],
        net_spread=np.abs(drawn["net_migration"]),
        in_migration=dice.uniform(0.0, 9.0, size),
        out_migration=dice.uniform(0.0, 0.3, size),
    )


def _measures():
    old = np.tile(np.arange(AGES) > 12, (2, 1)).astype(float)
    return Measures(
        names=("all", "old for each young"),
        numerators=np.stack((np.ones((2, AGES)), old)),
        denominators=np.stack((np.zeros((2, AGES)), 1.0 - old)),
    )


def _run(world, **how):
    chosen = {"trajectories": 150, "seed": 8, "levels": LEVELS, "measures": _measures(), "keep": "detail"} | how
    return project_trajectories(*world, **chosen)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("moving", [3.0, 300.0])
def test_numpy_and_numba_agree(timing, whole, moving):
    world = _world(moving)
    how = {"whole_persons": whole, "migration_timing": timing}
    with backends.using("numpy"):
        plain, stored = _run(world, **how), _run(world, keep="all", quantiles=(), **how)
    with backends.using("numba"):
        compiled, kept = _run(world, **how), _run(world, keep="all", quantiles=(), **how)

    for field in FIELDS:
        np.testing.assert_allclose(
            getattr(compiled, field), getattr(plain, field), rtol=1e-12, atol=1e-10, err_msg=field
        )
    np.testing.assert_allclose(kept.trajectories, stored.trajectories, rtol=1e-6)
    np.testing.assert_array_equal(kept.trajectories[:, :, -1], compiled.last.astype(np.float32))


@pytest.mark.parametrize("moves", ["net", "in and out", "none"])
def test_every_year_is_kept_as_it_was_computed_in_room_that_is_used_again(world, moves):
    population, given = world
    fields = {name: getattr(given, name) for name in given.__slots__}
    left_out = {
        "net": ("in_migration", "out_migration", "net_spread"),
        "in and out": ("net_migration", "net_spread"),
        "none": ("in_migration", "out_migration", "net_migration", "net_spread"),
    }[moves]
    some = population, Expectations(**fields | dict.fromkeys(left_out))
    levels = {name: LEVELS[name] for name in ("mortality", "fertility")}

    for count in (3, 16, 150, 300):
        how = {"trajectories": count, "levels": levels, "quantiles": ()}
        room = np.empty((TERRITORIES, count, YEARS + 1, 2, AGES), np.float32)
        with backends.using("numpy"):
            plain = _run(some, **how, keep="all").trajectories
        with backends.using("numba", threads=2):
            kept, last = _run(some, **how, keep="all", room=room).trajectories, _run(some, **how, keep="last").last

        assert kept.shape == (TERRITORIES, count, YEARS + 1, 2, AGES)
        assert np.shares_memory(kept, room)
        np.testing.assert_allclose(kept, plain, rtol=1e-6)
        np.testing.assert_array_equal(kept[:, :, -1], last.astype(np.float32))
    with pytest.raises(Misfit, match="room: expected float32 in C order of shape"):
        _run(some, **how, keep="all", room=room[:, ::2])


@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("shared", [True, False])
def test_one_trajectory_of_each_of_many_territories_is_the_same_on_both_ways(shared, timing):
    population, given = _world(30.0)
    fields = {name: np.asarray(getattr(given, name)) for name in given.__slots__}
    if shared:
        fields = {
            name: values[0] if values.ndim and len(values) == TERRITORIES else values for name, values in fields.items()
        }
    people = np.concatenate([population * (k + 1) for k in range(3)])[:13]
    if not shared:
        fields = {
            name: np.concatenate([values] * 3)[:13] if values.ndim and len(values) == TERRITORIES else values
            for name, values in fields.items()
        }
    how = {"trajectories": 1, "levels": LEVELS | {"net_migration": Walk(spread=0.5)}, "migration_timing": timing}
    with backends.using("numpy"):
        plain, stored = (_run((people, Expectations(**fields)), **how, keep=keep) for keep in ("detail", "all"))
    with backends.using("numba", threads=2):
        compiled, kept = (_run((people, Expectations(**fields)), **how, keep=keep) for keep in ("detail", "all"))

    for field in FIELDS:
        np.testing.assert_allclose(
            getattr(compiled, field), getattr(plain, field), rtol=1e-12, atol=1e-10, err_msg=field
        )
    np.testing.assert_allclose(kept.trajectories, stored.trajectories, rtol=1e-6)


def test_the_bits_depend_neither_on_threads_nor_on_batches_nor_on_who_else_is_computed(world):
    population, assumptions = world
    for backend in ("numba", "numpy"):
        for how in ({}, {"whole_persons": True}, {"keep": "all", "quantiles": ()}):
            with backends.using(backend, threads=1):
                alone = _run(world, **how)
            with backends.using(backend, threads=3):
                together = _run(world, **how)
            for field in ("trajectories",) if "keep" in how else FIELDS:
                np.testing.assert_array_equal(getattr(together, field), getattr(alone, field), err_msg=field)

    for backend in ("numba", "numpy"):
        with backends.using(backend):
            whole = _run(world)
            for part, bands in bands_in_batches(
                population,
                assumptions,
                batch=2,
                trajectories=150,
                seed=8,
                levels=LEVELS,
                measures=_measures(),
                keep="detail",
            ):
                for field in FIELDS:
                    np.testing.assert_array_equal(getattr(bands, field), getattr(whole, field)[part], err_msg=field)


def test_a_territory_keeps_its_chance_when_the_order_changes(world):
    population, assumptions = world
    order = np.array([3, 0, 4, 1, 2])
    mixed = Expectations(
        survival=assumptions.survival,
        fertility=assumptions.fertility[order],
        sex_ratio_at_birth=1.05,
        in_migration=assumptions.in_migration[order],
        out_migration=assumptions.out_migration[order],
    )
    straight = Expectations(
        survival=assumptions.survival,
        fertility=assumptions.fertility,
        sex_ratio_at_birth=1.05,
        in_migration=assumptions.in_migration,
        out_migration=assumptions.out_migration,
    )
    names = np.array([14625020, 14625240, 14626110, 15087130, 15087220])
    levels = {"mortality": LEVELS["mortality"], "in_migration": LEVELS["in_migration"]}

    found = _run((population, straight), territories=names, levels=levels, whole_persons=True)
    moved = _run((population[order], mixed), territories=names[order], levels=levels, whole_persons=True)

    np.testing.assert_array_equal(moved.last, found.last[order])
    np.testing.assert_array_equal(moved.population, found.population[order])


@pytest.mark.parametrize("timing", TIMINGS)
def test_without_levels_a_trajectory_is_the_projection_of_the_cohorts(timing):
    drawn = place(ages=AGES, years=YEARS, batch=(TERRITORIES,), seed=4, moving=80.0)
    expected = project_cohorts(**drawn, migration_timing=timing)
    people = drawn.pop("population")

    bands = project_trajectories(
        people, Expectations(**drawn), trajectories=2, migration_timing=timing, quantiles=(0.5,), keep="detail"
    )

    np.testing.assert_allclose(bands.population[..., 0], expected.population, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(bands.period_deaths[:, 1], expected.period_deaths[:, -1], rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(bands.births_by_age[:, 0], expected.births[:, -1], rtol=1e-12)
    np.testing.assert_allclose(bands.events[:, :, 0, 0], expected.births.sum(-1), rtol=1e-12)
    np.testing.assert_allclose(bands.events[:, :, 1, 0], expected.cohort_deaths.sum((-2, -1)), rtol=1e-12)
    np.testing.assert_allclose(bands.events[:, :, 4, 0], expected.net_migration.sum((-2, -1)), rtol=1e-9, atol=1e-9)


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("timing", TIMINGS)
@pytest.mark.parametrize("moving", [3.0, 300.0])
def test_in_every_trajectory_the_persons_add_up_and_none_is_negative(timing, whole, moving):
    world = _world(moving)
    found = _run(world, whole_persons=whole, migration_timing=timing, keep="detail")
    stored = _run(world, whole_persons=whole, migration_timing=timing, keep="all", quantiles=())

    births, deaths, come, gone, net = np.moveaxis(found.event_totals, -1, 0)
    start = world[0].sum((-2, -1))[:, None]
    change = (births - deaths + come - gone + net).sum(-1)
    start = np.round(start) if whole else start
    np.testing.assert_allclose(found.last.sum((-2, -1)), start + change, rtol=1e-9, atol=1e-8)
    assert found.last.min() >= 0.0
    assert stored.trajectories.min() >= 0.0
    assert found.event_totals[..., :4].min() >= 0.0
    np.testing.assert_allclose(found.births_by_age.sum(-1), births[..., -1], rtol=1e-12)
    np.testing.assert_allclose(found.period_deaths.sum((-2, -1)), deaths[..., -1], rtol=1e-12)
    if whole:
        assert np.array_equal(found.last, np.round(found.last))
        np.testing.assert_allclose(stored.trajectories[:, 0, 0].sum((-2, -1)), world[0].sum((-2, -1)), atol=0.5)


def test_what_was_not_asked_for_is_not_kept(world):
    kept = ("last", "births_by_age", "period_deaths", "event_totals", "trajectories")
    wanted = {"bands": (), "last": kept[:1], "detail": kept[:4], "all": kept[4:]}
    for keep, names in wanted.items():
        found = _run(world, keep=keep, trajectories=3)
        assert tuple(name for name in kept if getattr(found, name) is not None) == names


def test_quantiles_are_those_of_the_trajectories(world):
    levels = (0.0, 0.025, 0.1, 0.5, 0.9, 0.975, 1.0)
    for whole in (False, True):
        with backends.using("numba"):
            found = _run(world, quantiles=levels, whole_persons=whole)
        np.testing.assert_allclose(
            found.population[:, -1], np.moveaxis(np.quantile(found.last, levels, axis=1), 0, -1), rtol=1e-13
        )
        np.testing.assert_allclose(
            found.events, np.moveaxis(np.quantile(found.event_totals, levels, axis=1), 0, -1), rtol=1e-13, atol=1e-12
        )


rows = st.one_of(
    st.lists(st.floats(-1e6, 1e6, width=32), min_size=1, max_size=60),
    st.lists(st.integers(0, 5).map(float), min_size=1, max_size=60),
    st.builds(
        lambda seed, size, spread: list(100.0 + spread * np.random.default_rng(seed).standard_normal(size)),
        st.integers(0, 1000),
        st.integers(1, 400),
        st.sampled_from([1e-9, 1e-3, 10.0]),
    ),
)


@given(rows, st.lists(st.floats(0.0, 1.0), min_size=1, max_size=5, unique=True))
@settings(max_examples=300)
def test_quantiles_are_exact_with_sorting_and_without(values, levels):
    from netzwerkstatt.engines.demography.compiled.quantiles import ROOM, find_quantiles, order, read_quantiles
    from netzwerkstatt.engines.demography.plain import quantiles

    row, wanted = np.array(values), np.sort(np.array(levels))
    found, single, keys = np.empty(len(wanted)), np.empty(len(row), np.float32), np.empty(len(row), np.int32)
    order(row, single, keys)
    places = np.arange(len(row), dtype=np.int32)
    room, spots = np.empty((2, ROOM), np.int32), np.empty((len(wanted), 2), np.int32)
    find_quantiles(single, keys, places, row, 0, 8, wanted, np.zeros((2, len(wanted))), room, spots, found)
    read_quantiles(len(row), row, 0, 8, wanted, spots, found)

    for way in (found, quantiles(row, wanted)):
        np.testing.assert_allclose(way, np.quantile(row, wanted), rtol=1e-14, atol=1e-14 * max(1.0, np.abs(row).max()))


def test_uniform_numbers_are_uniform_and_both_back_ends_draw_the_same_bits():
    from netzwerkstatt.engines.demography.compiled import chance as compiled

    keys = chance.key(42, 3, np.arange(40_000))
    numbers = chance.uniform(keys, 7)

    assert stats.kstest(numbers, "uniform").pvalue > 0.001
    assert abs(np.corrcoef(numbers, chance.uniform(keys, 8))[0, 1]) < 0.02
    assert abs(np.corrcoef(numbers[1:], numbers[:-1])[0, 1]) < 0.02
    assert [compiled.uniform(key, 7) for key in keys[:500]] == list(numbers[:500])
    np.testing.assert_allclose(
        [compiled.normal_quantile(number) for number in numbers[:5000]], chance.normal(keys[:5000], 7), rtol=1e-13
    )


@pytest.mark.parametrize("mean", [0.0, 0.02, 0.7, 6.0, 29.0, 45.0, 900.0])
def test_drawn_counts_have_the_mean_and_spread_of_their_distribution(mean):
    from netzwerkstatt.engines.demography.compiled import chance as compiled

    numbers = chance.uniform(chance.key(1, np.arange(40_000)), 1)
    counts = chance.poisson(np.full(numbers.shape, mean), numbers)
    assert counts.mean() == pytest.approx(mean, abs=5 * np.sqrt(max(mean, 1e-9) / 40_000))
    assert counts.var() == pytest.approx(mean, rel=0.2 if mean < 1 else 0.04, abs=1e-12)
    assert [compiled.poisson(mean, number) for number in numbers[:800]] == list(counts[:800])
    for share in (0.004, 0.3, 0.85):
        trials = np.full(numbers.shape, round(mean / share))
        gone = chance.binomial(trials, np.full(numbers.shape, share), numbers)
        assert gone.mean() == pytest.approx(trials[0] * share, abs=5 * np.sqrt(max(mean, 1e-9) / 40_000))
        assert gone.var() == pytest.approx(trials[0] * share * (1 - share), rel=0.2 if mean < 1 else 0.05, abs=1e-12)
        assert np.all((gone >= 0) & (gone <= trials))
        assert [compiled.binomial(trials[0], share, number) for number in numbers[:800]] == list(gone[:800])


def test_levels_have_the_spread_and_the_correlation_that_were_asked_for():
    people = np.full((2, 2, 4), 1e6)
    alive = np.ones((6, 2, 4))
    walk = Walk(spread=0.1, persistence=0.5, common=0.7)
    arrivals = np.zeros((6, 2, 4))
    arrivals[:, 0, 1] = 1000.0
    assumptions = Expectations(
        survival=alive, fertility=np.zeros((6, 4)), sex_ratio_at_birth=1.0, in_migration=arrivals
    )

    found = project_trajectories(
        people, assumptions, trajectories=20_000, seed=3, levels={"in_migration": walk}, quantiles=(), keep="detail"
    )
    levels = np.log(found.event_totals[..., 2] / 1000.0)

    np.testing.assert_allclose(levels[..., 0].std(), 0.1, rtol=0.03)
    np.testing.assert_allclose(levels[..., 5].std(), 0.1 * np.sqrt((1 - 0.25**6) / 0.75), rtol=0.03)
    np.testing.assert_allclose(np.median(levels), 0.0, atol=0.003)
    assert np.corrcoef(levels[0, :, 3], levels[1, :, 3])[0, 1] == pytest.approx(0.7, abs=0.02)
    assert np.corrcoef(levels[0, :, 3], levels[0, :, 4])[0, 1] == pytest.approx(0.5, abs=0.03)
    fat = project_trajectories(
        people, assumptions, trajectories=20_000, seed=3, quantiles=(), keep="detail",
        levels={"in_migration": Walk(spread=0.1, common=0.5, freedom=4.0)},
    )  # fmt: skip
    shocks = np.log(fat.event_totals[0, :, 0, 2] / 1000.0) / 0.1
    assert stats.kstest(shocks, stats.t(4).cdf).pvalue > 0.001


def test_levels_of_ones_own_are_taken_as_they_are(world):
    paths = np.random.default_rng(2).uniform(0.5, 1.5, (TERRITORIES, 7, YEARS))
    population, assumptions = world
    for backend in ("numpy", "numba"):
        with backends.using(backend):
            found = project_trajectories(
                population, assumptions, trajectories=7, levels={"in_migration": paths}, keep="detail", quantiles=()
            )
        expected = paths * assumptions.in_migration.sum((-2, -1))[:, None, :]
        np.testing.assert_allclose(found.event_totals[..., 2], expected, rtol=1e-12)


def test_small_places_vary_by_chance_as_much_as_their_numbers_say():
    people = np.full((1, 2, 30), 20.0)
    fertility = np.zeros((1, 30))
    fertility[:, 15:25] = 0.05
    assumptions = Expectations(survival=np.full((1, 2, 30), 0.98), fertility=fertility, sex_ratio_at_birth=1.05)

    found = project_trajectories(
        people, assumptions, trajectories=8000, seed=1, whole_persons=True, quantiles=(), keep="detail"
    )

    births, deaths = found.event_totals[0, :, 0, 0], found.event_totals[0, :, 0, 1]
    assert births.mean() == pytest.approx(9.9, rel=0.03)
    assert births.var() == pytest.approx(births.mean(), rel=0.06)
    assert deaths.mean() == pytest.approx(1200 * 0.02 + 9.9 * 0.02, rel=0.03)
    assert deaths.var() == pytest.approx(deaths.mean() * 0.98, rel=0.06)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"levels": {"weather": Walk(spread=0.1)}}, "levels: expected names out of mortality, fertility"),
        ({"levels": {"mortality": Walk(spread=-1.0)}}, r"levels\['mortality'\].spread: .* at least 0"),
        ({"levels": {"mortality": Walk(spread=[1.0, 2.0])}}, r"spread: expected a number or shape \(5,\) on axis 0"),
        ({"levels": {"mortality": Walk(spread=0.1, common=2.0)}}, "common: .* at most 1, found 2"),
        ({"levels": {"mortality": Walk(spread=0.1, freedom=1.0)}}, "freedom: expected more than 2"),
        ({"levels": {"mortality": np.ones((5, 7, 4))}}, r"levels\['mortality'\]: expected length 150 .* on axis -2"),
        ({"quantiles": (0.9, 0.1)}, "quantiles: expected numbers that rise strictly"),
        ({"quantiles": (10, 90)}, "quantiles: .* at most 1, found 10"),
        ({"trajectories": 0}, "trajectories: expected at least 1"),
        ({"keep": "some"}, "keep: expected one of"),
        ({"migration_timing": "mid"}, "migration_timing: expected one of"),
        ({"territories": [1, 1, 2, 3, 4]}, r"territories: expected different whole numbers of shape \(5,\)"),
        (
            {"measures": Measures(names=("x",), numerators=np.ones((1, 2, 3)))},
            "measures.numerators: expected length 18",
        ),
        ({"seed": -1}, "seed: expected a whole number"),
    ],
)
def test_a_wrong_wish_is_named(world, change, says):
    with pytest.raises(Misfit, match=says):
        _run(world, **change)


def test_a_wrong_assumption_is_named(world):
    population, good = world
    wrong = {
        "survival": (np.ones((3, 4, 2, AGES)), r"survival: expected shape \(T, 2, 18\) or \(5, T, 2, 18\) on axis -4"),
        "fertility": (np.full((YEARS, AGES), 0.1), "fertility: expected no births at age 0"),
        "out_migration": (np.full((YEARS, 2, AGES), 3.0), "out_migration: .* at most 1, found 3"),
        "in_migration": (np.full((YEARS, 2, AGES), np.nan), r"in_migration: .* found nan at \(0, 0, 0\)"),
        "net_migration": (None, "net_spread: expected a net_migration"),
        "sex_ratio_at_birth": (1055, "sex_ratio_at_birth: .* at most 10"),
    }
    fields = {name: getattr(good, name) for name in good.__slots__}
    for name, (values, says) in wrong.items():
        with pytest.raises(Misfit, match=says):
            project_trajectories(population, Expectations(**fields | {name: values}))
