"""The flat file (ffcsv) of GENESIS-Online, Regionaldatenbank and Zensus since 2025: one line per figure, unsorted."""

import re
from array import array
from collections.abc import Callable, MutableSequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from netzwerkstatt.engines.official_files import errors, provenance, words
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Category,
    Dimension,
    Format,
    Head,
    Level,
    Measure,
    Notice,
    Role,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.source import Source, split
from netzwerkstatt.engines.official_files.table import Body, Column, Rows, Table

V = TypeVar("V")

FIRST_COLUMN = "statistics_code"
OLD_FIRST_COLUMN = "Statistik_Code"
NEEDED = (FIRST_COLUMN, "statistics_label", "time_code", "time_label", "time", "value")
SLOT = re.compile(r"(\d+)_variable_code")
LANGUAGE_IN_NAME = re.compile(r"_(de|en)q?_")
ENGLISH_TIMES = frozenset(("Year", "Years", "Reference date", "Month", "Quarter", "School year", "Half-year"))
TERRITORY_VARIABLE = re.compile(
    r"DINSG|DLAND.?|KREISE?|GEMEIN.*|REGBEZ.?|REGION.*|VERBGM|SAMTGM|BEZIRK.?|NUTS.?|GEO[A-Z]{2}\d"
)
LEVELS = {
    "DINSG": Level.COUNTRY, "DLAND": Level.STATE, "KREISE": Level.DISTRICT, "KREIS": Level.DISTRICT,
    "GEMEIN": Level.MUNICIPALITY, "REGBEZ": Level.REGION, "VERBGM": Level.ASSOCIATION, "SAMTGM": Level.ASSOCIATION,
    "GEODL": Level.COUNTRY, "GEOBL": Level.STATE, "GEORB": Level.REGION, "GEOLK": Level.DISTRICT,
    "GEOVB": Level.ASSOCIATION, "GEOGM": Level.MUNICIPALITY,
}  # fmt: skip

NO_NUMBER_INSIDE = "The file holds no table number; “%(code)s” is the number of the statistic. Add the table number."


@dataclass(slots=True)
class Axis:
    """The distinct values of a few columns, numbered as they come, and one number per line of the file."""

    columns: tuple[int, ...]
    known: dict[tuple[bytes, ...], int] = field(default_factory=dict)
    rows: MutableSequence[int] = field(default_factory=lambda: array("I"))

    def take(self, parts: list[bytes]) -> int:
        key = tuple([parts[column] for column in self.columns])
        index = self.known.setdefault(key, len(self.known))
        self.rows.append(index)
        return index


@dataclass(slots=True)
class Scan:
    starts: MutableSequence[int]
    numbers: MutableSequence[int]
    time: Axis
    slots: list[Axis]
    measure: Axis
    present: list[bool]


def is_flat(first: str) -> bool:
    return first.startswith((FIRST_COLUMN + ";", OLD_FIRST_COLUMN + ";"))


def read_flat(source: Source) -> Table:
    _number, _start, first = next(source.lines())
    header = [part.decode(source.encoding).strip() for part in split(first, 1)]
    if header[0] == OLD_FIRST_COLUMN:
        raise Unreadable(errors.OLD_FLAT, line=1)
    place = {name: at for at, name in enumerate(header)}
    for name in NEEDED:
        if name not in place:
            raise Unreadable(errors.MISSING_COLUMN, {"name": name}, line=1)
    slots = slots_of(place)
    first_row = _first_row(source, len(header))
    language = _language(source, first_row[place["time_label"]])
    scan = _scan(source, place, slots, words.figure_pattern(language))
    return _table(source, place, scan, first_row, language)


def slots_of(place: dict[str, int]) -> list[tuple[int, ...]]:
    """Per variable: the columns of its code and label and of its value's code and label."""
    found = []
    for name in place:
        match = SLOT.fullmatch(name)
        if match:
            wanted = [
                f"{match.group(1)}_variable_{end}" for end in ("code", "label", "attribute_code", "attribute_label")
            ]
            missing = [column for column in wanted if column not in place]
            if missing:
                raise Unreadable(errors.MISSING_COLUMN, {"name": missing[0]}, line=1)
            found.append(tuple(place[column] for column in wanted))
    return found


