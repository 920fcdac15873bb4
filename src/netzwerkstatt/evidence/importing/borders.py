"""The state of the borders (Gebietsstand) that a table speaks of."""

from __future__ import annotations

import re
from datetime import date

from netzwerkstatt.engines.official_files.columns import Columns

SAID = re.compile(r"Gebietsstand:? (\d{2})\.(\d{2})\.(\d{4})")
DAY = "%d.%m.%Y"


def territory_status(columns: Columns) -> tuple[str, date | None]:
    """Gebietsstand in the file's words and as a day; without a word the borders are those of each reference date."""
    words = [columns.head.title, columns.head.statistic.label, columns.head.notes]
    words += [category.variable for series in columns.series[:1] for category in series.categories]
    for text in words:
        if match := SAID.search(text):
            try:
                day = date(int(match[3]), int(match[2]), int(match[1]))
            except ValueError:
                continue
            return day.strftime(DAY), day
    return "", None
