"""What people need is people times rates of a year that is named."""

from __future__ import annotations

import numpy as np
import pytest

from netzwerkstatt.engines.demography import services
from netzwerkstatt.engines.demography.arrays import Misfit

PEOPLE = np.full((2, 91), 100.0)
CARE = services.rates("care", (60, 80), [[0.05, 0.3], [0.06, 0.4]], year=2021, source="Pflegestatistik")


def test_the_key_date_cuts_the_years_of_age():
    ages = np.zeros((2, 91))
    ages[:, 6:11] = [50, 60, 70, 80, 90]

    june = services.pupils(ages, 6, 30)
    assert june == pytest.approx(2 * (181 / 365 * 50 + 60 + 70 + 80 + 184 / 365 * 90))
    assert services.pupils(PEOPLE, 8, 1) == pytest.approx(800)
    assert services.pupils(ages, 12, 31) == pytest.approx(2 * (50 + 60 + 70 + 80))
    assert services.pupils(PEOPLE, 6, 30, classes=6) == pytest.approx(1200)
    assert {state: date[:2] for state, date in services.SCHOOL_KEY_DATES.items()} == {
        "14": (6, 30),
        "15": (6, 30),
        "16": (8, 1),
    }


def test_the_official_children_in_care_of_goerlitz_come_back(shared_data):
    """22543-01-02-4, 1 March 2016: 2,915 children under 3, 5,867 of 3–5, 8,396 of 6–13 in care in the district."""
    children = [2915, 5867, 8396]
    living = np.zeros((2, 91))
    living[:, :14] = np.array([*[6119 / 3] * 3, *[6256 / 3] * 3, *[2150] * 8]) / 2

    rates = services.care_rates(living, children, (0, 3, 6), 14, year=2016, source="22543-01-02-4")

    assert rates.values[:2] == pytest.approx([2915 / 6119, 5867 / 6256])
    assert rates.year == 2016
    assert services.users(living, rates) == pytest.approx(sum(children))
    half = living.copy()
    half[:, :3] *= 0.5
    assert services.users(half, rates) == pytest.approx(sum(children) - 2915 / 2)


def test_care_is_by_age_and_sex_and_a_place_keeps_the_standards_shape():
    assert services.users(PEOPLE, CARE) == pytest.approx(2000 * 0.05 + 1100 * 0.3 + 2000 * 0.06 + 1100 * 0.4)

    own = services.scaled(CARE, PEOPLE, [860, 560], year=2015, source="22411-02-02-4")
    assert services.users(np.stack([PEOPLE[0], PEOPLE[1] * 0]), own) == pytest.approx(860)
    assert own.values[0, 1] / own.values[0, 0] == pytest.approx(6)
    assert "22411-02-02-4; age pattern: Pflegestatistik (2021)" in own.source


def test_doctors_are_inhabitants_by_a_ratio():
    assert services.per_inhabitants(PEOPLE, 1820) == pytest.approx(10)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: services.rates("x", (0, 3), [0.1], year=2020, source="s"), "values: expected length 2"),
        (lambda: services.rates("x", (0,), [1.4], year=2020, source="s"), "values: .*at most 1"),
        (
            lambda: services.rates("x", (0,), [0.4], year=20, source="s"),
            "year: expected the year that the rates are of",
        ),
        (lambda: services.rates("x", (0,), [0.4], year=2020, source=" "), "source: expected where the rates come from"),
        (
            lambda: services.rates("x", (0,), np.ones((3, 1)), year=2020, source="s"),
            r"values: expected shape .*axis -2",
        ),
        (lambda: services.pupils(PEOPLE, 13, 1), "month, day: expected a day of the year"),
        (lambda: services.pupils(PEOPLE[:, :10], 6, 30), "population: expected single ages up to 10"),
        (lambda: services.users(PEOPLE[:, :50], CARE), "bounds: expected ages up to 49"),
        (lambda: services.scaled(CARE, PEOPLE * 0, [1, 1], year=2015, source="s"), "population: expected people"),
        (lambda: services.per_inhabitants(PEOPLE, 0), "ratio: expected finite numbers"),
    ],
)
def test_what_does_not_fit_is_named(call, said):
    with pytest.raises(Misfit, match=said):
        call()
