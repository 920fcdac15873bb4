"""Life tables equal the ones the statistical office publishes, and keep their own laws."""

from __future__ import annotations

import functools
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.demography.arrays import Misfit
from netzwerkstatt.engines.demography.life_tables import infant_years, life_table, life_table_from_probabilities

TABLES = ("2016-2018", "2020-2022", "2022-2024")


def published(shared_data, years):
    """(sex, column, age) of table 12621-0001: q, p, l, d, L, T, e for ages 0 to 100."""
    text = (shared_data / f"demography/destatis/12621-0001_sterbetafel_{years}.csv").read_text(encoding="utf-8-sig")
    rows = [line.split(";") for line in text.splitlines() if line[:1].isdigit() and "Jahr" in line.split(";")[0]]
    figures = np.array([[float(cell.replace(",", ".")) for cell in row[1::2]] for row in rows])
    assert figures.shape == (101, 14)
    return figures.reshape(101, 2, 7).transpose(1, 2, 0)


@functools.cache
def sheets(path):
    openpyxl = pytest.importorskip("openpyxl")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book if "land" in sheet.title}


def workbook(shared_data, sheet):
    """Rows of the workbook 2018/20, full precision: first age and q, p, l, d, L, T, e."""
    rows = []
    for line in sheets(shared_data / "demography/destatis/sterbetafel-2018-2020.xlsx")[sheet]:
        cells = [cell for cell in line if cell is not None]
        if len(cells) == 9 and cells[1] == ".":
            rows.append((int(str(cells[0]).split("-")[0].rstrip("+ ")), *(float(one) for one in cells[2:])))
    return np.array(rows)


@pytest.mark.parametrize("years", TABLES)
def test_the_offices_columns_follow_from_its_probabilities(shared_data, years):
    q, _, l, d, L, T, e = published(shared_data, years).transpose(1, 0, 2)
    ax = np.full(q.shape, 0.5)
    ax[:, 0] = (L[:, 0] - l[:, 1]) / d[:, 0]

    own = life_table_from_probabilities(q, ax=ax, open_expectancy=T[:, -1] / l[:, -1], radix=100_000)

    assert np.abs(own.lx - l).max() <= 1
    assert np.abs(own.dx[:, :-1] - d[:, :-1]).max() <= 1
    assert np.abs(own.Lx[:, :-1] - L[:, :-1]).max() <= 1
    assert np.abs(own.Tx - T).max() <= 101 * 0.5
    assert np.abs(own.ex[:, :91] - e[:, :91]).max() <= 0.01


@pytest.mark.parametrize("years", TABLES)
def test_andreev_and_kingkades_first_year_stays_within_a_hundredth_of_the_offices_expectancy(shared_data, years):
    q, _, _, _, L, _, e = published(shared_data, years).transpose(1, 0, 2)

    own = life_table_from_probabilities(q, open_expectancy=e[:, -1], radix=100_000)

    assert np.abs(own.ex[:, 0] - e[:, 0]).max() <= 0.01
    assert np.abs(own.Lx[:, 0] - L[:, 0]).max() <= 8  # of 100,000: the office knows the months of the deaths


@pytest.mark.parametrize(
    ("sheet", "sex"),
    [("Deutschland männlich", "male"), ("Ostdeutschland weiblich", "female"), ("Westdeutschland männlich", "male")],
)
def test_with_full_precision_the_columns_agree_to_a_millionth(shared_data, sheet, sex):
    rows = workbook(shared_data, sheet)
    _, q, _, l, d, L, T, e = rows.T
    ax = np.full(q.size, 0.5)
    ax[0] = (L[0] - l[1]) / d[0]

    own = life_table_from_probabilities(q, ax=ax, open_expectancy=e[-1], radix=100_000, sex=sex)

    assert own.lx == pytest.approx(l, rel=1e-9)
    assert own.Lx[:-1] == pytest.approx(L[:-1], rel=1e-6)
    assert own.Tx == pytest.approx(T, rel=1e-6)
    assert own.ex == pytest.approx(e, rel=1e-6)


def test_the_offices_groups_of_ages_are_the_single_ages_put_together(shared_data):
    groups = workbook(shared_data, "Deutschland Altersgruppen")[-11:]
    _, q, _, l, d, L, _, e = workbook(shared_data, "Deutschland weiblich").T
    ax = np.full(q.size, 0.5)
    ax[0] = (L[0] - l[1]) / d[0]
    complete = life_table_from_probabilities(q, ax=ax, open_expectancy=e[-1], radix=100_000)

    own = complete.abridge([0, *map(int, groups[:, 0])])

    assert groups[:, 0].tolist() == list(range(50, 101, 5))
    for name, column in zip(("qx", "px", "lx", "dx", "Lx", "Tx", "ex"), groups[:, 1:].T, strict=True):
        found = 1 - own.qx if name == "px" else getattr(own, name)
        assert found[1:] == pytest.approx(column, rel=1e-6, abs=1e-9), name


