"""What a table is made of. Everything here is frozen and comes from the file, word for word."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

REGIONAL_KEY = 12  # digits of an Amtlicher Regionalschlüssel


class Format(StrEnum):
    CLASSIC = "classic"
    FLAT = "flat"
    OLD_FLAT = "old-flat"
    INKAR = "inkar"
    DIRECTORY = "directory"
    REGISTER = "register"


class Role(StrEnum):
    TIME = "time"
    TERRITORY = "territory"
    OTHER = "other"


class Level(StrEnum):
    COUNTRY = "country"
    STATE = "state"
    REGION = "region"
    DISTRICT = "district"
    ASSOCIATION = "association"
    MUNICIPALITY = "municipality"
    OTHER = "other"


class Sign(StrEnum):
    """What stands in official tables where a figure cannot or need not stand."""

    NOTHING = "-"
    UNKNOWN = "."
    LATER = "..."
    UNCERTAIN = "/"
    MEANINGLESS = "x"
    ZERO = "0"
    BLANK = ""


SIGN_MEANINGS = {
    Sign.NOTHING: "exactly zero, or nothing there (a territory that no longer exists)",
    Sign.UNKNOWN: "unknown or kept secret",
    Sign.LATER: "to come later",
    Sign.UNCERTAIN: "not given because it is too uncertain",
    Sign.MEANINGLESS: "not given because it would have no meaning",
    Sign.ZERO: "zero, or less than half of the unit",
    Sign.BLANK: "left empty in the file",
}

QUALITY_MEANINGS = {
    "e": "final",
    "p": "provisional",
    "r": "corrected",
    "s": "estimated",
    "()": "uncertain",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """A reference date or period: `label` as in the file, `iso` for sorting (2015-12-31, 2015, else the label)."""

    label: str
    iso: str

    @property
    def day(self) -> date | None:
        try:
            return date.fromisoformat(self.iso)
        except ValueError:
            return None

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True)
class Territory:
    """`key` as in the file (AGS, ARS, DG …); `present` is false where every cell is "-": the area no longer exists."""

    key: str
    name: str
    level: Level
    present: bool = True

    @property
    def ags(self) -> str:
        """The municipality key (2, 3, 5 or 8 digits), from a 12-digit regional key too; empty where there is none."""
        if not self.key.isdigit():
            return ""
        if len(self.key) == REGIONAL_KEY:
            return self.key[:5] + self.key[9:]
        return self.key if len(self.key) in (2, 3, 5, 8) else ""

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class Measure:
    """What is counted. `code` is empty in classic files."""

    code: str
    label: str
    unit: str

    @property
    def text(self) -> str:
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a dimension. `variable` is the variable's name where this value stands; `code` may be empty."""

    dimension: str
    variable: str
    code: str
    label: str
    variable_code: str = ""

    @property
    def total(self) -> bool:
        return self.label.strip() in ("Insgesamt", "Total")

    @property
    def text(self) -> str:
        return f"{self.variable}: {self.label}" if self.variable else self.label


@dataclass(frozen=True, slots=True)
class Dimension:
    """`named` is false where the file does not name the variable and the label was derived from its values."""

    code: str
    label: str
    role: Role
    categories: tuple[Category, ...] = ()
    named: bool = True


@dataclass(frozen=True, slots=True)
class Attribution:
    """Whom to name. `from_file` is false where it was concluded from the table number."""

    institution: str
    source: str
    licence: str
    from_file: bool


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the reader that does not stop the reading; same form as an error."""

    message_key: str
    params: tuple[tuple[str, str | int], ...] = ()

    def __str__(self) -> str:
        return self.message_key % dict(self.params)


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure and where it stands.

    Law: `table.data[offset:offset + length].decode(table.encoding) == raw`. `line` and `column` count from one, a
    column being what stands between two semicolons. `value` is None for every sign but zero: whether "-" is a zero
    or a place that no longer exists is for the reader of the table to judge, not for this program.
    """

    raw: str
    value: int | Decimal | None
    sign: Sign | None
    quality: str
    measure: Measure
    territory: Territory | None
    date: Moment | None
    categories: tuple[Category, ...]
    offset: int
    length: int
    line: int
    column: int

    @property
    def ref(self) -> str:
        """The cell's address in its file, `line:column`; `Table.at` takes it back."""
        return f"{self.line}:{self.column}"

    @property
    def coordinates(self) -> dict[str, str]:
        """Plain words for storing: date, territory, measure and one entry per other dimension."""
        found = {"measure": self.measure.code or self.measure.label}
        if self.date:
            found["date"] = self.date.label
        if self.territory:
            found["territory"] = self.territory.key
        return found | {c.dimension: c.code or c.label for c in self.categories}

    @property
    def definition(self) -> str:
        """What the figure means, in the file's words: measure (unit) · variable: value · …"""
        return " · ".join([self.measure.text, *(c.text for c in self.categories if c.label.strip())])


@dataclass(frozen=True, slots=True)
class GridRow:
    measure: Measure
    categories: tuple[Category, ...]
    cells: tuple[Cell | None, ...]

    @property
    def label(self) -> str:
        return " · ".join(c.label for c in self.categories if c.label.strip()) or self.measure.label


@dataclass(frozen=True, slots=True)
class Grid:
    """Categories down, dates across; a cell the file does not have is None."""

    territory: Territory
    columns: tuple[Moment, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Statistic:
    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Head:
    """What a file says about itself, before any figure."""

    code: str
    title: str
    statistic: Statistic
    language: str
    attribution: Attribution
    as_of: datetime | None
    notes: str
    warnings: tuple[Notice, ...]
