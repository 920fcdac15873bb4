"""Reads whose SQL is put together once: pages ask the same few questions hundreds of times a second."""

from __future__ import annotations

import copy
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models

R = TypeVar("R")
FORMS = 500


@dataclass(frozen=True)
class _Read:
    """A queryset with its SQL; `places` says which of the values stands where among the parameters."""

    rows: Any
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]


class _Query:
    """The query of a prepared read: as Django's, but its compiler has the SQL already."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: Any, **_kwargs: Any) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


class Prepared(Generic[R]):
    """A read that costs its SQL once per form and process, and from then on only what the database takes for it.

    `build(*form, *values)` gives the queryset: `form` is whatever changes the SQL itself (a model, how many values a
    list has), `values` are whole numbers and texts that stand in the SQL as they are. Called as
    `read(form, *values)` it gives the rows as a list, as the queryset would. Nothing of the data is kept. No
    `prefetch_related`, no slice that depends on a value, and no moment of time inside `build`: it would stand still.
    """

    def __init__(self, build: Callable[..., models.QuerySet[Any, R]]) -> None:
        self._build = build
        self._reads: dict[Hashable, _Read | None] = {}

    def __call__(self, form: tuple[Hashable, ...], *values: int | str) -> list[R]:
        key = (connection.vendor, form, tuple(type(value) for value in values))
        if key not in self._reads:
            if len(self._reads) >= FORMS:
                self._reads.clear()
            self._reads[key] = _put_together(self._build, form, values)
        read = self._reads[key]
        return [] if read is None else _run(read, values)

    def first(self, form: tuple[Hashable, ...], *values: int | str) -> R | None:
        """The first row, or None."""
        return next(iter(self(form, *values)), None)


def _put_together(build: Callable[..., Any], form: tuple[Any, ...], values: tuple[int | str, ...]) -> _Read | None:
    """The SQL for marks in place of the values. Raises `ValueError` for a value that does not stand in it as it is."""
    marks = [_mark(value, number) for number, value in enumerate(values)]
    rows = build(*form, *marks)
    compiler = rows.query.get_compiler(rows.db)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return None
    places = tuple(marks.index(param) if param in marks else None for param in params)
    if missing := set(range(len(values))) - set(places):
        raise ValueError(f"value {min(missing)} of a prepared read does not stand in its SQL")
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    compiler.get_converters = lambda _columns: converters
    return _Read(rows, compiler, sql, tuple(params), places)


def _mark(value: int | str, number: int) -> int | str:
    """Stands for a value while the SQL is put together; nothing else in it is like that."""
    return f"value {number} of a prepared read" if isinstance(value, str) else 2_013_265_921 + number


def _run(read: _Read, values: tuple[int | str, ...]) -> list[Any]:
    params = tuple(
        param if place is None else type(param)(values[place])
        for param, place in zip(read.params, read.places, strict=True)
    )
    compiler = copy.copy(read.compiler)
    compiler.connection = connection
    compiler.as_sql = lambda *_args, **_kwargs: (read.sql, params)
    rows = object.__new__(type(read.rows))  # copied by hand: a queryset that is copied is read first
    vars(rows).update(vars(read.rows), _query=_Query(read.rows.query, compiler), _result_cache=None)
    return list(rows)
