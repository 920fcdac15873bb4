"""Demographic twins: the nine cities of the 2012 profiles, worked out by hand, and the laws of a distance."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from netzwerkstatt.engines.matching import Indicator, Reference, distances, reference_of, twins
from netzwerkstatt.engines.matching.twins import Incomparable

# population 1990 and 2010, mean age 2010, share of 65 and older (Sachsen-Anhalt: 2008)
PROFILES = {
    "Bautzen": (52_884, 40_573, 46.3, 25.3),
    "Görlitz": (76_603, 55_596, 47.4, 28.4),
    "Hoyerswerda": (68_982, 37_379, 50.3, 31.8),
    "Hettstedt": (22_171, 15_343, 48.8, 27.9),
    "Eisleben": (34_563, 25_489, 47.2, 25.1),
    "Sangerhausen": (41_909, 29_679, 47.9, 26.2),
    "Bad Blankenburg": (8_323, 7_047, 48.8, 28.2),
    "Rudolstadt": (31_189, 23_762, 48.5, 28.5),
    "Saalfeld": (33_628, 26_755, 47.0, 26.7),
}
NAMES = list(PROFILES)
FOUR = [Indicator("size", log=True), Indicator("change"), Indicator("mean_age"), Indicator("old")]
VALUES = np.array([(new, (new - old) / old * 100, age, share) for old, new, age, share in PROFILES.values()])

# By hand, four equal weights. Means: ln size 10.1421, change −26.9257 %, age 48.0222, old 27.5667; population standard
# deviations 0.5688, 8.0072, 1.1409, 1.9391. z of Bautzen: (10.611 − 10.1421) / 0.5688 = 0.824; (−23.279 + 26.9257) / 8.0072
# = 0.455; (46.3 − 48.0222) / 1.1409 = −1.509; (25.3 − 27.5667) / 1.9391 = −1.169. z of Eisleben: 0.007, 0.084, −0.721,
# −1.272. d(Bautzen, Eisleben) = √((0.817² + 0.371² + 0.788² + 0.103²) / 4) = √(1.4368 / 4) = 0.60.
BY_HAND = {
    "Bautzen": (0.00, 1.01, 2.80, 1.61, 0.60, 0.87, 2.09, 1.35, 0.62),
    "Görlitz": (1.01, 0.00, 1.96, 1.31, 1.10, 0.83, 2.06, 0.92, 0.91),
    "Hoyerswerda": (2.80, 1.96, 0.00, 1.71, 2.54, 2.08, 2.66, 1.84, 2.53),
    "Hettstedt": (1.61, 1.31, 1.71, 0.00, 1.14, 0.83, 1.19, 0.62, 1.17),
    "Eisleben": (0.60, 1.10, 2.54, 1.14, 0.00, 0.48, 1.70, 1.06, 0.56),
    "Sangerhausen": (0.87, 0.83, 2.08, 0.83, 0.48, 0.00, 1.66, 0.76, 0.69),
    "Bad Blankenburg": (2.09, 2.06, 2.66, 1.19, 1.70, 1.66, 0.00, 1.20, 1.50),
    "Rudolstadt": (1.35, 0.92, 1.84, 0.62, 1.06, 0.76, 1.20, 0.00, 0.84),
    "Saalfeld": (0.62, 0.91, 2.53, 1.17, 0.56, 0.69, 1.50, 0.84, 0.00),
}
NINE = reference_of("the nine cities", VALUES, FOUR)


def found(city, values=VALUES, **options):
    return twins(NAMES.index(city), values, FOUR, NINE, **options)


def test_the_nine_cities_agree_with_the_calculation_by_hand_to_two_decimals():
    apart, share = distances(VALUES, FOUR, NINE)

    assert NINE.mean == pytest.approx([10.1421, -26.9257, 48.0222, 27.5667], abs=5e-5)
    assert NINE.deviation == pytest.approx([0.5688, 8.0072, 1.1409, 1.9391], abs=5e-5)
    assert apart == pytest.approx(np.array(list(BY_HAND.values())), abs=0.005)
    assert share == pytest.approx(np.ones((9, 9)))


def test_the_nearest_come_first_with_what_is_alike_and_what_is_not():
    result = found("Bautzen", top=3)

    assert [NAMES[one.place] for one in result.neighbours] == ["Eisleben", "Saalfeld", "Sangerhausen"]
    assert [round(one.distance, 2) for one in result.neighbours] == [0.60, 0.62, 0.87]
    assert result.neighbours[0].alike == ("old", "change")
    assert result.neighbours[0].unlike == ("size", "mean_age")
    assert NAMES[result.contrast.place] == "Hoyerswerda"
    assert result.incomparable == ()


def test_of_many_indicators_three_are_named_on_each_side():
    seven = [Indicator(key) for key in "abcdefg"]
    plain = Reference("all", np.zeros(7), np.ones(7), np.full(7, 2))

    near = twins(0, np.array([np.zeros(7), [3, 0.1, 9, 0.3, 5, 0.2, 7]]), seven, plain).neighbours[0]

    assert near.alike == ("b", "f", "d")
    assert near.unlike == ("c", "g", "e")


def test_what_holds_without_any_one_indicator_is_called_stable():
    near = {NAMES[one.place]: one.stable for one in found("Eisleben", top=3).neighbours}
    stayed = []
    for left_out in range(4):
        weights = [Indicator(one.key, float(at != left_out), one.log) for at, one in enumerate(FOUR)]
        again = twins(NAMES.index("Eisleben"), VALUES, weights, NINE, top=3)
        stayed.append({NAMES[one.place] for one in again.neighbours})

    assert list(near) == ["Sangerhausen", "Saalfeld", "Bautzen"]
    assert near == {name: all(name in names for names in stayed) for name in near}
    assert set(near.values()) == {True, False}


def test_without_forty_per_cent_of_the_weight_cities_are_not_comparable():
    five = [*FOUR, Indicator("jobs")]
    values = np.column_stack([VALUES, np.arange(9.0)])
    values[NAMES.index("Saalfeld"), 3:] = np.nan
    reference = reference_of("the nine cities", values, five)

    result = twins(0, values, five, reference, top=9)
    apart, share = distances(values, five, reference)
    assert result.incomparable == (NAMES.index("Saalfeld"),)
    assert share[0, 8] == pytest.approx(0.6)
    assert np.isnan(apart[0, 8])
    assert len(result.neighbours) == 7


def test_with_seventy_per_cent_the_rest_is_compared():
    ten = [Indicator(f"i{at}") for at in range(10)]
    values = np.random.default_rng(1).normal(size=(4, 10))
    values[1, :3] = np.nan
    reference = Reference("all", np.zeros(10), np.ones(10), np.full(10, 4))

    apart, share = distances(values, ten, reference)
    assert share[0, 1] == pytest.approx(0.7)
    assert apart[0, 1] == pytest.approx(np.sqrt(((values[0] - values[1])[3:] ** 2).mean()))


def test_weights_change_who_is_near_and_a_filter_who_may_be():
    only_size = [Indicator(one.key, 1.0 if one.key == "size" else 0.0, one.log) for one in FOUR]
    by_size = twins(0, VALUES, only_size, NINE, top=1).neighbours[0]
    assert NAMES[by_size.place] == "Hoyerswerda"
    assert not by_size.stable  # nothing is left when the only indicator is left out

    thuringia = np.array([name in {"Bad Blankenburg", "Rudolstadt", "Saalfeld"} for name in NAMES])
    result = found("Bautzen", candidates=thuringia)
    assert [NAMES[one.place] for one in result.neighbours] == ["Saalfeld", "Rudolstadt", "Bad Blankenburg"]
    assert NAMES[result.contrast.place] == "Bad Blankenburg"


def test_nobody_to_compare_with_is_no_error():
    result = found("Bautzen", candidates=np.zeros(9, dtype=bool))

    assert (result.neighbours, result.contrast, result.incomparable) == ((), None, ())


tables = arrays.arrays(
    float, st.tuples(st.integers(2, 7), st.just(4)), elements=st.one_of(st.floats(-9, 9), st.just(float("nan")))
)
PLAIN = [Indicator(key, weight) for key, weight in (("a", 1.0), ("b", 2.0), ("c", 0.5), ("d", 1.0))]
UNIT = Reference("all", np.zeros(4), np.ones(4), np.full(4, 9))


@given(tables)
def test_a_distance_is_symmetric_and_zero_to_itself(values):
    apart, share = distances(values, PLAIN, UNIT)

    assert np.array_equal(np.isnan(apart), np.isnan(apart.T))
    assert apart == pytest.approx(apart.T, nan_ok=True, abs=1e-6)
    assert np.all(np.nan_to_num(np.diag(apart)) == 0)
    assert np.all((share >= 0) & (share <= 1 + 1e-12))
    assert np.array_equal(np.isnan(apart), share < 0.7 - 1e-12)


@given(tables, st.integers(0, 6), st.randoms())
def test_the_order_of_the_cities_does_not_matter(values, city, random):
    city %= len(values)
    turned = list(range(len(values)))
    random.shuffle(turned)

    one = twins(city, values, PLAIN, UNIT, top=9)
    other = twins(turned.index(city), values[turned], PLAIN, UNIT, top=9)
    assert [n.distance for n in one.neighbours] == pytest.approx([n.distance for n in other.neighbours], abs=1e-9)
    assert sorted(one.incomparable) == sorted(turned[place] for place in other.incomparable)


@given(st.floats(0.1, 50))
def test_only_proportions_of_weights_count(factor):
    heavier = [Indicator(one.key, one.weight * factor, one.log) for one in FOUR]

    assert distances(VALUES, heavier, NINE)[0] == pytest.approx(distances(VALUES, FOUR, NINE)[0], abs=1e-6)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: twins(9, VALUES, FOUR, NINE), "city: expected a row from 0 to 8, found 9"),
        (lambda: twins(0, VALUES, FOUR, NINE, top=0), "top: expected at least 1"),
        (lambda: twins(0, VALUES[:, :3], FOUR, NINE), r"values: expected shape \(cities, 4\), found \(9, 3\)"),
        (lambda: twins(0, -VALUES, FOUR, NINE), "values: expected size above 0 for its logarithm"),
        (lambda: twins(0, VALUES, FOUR, NINE, candidates=[1, 0]), "candidates: expected truth values"),
        (lambda: twins(0, VALUES, [Indicator("a", -1.0)] * 4, NINE), "indicators: expected weights of at least 0"),
        (lambda: reference_of("one", VALUES[:1], FOUR), "values: expected at least two members with size"),
        (lambda: reference_of("same", np.ones((3, 4)), FOUR), "values: expected size to differ between members"),
        (
            lambda: distances(VALUES, FOUR, Reference("x", np.zeros(3), np.ones(3), np.full(3, 9))),
            "reference: expected 4 indicators, found 3",
        ),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Incomparable, match=said):
        call()