def test_an_abridged_table_from_rates_is_close_to_the_complete_one(shared_data):
    q, _, _, _, _, _, e = published(shared_data, "2022-2024").transpose(1, 0, 2)
    complete = life_table_from_probabilities(q, open_expectancy=e[:, -1])
    wide = complete.abridge([0, 1, *range(5, 96, 5)])

    again = life_table(wide.mx, ages=wide.ages.tolist())

    assert again.ex[:, 0] == pytest.approx(complete.ex[:, 0], abs=0.02)
    assert again.ex[:, 14] == pytest.approx(complete.ex[:, 65], abs=0.03)


def test_the_published_limits_of_the_first_year():
    assert infant_years(0.003, "male") == pytest.approx(0.14929 - 1.99545 * 0.003)
    assert infant_years(0.05, "female") == pytest.approx(0.04667 + 3.88089 * 0.05)
    assert infant_years(0.2, "male") == pytest.approx(0.29915)


rates = st.lists(st.floats(1e-6, 0.9), min_size=3, max_size=30)


@given(rates, st.sampled_from(["male", "female"]))
def test_a_life_table_keeps_its_laws(mx, sex):
    table = life_table(mx, sex=sex)

    assert table.dx.sum() == pytest.approx(1)
    assert np.all(np.diff(table.lx) <= 0)
    assert table.Tx[0] == pytest.approx(table.Lx.sum())
    assert table.dx / table.Lx == pytest.approx(np.asarray(mx), rel=1e-9)
    again = life_table_from_probabilities(table.qx, ax=table.ax, open_expectancy=table.ex[-1])
    assert again.ex == pytest.approx(table.ex, rel=1e-9)


@given(rates)
def test_survivorship_rebuilds_the_stationary_population(mx):
    table = life_table(mx, sex="female")
    into = table.survivorship()

    rebuilt = [into[0]]
    for ratio in into[1:-1]:
        rebuilt.append(rebuilt[-1] * ratio)
    assert rebuilt == pytest.approx(table.Lx[:-1], rel=1e-9)
    assert (table.Lx[-2] + table.Lx[-1]) * into[-1] == pytest.approx(table.Lx[-1], rel=1e-9)
    assert np.all((into >= 0) & (into <= 1))
    assert np.all((table.separation() >= 0) & (table.separation() <= 1))


def test_a_lower_open_age_takes_what_is_above_together(shared_data):
    q, _, _, _, L, T, e = published(shared_data, "2022-2024").transpose(1, 0, 2)
    into = life_table_from_probabilities(q, open_expectancy=e[:, -1]).survivorship(90)

    assert into.shape == (2, 91)
    assert into[:, 90] == pytest.approx(T[:, 90] / T[:, 89], rel=1e-3)
    assert into[:, 50] == pytest.approx(L[:, 50] / L[:, 49], abs=2e-5)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (
            lambda: life_table([0.1, np.nan, 0.2], sex="male"),
            r"mx: expected finite numbers of at least 0, found nan at \(1,\)",
        ),
        (lambda: life_table([0.1, -0.1, 0.2], sex="male"), r"mx: expected finite numbers of at least 0, found -0.1"),
        (lambda: life_table([[0.1, 0.1, 0.2]]), r"sex: .*axis \(male, female\) of length 2 on axis -2"),
        (lambda: life_table([0.1, 0.1, 0.0], sex="male"), r"mx: expected a rate above 0 in the open group on axis -1"),
        (
            lambda: life_table([0.1, 0.1, 0.2], sex="male", ages=[0, 1]),
            r"mx: expected length 2.*on axis -1, found length 3",
        ),
        (lambda: life_table_from_probabilities([0.1, 1.2, 1], sex="male"), r"qx: expected finite numbers .*at most 1"),
        (lambda: life_table([0.1] * 5, sex="male").survivorship(9), r"open_age: expected an age from 2 to 4"),
        (lambda: life_table([0.1] * 5, sex="male").abridge([0, 7]), r"bounds: expected some of"),
        (lambda: life_table([0.1, 5.0, 5.0], ages=[0, 5, 10], sex="male", ax=[1, 1, 1]), "not more than everybody"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
