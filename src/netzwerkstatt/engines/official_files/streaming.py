"""Flat files of any size, block by block: one figure per line (since 2025) or several beside each other (until 2024).

The file is never in memory as a whole. Every block is cut at the end of a line, its columns are counted, its figures
checked, and every coordinate is numbered; what is kept of a figure is a few numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from netzwerkstatt.engines.official_files import columns, errors, flat, provenance, words
from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords, Told
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Category,
    Format,
    Head,
    Level,
    Measure,
    Notice,
    Statistic,
    Territory,
)
from netzwerkstatt.engines.official_files.source import BOM, split

if TYPE_CHECKING:
    import numpy as np
    import polars as pl

BLOCK: Final = 24 * 1024 * 1024
INSIDE: Final = "\x1f"  # stands for a semicolon inside quotation marks
OLD = {
    "statistics_code": "Statistik_Code", "statistics_label": "Statistik_Label", "time_code": "Zeit_Code",
    "time_label": "Zeit_Label", "time": "Zeit",
}  # fmt: skip
OLD_SLOT = re.compile(r"(\d+)_Merkmal_Code")
OLD_VALUE = re.compile(r"([A-Z0-9-]+)__(.+?)__([^_]+(?:_[^_]+)*)")


@dataclass(frozen=True, slots=True)
class Figures:
    """A column of figures: its place, that of its quality signs, and its measure where the header says it."""

    value: int
    quality: int | None
    measure: Measure | None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where what stands: places of columns in the line."""

    names: tuple[str, ...]
    time: int
    slots: tuple[tuple[int, int, int, int], ...]
    measure: tuple[int, ...]
    figures: tuple[Figures, ...]
    old: bool


@dataclass
class Numbering:
    """The distinct values of a few columns, numbered as they come."""

    places: tuple[int, ...]
    known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def of(self, frame: pl.DataFrame, name: str) -> pl.Series:
        """The number of each row's values."""
        import polars as pl

        keys = [f"c{place}" for place in self.places]
        if not keys:
            return pl.Series(name, [self.known.setdefault((), 0)]).extend_constant(0, frame.height - 1)
        fresh = frame.select(keys).unique(maintain_order=True)
        numbers = [self.known.setdefault(row, len(self.known)) for row in fresh.iter_rows()]
        if len(numbers) == 1:
            return pl.Series(name, numbers, dtype=pl.Int32).new_from_index(0, frame.height)
        table = fresh.with_columns(pl.Series(name, numbers, dtype=pl.Int32))
        return frame.select(keys).join(table, on=keys, how="left", maintain_order="left")[name]


def read_flat_columns(path: Path, name: str, *, told: Told | None = None) -> Columns:
    """A flat file on disk, unpacked, as columns. `told` hears how many bytes of how many are done.

    Raises `Unreadable` with the reason, the line and the cell.
    """
    with path.open("rb") as stream:
        return _Reading(stream, name, path.stat().st_size).run(told)


