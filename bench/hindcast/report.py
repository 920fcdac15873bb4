"""The scoring and what it prints: errors and coverage, each beside its baselines, and the weaknesses of the whole."""

from __future__ import annotations

import time
from itertools import pairwise

import numpy as np

from bench.hindcast.derive import Derived
from bench.hindcast.known import Known
from bench.hindcast.model import SCORED, Bands, Model
from bench.hindcast.observed import observed
from netzwerkstatt.engines.demography.arrays import Floats, group_sums
from netzwerkstatt.engines.demography.prospects import END_OF_2015

CONSTANT_RATES = "all rates of 2015"
BAR_ERROR = 0.95
BAR_COVERAGE = (70.0, 90.0)
DATES = tuple(f"31.12.{2015 + years}" for years in SCORED)
SHOWN = ("14625", "14626", "15087", "16073")

CHANGED_AFTER_SCORING = """\
The first scoring used the parameters as frozen: median wMAPE 2.61 % and 5.26 %, 80 % intervals held 86.0 % and 77.0 %
of the districts' totals, but only 66.1 % and 56.1 % of the age groups. After it, one thing was changed, in the bands only: what a
district departs by from year to year is no longer one number spread over the ages but one for each group of moves, and the
country's migration by age varies beside its total as it did in 1991–2015. Both sizes come from the figures up to 2015 (the
arrays places.yearly, which was frozen already, and migration.beside, which was added); none was fitted to 2020 or 2024.
mortality.response in the file of parameters came later too; nothing here uses it.
That gave 85.2 % and 74.5 % of the totals, 72.3 % and 61.1 % of the age groups. Then, frozen again before it was scored once more,
what a forecast cannot know and the bands had left out, each with its size from figures up to 2015 or a published schedule: a
district's births per woman are known from one year's births only, and stray (own.fertility_sigma); the level to which the
country's migration returns is not known exactly (migration.level_error); migration by age has years on end of 1991–2015 beside
its total, no longer single ones; within a group of moves an age departs by more the more mobile it is, small children with their
parents (places.mobility, which moves the central path a little too); a census moves ages apart as that of 2011 did
(census.step), and its error spreads with the root of the years since the last, where it had grown with the years.
Which ages had been worst, children under ten, was known when these were chosen; no size was fitted to 2020 or 2024."""

WEAKNESSES = """\
What weakens this
- The refugee year. 2015 is the only year whose moves are known by district and age, and the least usual one in twenty years.
  Every rule that keeps its rates fails by that; so beating it says little. The rules without moves, and with the net moves that
  the years 2011–2015 leave over together (cohorts aged 5 to 69), are the harder ones; they stand in the table too.
- One draw of history. All districts share the country's migration: 400 intervals are far from 400 independent ones, and the
  years from 2016 on (two waves, of 2015/16 and 2022, and a pandemic) happened once. Coverage is evidence, not proof.
- The census break. 2015 and 2020 are carried forward from the census of 2011, 2024 from that of 2022: its step, some one and
  a half per cent, counts as error of ours. The bands allow for such a step, the central path does not. The population of 2010, before
  the census of 2011, serves as evidence of moves after the Länder's step by age was taken out; the districts' own step is not known.
- Territories. Göttingen with Osterode and Eisenach with the Wartburgkreis are put together. Places that changed district are not
  moved: Saalfeld-Rudolstadt lost some to Sonneberg in 2019, Mecklenburg-Vorpommern's reform of 2011 cut Demmin in two (13071,
  13075 share their evidence).
- "Known at the end of 2015" means: about years up to 2015. The offices published the figures of 2015 in 2016 and 2017; the long
  series are as the office gives them today.
- Bands of age groups are too narrow nine years ahead, of the oldest and of children of 3 to 9 most: they rest on what 1991–2015 let
  the country and the Länder vary by, and of districts only one year's moves are known.
- Above 75 the counts of 2020 are one open group, so 2024 is scored in the same groups."""


def score(known: Known, frozen: Derived, trajectories: int, began: float) -> int:
    """Project, compare, print; 1 when a bar is missed."""
    model = Model(known, END_OF_2015, frozen)
    middle = model.central()
    counted = observed(known.districts)
    paths = {"this engine": group_sums(middle[:, list(SCORED)], _groups())}
    paths |= {name: group_sums(one, _groups()) for name, one in model.baselines(middle).items()}
    _table(paths, counted)
    missed = _bars(paths, counted)
    bands = model.bands(middle, trajectories)
    missed += _coverage(bands, counted)
    _by_age(paths, bands, counted)
    _shown(known, paths, counted, bands)
    print()
    print(WEAKNESSES)
    if CHANGED_AFTER_SCORING:
        print("\nChanged after the first scoring\n" + CHANGED_AFTER_SCORING)
    print(
        f"\n{time.process_time() - began:.0f} s of CPU time, {trajectories:,} trajectories for each of {len(middle)} districts"
    )
    return 1 if missed else 0


def _groups() -> tuple[int, ...]:
    from bench.hindcast.model import GROUPS

    return GROUPS


