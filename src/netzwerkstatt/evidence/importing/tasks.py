"""The two jobs of an import, done by the worker: read and show, enter. Both may be done again at any time."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_noop
from django_tasks import task

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.engines.official_files.register import Choice, read_register
from netzwerkstatt.evidence.importing.arriving import State, incoming
from netzwerkstatt.evidence.importing.entering import enter_statistics
from netzwerkstatt.evidence.importing.preparing import Prepared, facts_for_preview, prepare
from netzwerkstatt.evidence.models import StatisticsImport
from netzwerkstatt.evidence.rules import Console
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed

log = logging.getLogger(__name__)
EVERY = 0.5  # seconds between two signs of progress
UNEXPECTED = gettext_noop(
    "The file could not be read because of a fault of this program. The operator finds the reason in the log."
)


@task()
def look_through(pk: int) -> None:
    """Read the file whole and keep what there is to be seen; or why it cannot be read, with line and cell."""
    _with_file(pk, (State.WAITING, State.READING), State.READING, _show)


@task()
def enter(pk: int) -> None:
    """Read the file once more and enter it into the catalogue, in one short transaction."""
    _with_file(pk, (State.ENTERING,), State.ENTERING, _enter)


def prepared_of(arrival: StatisticsImport) -> Prepared:
    """The uploaded file, read whole, with signs of progress. Raises `Unreadable`."""
    path = incoming.path_of(arrival.sha256)
    told = _teller(arrival.pk)
    if arrival.city is None:
        return prepare(path, arrival.name, told=told)
    choice = Choice.of(arrival.columns or {})
    read = partial(read_register, choice=choice, key=arrival.city.ags, place=arrival.city.name)
    reading = ";".join(f"{name}={value}" for name, value in choice.to_json().items() if value)[:64]
    return prepare(path, arrival.name, read=read, reading=_short(reading), told=told)


def _short(text: str) -> str:
    import hashlib

    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _with_file(pk: int, states: tuple[str, ...], state: str, do: Callable[[StatisticsImport], None]) -> None:
    waiting = StatisticsImport.objects.filter(pk=pk, state__in=states)
    if not waiting.update(state=state, moved_at=clock.now()):
        return
    arrival = StatisticsImport.objects.select_related("city", "asked_by").get(pk=pk)
    try:
        do(arrival)
    except Unreadable as objection:
        problem = {"key": objection.message_key, "params": objection.params, "line": objection.line}
        _refuse(pk, problem)
    except Invalid as invalid:
        _refuse(pk, {"said": "; ".join(str(text) for text in invalid.fields.values())})
    except NotAllowed as refused:
        _refuse(pk, {"said": str(refused.reason)})
    except Exception:
        log.exception("The statistics %s could not be read", pk)
        _refuse(pk, {"key": UNEXPECTED, "params": {}, "line": None})


def _show(arrival: StatisticsImport) -> None:
    prepared = prepared_of(arrival)
    preview = facts_for_preview(prepared)
    preview["warnings"] = [
        {"key": one.message_key, "params": dict(one.params), "line": None} for one in prepared.warnings
    ]
    _move(arrival.pk, state=State.READY, preview=preview, read_bytes=arrival.all_bytes)


def _enter(arrival: StatisticsImport) -> None:
    dataset = enter_statistics(
        actor=arrival.asked_by or Console(),
        prepared=prepared_of(arrival),
        retrieved_on=arrival.retrieved_on,
        source_address=arrival.source_address,
        table_code=arrival.table_code,
        of_city=arrival.city,
    )
    _move(arrival.pk, state=State.DONE, dataset=dataset, read_bytes=arrival.all_bytes)
    others = StatisticsImport.objects.filter(sha256=arrival.sha256).exclude(state=State.DONE)
    if not others.exists():
        incoming.remove(arrival.sha256)


def _refuse(pk: int, problem: dict[str, Any]) -> None:
    _move(pk, state=State.REFUSED, problem=problem)


def _move(pk: int, **changes: Any) -> None:
    StatisticsImport.objects.filter(pk=pk).update(moved_at=clock.now(), **changes)


def _teller(pk: int) -> Callable[[int, int], None]:
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= EVERY:
            last = time.monotonic()
            StatisticsImport.objects.filter(pk=pk).update(read_bytes=done, all_bytes=total, moved_at=clock.now())

    return told
