"""A table that stays in its file: rows are kept as offsets, cells are made when somebody asks for them."""

import hashlib
from collections.abc import Collection, Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from netzwerkstatt.engines.official_files import words
from netzwerkstatt.engines.official_files.model import (
    Attribution,
    Category,
    Cell,
    Dimension,
    Format,
    Grid,
    GridRow,
    Head,
    Measure,
    Moment,
    Notice,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.source import Source, fields

LONGEST_REF = 24

T = TypeVar("T")
Where = Mapping[str, str | Collection[str]]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its field in the line, the field of its quality sign, and what its header says.

    `measure`, `moment` and `territory` are places in the body's lists, or None where the row says it.
    """

    field: int
    quality: int | None
    measure: int | None
    moment: int | None
    territory: int | None
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Rows:
    """One entry per line with figures, as plain arrays: offset, line number, and places in the body's lists.

    `moment`, `territory` and `measure` are None where the header says it for the whole column.
    """

    starts: MutableSequence[int]
    numbers: MutableSequence[int]
    moment: Sequence[int] | None
    territory: Sequence[int] | None
    measure: Sequence[int] | None
    categories: tuple[Sequence[int], ...]


@dataclass(frozen=True, slots=True)
class Body:
    measures: tuple[Measure, ...]
    moments: tuple[Moment, ...]
    territories: tuple[Territory, ...]
    axes: tuple[tuple[Category, ...], ...]
    columns: tuple[Column, ...]
    rows: Rows
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Table:
    """An official table. Look-ups cost what they return; nothing is made up front but offsets."""

    format: Format
    head: Head
    source: Source = field(repr=False)
    body: Body = field(repr=False)

    @property
    def code(self) -> str:
        return self.head.code

    @property
    def title(self) -> str:
        return self.head.title

    @property
    def statistic(self) -> Statistic:
        return self.head.statistic

    @property
    def language(self) -> str:
        return self.head.language

    @property
    def attribution(self) -> Attribution:
        return self.head.attribution

    @property
    def as_of(self) -> datetime | None:
        return self.head.as_of

    @property
    def notes(self) -> str:
        return self.head.notes

    @property
    def warnings(self) -> tuple[Notice, ...]:
        return self.head.warnings

    @property
    def measures(self) -> tuple[Measure, ...]:
        return self.body.measures

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return self.body.dimensions

    @property
    def data(self) -> bytes:
        return self.source.data

    @property
    def encoding(self) -> str:
        return self.source.encoding

    @cached_property
    def sha256(self) -> str:
        return hashlib.sha256(self.source.data).hexdigest()

    @cached_property
    def dates(self) -> tuple[Moment, ...]:
        return tuple(sorted(self.body.moments, key=lambda m: m.iso))

    def __len__(self) -> int:
        return len(self.body.rows.starts) * len(self.body.columns)

    # ------------------------------------------------------------------ places

    def territories(self, query: str = "") -> tuple[Territory, ...]:
        """Places whose key starts with the query or whose name contains it; case and accents do not matter."""
        wanted = words.folded(query.strip())
        if not wanted:
            return self.body.territories
        return tuple(place for place, name in self._searchable if _matches(place, name, wanted))

    def territory(self, key: str) -> Territory | None:
        """The place with this key as the file writes it, else with this municipality key."""
        found = self._places(key)
        return self.body.territories[min(found)] if found else None

    @cached_property
    def _searchable(self) -> tuple[tuple[Territory, str], ...]:
        return tuple((place, words.folded(place.name)) for place in self.body.territories)

    @cached_property
    def _by_key(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, place in enumerate(self.body.territories):
            found.setdefault(place.key, []).append(at)
        return found

    @cached_property
    def _by_ags(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, place in enumerate(self.body.territories):
            found.setdefault(place.ags, []).append(at)
        return found

    @cached_property
    def _rows_by_place(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for row, place in enumerate(self.body.rows.territory or ()):
            found.setdefault(place, []).append(row)
        return found

    def _places(self, territory: str | Territory) -> set[int]:
        if isinstance(territory, Territory):
            return {at for at in self._by_key.get(territory.key, ()) if self.body.territories[at] == territory}
        return set(self._by_key.get(territory, ()) or (self._by_ags.get(territory, ()) if territory else ()))

    # ------------------------------------------------------------------ cells

    def select(
        self,
        territory: str | Territory | None = None,
        date: str | Moment | None = None,
        where: Where | None = None,
        measure: str | Measure | None = None,
    ) -> list[Cell]:
        """The cells that fit all that is asked, in the order of the file; what is unknown fits nothing."""
        return list(self._cells(territory, date, where or {}, measure))

    def grid(
        self,
        territory: str | Territory,
        date: str | Moment | None = None,
        where: Where | None = None,
        measure: str | Measure | None = None,
    ) -> Grid | None:
        """Categories down, dates across, for one place; None for a place that is not in the table."""
        place = territory if isinstance(territory, Territory) else self.territory(territory)
        if place is None:
            return None
        lines: dict[tuple[Measure, tuple[Category, ...]], dict[Moment | None, Cell]] = {}
        for cell in self._cells(place, date, where or {}, measure):
            lines.setdefault((cell.measure, cell.categories), {})[cell.date] = cell
        dates = tuple(moment for moment in self.dates if any(moment in line for line in lines.values()))
        rows = [GridRow(m, c, tuple(line.get(d) for d in dates)) for (m, c), line in lines.items()]
        return Grid(place, dates, tuple(sorted(rows, key=self._row_order)))

    def at(self, ref: str) -> Cell | None:
        """The cell at `line:column`, as `Cell.ref` writes it; None where there is no figure."""
        line, _, column = ref.partition(":")
        if not (line.isdecimal() and column.isdecimal() and len(ref) <= LONGEST_REF):
            return None
        row = self._row_of_line.get(int(line))
        fitting = [c for c in self.body.columns if c.field == int(column) - 1]
        return self._cell(row, fitting[0]) if row is not None and fitting else None

    def find(self, coordinates: Mapping[str, str]) -> Cell | None:
        """The cell with these coordinates (`Cell.coordinates`), for instance in a newer download; None if not unique."""
        where = {k: v for k, v in coordinates.items() if k not in ("measure", "date", "territory")}
        asked = coordinates.get("territory"), coordinates.get("date"), where, coordinates.get("measure")
        fitting = [cell for cell in self._cells(*asked) if cell.coordinates == dict(coordinates)]
        return fitting[0] if len(fitting) == 1 else None

    def __iter__(self) -> Iterator[Cell]:
        return self._cells(None, None, {}, None)

    @cached_property
    def _row_of_line(self) -> dict[int, int]:
        return {number: row for row, number in enumerate(self.body.rows.numbers)}

    @cached_property
    def _order(self) -> dict[Category, int]:
        axes = [dimension.categories for dimension in self.body.dimensions]
        return {category: at for axis in axes for at, category in enumerate(axis)}

    def _row_order(self, row: GridRow) -> tuple[int, ...]:
        measure = self.body.measures.index(row.measure)
        return (measure, *(self._order.get(category, 0) for category in row.categories))

    def _cells(
        self, territory: str | Territory | None, date: str | Moment | None, where: Where, measure: str | Measure | None
    ) -> Iterator[Cell]:
        body, rows = self.body, self.body.rows
        places = None if territory is None else self._places(territory)
        moments = None if date is None else {i for i, m in enumerate(body.moments) if _is_moment(m, date)}
        measures = None if measure is None else {i for i, m in enumerate(body.measures) if _is_measure(m, measure)}
        if any(wanted is not None and not wanted for wanted in (places, moments, measures)):
            return
        columns = [
            column
            for column in body.columns
            if _fits(column.territory, places) and _fits(column.moment, moments) and _fits(column.measure, measures)
        ]
        for row in self._candidates(places):
            if not (_row_fits(rows.moment, row, moments) and _row_fits(rows.measure, row, measures)):
                continue
            mine = tuple(axis[places_[row]] for axis, places_ in zip(body.axes, rows.categories, strict=True))
            for column in columns:
                if _wanted((*mine, *column.categories), where):
                    yield self._cell(row, column, mine)

    def _candidates(self, places: set[int] | None) -> Iterator[int]:
        rows = self.body.rows
        if places is None or rows.territory is None:
            return iter(range(len(rows.starts)))
        return iter(sorted(row for place in places for row in self._rows_by_place.get(place, ())))

    def _cell(self, row: int, column: Column, mine: tuple[Category, ...] | None = None) -> Cell:
        body, rows = self.body, self.body.rows
        start, number = rows.starts[row], rows.numbers[row]
        line = self._line(start)
        places = fields(line, number)
        at, length = places[column.field]
        raw = self.source.text(line[at : at + length])
        value, sign, bracketed = words.value_of(raw)
        if mine is None:
            mine = tuple(axis[indices[row]] for axis, indices in zip(body.axes, rows.categories, strict=True))
        return Cell(
            raw=raw,
            value=value,
            sign=sign,
            quality="()" if bracketed else self._quality(line, places, column),
            measure=body.measures[_either(column.measure, rows.measure, row) or 0],
            territory=_pick(body.territories, _either(column.territory, rows.territory, row)),
            date=_pick(body.moments, _either(column.moment, rows.moment, row)),
            categories=(*mine, *column.categories),
            offset=start + at,
            length=length,
            line=number,
            column=column.field + 1,
        )

    def _line(self, start: int) -> bytes:
        end = self.source.data.find(b"\n", start)
        return self.source.data[start : None if end < 0 else end].removesuffix(b"\r")

    def _quality(self, line: bytes, places: list[tuple[int, int]], column: Column) -> str:
        if column.quality is None:
            return ""
        at, length = places[column.quality]
        return self.source.text(line[at : at + length]).strip()


def _matches(place: Territory, name: str, wanted: str) -> bool:
    return (
        wanted in name or place.key.casefold().startswith(wanted) or (bool(place.ags) and place.ags.startswith(wanted))
    )


def _is_moment(moment: Moment, asked: str | Moment) -> bool:
    return moment == asked if isinstance(asked, Moment) else asked in (moment.label, moment.iso)


def _is_measure(measure: Measure, asked: str | Measure) -> bool:
    return measure == asked if isinstance(asked, Measure) else asked in (measure.code, measure.label, measure.text)


def _fits(index: int | None, wanted: set[int] | None) -> bool:
    return wanted is None or index is None or index in wanted


def _row_fits(indices: Sequence[int] | None, row: int, wanted: set[int] | None) -> bool:
    return wanted is None or indices is None or indices[row] in wanted


def _wanted(categories: tuple[Category, ...], where: Where) -> bool:
    by_dimension = {c.dimension: c for c in categories}
    for dimension, asked in where.items():
        category = by_dimension.get(dimension)
        values = (asked,) if isinstance(asked, str) else asked
        if category is None or not (category.label in values or (category.code and category.code in values)):
            return False
    return True


def _either(column: int | None, rows: Sequence[int] | None, row: int) -> int | None:
    if column is not None:
        return column
    return None if rows is None else rows[row]


def _pick(things: Sequence[T], index: int | None) -> T | None:
    return None if index is None else things[index]
