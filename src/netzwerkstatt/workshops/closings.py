"""While a phase without criticism is open, comments on the workshop and on its ideas rest."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.comments.closing import register_closing
from netzwerkstatt.foundation.commitments.rules import declare_runner
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.prepared import Prepared
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.workshops.models import Format, Workshop

REASON = _(
    "A phase without criticism is on in this workshop: everything may be said, and nothing is judged. Comments are open"
    " again when it has ended."
)


def declare() -> None:
    """At start."""
    for kind in Format.values:
        register_closing(str(kind), _of_workshop)
    register_closing(IDEA, _of_idea)
    declare_runner(IDEA, _facilitates)


def _of_workshop(entry: Entry) -> Text | None:
    return REASON if Workshop.objects.filter(entry=entry, taboo_free=True).exists() else None


def _of_idea(entry: Entry) -> Text | None:
    return REASON if entry.home_id and _is_taboo_free.first((), entry.home_id) else None


@Prepared
def _is_taboo_free(workshop: int) -> QuerySet[Workshop, int]:
    return Workshop.objects.filter(entry=workshop, taboo_free=True).values_list("pk", flat=True)


def _facilitates(person: Any, entry: Entry) -> bool:
    if not isinstance(person, Person) or not entry.home_id:
        return False
    return Workshop.objects.filter(entry=entry.home_id, facilitator=person).exists()
