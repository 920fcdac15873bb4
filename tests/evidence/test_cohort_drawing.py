"""The same birth years at two dates: nothing for a line to join."""

from __future__ import annotations

import pytest

from netzwerkstatt.evidence.actions import make_card
from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.evidence.queries import shown
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import ChartKind

pytestmark = pytest.mark.django_db


def test_rows_that_meet_no_second_date_are_bars_that_name_their_date(
    officer_of_hettstedt: Person, classic_file: OfficialFile, hettstedt: City
) -> None:
    card = make_card(
        actor=officer_of_hettstedt,
        file=classic_file,
        refs=["9:25", "9:26", "29:27"],
        title="Who stayed",
        city=hettstedt,
    )
    chart = shown(card).drawing.chart

    assert chart.kind is ChartKind.BARS
    assert [series.values for series in chart.series] == [(1513, 783, 1858)]
    assert ["2015" in name for name in chart.categories] == [True, True, False]
