"""Reads whose SQL is put together once: pages ask the same few questions hundreds of times a second."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    NamedValuesListIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.models.utils import create_namedtuple_class

R = TypeVar("R")
S = TypeVar("S")
FORMS = 500


Row = Sequence[Any]
Form: TypeAlias = tuple[Hashable, ...]
_Asked: TypeAlias = tuple[str, Sequence[Any], Callable[[list[Row]], list[Any]]]


@dataclass(frozen=True)
class _Read:
    """The SQL of a read, where the values stand among its parameters, and what becomes of the rows."""

    sql: str
    params: tuple[Any, ...]
    places: tuple[int | None, ...]
    made: Callable[[list[Row]], list[Any]]


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

    def __call__(self, form: Form, *values: int | str) -> list[R]:
        key = (connection.vendor, form, tuple(type(value) for value in values))
        if key not in self._reads:
            if len(self._reads) >= FORMS:
                self._reads.clear()
            self._reads[key] = self._put_together(form, values)
        read = self._reads[key]
        return [] if read is None else _run(read, values)

    def first(self, form: Form, *values: int | str) -> R | None:
        """The first row, or None."""
        return next(iter(self(form, *values)), None)

    def _put_together(self, form: Form, values: tuple[int | str, ...]) -> _Read | None:
        """The SQL for marks in place of the values, None where no row can be. Raises `ValueError` for a value that does
        not stand in it as it is.
        """
        marks = [_mark(value, number) for number, value in enumerate(values)]
        try:
            sql, params, made = self._asked(form, marks)
        except EmptyResultSet:
            return None
        if missing := {number for number, mark in enumerate(marks) if mark not in params}:
            raise ValueError(f"value {min(missing)} of a prepared read does not stand in its SQL")
        sql, params = _with_own_numbers(sql, params, marks)
        places = tuple(marks.index(param) if param in marks else None for param in params)
        return _Read(sql, params, places, made)

    def _asked(self, form: Form, marks: list[int | str]) -> _Asked:
        rows = self._build(*form, *marks)
        compiler: Any = rows.query.get_compiler(rows.db)
        sql, params = compiler.as_sql()
        return sql, params, _maker_of_rows(rows, compiler)


class PreparedPair(Prepared[tuple[R, S | None]], Generic[R, S]):
    """Two prepared reads in one question: each row of the first one with the one row that the second has, or None.

    `build` gives both querysets; the second is one of instances and gives one row at most.
    """

    def __init__(self, build: Callable[..., tuple[models.QuerySet[Any, R], models.QuerySet[Any, S]]]) -> None:
        super().__init__(build)  # type: ignore[arg-type] # asked below

    def _asked(self, form: Form, marks: list[int | str]) -> _Asked:
        built: Any = self._build(*form, *marks)
        first, second = built
        one: Any = first.query.get_compiler(first.db)
        other: Any = second.query.get_compiler(second.db)
        (sql, params), (also, more) = (compiler.as_sql(with_col_aliases=True) for compiler in (one, other))
        make, make_other = _maker_of_rows(first, one), _maker_of_rows(second, other)
        end = len(one.select)
        key = next(n for n, (column, *_) in enumerate(other.select) if column.target.primary_key) + end

        def made(rows: list[Row]) -> list[Any]:
            others = [make_other([row[end:]])[0] if row[key] is not None else None for row in rows]
            return list(zip(make([row[:end] for row in rows]), others, strict=True))

        return f"SELECT * FROM ({sql}) one LEFT JOIN ({also}) other ON TRUE", [*params, *more], made  # noqa: S608 - Django's own SQL


def _maker_of_rows(rows: Any, compiler: Any) -> Callable[[list[Row]], list[Any]]:
    convert, make = converter(compiler), maker(rows, compiler)
    return lambda found: [make(row) for row in convert(found)]


def _with_own_numbers(sql: str, params: Sequence[Any], marks: list[int | str]) -> tuple[str, tuple[Any, ...]]:
    """Whole numbers that belong to the read itself stand in the SQL: the plan that a database keeps for any value can
    use an index on a part of a table (`position = 0`) only if it says so.
    """
    left, kept = iter(params), []

    def put(found: re.Match[str]) -> str:
        if found[0] == "%%":
            return "%%"
        param = next(left)
        if isinstance(param, int) and not isinstance(param, bool) and param not in marks:
            return str(int(param))
        kept.append(param)
        return "%s"

    return re.sub("%s|%%", put, sql), tuple(kept)


def converter(compiler: Any) -> Callable[[list[Row]], list[Row]]:
    """What turns the database's rows into Python's values, for this compiler's columns."""
    converters = compiler.get_converters([column for column, *_ in compiler.select])
    if not converters:
        return lambda rows: rows
    compiler.connection = connection  # that of the thread that asks, not of the one that put this together
    return lambda rows: list(compiler.apply_converters(rows, converters))


def maker(rows: Any, compiler: Any) -> Callable[[Row], Any]:
    """What `rows` would make of a row, as Django's iterables of the same names do."""
    if rows._iterable_class is ModelIterable:  # noqa: SLF001 - Django has no other way to ask
        return _instances(rows.db, compiler)
    if rows._iterable_class is ValuesListIterable:  # noqa: SLF001 - as above
        return tuple
    if rows._iterable_class is FlatValuesListIterable:  # noqa: SLF001 - as above
        return lambda row: row[0]
    if rows._iterable_class is NamedValuesListIterable:  # noqa: SLF001 - as above
        return create_namedtuple_class(*rows._fields)._make
    raise TypeError(f"a prepared read gives no {rows._iterable_class.__name__}")  # noqa: SLF001 - as above


def _instances(db: str, compiler: Any) -> Callable[[Row], Any]:
    """Instances with what `select_related` names, and annotations."""
    info, extra = compiler.klass_info, compiler.annotation_col_map or {}
    first, end = info["select_fields"][0], info["select_fields"][-1] + 1
    names = [column.target.attname for column, *_ in compiler.select[first:end]]
    populators = get_related_populators(info, compiler.select, db)  # type: ignore[call-arg] # stubs are of Django 6
    from_db = info["model"].from_db

    def made(row: Row) -> Any:
        found = from_db(db, names, row[first:end])
        for populator in populators:
            populator.populate(row, found)
        for name, place in extra.items():
            setattr(found, name, row[place])
        return found

    return made


def _mark(value: int | str, number: int) -> int | str:
    """Stands for a value while the SQL is put together; nothing else in it is like that."""
    return f"value {number} of a prepared read" if isinstance(value, str) else 2_013_265_921 + number


def _run(read: _Read, values: tuple[int | str, ...]) -> list[Any]:
    params = tuple(
        param if place is None else type(param)(values[place])
        for param, place in zip(read.params, read.places, strict=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(read.sql, params)
        rows = cursor.fetchall()
    return read.made(rows)
