"""Making entries: one place that gives public ids, numbers and the guard against double posts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import current_unit
from netzwerkstatt.foundation.network.models import City, CityNetwork, Theme


def create_entry(
    *,
    kind: str,
    title: str,
    author: Any,
    summary: str = "",
    home: Entry | None = None,
    city: City | None = None,
    network: CityNetwork | None = None,
    themes: Iterable[Theme] = (),
    visibility: str = Visibility.PUBLIC,
    state: str = "",
    client_id: UUID | None = None,
    numbered: bool = True,
) -> Entry:
    """A new entry of a declared kind, with its number. Call it inside an action.

    The network is that of the city where none is given. Raises `Invalid` (field "title") for a title that is empty
    or longer than 240 characters, `IntegrityError` for a client id that is in use.
    """
    title = " ".join(title.split())
    if not title:
        raise Invalid({"title": _("Please write one sentence here.")})
    if len(title) > 240:
        raise Invalid({"title": _("At most 240 characters, please.")})
    entry = Entry.objects.create(
        kind=KINDS[kind].code,
        number=next_number(kind) if numbered and KINDS[kind].prefix else None,
        title=title,
        summary=summary.strip(),
        home=home,
        city=city,
        network=network or (city.network if city else None),
        author=author if getattr(author, "is_authenticated", False) else None,
        visibility=visibility,
        state=state,
        language=get_language() or "",
        client_id=client_id,
    )
    if themes:
        entry.themes.set(themes)
    if unit := current_unit():
        unit.made.add(("entry", entry.pk))
    return entry


def already_made(client_id: UUID | None, kind: str, author: Any) -> Entry | None:
    """The entry that this very form made before: a second click or a resent post finds the first one's."""
    if client_id is None:
        return None
    return Entry.objects.filter(client_id=client_id, kind=kind, author=author if author and author.pk else None).first()


def next_number(kind: str) -> int:
    """The next number of this kind, without gaps: the counter row is held to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO entries_counter (kind, last) VALUES (%s, 1)"
            " ON CONFLICT (kind) DO UPDATE SET last = entries_counter.last + 1 RETURNING last",
            [kind],
        )
        return int(cursor.fetchone()[0])
