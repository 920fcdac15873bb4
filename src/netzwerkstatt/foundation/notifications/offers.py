"""What this room shows on pages of others: the button to follow, beside every item and on every city's page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Panel, register_panel
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.notifications import actions, queries
from netzwerkstatt.foundation.notifications.models import Follow, Notice


@dataclass(frozen=True)
class FollowButton:
    """Whether the viewer follows the thing, and how the form names it. `id` ties the button to its hint."""

    what: str
    key: str
    follows: bool


def of_item(subject: Any, viewer: Person | None) -> FollowButton | None:
    """None, and no query, for a visitor. For a person one query – and one write where news of the item is read now."""
    if viewer is None:
        return None
    entry: Entry = subject.entry
    follows, unread = Entry.objects.filter(pk=entry.pk).values_list(
        Exists(Follow.objects.filter(person=viewer, entry=entry.pk, wanted=True)),
        Exists(Notice.objects.filter(person=viewer, entry=entry.pk, read_at__isnull=True)),
    )[0]
    if unread:
        actions.open_item(actor=viewer, entry=entry)
    return FollowButton("item", entry.public_id, bool(follows))


def of_city(subject: City, viewer: Person | None) -> FollowButton | None:
    """None, and no query, for a visitor; one query for a person."""
    return FollowButton("city", subject.slug, queries.follows(viewer, city=subject)) if viewer else None


def register() -> None:
    """At start. Cities have their page in a room that stands higher; that it exists is checked at the end of start."""
    template = "notifications/panels/follow.html"
    register_panel(Panel(EVERY_ITEM, "follow", "side", of_item, template, order=90))
    register_panel(Panel("city", "follow", "side", of_city, template, order=90))