def errors(path: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Total error (K, 2) and wMAPE (K, 2) in per cent of the people counted; cells are 17 ages × 2 sexes."""
    people = counted.sum(axis=(2, 3))
    return (
        (path.sum(axis=(2, 3)) - people) / people * 100,
        np.abs(path - counted).sum(axis=(2, 3)) / people * 100,
    )


def _table(paths: dict[str, Floats], counted: Floats) -> None:
    print(
        "\n400 districts from 31.12.2015; total error and error by age and sex (17 × 2 cells) in % of the people counted"
    )
    print(f"{'':<34}" + "".join(f"{date:>46}" for date in DATES))
    head = f"{'mean':>9}{'median':>9}{'median abs':>12}{'wMAPE med':>11}"
    print(f"{'':<34}" + "".join(f"{head + '':>46}" for _ in DATES))
    for name, path in paths.items():
        total, by_age = errors(path, counted)
        line = f"{name:<34}"
        for at in range(len(DATES)):
            line += (
                f"{total[:, at].mean():>+14.2f}{np.median(total[:, at]):>+9.2f}"
                f"{np.median(np.abs(total[:, at])):>12.2f}{np.median(by_age[:, at]):>11.2f}"
            )
        print(line)


def _bars(paths: dict[str, Floats], counted: Floats) -> int:
    own = np.median(errors(paths["this engine"], counted)[1], axis=0)
    missed = 0
    print("\nmedian wMAPE as a ratio to each rule's in the same run" + "".join(f"{date:>14}" for date in DATES))
    for name, path in paths.items():
        if name == "this engine":
            continue
        ratio = own / np.median(errors(path, counted)[1], axis=0)
        bar = ""
        if name == CONSTANT_RATES:
            held = (ratio <= BAR_ERROR).all()
            missed += not held
            bar = f"   bar ≤ {BAR_ERROR}: {'held' if held else 'missed'}"
        print(f"  {name:<52}" + "".join(f"{one:>14.3f}" for one in ratio) + bar)
    return missed


def coverage(band: Floats, counted: Floats) -> tuple[Floats, Floats]:
    """Share in per cent of what was counted inside the 80 % and the 95 % band; `band` has the five quantiles on axis 2."""
    wide, narrow = (np.take(band, [low, high], axis=2) for low, high in ((0, 4), (1, 3)))
    inside = [
        ((counted >= one[:, :, 0]) & (counted <= one[:, :, 1])).reshape(len(counted), counted.shape[1], -1)
        for one in (narrow, wide)
    ]
    return inside[0].mean(axis=(0, 2)) * 100, inside[1].mean(axis=(0, 2)) * 100


def _coverage(bands: Bands, counted: Floats) -> int:
    missed = 0
    print(f"\n{'what was counted lies inside (%)':<54}" + "".join(f"{date:>14}" for date in DATES))
    for name, band, truth in (
        ("totals of districts", bands.totals, counted.sum(axis=(2, 3))),
        ("17 ages × 2 sexes of districts", bands.cells, counted),
    ):
        narrow, wide = coverage(band, truth)
        bar = ""
        if band is bands.totals:
            held = ((narrow >= BAR_COVERAGE[0]) & (narrow <= BAR_COVERAGE[1])).all()
            missed += not held
            bar = f"   bar {BAR_COVERAGE[0]:.0f} … {BAR_COVERAGE[1]:.0f}: {'held' if held else 'missed'}"
        print(f"  {name + ', 80 % interval':<52}" + "".join(f"{one:>14.1f}" for one in narrow) + bar)
        print(f"  {name + ', 95 % interval':<52}" + "".join(f"{one:>14.1f}" for one in wide))
    return missed


def _by_age(paths: dict[str, Floats], bands: Bands, counted: Floats) -> None:
    """wMAPE over all districts and both sexes, and what lies inside the 80 % band, group by group."""
    head = f"{'wMAPE':>10}{'rates of 2015':>15}{'inside 80 %':>13}"
    print(f"\n{'by age':<14}" + "".join(f"{date:>38}" for date in DATES))
    print(f"{'':<14}" + "".join(f"{head}" for _ in DATES))
    for group, (low, after) in enumerate(pairwise((*_groups(), 0))):
        line = f"{f'{low}–{after - 1}' if after else f'{low}+':<14}"
        truth = counted[..., group]
        inside = coverage(bands.cells[..., group], truth)[0]
        for at in range(len(DATES)):
            for name in ("this engine", CONSTANT_RATES):
                off = np.abs(paths[name][..., group] - truth)[:, at].sum() / truth[:, at].sum() * 100
                line += f"{off:>{10 if name == 'this engine' else 15}.2f}"
            line += f"{inside[at]:>13.1f}"
        print(line)


def _shown(known: Known, paths: dict[str, Floats], counted: Floats, bands: Bands) -> None:
    total, by_age = errors(paths["this engine"], counted)
    print(f"\n{'of them':<34}" + "".join(f"{date + ': counted, 80 % band, error, wMAPE':>52}" for date in DATES))
    for key in SHOWN:
        k = known.districts.index(key)
        line = f"{known.names[k][:32]:<34}"
        for at in range(len(DATES)):
            low, high = bands.totals[k, at, 1], bands.totals[k, at, 3]
            people = counted[k, at].sum()
            line += f"{people:>17,.0f}{low:>10,.0f} – {high:>8,.0f}{total[k, at]:>+7.1f}{by_age[k, at]:>6.1f}"
        print(line)
