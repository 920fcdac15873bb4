"""Numbers as people read them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.ui.charts.numbers import format_number


@pytest.mark.parametrize(
    ("value", "german", "english"),
    [
        (13678, "13\u202f678", "13,678"),
        (Decimal("-5.9"), "\u22125,9", "\u22125.9"),
        (Decimal("12.10"), "12,10", "12.10"),
        (0, "0", "0"),
        (1000, "1\u202f000", "1,000"),
        (float("nan"), "–", "–"),
        (Decimal("Infinity"), "–", "–"),
    ],
)
def test_a_number_is_written_as_its_reader_writes_it(value, german, english):
    assert format_number(value, "de") == german
    assert format_number(value, "en") == english


def test_a_change_shows_its_direction_and_no_change_shows_none():
    assert format_number(140, "de", signed=True) == "+140"
    assert format_number(-140, "de", signed=True) == "\u2212140"
    assert format_number(0, "de", signed=True) == "0"
    assert format_number(Decimal("-0.04"), "de", decimals=1) == "0,0"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15, places=3))
def test_no_figure_is_lost_between_the_groups(value):
    shown = format_number(value, "de")
    back = shown.replace("\u202f", "").replace(",", ".").replace("\u2212", "-")
    assert Decimal(back) == value
