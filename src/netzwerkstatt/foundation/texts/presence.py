"""Who writes where just now: a hint that ends by itself. It keeps nobody from writing, and nothing is logged."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.texts.models import Writing

HEARTBEAT = timedelta(seconds=20)
LEASE = timedelta(seconds=50)
"""Two heartbeats and a slow network."""


def write_on(entry: Entry, key: int, person: Person) -> None:
    """This person writes on this paragraph (0: a new one). Sweeps away all hints that have ended."""
    now = clock.now()
    with transaction.atomic():
        Writing.objects.filter(at__lt=now - LEASE).delete()
        Writing.objects.update_or_create(entry=entry, key=key, person=person, defaults={"at": now})


def stop_writing(entry: Entry, key: int, person: Any) -> None:
    """Saved or left: the hint goes at once."""
    Writing.objects.filter(entry=entry, key=key, person=person).delete()


def writers_of(entry: Entry, viewer: Any) -> dict[int, str]:
    """For each paragraph (0: a new one) who else writes there, in words. One query."""
    rows = Writing.objects.filter(entry=entry, at__gte=clock.now() - LEASE).select_related("person")
    names: dict[int, list[str]] = {}
    for row in rows.exclude(person=viewer).order_by("key", "person__name"):
        names.setdefault(row.key, []).append(row.person.name)
    return {key: _said(who) for key, who in names.items()}


def _said(names: list[str]) -> str:
    text = ngettext("%(names)s is writing here", "%(names)s are writing here", len(names))
    return text % {"names": get_text_list(names, _("and"))}