class _Reading:
    def __init__(self, stream: BinaryIO, name: str, size: int) -> None:
        self.stream, self.name, self.size = stream, name, size
        first = stream.readline()
        self.encoding = "utf-8" if first.startswith(BOM) else ""
        header = first.removeprefix(BOM).decode("utf-8", "replace").rstrip("\r\n")
        self.layout = layout_of([cell.strip().strip('"') for cell in header.split(";")])
        self.time = Numbering((self.layout.time,))
        self.slots = [Numbering(slot) for slot in self.layout.slots]
        self.measure = Numbering(self.layout.measure)
        self.facts: tuple[str, ...] = ()
        self.mark = ","
        self.pieces: list[pl.DataFrame] = []

    def run(self, told: Told | None) -> Columns:
        for number, lines, whole in _blocks(self.stream):
            self._take(number, lines, whole=whole)
            if told:
                told(min(self.stream.tell(), self.size), self.size)
        if not self.pieces:
            raise Unreadable(errors.NO_ROWS, line=1)
        return self._columns()

    # ------------------------------------------------------------------ one block

    def _take(self, number: int, block: bytes, *, whole: bool) -> None:
        text = self._decoded(block)
        text, numbers = _clean(text, number, len(self.layout.names), whole=whole)
        if not numbers.size:
            return
        frame = self._parsed(text)
        if not self.facts:
            self._start(frame.row(0))
        before = len(self.measure.known)
        import polars as pl

        keys = [self.time.of(frame, "moment"), *(slot.of(frame, f"s{at}") for at, slot in enumerate(self.slots))]
        measure = self.measure.of(frame, "measure")
        if not whole and before and measure[-1] >= before:
            raise Unreadable(errors.TRUNCATED, line=int(numbers[-1]))
        line = pl.Series("line", numbers, dtype=pl.UInt32)
        for at, figures in enumerate(self.layout.figures):
            mine = measure if figures.measure is None else pl.Series("measure", [at]).new_from_index(0, frame.height)
            self.pieces.append(self._figures(frame, figures, line).with_columns(*keys, mine.cast(pl.Int32)))

    def _decoded(self, block: bytes) -> bytes:
        """The block in UTF-8. Which of the two encodings a file has, its first letter beyond ASCII decides."""
        if block.isascii():
            return block
        try:
            for encoding in (self.encoding,) if self.encoding else ("utf-8", "cp1252"):
                text = _in_utf8(block, encoding)
                if text is not None:
                    self.encoding = encoding
                    return text
            block.decode("utf-8")
        except UnicodeDecodeError as error:
            offset = self.stream.tell() - len(block) + error.start
            raise Unreadable(errors.BROKEN_ENCODING, {"offset": offset}) from None
        raise Unreadable(errors.BROKEN_ENCODING, {"offset": self.stream.tell() - len(block)})

    def _parsed(self, text: bytes) -> pl.DataFrame:
        import polars as pl

        return pl.read_csv(
            text,
            has_header=False,
            separator=";",
            quote_char=None,
            empty_string_is_null=False,
            schema={f"c{at}": pl.String for at in range(len(self.layout.names))},
        )

    def _start(self, first: tuple[str, ...]) -> None:
        place = {name: at for at, name in enumerate(self.layout.names)}
        names = OLD if self.layout.old else {name: name for name in OLD}
        self.facts = tuple(first[place[names[name]]] for name in ("statistics_code", "statistics_label", "time_label"))
        in_name = flat.LANGUAGE_IN_NAME.search(self.name)
        english = in_name.group(1) == "en" if in_name else self.facts[2] in flat.ENGLISH_TIMES
        self.mark = "." if english else ","

    def _figures(self, frame: pl.DataFrame, figures: Figures, line: pl.Series) -> pl.DataFrame:
        import polars as pl

        raw = pl.col(f"c{figures.value}")
        pattern = words.figure_pattern("en" if self.mark == "." else "de").decode()
        fits = frame.select(raw.str.contains(f"^(?:{pattern})$"))[f"c{figures.value}"]
        if not fits.all():
            at = (~fits).arg_max() or 0
            cell = str(frame[f"c{figures.value}"][at])[:60]
            raise Unreadable(errors.NOT_A_NUMBER, {"raw": cell}, int(line[at]), figures.value + 1)
        value, sign, bracketed = columns.values(raw, self.mark)
        named = None if figures.quality is None else pl.col(f"c{figures.quality}")
        return frame.select(
            value.alias("value"),
            sign.alias("sign"),
            columns.quality(named, bracketed).alias("quality"),
            line,
            pl.lit(figures.value + 1, dtype=pl.UInt16).alias("column"),
        )

    # ------------------------------------------------------------------ all together

    def _columns(self) -> Columns:
        import polars as pl

        frame = pl.concat(self.pieces)
        self.pieces.clear()
        where = self._place_slot()
        others = [at for at in range(len(self.slots)) if at != where]
        keys = ["measure", *(f"s{at}" for at in others)]
        distinct = frame.select(keys).unique().sort(keys)
        series = tuple(self._series(row, others) for row in distinct.iter_rows())
        table = distinct.with_columns(pl.int_range(0, distinct.height, dtype=pl.Int32).alias("series"))
        frame = frame.join(table, on=keys, how="left", maintain_order="left")
        places = self._places(where)
        place = pl.col(f"s{where}") if where is not None else pl.lit(0, dtype=pl.Int32)
        frame = frame.select("series", place.alias("place"), "moment", "value", "sign", "quality", "line", "column")
        frame, absent = columns.finished(frame)
        moments = tuple(words.moment(key[0]) for key in self.time.known)
        form = Format.OLD_FLAT if self.layout.old else Format.FLAT
        return Columns(str(form), self.encoding or "utf-8", self._head(), series, places, moments, frame, absent)

    def _place_slot(self) -> int | None:
        """The variable that names places: by its code, else by the key of Germany."""
        for at, slot in enumerate(self.slots):
            variables = {key[0].removesuffix("_") for key in slot.known}
            if any(flat.TERRITORY_VARIABLE.fullmatch(v) for v in variables if v) or any(
                k[2] == "DG" for k in slot.known
            ):
                return at
        return None

    def _places(self, where: int | None) -> tuple[Territory, ...]:
        if where is None:
            return (Territory("", "", Level.OTHER),)
        found = []
        for variable, _label, written, called in self.slots[where].known:
            code, name = written.strip() or words.key_of_name(called.strip()), _plain(called).strip()
            level = (
                flat.LEVELS.get(variable) or flat.LEVELS.get(variable.rstrip("0123456789")) or words.level_of_key(code)
            )
            found.append(Territory(code, name, level))
        return tuple(found)

    def _series(self, row: tuple[int, ...], others: list[int]) -> SeriesWords:
        measure = self._measures[row[0]]
        categories = []
        for slot, number in zip(others, row[1:], strict=True):
            variable_code, variable, code, label = list(self.slots[slot].known)[number]
            if variable_code or label:
                categories.append(Category(variable_code, _plain(variable), code, _plain(label), variable_code))
        return SeriesWords(measure, tuple(categories))

    @property
    def _measures(self) -> list[Measure]:
        if self.layout.old:
            return [figures.measure for figures in self.layout.figures if figures.measure]
        padded = [(*key, "", "", "")[:3] for key in self.measure.known]
        return [Measure(code, _plain(label) or code, _plain(unit)) for code, label, unit in padded]

    def _head(self) -> Head:
        code = provenance.code_in_name(self.name)
        statistic = Statistic(self.facts[0], _plain(self.facts[1]))
        return Head(
            code=code or statistic.code,
            title=statistic.label,
            statistic=statistic,
            language="en" if self.mark == "." else "de",
            attribution=provenance.attribution(code or statistic.code),
            as_of=None,
            notes="",
            warnings=() if code else (Notice(flat.NO_NUMBER_INSIDE, (("code", statistic.code),)),),
        )


