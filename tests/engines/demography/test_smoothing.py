"""From groups to single ages: no total changes, nothing is negative, real groups give the real ages nearly back."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.demography.arrays import Misfit, group_sums
from netzwerkstatt.engines.demography.smoothing import scale_to_groups, ungroup
from tests.engines.demography.test_life_tables import published

FIVES = [0, 1, *range(5, 90, 5)]


def test_deaths_by_group_give_the_single_ages_nearly_back(shared_data):
    deaths = published(shared_data, "2022-2024")[:, 3]
    lived = published(shared_data, "2022-2024")[:, 4]
    groups = group_sums(deaths, FIVES)

    single = ungroup(groups, FIVES, 100, exposure=lived, smoothness=1.0)

    assert group_sums(single, FIVES) == pytest.approx(groups, rel=1e-12)
    away = np.abs(single - deaths)[:, 1:].sum() / deaths.sum()
    assert away < 0.06
    m = single / lived
    assert np.all(np.diff(m[:, 40:], axis=1) > 0)


@given(
    st.lists(st.integers(0, 1000), min_size=4, max_size=8),
    st.lists(st.integers(1, 9), min_size=8, max_size=8),
    st.floats(0.1, 100),
)
def test_every_total_is_kept_and_nothing_is_negative(counts, widths, smoothness):
    bounds = np.concatenate([[0], np.cumsum(widths)])[: len(counts)].tolist()
    last = bounds[-1] + 10

    single = ungroup(counts, bounds, last, smoothness=smoothness)

    assert np.all(single >= 0)
    assert group_sums(single, bounds) == pytest.approx(counts, rel=1e-9, abs=1e-9)


def test_an_even_population_stays_even():
    assert ungroup([50, 50, 50], [0, 5, 10], 14) == pytest.approx(np.full(15, 10.0))


def test_single_ages_are_scaled_to_new_group_totals():
    scaled = scale_to_groups([1, 3, 0, 0, 5], [8, 4, 10], [0, 2, 4])

    assert scaled.tolist() == [2, 6, 2, 2, 10]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: ungroup([1, 2], [0, 5, 10], 20), r"counts: expected length 3"),
        (lambda: ungroup([1, 2], [0, 5], 3), r"bounds: expected ages up to 3"),
        (lambda: ungroup([1, -2], [0, 5], 9), r"counts: expected finite numbers of at least 0"),
        (lambda: ungroup([1, 2], [1, 5], 9), r"bounds: expected a first group that begins at 0"),
        (lambda: ungroup([1, 2], [0, 5], 9, exposure=np.zeros(10)), r"exposure: expected people"),
        (lambda: ungroup([1, 2], [5, 0], 9), r"bounds: expected ages that rise strictly"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
