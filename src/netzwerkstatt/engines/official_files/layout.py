"""What the words around the figures of a classic table mean: which line is a variable, which a value, which a unit."""

import re
from collections.abc import MutableSequence, Sequence
from dataclasses import dataclass, field

from netzwerkstatt.engines.official_files import errors, words
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Category,
    Dimension,
    Level,
    Measure,
    Moment,
    Role,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.table import Body, Column, Rows


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of figures and the header's words above it, top to bottom, gaps filled from the left."""

    field: int
    quality: int | None
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """What the title lines say. `moment`, `place` and `measure` hold for the whole table where they stand there."""

    title: str
    statistic: Statistic
    place: str
    measure: Measure | None
    moment: str


# ---------------------------------------------------------------------- title lines


def describe(meta: list[str]) -> Described:
    """Read the title lines from below: date, measure with unit, place, statistic; what remains is the title."""
    rest = list(meta)
    moment = rest.pop() if len(rest) > 1 and words.TIME.fullmatch(rest[-1]) else ""
    measure = _measure(rest[-1]) if len(rest) > 1 else None
    if measure:
        rest.pop()
    place = rest.pop() if len(rest) > 1 and words.key_of_name(rest[-1]) else ""
    statistic = rest.pop() if len(rest) > 1 else ""
    title = " ".join(rest)
    return Described(title, Statistic("", statistic or title), place, measure, moment)


def _measure(line: str) -> Measure | None:
    match = words.MEASURE_WITH_UNIT.fullmatch(line)
    if not match or not words.UNIT.fullmatch(match[2]):
        return None
    return Measure("", match[1], match[2])


# ---------------------------------------------------------------------- header lines


def columns(header: list[list[str]], keys: int) -> list[HeaderColumn]:
    """The columns of figures. Where every second column repeats the words before it, it holds quality signs."""
    filled = _filled([row[keys:] for row in header])
    stacks = list(zip(*filled, strict=True))
    paired = len(stacks) % 2 == 0 and all(stacks[at] == stacks[at + 1] for at in range(0, len(stacks), 2))
    step = 2 if paired else 1
    found = [
        HeaderColumn(keys + at, keys + at + 1 if paired else None, stacks[at]) for at in range(0, len(stacks), step)
    ]
    seen: dict[tuple[str, ...], int] = {}
    for column in found:
        first = seen.setdefault(column.words, column.field)
        if first != column.field:
            raise Unreadable(errors.DUPLICATE_COLUMN, {"first": first + 1}, column=column.field + 1)
    return found


def _filled(rows: list[list[str]]) -> list[list[str]]:
    """Newer files write a word once for all columns to its right; a word in a higher line ends its reach."""
    ends: set[int] = set()
    result = []
    for row in rows:
        line, word = [], ""
        for at, cell in enumerate(row):
            word = cell if cell or at in ends else word
            line.append(word)
        ends |= {at for at, cell in enumerate(row) if cell}
        result.append(line)
    return result


@dataclass(frozen=True, slots=True)
class HeaderLine:
    """One header line that holds values, with the variable named above each column (may be empty)."""

    values: tuple[str, ...]
    variables: tuple[str, ...]


def _levels(
    stacks: list[HeaderColumn], *, needs_measure: bool
) -> tuple[list[HeaderLine], tuple[str, ...], tuple[str, ...]]:
    """Value lines, measure line and unit line of a header. The measure is the first line that is no variable's."""
    lines = list(zip(*[column.words for column in stacks], strict=True))
    units: tuple[str, ...] = ()
    if lines and all(words.UNIT.fullmatch(cell) for cell in lines[-1]):
        units = lines.pop()
    measures: tuple[str, ...] = ()
    found: list[HeaderLine] = []
    variables: tuple[str, ...] = ("",) * len(stacks)
    for at, line in enumerate(lines):
        if at + 1 < len(lines) and _names_variables(line, lines[at + 1]):
            variables = line
        elif units and needs_measure and not measures and not any(variables):
            measures = line
        else:
            found.append(HeaderLine(line, variables))
            variables = ("",) * len(stacks)
    return found, measures, units


def _names_variables(line: Sequence[str], below: Sequence[str]) -> bool:
    """A line of variable names: known names (or one constant word over differing values) and blanks."""
    named = {cell for cell in line if cell}
    if not named:
        return False
    if all(words.VARIABLE.fullmatch(cell) for cell in named):
        return any(cell and under for cell, under in zip(line, below, strict=True))
    return False


