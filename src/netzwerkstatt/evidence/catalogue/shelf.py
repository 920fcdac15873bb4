"""The figures as Parquet files, under their fingerprint, never changed. Polars is imported only here and in readers."""

from __future__ import annotations

import functools
import hashlib
import operator
import os
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from netzwerkstatt.evidence.catalogue.keys import number_of
from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

if TYPE_CHECKING:
    import polars as pl

    from netzwerkstatt.engines.official_files.columns import Columns

shelf = Shelf("figures", ".parquet")
GROUP: Final = 16_384  # rows per group: a question for one series and one place reads one or two groups
FEW: Final = 8


def store(columns: Columns, keys: list[str]) -> str:
    """Put the figures on the shelf; the SHA-256 of the file. `keys` are those of `columns.places`.

    Sorted by series and territory, so that a question finds its rows by the groups' smallest and largest values. The
    same figures give the same bytes, whoever stores them and how often.
    """
    import polars as pl

    frame = columns.frame
    numbers = pl.Series([number_of(key) for key in keys], dtype=pl.UInt64)
    times = pl.Series([moment.iso for moment in columns.moments], dtype=pl.String)
    years = pl.Series([year_of(moment.iso) for moment in columns.moments], dtype=pl.Int16)
    ready = frame.select(
        pl.col("series").cast(pl.Int32),
        numbers.gather(frame["place"]).alias("territory"),
        years.gather(frame["moment"]).alias("year"),
        times.gather(frame["moment"]).alias("time"),
        "value", "sign", "quality", "line", "column",
    ).sort("series", "territory", "year", "time")  # fmt: skip
    return _kept(ready)


def _kept(frame: pl.DataFrame) -> str:
    folder = shelf.path_of("00").parent.parent
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=".", suffix=".tmp")
    os.close(handle)
    temporary = Path(name)
    try:
        frame.write_parquet(temporary, compression="zstd", compression_level=3, row_group_size=GROUP, statistics=True)
        return shelf.keep_file(temporary)
    finally:
        temporary.unlink(missing_ok=True)


def present(sha256: str) -> Path:
    """Where the file lies. Raises `DamagedError` where it is not there."""
    path = shelf.path_of(sha256)
    if not path.is_file():
        raise DamagedError(path)
    return path


def scan(
    sha256: str, *, series: Iterable[int], territories: Iterable[int], years: Iterable[int] | None
) -> pl.LazyFrame:
    """The rows of these series and territories. Raises `DamagedError` where the file is not there."""
    import polars as pl

    wanted = _among("series", series, pl.Int32) & _among("territory", territories, pl.UInt64)
    if years is not None:
        wanted &= _among("year", years, pl.Int16)
    return pl.scan_parquet(present(sha256), glob=False).filter(wanted)


def _among(column: str, numbers: Iterable[int], kind: type[pl.DataType]) -> pl.Expr:
    """The column has one of these numbers.

    A few spans are compared quickest and let whole groups of rows be passed over. A list must be of the column's own
    kind: otherwise each row is widened first, which takes as long as reading it.
    """
    import polars as pl

    wanted = sorted(numbers)
    spans: list[tuple[int, int]] = []
    for number in wanted:
        first = spans.pop()[0] if spans and number <= spans[-1][1] + 1 else number
        spans.append((first, number))
    if len(spans) > FEW:
        return pl.col(column).is_in(pl.Series(wanted, dtype=kind).implode())
    within = (pl.col(column).is_between(first, last) for first, last in spans)
    return functools.reduce(operator.or_, within, pl.lit(value=False))


def whole(sha256: str) -> pl.LazyFrame:
    """All rows. Raises `DamagedError` where the file is not there or no longer what it was."""
    import polars as pl

    path = shelf.path_of(sha256)
    if not shelf.is_whole(sha256):
        raise DamagedError(path)
    return pl.scan_parquet(path, glob=False)


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file that may be large."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def year_of(iso: str) -> int:
    """The year that a moment belongs to; of a span of years the last one (2016/18 is 2018). 0 where there is none."""
    head = iso.split("P", maxsplit=1)[0]
    digits = "".join(sign if sign.isdigit() else " " for sign in head).split()
    years = [int(one) for one in digits if len(one) == 4]
    if not years:
        return 0
    if "/" in head and len(digits) > 1 and len(digits[1]) == 2:
        return max(years[0], years[0] // 100 * 100 + int(digits[1]))
    return years[-1] if "/" in head else years[0]


def scan_series(sha256: str, series: Iterable[int]) -> pl.LazyFrame:
    """The rows of these series. Raises `DamagedError` where the file is not there."""
    import polars as pl

    return pl.scan_parquet(present(sha256), glob=False).filter(_among("series", series, pl.Int32))


def every(sha256: str) -> pl.LazyFrame:
    """All rows, without checking the file's fingerprint. Raises `DamagedError` where the file is not there."""
    import polars as pl

    return pl.scan_parquet(present(sha256), glob=False)