def _first_row(source: Source, expected: int) -> list[str]:
    lines = source.lines()
    next(lines)
    for number, _start, line in lines:
        if line.strip():
            parts = split(line, number)
            if len(parts) != expected:
                raise _ragged(source, number, len(parts), expected)
            return [source.text(part) for part in parts]
    raise Unreadable(errors.NO_ROWS, line=1)


def _language(source: Source, time_label: str) -> str:
    in_name = LANGUAGE_IN_NAME.search(source.name)
    if in_name:
        return in_name.group(1)
    return "en" if time_label in ENGLISH_TIMES else "de"


def _scan(source: Source, place: dict[str, int], slots: list[tuple[int, ...]], figure: bytes) -> Scan:
    """One walk over the file: columns counted, figures checked, every coordinate numbered, none of them twice."""
    measure = tuple(place[n] for n in ("value_variable_code", "value_variable_label", "value_unit") if n in place)
    scan = Scan(array("Q"), array("Q"), Axis((place["time"],)), [Axis(s) for s in slots], Axis(measure), [])
    expected, value = len(place), place["value"]
    fits = re.compile(figure).fullmatch
    seen: dict[tuple[int, ...], int] = {}
    where = _territory_slot(source, slots)
    lines = source.lines()
    next(lines)
    number = 1
    for number, start, line in lines:
        if not line.strip():
            continue
        parts = split(line, number)
        if len(parts) != expected:
            raise _ragged(source, number, len(parts), expected)
        if not fits(parts[value]):
            raise Unreadable(errors.NOT_A_NUMBER, {"raw": source.text(parts[value])[:60]}, number, value + 1)
        coordinates = (scan.time.take(parts), scan.measure.take(parts), *[slot.take(parts) for slot in scan.slots])
        first = seen.setdefault(coordinates, number)
        if first != number:
            raise Unreadable(errors.DUPLICATE, {"first": first}, number)
        scan.starts.append(start)
        scan.numbers.append(number)
        if where is not None:
            _note_presence(scan.present, coordinates[2 + where], parts[value])
    _refuse_cut_end(source, scan, number)
    return scan


def _territory_slot(source: Source, slots: list[tuple[int, ...]]) -> int | None:
    """The first variable that is a place, judged by the first line: portals put places into the same slot throughout."""
    lines = source.lines()
    next(lines)
    number, _start, line = next((n, s, text) for n, s, text in lines if text.strip())
    parts = [source.text(part) for part in split(line, number)]
    for at, (code, _label, key, _name) in enumerate(slots):
        if TERRITORY_VARIABLE.fullmatch(parts[code]) or (parts[key] == "DG"):
            return at
    return None


def _note_presence(present: list[bool], index: int, raw: bytes) -> None:
    if index == len(present):
        present.append(False)
    present[index] = present[index] or raw.strip() != b"-"


def _refuse_cut_end(source: Source, scan: Scan, number: int) -> None:
    """Without a last line break the last line counts as whole only if its measure was seen before as it stands."""
    if source.data.endswith(b"\n"):
        return
    codes = [key[:1] for key in scan.measure.known]
    if len(codes) > len(set(codes)) and scan.measure.rows[-1] == len(codes) - 1:
        raise Unreadable(errors.TRUNCATED, line=number)


def _ragged(source: Source, number: int, got: int, expected: int) -> Unreadable:
    last = source.data.count(b"\n", source.start) + 1
    if number == last and got < expected and not source.data.endswith(b"\n"):
        return Unreadable(errors.TRUNCATED, line=number)
    return Unreadable(errors.RAGGED_ROW, {"got": got, "expected": expected}, number)


# ---------------------------------------------------------------------- putting together


