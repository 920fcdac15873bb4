"""My data: what is kept about one person, as a page says it and as a file to take along."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count, IntegerField, Model, Value
from django.template.loader import render_to_string

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.personal import Personal, all_personal


@dataclass(frozen=True)
class Kept:
    """One kind of data, and how many rows of it are this person's."""

    personal: Personal
    count: int


@dataclass(frozen=True)
class Exported:
    """One kind of data with its rows."""

    personal: Personal
    rows: list[dict[str, Any]]


def kept_about(person: Person) -> list[Kept]:
    """What there is about this person, what is most first; one query for all models together."""
    of_person = [personal for personal in all_personal() if personal.person_fields]
    counts = dict(_counts(of_person, person))
    found = [Kept(personal, counts.get(number, 0)) for number, personal in enumerate(of_person)]
    account = [Kept(personal, 1) for personal in all_personal() if personal.model_class is Person]
    return account + sorted((one for one in found if one.count), key=lambda one: -one.count)


def _counts(of_person: list[Personal], person: Person) -> list[tuple[int, int]]:
    queries = [
        personal.rows_of(person)
        .order_by()
        .annotate(which=Value(number, output_field=IntegerField()))
        .values("which")
        .annotate(number=Count("pk", distinct=True))
        .values_list("which", "number")
        for number, personal in enumerate(of_person)
    ]
    return list(queries[0].union(*queries[1:], all=True)) if queries else []


def exported(person: Person) -> list[Exported]:
    """All of it, in words that one can read: what rooms give, else the rows themselves."""
    found = (Exported(personal, _rows(personal, person)) for personal in all_personal())
    return [one for one in found if one.rows]


def _rows(personal: Personal, person: Person) -> list[dict[str, Any]]:
    if personal.export is not None:
        return personal.export(person)
    if not personal.person_fields:
        return []
    fields = [field for field in personal.model_class._meta.concrete_fields if _is_said(field)]  # noqa: SLF001 - Django's own way to a model's fields
    related = [field.name for field in fields if field.is_relation]
    rows = personal.rows_of(person).order_by("pk").select_related(*related)
    return [{str(field.verbose_name): _value(row, field) for field in fields} for row in rows]


def _is_said(field: Any) -> bool:
    """Neither a key without meaning nor another person."""
    return not ((field.primary_key and not field.is_relation) or field.related_model is Person)


def _value(row: Model, field: Any) -> Any:
    if field.is_relation:
        return str(getattr(row, field.name) or "")
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    return field.value_to_string(row) if field.get_internal_type() == "UUIDField" else getattr(row, field.name)


def archive_of(person: Person) -> bytes:
    """A ZIP with the same twice: to read (HTML) and for machines (JSON)."""
    data = exported(person)
    made = clock.now()
    page = render_to_string("privacy/download.html", {"person": person, "data": data, "made": made})
    bundle = io.BytesIO()
    with zipfile.ZipFile(bundle, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("my-data.html", page)
        archive.writestr("my-data.json", _json(data, made))
    return bundle.getvalue()


def _json(data: list[Exported], made: Any) -> str:
    kept = [
        {
            "kind": one.personal.model,
            "label": str(one.personal.label),
            "why": str(one.personal.keeps),
            "until": str(one.personal.until.says) if one.personal.until else "",
            "when_the_account_goes": str(one.personal.stays),
            "rows": one.rows,
        }
        for one in data
    ]
    return json.dumps({"made": made, "kept": kept}, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
