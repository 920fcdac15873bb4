"""Deleting an item: its words go, its knot on the thread and a stone with the reason stay."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Audience, Entry
from netzwerkstatt.foundation.entries.plain import one_line
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.versions import events, rules
from netzwerkstatt.foundation.versions.erasing import erasures_of
from netzwerkstatt.foundation.versions.models import Tombstone, Version
from netzwerkstatt.foundation.versions.queries import what_rests_on

NO_WORDS = "–"


@action(
    rule=rules.may_delete,
    refusal=gettext_lazy("An item is deleted by who wrote it, or by whoever releases for its city."),
)
def delete_entry(*, actor: Person, entry: Entry, reason: str) -> Tombstone:
    """The item is deleted, with a reason that stays on its page; deleted twice, the first stone stays.

    Records `entry.deleted`. Title, summary, the fields of its kind, its versions and whatever the rooms declared
    (`erasing`) are erased for good. Raises `Invalid` without a reason, and where something released rests on it.
    """
    kept: Entry = Entry.objects.select_for_update().get(pk=entry.pk)
    if kept.deleted_at is not None:
        return Tombstone.objects.get(entry=kept)
    why = one_line(reason, "reason", longest=400)
    if what_rests_on(kept).hinders:
        raise Invalid({"": _("Something that is released, or that others wrote, rests on it.")})
    role = Tombstone.Role.AUTHOR if rules.is_author.test(actor, kept) else Tombstone.Role.CITY
    stone = Tombstone.objects.create(entry=kept, role=role, reason=why, by=actor, at=clock.now())
    record(events.DELETED(kept, actor, role=str(role)))
    for erasure in erasures_of(kept.kind):
        erasure.erase(kept)
    _erase(kept)
    return stone


def _erase(entry: Entry) -> None:
    """What every item has: words, versions, themes, author, and whom it was shown to."""
    Version.objects.filter(entry=entry).delete()
    Audience.objects.filter(entry=entry).delete()
    entry.themes.clear()
    _count_out(entry)
    gone: dict[str, Any] = {
        "title": NO_WORDS, "summary": "", "author": None, "client_id": None, "hidden_at": None, "deleted_at": clock.now()
    }  # fmt: skip
    Entry.objects.filter(pk=entry.pk).update(**gone)


def _count_out(entry: Entry) -> None:
    """Where many of its kind are shown as a number (the ideas of a workshop), it is one less."""
    if entry.hidden_at is None:
        origins = list(entry.links_in.filter(folded=True).values_list("source", flat=True))
        Entry.objects.filter(pk__in=origins).update(folded_outcomes=F("folded_outcomes") - 1)
