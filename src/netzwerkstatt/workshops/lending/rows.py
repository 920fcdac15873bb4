"""Rows of the database as plain values, and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Field, Model

from netzwerkstatt.workshops.lending.package import broken

MARK = "model"
Refers = Callable[[type[Model], Any, bool], Any]
"""(what it refers to, the key there, whether it may be nothing) → the key here."""


def as_row(one: Model, without: Mapping[str, Any]) -> dict[str, Any]:
    """All columns of a row by name; what `without` names is replaced by it, or by what it makes of the row."""
    values = {name: value(one) if callable(value) else value for name, value in without.items()}
    columns = {field.attname: _plain(field, one) for field in one._meta.concrete_fields}  # noqa: SLF001 - Django's public name
    return {MARK: one._meta.label, "key": one.pk, "row": {**columns, **values}}  # noqa: SLF001 - Django's public name


def _plain(field: Any, one: Model) -> Any:
    value = field.value_from_object(one)
    return (
        value
        if value is None or isinstance(value, str | int | float | bool | list | dict)
        else field.value_to_string(one)
    )


def as_object(model: type[Model], row: Mapping[str, Any], refers: Refers, *, keep_key: bool) -> Model:
    """A row that is not saved yet. Without `keep_key` the database gives it a key of its own, where it has no other.

    Raises `Invalid` for a value that its column does not take, and for what `refers` does not know.
    """
    one = model()
    given = row.get("row")
    if not isinstance(given, dict):
        raise broken()
    for field in model._meta.concrete_fields:  # noqa: SLF001 - Django's public name
        if field.is_relation:
            value = given.get(field.attname)
            target: Any = field.related_model
            setattr(one, field.attname, None if value is None else refers(target, value, field.null))
        elif field.primary_key:
            if keep_key:
                setattr(one, field.attname, field.to_python(row["key"]))
        elif field.attname in given:
            setattr(one, field.attname, _read(field, given[field.attname], one))
    return one


def _read(field: Field[Any, Any], value: Any, one: Model) -> Any:
    """The value as the column takes it: of its type, not too long, one of its choices. Empty is what forms allow."""
    try:
        if value is None and not field.null:
            raise broken()
        return field.to_python(value) if value in field.empty_values else field.clean(value, one)
    except (ValidationError, TypeError):
        raise broken() from None