def layout_of(header: list[str]) -> Layout:
    """Where what stands in a flat file with this header. Raises `Unreadable` for a column that is missing."""
    place = {name: at for at, name in enumerate(header)}
    if header[0] == OLD["statistics_code"]:
        return _old_layout(header, place)
    for name in flat.NEEDED:
        if name not in place:
            raise Unreadable(errors.MISSING_COLUMN, {"name": name}, line=1)
    slots = tuple((a, b, c, d) for a, b, c, d in flat.slots_of(place))
    measure = tuple(place[n] for n in ("value_variable_code", "value_variable_label", "value_unit") if n in place)
    return Layout(
        tuple(header), place["time"], slots, measure, (Figures(place["value"], place.get("value_q"), None),), old=False
    )


def _old_layout(header: list[str], place: dict[str, int]) -> Layout:
    for name in OLD.values():
        if name not in place:
            raise Unreadable(errors.MISSING_COLUMN, {"name": name}, line=1)
    slots = []
    for name in header:
        if match := OLD_SLOT.fullmatch(name):
            wanted = [
                f"{match[1]}_{end}"
                for end in ("Merkmal_Code", "Merkmal_Label", "Auspraegung_Code", "Auspraegung_Label")
            ]
            missing = [column for column in wanted if column not in place]
            if missing:
                raise Unreadable(errors.MISSING_COLUMN, {"name": missing[0]}, line=1)
            slots.append((place[wanted[0]], place[wanted[1]], place[wanted[2]], place[wanted[3]]))
    figures = []
    for name, at in place.items():
        match = OLD_VALUE.fullmatch(name)
        if match and match[3] != "q":
            quality = place.get(f"{match[1]}__{match[2]}__q")
            label = match[2].replace("_", " ")
            figures.append(Figures(at, quality, Measure(match[1], label, match[3].replace("_", " "))))
    if not figures:
        raise Unreadable(errors.MISSING_COLUMN, {"name": "BEVSTD__Bevoelkerungsstand__Anzahl"}, line=1)
    return Layout(tuple(header), place["Zeit"], tuple(slots), (), tuple(figures), old=True)


def _blocks(stream: BinaryIO) -> Iterator[tuple[int, bytes, bool]]:
    """Number of the first line, whole lines, and whether the last of them ends with a line break."""
    number, rest = 2, b""
    while piece := stream.read(BLOCK):
        piece = rest + piece
        end = piece.rfind(b"\n") + 1
        rest = piece[end:]
        if end:
            yield number, piece[:end], True
            number += piece.count(b"\n", 0, end)
    if rest.strip():
        yield number, rest, False


def _clean(text: bytes, number: int, expected: int, *, whole: bool) -> tuple[bytes, np.ndarray]:
    """The block without empty lines and quotation marks, and the number of each line. Counts the columns."""
    import numpy as np

    if b"\r" in text:
        text = text.replace(b"\r\n", b"\n")
    if b'"' in text or b"\n\n" in text or text.startswith(b"\n"):
        lines = [(at, line) for at, line in enumerate(text.split(b"\n"), start=number) if line.strip()]
        cleaned = [
            b";".join(p.replace(b";", INSIDE.encode()) for p in split(line, at)) if b'"' in line else line
            for at, line in lines
        ]
        text, numbers = b"\n".join(cleaned) + b"\n", np.array([at for at, _ in lines], dtype=np.int64)
    else:
        text = text if text.endswith(b"\n") else text + b"\n"
        numbers = np.arange(number, number + text.count(b"\n"), dtype=np.int64)
    signs = np.frombuffer(text, dtype=np.uint8)
    ends = np.flatnonzero(signs == ord("\n"))
    counted = np.diff(np.searchsorted(np.flatnonzero(signs == ord(";")), ends), prepend=0) + 1
    wrong = np.flatnonzero(counted != expected)
    if wrong.size:
        at, got = int(numbers[wrong[0]]), int(counted[wrong[0]])
        if not whole and wrong[0] == len(numbers) - 1 and got < expected:
            raise Unreadable(errors.TRUNCATED, line=at)
        raise Unreadable(errors.RAGGED_ROW, {"got": got, "expected": expected}, at)
    return text, numbers


def _in_utf8(block: bytes, encoding: str) -> bytes | None:
    try:
        return block if encoding == "utf-8" and block.decode(encoding) else block.decode(encoding).encode()
    except UnicodeDecodeError:
        return None


def _plain(text: str) -> str:
    return text.replace(INSIDE, ";")
