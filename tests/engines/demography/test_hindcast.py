"""The hindcast knows nothing after 2015, its parameters are those that were frozen, and its scoring counts right."""

from __future__ import annotations

import numpy as np
import pytest

from bench.hindcast import derive, frozen, known, official, report, today
from netzwerkstatt.engines.demography.prospects import (
    END_OF_2015,
    END_OF_2024,
    central,
    draw,
    level_errors,
    levels,
    own_births,
    own_departures,
)


@pytest.fixture(scope="module")
def what():
    if not official.DATA.is_dir():
        pytest.skip("the folder with real official data (../shared/data) is not here")
    return known.known()


def test_what_was_known_adds_up_to_the_published_totals(what):
    assert len(what.districts) == 400
    assert what.population.sum() == pytest.approx(82_175_684)
    assert what.births.sum() == pytest.approx(737_575)
    assert what.deaths.sum() == pytest.approx(925_200)
    assert what.population.sum(axis=0) == pytest.approx(what.germany_2015, abs=0.6)
    assert what.fertility.shape[0] == 2015 - 1972 + 1


def test_no_figure_after_2015_passes_the_gate():
    if not official.DATA.is_dir():
        pytest.skip("the folder with real official data (../shared/data) is not here")
    assert max(official.year(cell) for cell in known.cells(known.GERMANY)) == 2015
    assert max(official.year(cell) for cell in official.table(known.GERMANY)) > 2015


def test_the_frozen_parameters_come_out_of_what_was_known(what):
    again = derive.derive(what)

    assert frozen.differs(again, frozen.read()) == []


def test_the_engines_assumptions_are_the_frozen_ones():
    scalars = frozen.read().scalars
    own = END_OF_2015
    pairs = {
        "fertility.start": own.fertility.start,
        "fertility.level": own.fertility.level,
        "fertility.phi": own.fertility.phi,
        "fertility.sigma": own.fertility.sigma,
        "mortality.drift": own.mortality.drift,
        "mortality.sigma": own.mortality.sigma,
        "mortality.drift_error": own.mortality.drift_error,
        "mortality.response": own.response,
        "migration.start": own.migration.start,
        "migration.level": own.migration.level,
        "migration.phi": own.migration.phi,
        "migration.sigma": own.migration.sigma,
        "migration.freedom": own.migration.freedom,
        "migration.level_error": own.level_error,
        "own.fertility_sigma": own.own_births,
        "own.phi": own.own_phi,
        "own.sigma": own.own_sigma,
        "census.common_percent": own.census_common,
        "census.own_percent": own.census_own,
    }
    for name, value in pairs.items():
        assert value == pytest.approx(scalars[name], rel=1e-4), name
    assert set(own.sources) >= {"fertility", "mortality", "migration", "own_phi", "own_sigma", "census_own"}


def test_todays_prospects_come_out_of_the_newest_figures():
    if not official.DATA.is_dir():
        pytest.skip("the folder with real official data (../shared/data) is not here")
    own = END_OF_2024
    for name, number in today.today().items():
        process, part = name.split(".")
        held = getattr(own, part) if part in {"response", "level_error"} else getattr(getattr(own, process), part)
        assert held == pytest.approx(number, rel=1e-4), name
    assert own.sources["fertility"] != END_OF_2015.sources["fertility"]


def test_paths_are_the_same_for_the_same_seed_and_spread_around_the_central_one():
    one, again = (draw(END_OF_2015, 9, 4000, 7) for _ in range(2))
    middle = central(END_OF_2015, 9)

    for name in ("fertility", "mortality", "migration"):
        assert np.array_equal(getattr(one, name), getattr(again, name))
        assert np.median(getattr(one, name), axis=0) == pytest.approx(getattr(middle, name)[0], rel=0.06, abs=0.2)
    assert not np.array_equal(one.migration, draw(END_OF_2015, 9, 4000, 8).migration)
    assert own_departures(END_OF_2015, 9, 4000, 3).std(axis=0)[0] == pytest.approx(END_OF_2015.own_sigma, rel=0.05)


def test_what_is_not_known_exactly_spreads_the_paths():
    process = END_OF_2015.migration
    off = level_errors(process, 1.0, 40, 4000, 11)
    assert off[:, -1].std() == pytest.approx(1.0, rel=0.05), "in the end by the whole error of the level"
    assert off[:, 0].std() == pytest.approx(1 - process.phi, rel=0.05)
    few, many = (np.log(own_births(0.0, births, 10, 4000, 12)) for births in (100.0, 10_000.0))
    assert few.std(axis=0) == pytest.approx(np.full(10, 0.1), rel=0.05)
    assert many == pytest.approx(few / 10)
    strayed = np.log(own_births(0.02, 1e12, 10, 4000, 13)).std(axis=0)
    assert strayed == pytest.approx(0.02 * np.sqrt(np.arange(1, 11)), rel=0.06)


def test_paths_become_levels_around_what_is_expected():
    some = levels(END_OF_2024, 10, 2000, 5)

    assert {name: one.shape for name, one in some.items()} == dict.fromkeys(
        ("mortality", "fertility", "net_migration"), (1, 2000, 10)
    )
    assert np.median(some["fertility"][0], axis=0) == pytest.approx(np.ones(10), abs=0.02)
    assert np.median(some["mortality"][0], axis=0) == pytest.approx(np.ones(10), abs=0.02)
    assert np.median(some["net_migration"][0], axis=0) == pytest.approx(np.zeros(10), abs=0.3)
    assert (np.diff(some["mortality"][0].std(axis=0)) > 0).all()


def test_errors_and_coverage_are_counted_as_they_are_said():
    counted = np.full((2, 2, 2, 17), 10.0)
    path = counted.copy()
    path[0, 0, 0, 0] += 34.0
    total, by_age = report.errors(path, counted)
    band = np.stack([counted.sum(axis=(2, 3)) + shift for shift in (-2, 1, 2, 3, 4)], axis=2)
    narrow, wide = report.coverage(band, counted.sum(axis=(2, 3)))

    assert total[0, 0] == pytest.approx(10.0)
    assert by_age.tolist() == [[pytest.approx(10.0), 0.0], [0.0, 0.0]]
    assert narrow.tolist() == [0, 0]
    assert wide.tolist() == [100, 100]
