"""What the log keeps about people."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import wiping
from netzwerkstatt.foundation.events.personal import Personal, Until, declare_harmless, declare_personal
from netzwerkstatt.foundation.events.shredding import shred, telling_of, told

TASKS_FOR = timedelta(days=14)


def declare() -> None:
    """At start."""
    wiping.declare()
    declare_personal(
        Personal(
            model="events.Event",
            label=_("The log of changes"),
            person_fields=("actor",),
            words=("payload",),
            keeps=_("Who changed what and when, because others rely on it. As long as the installation."),
            stays=_("What happened and when stays; who it was is erased. It then says “somebody”."),
            export=_own_events,
            erase=shred,
        )
    )
    declare_personal(
        Personal(
            model="django_tasks_database.DBTaskResult",
            label=_("Tasks of the worker"),
            words=("args_kwargs", "return_value", "traceback"),
            keeps=_("What pages left to do, such as a PDF; with numbers of items, not with names."),
            until=Until(says=_("14 days after they were done"), over=_old_tasks),
            export=_nothing_by_key,
        )
    )
    declare_harmless("django_tasks_database.DBTaskResult", "queue_name", "backend_name", because="words of our code")
    declare_harmless("events.Consumed", "reason", because="kind and place of an error in our code, never its message")
    declare_harmless("events.Chore", "name", "reason", because="words of our code")
    declare_harmless("events.Stream", "name", because="a random id, or a number that says nothing once the row is gone")


def _old_tasks(now: datetime) -> QuerySet[Any]:
    rows = apps.get_model("django_tasks_database.DBTaskResult")._default_manager  # noqa: SLF001 - Django's own way to a model's rows
    return rows.filter(finished_at__lt=now - TASKS_FOR)


def _nothing_by_key(person: Any) -> list[dict[str, Any]]:
    """Tasks know items, not people."""
    return []


def _own_events(person: Any) -> list[dict[str, Any]]:
    return [
        {
            "at": localtime(event.at).isoformat(timespec="seconds"),
            "what": told(event),
            "item": event.entry,
            "details": event.payload,
        }
        for event in telling_of(person).select_related("actor").order_by("at", "id")
    ]
