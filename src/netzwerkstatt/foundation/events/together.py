"""Several bounded reads in one question to the database: for a page that gathers a little from many tables."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

from netzwerkstatt.foundation.events.prepared import converter, maker

IN_ONE_ARRAY = 90
"""PostgreSQL's functions take a hundred arguments at most, SQLite's 127."""


def read_together(*reads: models.QuerySet[Any, Any]) -> list[list[Any]]:
    """The rows of each read, in its order, as the querysets alone would give them. One query, whatever their number.

    Raises `ValueError` for a read that is not sliced (only a slice is bounded, and only of a slice the databases keep
    the order) and for one that prefetches, which would be a query of its own.
    """
    found: list[list[Any]] = [[] for _read in reads]
    parts: list[str] = []
    params: list[Any] = []
    made: dict[int, Callable[[str], Any]] = {}
    for place, read in enumerate(reads):
        _check(read)
        compiler: Any = read.query.get_compiler(read.db)
        try:
            sql, own = compiler.as_sql(with_col_aliases=True)
        except EmptyResultSet:
            continue
        parts.append(f"SELECT {place}, ROW_NUMBER() OVER (), {_as_one_value(compiler)} FROM ({sql}) one_of_them")  # noqa: S608 - Django's own SQL
        params.extend(own)
        made[place] = _reader(read, compiler)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(parts), params)
            for place, _number, said in sorted(cursor.fetchall()):
                found[place].append(made[place](said))
    return found


def _check(read: Any) -> None:
    if read.query.high_mark is None and not read.query.is_empty():
        raise ValueError("a read among others says how many rows it takes at most")
    if read._prefetch_related_lookups:  # noqa: SLF001 - Django has no other way to ask
        raise ValueError("a read among others does not prefetch")


def _as_one_value(compiler: Any) -> str:
    """A row as JSON, in pieces: the tables that are read together have different columns."""
    array, text = ("json_build_array", "::text") if _is_typed() else ("json_array", "")
    columns = [_column(connection.ops.quote_name(alias), column) for column, _sql, alias in compiler.select]
    pieces = [columns[start : start + IN_ONE_ARRAY] for start in range(0, len(columns), IN_ONE_ARRAY)]
    arrays = [f"{array}({', '.join(piece)})" for piece in pieces]
    return f"{array}({', '.join(arrays)}){text}"


def _column(name: str, column: Any) -> str:
    """SQLite writes fifteen digits of a number into JSON; a double has seventeen."""
    if _is_typed() or not isinstance(column.output_field, models.FloatField):
        return name
    return f"CASE WHEN {name} IS NULL THEN NULL ELSE printf('%%!.17g', {name}) END"


def _reader(read: Any, compiler: Any) -> Callable[[str], Any]:
    """What makes of such a value what the queryset would make of the row."""
    convert, make = converter(compiler), maker(read, compiler)
    fields = [column.output_field for column, *_ in compiler.select]
    is_typed = _is_typed()

    def made(said: str) -> Any:
        pieces = json.loads(said, parse_float=Decimal if is_typed else float)
        row = [_as_driven(field, value) for field, value in zip(fields, itertools.chain(*pieces), strict=True)]
        (converted,) = convert([row])
        if is_typed:
            converted = [None if v is None else f.to_python(v) for f, v in zip(fields, converted, strict=True)]
        return make(converted)

    return made


def _as_driven(field: Any, value: Any) -> Any:
    """As the driver hands it to Django: JSON as text, a double as a number."""
    if value is not None and isinstance(field, models.FloatField):
        return float(value)
    if value is not None and isinstance(field, models.JSONField) and _is_typed():
        return json.dumps(value, default=float)
    return value


def _is_typed() -> bool:
    """PostgreSQL's driver gives days and numbers as Python knows them; SQLite's gives what lies there, for Django to read."""
    return connection.vendor == "postgresql"
