"""How a card's figures become a chart: their shape decides, never the person who looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, gettext

from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.foundation.ui.charts import Chart, ChartKind, Multiples, Series, Small

MOST_COLUMNS = 12
MOST_ROWS_OVER_TIME = 6  # in one drawing; more stand beside each other
MOST_GROUPS = 3
TOTALS = frozenset({"insgesamt", "zusammen", "total"})
PLAIN_UNITS = frozenset({"Anzahl", "Number", "number"})
FULL_DATES = (
    re.compile(r"(?P<day>\d\d)\.(?P<month>\d\d)\.(?P<year>\d{4})"), re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"),
)  # fmt: skip

Key = Callable[[Figure], str]
Value = int | str | None


@dataclass(frozen=True)
class Words:
    """What stands around the figures."""

    claim: str
    subline: str
    source: str
    measure: str
    unit: str


def chart_of(words: Words, figures: Sequence[Figure], census_years: Sequence[int] = ()) -> Chart | Multiples:
    """One figure is written large, one row over dates becomes columns or a line that breaks at a new census, many rows many small
    lines; categories become bars, two by two they are grouped.
    """
    varying = [axis for axis in _axes(figures) if len({_apart(axis.key(figure)) for figure in figures}) > 1]
    if len(figures) == 1:
        return _chart(words, ChartKind.FIGURE, ("",), [Series("", (_value(figures[0]),))], unit=_unit_in_words(words))
    if any(axis.name == "date" for axis in varying) and _follows_something(figures, varying):
        return _over_time(words, figures, [axis for axis in varying if axis.name != "date"], census_years)
    if len(varying) == 1 and varying[0].name == "territory":
        return _crossed(words, figures, varying[0].key, None, ChartKind.COMPARE)
    if len(varying) == 2:
        (groups, few), (places, many) = sorted(
            ((len({axis.key(figure) for figure in figures}), axis) for axis in varying), key=lambda pair: pair[0]
        )
        if groups <= MOST_GROUPS and groups * places == len(figures):
            return _crossed(words, figures, many.key, few.key, ChartKind.GROUPED)
    return _crossed(words, figures, _joined(varying), None, ChartKind.BARS)


def _follows_something(figures: Sequence[Figure], varying: Sequence[Axis]) -> bool:
    """Some row has figures of two dates; else a line would join nothing, and bars that name their date say more."""
    row = _joined([axis for axis in varying if axis.name != "date"])
    return len({row(figure) for figure in figures}) < len(figures)


@dataclass(frozen=True)
class Axis:
    """Something in which figures can differ."""

    name: str
    key: Key


def _axes(figures: Sequence[Figure]) -> list[Axis]:
    dimensions = dict.fromkeys(name for figure in figures for name, _, _ in figure.categories)
    return [
        Axis("date", lambda figure: figure.date),
        Axis("territory", lambda figure: figure.place.name if figure.place else ""),
        *(Axis(f"category {name}", _category(name)) for name in dimensions),
    ]


def _apart(value: str) -> str:
    """What tells figures apart: one table writes "total" where another has no such dimension."""
    return "" if value.strip().casefold() in TOTALS else value


def _category(dimension: str) -> Key:
    def read(figure: Figure) -> str:
        return next((label for name, _, label in figure.categories if name == dimension), "")

    return read


def _joined(axes: Sequence[Axis]) -> Key:
    def read(figure: Figure) -> str:
        return " · ".join(label for axis in axes if (label := axis.key(figure)).strip())

    return read


def _over_time(
    words: Words, figures: Sequence[Figure], rows: list[Axis], census_years: Sequence[int]
) -> Chart | Multiples:
    ordered = sorted(figures, key=lambda figure: figure.iso)
    dates = list(dict.fromkeys((figure.iso, figure.date) for figure in ordered))
    breaks = frozenset(
        at
        for year in census_years
        if (at := next((i for i, (iso, _) in enumerate(dates) if iso[:4] >= str(year)), 0)) > 0
    )
    key = _joined(rows)
    names = list(dict.fromkeys(key(figure) for figure in figures))
    by_place = {(key(figure), figure.iso): figure for figure in figures}
    if len(names) > MOST_ROWS_OVER_TIME:
        return Multiples(
            title=words.claim, subtitle=words.subline, source=words.source, unit="%" if _is_share(words.unit) else "",
            decimals=max(_places(figure.value) for figure in figures), breaks=breaks, locale=(get_language() or "de")[:2],
            category_label=gettext("Place") if [axis.name for axis in rows] == ["territory"] else words.measure,
            categories=short_dates([date for _, date in dates]),
            panels=tuple(
                Small(name, tuple(_known(by_place.get((name, iso))) for iso, _ in dates), tone="own" if at == 0 else "other")
                for at, name in enumerate(names)
            ),
        )  # fmt: skip
    series = [
        Series(
            name or words.measure,
            tuple(_value(by_place.get((name, iso))) for iso, _ in dates),
            tone=("own", "own2")[at] if at < 2 else "other",
        )
        for at, name in enumerate(names)
    ]
    simple = len(series) == 1 and len(dates) <= MOST_COLUMNS and not breaks
    return _chart(
        words, ChartKind.COLUMNS if simple else ChartKind.LINE, short_dates([date for _, date in dates]), series,
        breaks=breaks, category_label=gettext("Reference date"),
    )  # fmt: skip


def _crossed(words: Words, figures: Sequence[Figure], across: Key, by: Key | None, kind: ChartKind) -> Chart:
    categories = list(dict.fromkeys(across(figure) for figure in figures))
    groups = list(dict.fromkeys(by(figure) for figure in figures)) if by else [words.measure]
    found = {(across(figure), by(figure) if by else words.measure): figure for figure in figures}
    series = [Series(group, tuple(_value(found.get((one, group))) for one in categories)) for group in groups]
    return _chart(words, kind, tuple(categories), series)


def _chart(
    words: Words,
    kind: ChartKind,
    categories: tuple[str, ...],
    series: Sequence[Series],
    *,
    unit: str | None = None,
    breaks: frozenset[int] = frozenset(),
    category_label: str = "",
) -> Chart:
    return Chart(
        kind=kind, title=words.claim, categories=categories, series=tuple(series), subtitle=words.subline,
        source=words.source, unit=words.unit if unit is None else unit, breaks=breaks, category_label=category_label,
        locale=(get_language() or "de")[:2],
    )  # fmt: skip


def _known(figure: Figure | None) -> int | Decimal | None:
    return None if figure is None else figure.value


def _places(value: int | Decimal | None) -> int:
    """Digits after the point."""
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


def _is_share(unit: str) -> bool:
    return unit in {"%", "Prozent", "Percent"}


def _value(figure: Figure | None) -> Value:
    if figure is None:
        return None
    return figure.raw.strip() if figure.value is None else figure.value  # type: ignore[return-value]


def _unit_in_words(words: Words) -> str:
    if _is_share(words.unit):
        return "%"
    return words.measure if words.unit in PLAIN_UNITS or not words.unit else words.unit


def short_dates(dates: Sequence[str]) -> tuple[str, ...]:
    """31.12.2015, 2016-12-31 … are written as years where day and month are the same everywhere."""
    found = [next((fits for one in FULL_DATES if (fits := one.fullmatch(date))), None) for date in dates]
    known = [one for one in found if one is not None]
    if len(known) == len(dates) and len({(one["month"], one["day"]) for one in known}) == 1:
        return tuple(one["year"] for one in known)
    return tuple(dates)
