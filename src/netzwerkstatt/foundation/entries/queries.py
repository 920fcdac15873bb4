"""Reads of entries for the page on who may see them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Audience, Entry
from netzwerkstatt.foundation.network.models import Membership


def audience_of(entry: Entry) -> list[Audience]:
    """Who is shown the entry by name; people and organisations in the order of their naming. One query."""
    rows = Audience.objects.filter(entry=entry).select_related("person", "organisation__city")
    return list(rows.order_by("since", "pk"))


def people_to_show(entry: Entry) -> QuerySet[Person, Any]:
    """Active people with a role in the alliance, but for the author."""
    members = Membership.objects.values("person")
    found = Person.objects.filter(is_active=True, pk__in=members).order_by("name", "pk")
    return found.exclude(pk=entry.author_id) if entry.author_id else found
