"""To the laptop: what headquarters packs, and how a room server puts it down in an empty database."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.workshops.lending import package
from netzwerkstatt.workshops.lending.carrying import GOES, Around
from netzwerkstatt.workshops.lending.rows import MARK, as_object, as_row
from netzwerkstatt.workshops.models import Borrowed, Loan, Workshop


def lent_package(loan: Loan) -> bytes:
    """The file for the laptop of an open loan, the same whenever it is asked for. A query for each kind of row."""
    around = Around(loan.workshop, loan.lent_by)
    rows: list[dict[str, Any]] = []
    there: dict[type[Model], set[Any]] = defaultdict(set)
    for part in GOES:
        for one in part.rows(around).order_by("pk"):
            there[part.model].add(one.pk)
            row = as_row(one, part.without)
            if isinstance(one, Entry):
                row["themes"] = sorted(one.themes.values_list("pk", flat=True))
            rows.append(row)
    _forget_what_stays(rows, there)
    headquarters = package.key_of("")
    alliance = the_alliance()
    return package.write(
        package.LENT,
        loan=str(loan.number),
        key=headquarters,
        parts={"rows.jsonl": rows},
        workshop=loan.workshop.public_id,
        title=loan.workshop.title,
        alliance=alliance.name if alliance else "",
        address=settings.BASE_URL,
        lent_at=loan.lent_at.isoformat(),
        runs=sorted(around.runs),
        headquarters=package.public_half(headquarters),
        signs=package.key_of(str(loan.number)).private_bytes_raw().hex(),
    )


def _forget_what_stays(rows: list[dict[str, Any]], there: dict[type[Model], set[Any]]) -> None:
    """A column that refers to what is not carried is emptied; where it cannot be, the declaration is at fault."""
    models = {part.model._meta.label: part.model for part in GOES}  # noqa: SLF001 - Django's public name
    for row in rows:
        for field in models[row[MARK]]._meta.concrete_fields:  # noqa: SLF001 - Django's public name
            target: Any = field.related_model
            value = row["row"][field.attname]
            if target is None or value is None or value in there[target]:
                continue
            if not field.null:
                raise LookupError(f"{row[MARK]}.{field.name} refers to what is not carried")
            row["row"][field.attname] = None


def take_along(data: bytes) -> Borrowed:
    """On the laptop: put the workshop of this package down in an empty database. The same package again changes nothing.

    Raises `Invalid` (field "file") for what is no package from headquarters, and where another workshop, or anything
    else, lies in the database already.
    """
    opened = package.read(data)
    said = opened.manifest
    if said["netzwerkstatt"] != package.LENT:
        raise Invalid({"file": _("This is what comes back from a room server. It is taken in at headquarters.")})
    package.verify(opened, str(said.get("headquarters", "")))
    known = Borrowed.objects.select_related("workshop__entry").first()
    if known is not None and str(known.number) == opened.loan:
        return known
    if known is not None or Person.objects.exists():
        raise Invalid({"file": _("Another workshop lies in this folder. Please choose an empty one with --data.")})
    with transaction.atomic():
        _put_down(opened.rows("rows.jsonl"))
        workshop = Workshop.objects.select_related("entry").get(entry__public_id=said["workshop"])
        return Borrowed.objects.create(
            workshop=workshop,
            number=UUID(opened.loan),
            runs=said["runs"],
            signs=said["signs"],
            headquarters=said["headquarters"],
            lent_at=datetime.fromisoformat(said["lent_at"]),
        )


def _put_down(rows: list[dict[str, Any]]) -> None:
    by_model: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_model[str(row.get(MARK))].append(row)
    for part in GOES:
        model: Any = part.model
        found = by_model[model._meta.label]  # noqa: SLF001 - Django's public name
        model._default_manager.bulk_create(  # noqa: SLF001 - Django's public name
            [as_object(model, row, lambda _model, key, _null: key, keep_key=True) for row in found]
        )
    for row in by_model["entries.Entry"]:
        if row["themes"]:
            Entry.objects.get(pk=row["key"]).themes.set(row["themes"])
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [part.model for part in GOES]):
            cursor.execute(statement)