def _table(source: Source, place: dict[str, int], scan: Scan, first: list[str], language: str) -> Table:
    statistic = Statistic(first[place[FIRST_COLUMN]], first[place["statistics_label"]])
    where = _territory_slot(source, [slot.columns for slot in scan.slots])
    moments, moment_rows = _ordered(scan.time, lambda key: words.moment(source.text(key[0])), lambda m: m.iso)
    measures, measure_rows = _ordered(scan.measure, lambda key: _measure(source, key), lambda m: (m.code, m.unit))
    time = Dimension(first[place["time_code"]], first[place["time_label"]], Role.TIME)
    territories: tuple[Territory, ...] = ()
    territory_rows = None
    dimensions, axes, category_rows = [time], [], []
    for at, slot in enumerate(scan.slots):
        code, label = _variable(source, slot)
        if at == where:
            present = dict(zip(slot.known, scan.present, strict=True))
            territories, territory_rows = _ordered(slot, _place_maker(source, present), _place_order)
            dimensions.append(Dimension(code, label, Role.TERRITORY))
            continue
        axis, indices = _ordered(slot, _category_maker(source, code), _category_order)
        dimensions.append(Dimension(code, label, Role.OTHER, axis))
        axes.append(axis)
        category_rows.append(indices)
    rows = Rows(scan.starts, scan.numbers, moment_rows, territory_rows, measure_rows, tuple(category_rows))
    column = Column(place["value"], place.get("value_q"), None, None, None, ())
    body = Body(measures, moments, territories, tuple(axes), (column,), rows, tuple(dimensions))
    return Table(Format.FLAT, _head(source, statistic, language), source, body)


def _head(source: Source, statistic: Statistic, language: str) -> Head:
    code = provenance.code_in_name(source.name)
    warnings = () if code else (Notice(NO_NUMBER_INSIDE, (("code", statistic.code),)),)
    return Head(
        code=code or statistic.code,
        title=statistic.label,
        statistic=statistic,
        language=language,
        attribution=provenance.attribution(code or statistic.code),
        as_of=None,
        notes="",
        warnings=warnings,
    )


def _ordered(
    axis: Axis, make: Callable[[tuple[bytes, ...]], V], order: Callable[[V], Any]
) -> tuple[tuple[V, ...], MutableSequence[int]]:
    """The values of an axis, sorted, and the axis' numbers turned to the new places."""
    made = [make(key) for key in axis.known]
    sequence = sorted(range(len(made)), key=lambda at: order(made[at]))
    turned = array("I", [0]) * len(made)
    for new, old in enumerate(sequence):
        turned[old] = new
    return tuple(made[old] for old in sequence), array("I", [turned[index] for index in axis.rows])


def _measure(source: Source, key: tuple[bytes, ...]) -> Measure:
    code, label, unit = (*[source.text(part) for part in key], "", "", "")[:3]
    return Measure(code, label or code, unit)


def _variable(source: Source, slot: Axis) -> tuple[str, str]:
    """A slot is named by the first variable in it; a slot may hold several (Einwanderungsgeschichte in two depths)."""
    named = [key for key in slot.known if key[0]]
    code, label = (named[0][0], named[0][1]) if named else (b"", b"")
    return source.text(code), source.text(label)


def _place_maker(source: Source, present: dict[tuple[bytes, ...], bool]) -> Callable[[tuple[bytes, ...]], Territory]:
    def make(key: tuple[bytes, ...]) -> Territory:
        variable, _label, code, name = (source.text(part).strip() for part in key)
        level = LEVELS.get(variable) or LEVELS.get(variable.rstrip("0123456789")) or words.level_of_key(code)
        return Territory(code, name, level, present[key])

    return make


def _place_order(place: Territory) -> tuple[bool, str]:
    return place.key != "DG", place.key


def _category_maker(source: Source, dimension: str) -> Callable[[tuple[bytes, ...]], Category]:
    def make(key: tuple[bytes, ...]) -> Category:
        variable_code, variable, code, label = (source.text(part) for part in key)
        return Category(dimension, variable, code, label, variable_code)

    return make


def _category_order(category: Category) -> tuple[str, bool, str]:
    """Totals come last, as in the portals' own tables."""
    return category.variable_code, not category.code, category.code
