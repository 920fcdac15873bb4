"""A city's own export of its register of residents: how many people of which age and sex, in whatever columns.

Which column says what, a person tells once (`Choice`); `guess` proposes it. Counted exports only: a line per person
would be personal data, and is refused.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from netzwerkstatt.engines.official_files import columns, errors
from netzwerkstatt.engines.official_files.columns import Columns, SeriesWords
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import (
    Attribution,
    Category,
    Format,
    Head,
    Level,
    Measure,
    Moment,
    Notice,
    Statistic,
    Territory,
)

LARGEST: Final = 16 * 1024 * 1024
CODE: Final = "register"
LICENCE: Final = "own"
MOST_COLUMNS: Final = 60
OLDEST: Final = 130
A_LIST: Final = 400  # so many lines that all count one are people, not ages
TOTALS: Final = re.compile(r"(?:ins)?gesamt|summe|total|alle", re.IGNORECASE)
AGE: Final = re.compile(
    r"(?P<first>\d{1,3})(?:[ -]*j\S*)?(?:\s*(?P<open>\+|u\.? ?(?:m|ä)\.?|und (?:mehr|älter|darüber)|(?:and|or) (?:more|over|older)).*)?",
    re.IGNORECASE,
)
UNDER_ONE: Final = re.compile(r"(?:unter|under|<) ?1(?: jahr| year)?", re.IGNORECASE)
COUNT: Final = re.compile(r"\d{1,3}(?:[. \u00a0]\d{3})+|\d+(?:[.,]0+)?")
WORDS: Final = {
    "age": re.compile(r"alter(?:sjahre?)?|lebensalter|age|jahre", re.IGNORECASE),
    "sex": re.compile(r"geschlecht|sex|gender|ges", re.IGNORECASE),
    "count": re.compile(r"anzahl|personen|einwohner(?:zahl)?|bestand|bev(?:ölkerung)?|count|wert|insgesamt|gesamt", re.IGNORECASE),
    "men": re.compile(r"m|männer|männlich|male|men", re.IGNORECASE),
    "women": re.compile(r"w|f|frauen|weiblich|female|women", re.IGNORECASE),
}  # fmt: skip
SEXES: Final = {
    "m": "m", "männlich": "m", "mann": "m", "männer": "m", "male": "m", "1": "m",
    "w": "f", "f": "f", "weiblich": "f", "frau": "f", "frauen": "f", "female": "f", "2": "f",
    "d": "d", "divers": "d", "x": "d", "ohne angabe": "d", "o": "d", "unbekannt": "d", "3": "d", "": "d",
}  # fmt: skip
LABELS: Final = {"m": "männlich", "f": "weiblich", "d": "divers oder ohne Angabe", "": "Insgesamt"}


@dataclass(frozen=True, slots=True)
class Choice:
    """Which column holds what, by name: age, and either sex and count, or men and women beside each other."""

    age: str
    sex: str = ""
    count: str = ""
    men: str = ""
    women: str = ""
    day: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, str]) -> Choice:
        return cls(**{name: str(stored.get(name, "")) for name in cls.__dataclass_fields__})

    def to_json(self) -> dict[str, str]:
        return asdict(self)

    @property
    def side_by_side(self) -> bool:
        return bool(self.men and self.women)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The first lines of an export as they stand."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def look(data: bytes, most: int = 8) -> Sheet:
    """Header and first lines. Raises `Unreadable` where there is no table with named columns."""
    lines = list(_lines(data))
    if len(lines) < 2:
        raise Unreadable(errors.NO_ROWS, line=1)
    header = tuple(cell.strip() for cell in lines[0][1])
    if len(header) < 2 or len(header) > MOST_COLUMNS or not all(header) or len(set(header)) < len(header):
        raise Unreadable(errors.REGISTER_HEADER, line=1)
    return Sheet(header, tuple(tuple(cells) for _number, cells in lines[1 : most + 1]))


def guess(header: Iterable[str]) -> Choice:
    """The likeliest choice for columns of these names; empty where nothing fits."""
    found: dict[str, str] = {}
    for name in header:
        for what, words in WORDS.items():
            if what not in found and words.fullmatch(name.strip()):
                found[what] = name
                break
    if "men" in found and "women" in found:
        found.pop("sex", None)
        found.pop("count", None)
    else:
        found.pop("men", None)
        found.pop("women", None)
    return Choice.of({"age": "", **found})


def read_register(path: Path, name: str, *, choice: Choice, key: str, place: str, told: Any = None) -> Columns:
    """The export as columns: people by single year of age and sex in one city on one day.

    Lines of the same age and sex (quarters of a city) are added up. Raises `Unreadable` with the line and the cell.
    """
    if path.stat().st_size > LARGEST:
        raise Unreadable(errors.TOO_LARGE, {"limit": LARGEST})
    data = path.read_bytes()
    header = look(data).header
    day = date.fromisoformat(choice.day)
    at = {what: header.index(column) for what, column in choice.to_json().items() if column in header}
    wanted = ("age", "men", "women") if choice.side_by_side else ("age", "sex", "count")
    for what in wanted:
        if what not in at:
            raise Unreadable(errors.MISSING_COLUMN, {"name": getattr(choice, what) or what}, line=1)
    counts, first, opened = _counted(data, at, len(header), side_by_side=choice.side_by_side)
    return _columns(counts, first, opened, day, name, key, place)


def _counted(
    data: bytes, at: Mapping[str, int], width: int, *, side_by_side: bool
) -> tuple[dict[tuple[int, str], int], dict[tuple[int, str], tuple[int, int]], int | None]:
    counts: dict[tuple[int, str], int] = {}
    first: dict[tuple[int, str], tuple[int, int]] = {}
    opened: int | None = None
    lines = biggest = 0
    for number, cells in _lines(data, skip=1):
        if len(cells) != width:
            raise Unreadable(errors.RAGGED_ROW, {"got": len(cells), "expected": width}, number)
        if TOTALS.match(cells[at["age"]].strip()):
            continue
        age, is_open = _age(cells[at["age"]], number, at["age"] + 1)
        if is_open and opened not in {None, age}:
            raise Unreadable(errors.NOT_AN_AGE, {"raw": cells[at["age"]][:60]}, number, at["age"] + 1)
        opened = age if is_open else opened
        pairs = (("m", at["men"]), ("f", at["women"])) if side_by_side else ((_sex(cells, at, number), at["count"]),)
        for sex, column in pairs:
            if sex is None:
                continue
            slot, count = (age, sex), _count(cells[column], number, column + 1)
            lines, biggest = lines + 1, max(biggest, count)
            counts[slot] = counts.get(slot, 0) + count
            first.setdefault(slot, (number, column + 1))
    if not counts:
        raise Unreadable(errors.NO_ROWS, line=1)
    if opened is not None and max(age for age, _sex in counts) > opened:
        raise Unreadable(errors.BEYOND_OPEN_AGE, {"age": opened})
    if lines > A_LIST and biggest <= 1:
        raise Unreadable(errors.ONE_LINE_PER_PERSON)
    return counts, first, opened


def _columns(
    counts: dict[tuple[int, str], int], first: dict[tuple[int, str], tuple[int, int]], opened: int | None, day: date,
    name: str, key: str, place: str,
) -> Columns:  # fmt: skip
    import polars as pl

    oldest = opened if opened is not None else max(age for age, _sex in counts)
    open_at = opened if opened is not None else oldest + 1
    has_others = any(sex == "d" for _age, sex in counts)
    series: list[SeriesWords] = []
    found: list[tuple[int, int, int, float, int, int, int]] = []
    for sex in ("m", "f", *(("d",) if has_others else ()), ""):
        for age in range(open_at + 1):
            of_age = {s: counts.get((age, s), 0) for s in ("m", "f", "d")}
            value = sum(of_age.values()) if not sex else of_age[sex]
            line, column = next((first[age, s] for s in (sex, "m", "f", "d") if (age, s) in first), (1, 1))
            found.append((len(series), 0, 0, float(value), columns.ZERO if not value else 0, line, column))
            series.append(
                SeriesWords(Measure("", "Einwohner nach dem Melderegister", "Anzahl"), _categories(age, open_at, sex))
            )
    frame = pl.DataFrame(
        found,
        schema={
            "series": pl.Int32, "place": pl.Int32, "moment": pl.Int32, "value": pl.Float64, "sign": pl.UInt8,
            "line": pl.UInt32, "column": pl.UInt16,
        },
        orient="row",
    ).with_columns(quality=pl.lit(0, dtype=pl.UInt8))  # fmt: skip
    frame, absent = columns.finished(
        frame.select("series", "place", "moment", "value", "sign", "quality", "line", "column")
    )
    warnings = (Notice(errors.OTHERS_COUNTED, (("count", sum(c for (_a, s), c in counts.items() if s == "d")),)),)
    head = Head(
        CODE, f"Melderegister {place}", Statistic(CODE, "Melderegister"), "de",
        Attribution(place, "Melderegister", LICENCE, from_file=False), None, "", warnings if has_others else (),
    )  # fmt: skip
    label = day.strftime("%d.%m.%Y")
    return Columns(
        str(Format.REGISTER), "utf-8", head, tuple(series), (Territory(key, place, Level.MUNICIPALITY),),
        (Moment(label, day.isoformat()),), frame, absent,
    )  # fmt: skip


def _categories(age: int, open_at: int, sex: str) -> tuple[Category, ...]:
    label = f"{age} Jahre und mehr" if age == open_at else "1 Jahr" if age == 1 else f"{age} Jahre"
    return (
        Category("GES", "Geschlecht", "", LABELS[sex], "GES"),
        Category("ALTX", "Alter", "", label, "ALTX"),
    )


def _age(text: str, line: int, column: int) -> tuple[int, bool]:
    cell = text.strip()
    if UNDER_ONE.fullmatch(cell):
        return 0, False
    match = AGE.fullmatch(cell)
    if not match or int(match["first"]) > OLDEST:
        raise Unreadable(errors.NOT_AN_AGE, {"raw": cell[:60]}, line, column)
    return int(match["first"]), bool(match["open"])


def _sex(cells: list[str], at: Mapping[str, int], line: int) -> str | None:
    """m, f, d; None for a line that repeats the sum."""
    cell = cells[at["sex"]].strip()
    if TOTALS.fullmatch(cell):
        return None
    found = SEXES.get(cell.casefold())
    if found is None:
        raise Unreadable(errors.NOT_A_SEX, {"raw": cell[:60]}, line, at["sex"] + 1)
    return found


def _count(text: str, line: int, column: int) -> int:
    cell = text.strip()
    if cell in {"", "-", "–"}:
        return 0
    if not COUNT.fullmatch(cell):
        raise Unreadable(errors.NOT_A_COUNT, {"raw": cell[:60]}, line, column)
    grouped = re.sub(r"[. \u00a0](?=\d{3})", "", cell)
    return int(re.split(r"[.,]", grouped)[0])


def _lines(data: bytes, skip: int = 0) -> Iterable[tuple[int, list[str]]]:
    """Number and cells of each line; separator and encoding are those that the file has."""
    text = _decoded(data)
    sample = text[:4096].partition("\n")[0]
    separator = max(";\t,", key=sample.count)
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=separator, strict=True), start=1):
            if number > skip and any(cell.strip() for cell in cells):
                yield number, cells
    except csv.Error:
        raise Unreadable(errors.OPEN_QUOTE, line=text.count("\n") + 1) from None


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "cp1252")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Unreadable(errors.NOT_TEXT, {"kind": "something with binary content"})