# ---------------------------------------------------------------------- all together

ENGLISH = {"Merkmal": "Variable", "Stichtag": "Reference date", "Jahr": "Year", "Gebiet": "Territory"}
CATEGORY_CODE = re.compile(r"(?=[^a-z]*[A-Z])[A-Z0-9][A-Z0-9_-]*")


@dataclass(slots=True)
class Parts:
    """The body of a table while it is put together."""

    moments: list[Moment] = field(default_factory=list)
    moment_rows: Sequence[int] | None = None
    territories: list[Territory] = field(default_factory=list)
    territory_rows: Sequence[int] | None = None
    axes: list[tuple[Category, ...]] = field(default_factory=list)
    axis_rows: list[Sequence[int]] = field(default_factory=list)
    dimensions: list[Dimension] = field(default_factory=list)
    english: bool = False

    def say(self, word: str) -> str:
        return ENGLISH[word] if self.english else word

    def add_time(self, label: str, variable: str = "") -> None:
        word = variable or self.say("Stichtag" if "." in label or "-" in label else "Jahr")
        self.dimensions.append(Dimension("date", word, Role.TIME, (), bool(variable)))

    def add_place(self, variable: str = "") -> None:
        self.dimensions.append(
            Dimension("territory", variable or self.say("Gebiet"), Role.TERRITORY, (), bool(variable))
        )

    def free_code(self, wanted: str) -> str:
        taken = {dimension.code for dimension in self.dimensions} | {"date", "territory", "measure"}
        wanted = wanted or f"d{len(self.dimensions) + 1}"
        number, code = 2, wanted
        while code in taken:
            code, number = f"{wanted}{number}", number + 1
        return code


def body(
    described: Described,
    header: list[HeaderColumn],
    texts: list[list[str]],
    keys: list[MutableSequence[int]],
    there: MutableSequence[int],
    starts: MutableSequence[int],
    numbers: MutableSequence[int],
    *,
    english: bool = False,
) -> Body:
    """Give every key column and every header line its role: time, territory, measure or another dimension."""
    parts = Parts(english=english)
    at = 0
    while at < len(texts):
        at += _take_keys(parts, texts, keys, at, there)
    lines, measure_words, units = _levels(header, needs_measure=described.measure is None)
    measures, measure_of = _measures(described, measure_words, units, len(header))
    moment_of: list[int | None] = [None] * len(header)
    territory_of: list[int | None] = [None] * len(header)
    stacks: list[list[Category]] = [[] for _ in header]
    for line in lines:
        if not parts.moments and all(words.TIME.fullmatch(cell) for cell in line.values):
            moment_of = _number(line.values)
            parts.moments = [words.moment(label) for label in dict.fromkeys(line.values)]
            parts.add_time(line.values[0], line.variables[0])
        elif not parts.territories and all(words.key_of_name(cell) for cell in line.values):
            territory_of = _number(line.values)
            parts.territories = [_named_place(name) for name in dict.fromkeys(line.values)]
            parts.add_place(line.variables[0])
        else:
            for stack, category in zip(stacks, _header_dimension(parts, line), strict=True):
                stack.append(category)
    moment_of, territory_of = _constants(parts, described, moment_of, territory_of)
    found = tuple(
        Column(column.field, column.quality, measure_of[at], moment_of[at], territory_of[at], tuple(stacks[at]))
        for at, column in enumerate(header)
    )
    rows = Rows(starts, numbers, parts.moment_rows, parts.territory_rows, None, tuple(parts.axis_rows))
    return Body(
        tuple(measures),
        tuple(parts.moments),
        tuple(parts.territories),
        tuple(parts.axes),
        found,
        rows,
        tuple(parts.dimensions),
    )


