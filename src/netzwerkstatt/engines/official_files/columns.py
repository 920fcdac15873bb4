"""A whole file as columns: what the store of official statistics keeps. Polars is imported only when a file is read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from netzwerkstatt.engines.official_files import errors
from netzwerkstatt.engines.official_files.errors import Unreadable
from netzwerkstatt.engines.official_files.model import Category, Head, Measure, Moment, Sign, Territory

if TYPE_CHECKING:
    import polars as pl

SIGNS: Final = (None, Sign.NOTHING, Sign.UNKNOWN, Sign.LATER, Sign.UNCERTAIN, Sign.MEANINGLESS, Sign.ZERO, Sign.BLANK)
QUALITIES: Final = ("", "e", "p", "r", "s", "()")
NOTHING: Final = SIGNS.index(Sign.NOTHING)
ZERO: Final = SIGNS.index(Sign.ZERO)

Told = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class SeriesWords:
    """What one series counts, in the file's words: a measure and one category of every other dimension."""

    measure: Measure
    categories: tuple[Category, ...]


@dataclass(frozen=True)
class Columns:
    """A file, read whole.

    `frame` has a row per figure, sorted by series, place and moment: `series`, `place`, `moment` are positions in the
    tuples beside it; `value` is empty where a sign stands; `sign` and `quality` are positions in `SIGNS` and
    `QUALITIES`; `line` and `column` say where the figure stands in the file. A "-" among figures is the number zero; a
    place in whose rows of a moment nothing but "-" stands does not exist then: it has no figures and is counted in
    `absent`, as (place, moment).
    """

    format: str
    encoding: str
    head: Head
    series: tuple[SeriesWords, ...]
    places: tuple[Territory, ...]
    moments: tuple[Moment, ...]
    frame: pl.DataFrame
    absent: tuple[tuple[int, int], ...]

    def __len__(self) -> int:
        return self.frame.height


def finished(frame: pl.DataFrame) -> tuple[pl.DataFrame, tuple[tuple[int, int], ...]]:
    """The figures in order, without those of places that do not exist at the time.

    Raises `Unreadable` where two figures have the same series, place and moment.
    """
    import polars as pl

    only_dashes = frame.group_by("place", "moment").agg(pl.col("sign").eq(NOTHING).all().alias("gone"))
    gone = only_dashes.filter("gone").select("place", "moment")
    if gone.height:
        frame = frame.join(gone, on=["place", "moment"], how="anti")
    frame = frame.with_columns(pl.when(pl.col("sign") == NOTHING).then(0.0).otherwise(pl.col("value")).alias("value"))
    frame = frame.sort("series", "place", "moment", "line", "column")
    _refuse_twice(frame)
    return frame, tuple(sorted(gone.iter_rows()))


def _refuse_twice(frame: pl.DataFrame) -> None:
    import polars as pl

    keys = ("series", "place", "moment")
    same = frame.select(pl.all_horizontal(pl.col(key) == pl.col(key).shift(1) for key in keys).alias("same"))["same"]
    at = same.arg_max() if same.any() else None
    if at is None:
        return
    first, second = frame.row(at - 1, named=True), frame.row(at, named=True)
    if first["line"] == second["line"]:
        raise Unreadable(errors.DUPLICATE_COLUMN, {"first": first["column"]}, second["line"], second["column"])
    raise Unreadable(errors.DUPLICATE, {"first": first["line"]}, second["line"])


def values(raw: pl.Expr, mark: str) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Expressions for value, sign and "in brackets" of a column of checked cell texts with this decimal mark."""
    import polars as pl

    text = raw.str.strip_chars(" ")
    bare = text.str.strip_chars("()")
    number = bare.str.replace(mark, ".", literal=True).cast(pl.Float64, strict=False)
    codes = {str(sign): at for at, sign in enumerate(SIGNS) if sign not in {None, Sign.ZERO}}
    sign = (
        pl.when(number.is_not_null())
        .then(pl.when(number == 0).then(ZERO).otherwise(0))
        .otherwise(bare.replace_strict(codes, default=SIGNS.index(Sign.BLANK)))
        .cast(pl.UInt8)
    )
    return number, sign, text.str.starts_with("(")


def quality(raw: pl.Expr | None, bracketed: pl.Expr) -> pl.Expr:
    """The position of the quality sign; a figure in brackets is uncertain."""
    import polars as pl

    named = pl.lit(0) if raw is None else raw.str.strip_chars(" ").replace_strict(_QUALITY_CODES, default=0)
    return pl.when(bracketed).then(QUALITIES.index("()")).otherwise(named).cast(pl.UInt8)


_QUALITY_CODES = {sign: at for at, sign in enumerate(QUALITIES)}
