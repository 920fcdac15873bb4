"""Outlines on their way: taken in as they came, read by the worker, drawn from then on."""

from __future__ import annotations

import logging
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django_tasks import task

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.engines.official_files.outlines import Outlines, read_outlines
from netzwerkstatt.evidence import events, rules
from netzwerkstatt.evidence.actions import safe_name
from netzwerkstatt.evidence.models import Boundaries, Outline, Territory
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.files import Shelf
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record

log = logging.getLogger(__name__)
State = Boundaries.State
shelf = Shelf("outlines")
LARGEST: Final = 32 * 1024 * 1024
BATCH: Final = 500
LEVELS: Final = {2: Territory.Level.STATE, 5: Territory.Level.DISTRICT, 8: Territory.Level.MUNICIPALITY}
TOO_LARGE = gettext_lazy("The file is larger than %(most)d MB. Simplify the outlines before you export them.")
UNEXPECTED = gettext_noop(
    "The file could not be read because of a fault of this program. The operator finds the reason in the log."
)


@action(rule=rules.imports_statistics, on="name")
def bring_outlines(
    *, actor: Any, name: str, path: Path, file_name: str, status_on: date, source: str, licence: str
) -> Boundaries:
    """A GeoJSON file with outlines is taken in; the worker reads it. The same file again is the same outlines.

    Records `evidence.outlines_brought`. Raises `Invalid` with the size (field "file") or the field that does not hold.
    """
    size = path.stat().st_size
    wrong = {}
    if not size:
        wrong["file"] = _("The file is empty.")
    elif size > LARGEST:
        wrong["file"] = TOO_LARGE % {"most": LARGEST // 2**20}
    for field, text, most in (("name", name, 120), ("source", source, 300), ("licence", licence, 120)):
        if not text.strip():
            wrong[field] = _("Please fill this in.")
        elif len(text.strip()) > most:
            wrong[field] = _("At most %(most)d characters, please.") % {"most": most}
    if status_on > clock.today():
        wrong["status_on"] = _("This day lies ahead.")
    if wrong:
        raise Invalid(wrong)
    sha256 = shelf.keep_file(path)
    if known := Boundaries.objects.filter(sha256=sha256).exclude(state=State.REFUSED).first():
        return known
    made = Boundaries.objects.create(
        name=" ".join(name.split()), file_name=safe_name(file_name), sha256=sha256, size=size, status_on=status_on,
        source=source.strip(), licence=licence.strip(), brought_by=actor if isinstance(actor, Person) else None,
    )  # fmt: skip
    record(events.OUTLINES_BROUGHT(_Subject(made), actor, name=made.file_name))
    read.enqueue(made.pk)
    made.refresh_from_db()
    return made


@action(rule=rules.removes_outlines, on="boundaries")
def remove_outlines(*, actor: Any, boundaries: Boundaries) -> bool:
    """Outlines go with their file; figures stay. Records `evidence.outlines_removed`. True when they went."""
    sha256 = boundaries.sha256
    gone = Boundaries.objects.filter(pk=boundaries.pk).delete()[0] > 0
    if gone:
        record(events.OUTLINES_REMOVED(_Subject(boundaries), actor, name=boundaries.file_name))
        transaction.on_commit(
            lambda: None if Boundaries.objects.filter(sha256=sha256).exists() else shelf.remove(sha256)
        )
    return gone


class _Subject:
    """Outlines as the subject of an event: they are no entry."""

    public_id = ""

    def __init__(self, boundaries: Boundaries) -> None:
        self.stream = boundaries.stream


@task()
def read(pk: int) -> None:
    """Read the file whole, then enter all outlines at once; or keep why it cannot be read. May be done again."""
    waiting = Boundaries.objects.filter(pk=pk, state=State.WAITING)
    made = waiting.first()
    if made is None:
        return
    try:
        found = read_outlines(shelf.fetch(made.sha256))
    except Unreadable as objection:
        waiting.update(state=State.REFUSED, problem=_problem(objection.message_key, objection.params, objection.line))
    except Exception:
        log.exception("The outlines %s could not be read", pk)
        waiting.update(state=State.REFUSED, problem=_problem(UNEXPECTED, {}, None))
    else:
        _enter(made, found)


def _problem(key: str, params: dict[str, str | int], line: int | None) -> dict[str, Any]:
    return {"key": key, "params": params, "line": line}


def _enter(made: Boundaries, found: Outlines) -> None:
    """Outlines and state in one transaction; names that the file lacks are those of the catalogue."""
    keys = [one.key for one in found.areas]
    names: dict[str, str] = {}
    for start in range(0, len(keys), BATCH):
        names.update(Territory.objects.filter(key__in=keys[start : start + BATCH]).values_list("key", "name"))
    with transaction.atomic():
        locked = Boundaries.objects.select_for_update().filter(pk=made.pk, state=State.WAITING).first()
        if locked is None:
            return
        Outline.objects.filter(boundaries=made).delete()
        Outline.objects.bulk_create(
            (
                Outline(boundaries=made, key=one.key, name=one.name or names.get(one.key, ""), rings=one.rings)
                for one in found.areas
            ),
            batch_size=BATCH,
        )
        Boundaries.objects.filter(pk=made.pk).update(
            state=State.READY, level=LEVELS[found.digits], number=len(found.areas), left_out=found.left_out
        )
