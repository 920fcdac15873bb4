"""What every kind of entry has in common in the public API, and how a room says what it gives.

The API speaks to nobody in particular: everything is read as a visitor without an account sees it, and no answer names
a person.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.entries.models import Entry, Link, OfAKind
from netzwerkstatt.foundation.events.errors import Text


class SourceOut(BaseModel):
    """Something an item came from."""

    id: str = Field(description=gettext_noop("Its id."))
    kind: str = Field(description=gettext_noop("Its kind, such as evidence, problem, workshop, idea or project."))
    relation: str = Field(
        description=gettext_noop("How it came from it: derived-from, supported-by, answers, adapts, revises or merges.")
    )


class ItemOut(BaseModel):
    """Anything on the golden thread."""

    id: str = Field(description=gettext_noop("Its id. It never changes, and tells nothing about order or time."))
    kind: str = Field(description=gettext_noop("Its kind, such as evidence, problem, workshop, idea or project."))
    code: str = Field(description=gettext_noop("The number people cite, such as B-142; empty where there is none."))
    title: str = Field(description=gettext_noop("Title."))
    summary: str = Field(description=gettext_noop("A few sentences; empty where nobody wrote any."))
    city: str | None = Field(description=gettext_noop("Key of the city it belongs to."))
    network: str | None = Field(description=gettext_noop("Key of the network it belongs to."))
    themes: list[str] = Field(description=gettext_noop("Keys of its themes."))
    language: str = Field(description=gettext_noop("Language it was written in; empty where that is not known."))
    date: datetime.date = Field(description=gettext_noop("The day it stands for."))
    created: datetime.datetime = Field(description=gettext_noop("When it was written down."))
    page: str = Field(description=gettext_noop("Address of its page."))
    thread: str = Field(description=gettext_noop("Address of its golden thread as PROV-JSON."))
    came_from: list[SourceOut] = Field(
        description=gettext_noop("What it came from directly, as far as that is public.")
    )


@dataclass(frozen=True)
class Collection:
    """One kind of thing that the API gives.

    path: its place below /api/v1/. rows: what everybody may see, with all that `shape` needs; `shape` turns one page of
    rows into `schema` with a number of queries that does not depend on how many there are. by_slug: it has a key of its
    own and no entry; everything else is read by the entry's public id, the youngest first.
    """

    path: str
    one: str
    label: Text
    about: Text
    schema: type[BaseModel]
    rows: Callable[[], QuerySet[Any]]
    shape: Callable[[list[Any]], list[Any]]
    by_slug: bool = False


def public(model: type[OfAKind], *also: str) -> QuerySet[Any]:
    """What everybody may see of a kind, with what `common` needs. Two queries."""
    found = model.objects.visible_to(None).select_related("entry__city", "entry__network", *also)
    read: QuerySet[Any] = found.prefetch_related("entry__themes")
    return read


def common(entries: Iterable[Entry]) -> dict[int, dict[str, Any]]:
    """The fields of `ItemOut` of each entry, by its key. One query."""
    read = list(entries)
    sources = sources_of(read)
    return {entry.pk: _values(entry, sources.get(entry.pk, [])) for entry in read}


def sources_of(entries: Iterable[Entry]) -> dict[int, list[SourceOut]]:
    """What these came from directly, as far as everybody may see it, in the order in which it was tied. One query."""
    seen = Entry.objects.visible_to(None)
    links = Link.objects.filter(target__in=[entry.pk for entry in entries], source__in=seen).order_by("pk")
    found: dict[int, list[SourceOut]] = {}
    for target, public_id, kind, relation in links.values_list("target", "source__public_id", "source__kind", "kind"):
        found.setdefault(target, []).append(SourceOut(id=public_id, kind=kind, relation=relation))
    return found


def still_public(public_ids: Iterable[str]) -> set[str]:
    """Those of these ids that everybody may see today: frozen records name things that were hidden since. One query."""
    wanted = set(public_ids)
    if not wanted:
        return set()
    return set(Entry.objects.visible_to(None).filter(public_id__in=wanted).values_list("public_id", flat=True))


def _values(entry: Entry, came_from: list[SourceOut]) -> dict[str, Any]:
    return {
        "id": entry.public_id,
        "kind": entry.kind,
        "code": entry.code,
        "title": entry.title,
        "summary": entry.summary,
        "city": entry.city.slug if entry.city else None,
        "network": entry.network.slug if entry.network else None,
        "themes": [theme.slug for theme in entry.theme_list],
        "language": entry.language,
        "date": entry.when,
        "created": entry.created_at,
        "page": settings.BASE_URL + entry.get_absolute_url(),
        "thread": settings.BASE_URL + reverse("entries:prov", args=[entry.public_id]),
        "came_from": came_from,
    }