def _take_keys(
    parts: Parts, texts: list[list[str]], keys: list[MutableSequence[int]], at: int, there: MutableSequence[int]
) -> int:
    """Give the key column at this place its role; the number of columns that belong to it."""
    labels = [text.strip() for text in texts[at]]
    more = at + 1 < len(texts)
    if not parts.moments and all(words.TIME.fullmatch(label) for label in labels):
        parts.moments, parts.moment_rows = [words.moment(label) for label in labels], keys[at]
        parts.add_time(labels[0])
        return 1
    if not parts.territories and more and all(words.TERRITORY_KEY.fullmatch(label) for label in labels):
        _take_places(parts, labels, [text.strip() for text in texts[at + 1]], keys[at], keys[at + 1], there)
        return 2
    if not parts.territories and all(words.key_of_name(label) for label in labels):
        parts.territories, parts.territory_rows = [_named_place(label) for label in labels], keys[at]
        parts.add_place()
        return 1
    if more and all(CATEGORY_CODE.fullmatch(label) for label in labels) and _belong(keys[at], keys[at + 1]):
        _take_axis(parts, labels, _partners(texts[at + 1], keys[at], keys[at + 1]), keys[at])
        return 2
    _take_axis(parts, [""] * len(labels), labels, keys[at])
    return 1


def _take_places(
    parts: Parts,
    labels: list[str],
    names: list[str],
    keys: MutableSequence[int],
    name_keys: MutableSequence[int],
    there: MutableSequence[int],
) -> None:
    name_of: dict[int, int] = dict(zip(keys, name_keys, strict=True))
    present = {place for place, alive in zip(keys, there, strict=True) if alive}
    parts.territories = [
        Territory(label, names[name_of[at]], words.level_of_key(label), at in present)
        for at, label in enumerate(labels)
    ]
    parts.territory_rows = keys
    parts.add_place()


def _belong(codes: MutableSequence[int], labels: MutableSequence[int]) -> bool:
    """Whether every code always stands beside the same label."""
    partner: dict[int, int] = {}
    return all(partner.setdefault(code, label) == label for code, label in zip(codes, labels, strict=True))


def _partners(labels: list[str], codes: MutableSequence[int], keys: MutableSequence[int]) -> list[str]:
    partner = dict(zip(codes, keys, strict=True))
    return [labels[partner[code]].strip() for code in range(len(partner))]


def _take_axis(parts: Parts, codes: list[str], labels: list[str], keys: MutableSequence[int]) -> None:
    wanted, variable = words.variable_of(set(labels))
    code = parts.free_code(wanted)
    axis = tuple(Category(code, variable, c, label) for c, label in zip(codes, labels, strict=True))
    parts.axes.append(axis)
    parts.axis_rows.append(keys)
    parts.dimensions.append(Dimension(code, variable or parts.say("Merkmal"), Role.OTHER, axis, named=False))


def _header_dimension(parts: Parts, line: HeaderLine) -> list[Category]:
    """The categories of a header line, one per column; the line's own variable names come before derived ones."""
    wanted, derived = words.variable_of(set(line.values))
    named = list(dict.fromkeys(variable for variable in line.variables if variable))
    code = parts.free_code(wanted)
    categories = [
        Category(code, (variable or ("" if named else derived)), "", value)
        for value, variable in zip(line.values, line.variables, strict=True)
    ]
    label = " / ".join(named) or derived or parts.say("Merkmal")
    parts.dimensions.append(Dimension(code, label, Role.OTHER, tuple(dict.fromkeys(categories)), bool(named)))
    return categories


def _measures(
    described: Described, measure_words: tuple[str, ...], units: tuple[str, ...], count: int
) -> tuple[list[Measure], list[int | None]]:
    if described.measure:
        return [described.measure], [0] * count
    labels = measure_words or (described.statistic.label,) * count
    named = [Measure("", label, unit) for label, unit in zip(labels, units or ("",) * count, strict=True)]
    distinct = list(dict.fromkeys(named))
    return distinct, [distinct.index(measure) for measure in named]


def _number(values: Sequence[str]) -> list[int | None]:
    distinct = list(dict.fromkeys(values))
    return [distinct.index(value) for value in values]


def _constants(
    parts: Parts, described: Described, moment_of: list[int | None], territory_of: list[int | None]
) -> tuple[list[int | None], list[int | None]]:
    """Date and place that the title names once for the whole table."""
    if not parts.moments and described.moment:
        parts.moments = [words.moment(described.moment)]
        parts.add_time(described.moment)
        moment_of = [0] * len(moment_of)
    if not parts.territories and described.place:
        parts.territories = [_named_place(described.place)]
        parts.add_place()
        territory_of = [0] * len(territory_of)
    return moment_of, territory_of


def _named_place(name: str) -> Territory:
    key = words.key_of_name(name)
    return Territory(key, name, Level.COUNTRY if key == "DG" else Level.STATE)
