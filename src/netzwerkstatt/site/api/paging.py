"""Which rows a page of a list holds: filtered, by key, never more than a hundred."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from ninja import Field, Schema

from netzwerkstatt.foundation.entries.api import Collection
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, CityNetwork, State, Theme

MOST = 100
USUAL = 50


class Paged(Schema):
    """Where a list goes on, and how long a page is."""

    after: str = Field("", max_length=60, description="Key of the last item of the page before; `next` holds it.")
    limit: int = Field(USUAL, ge=1, le=MOST, description=f"Items on a page, at most {MOST}.")


class Chosen(Paged):
    """Only some of the items."""

    city: str = Field("", max_length=60, description="Key of a city: only what belongs to it.")
    network: str = Field("", max_length=60, description="Key of a network: only what belongs to it.")
    land: str = Field("", max_length=3, description="Letters of a Land: only what belongs to its networks.")
    theme: str = Field("", max_length=60, description="Key of a theme: only what it stands at.")


class Unknown(Exception):
    """A filter or key names nothing that is there."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(f"{name}: there is nothing with the key “{value}”.")


_FILTERS = {
    "city": ("entry__city__slug", City, "slug"),
    "network": ("entry__network__slug", CityNetwork, "slug"),
    "land": ("entry__network__state__code", State, "code"),
    "theme": ("entry__themes__slug", Theme, "slug"),
}


@dataclass(frozen=True)
class Turn:
    """The rows of a page, and the query of the next one ("" at the end)."""

    rows: list[Any]
    next: str


def turn(collection: Collection, asked: Paged) -> Turn:
    """One page. Three queries at most beside those of the rows. Raises `Unknown`."""
    found = collection.rows()
    found = _by_slug(found, asked) if collection.by_slug else _youngest_first(_filtered(found, asked), asked)
    rows = list(found[: asked.limit + 1])
    if not rows:
        _say_what_is_unknown(asked)
    shown = rows[: asked.limit]
    return Turn(shown, _next(collection, asked, shown[-1]) if len(rows) > asked.limit else "")


def one(collection: Collection, key: str) -> Any:
    """The row with this key that everybody may see, or None."""
    return collection.rows().filter(**{"slug" if collection.by_slug else "entry__public_id": key}).first()


def _by_slug(found: Any, asked: Paged) -> Any:
    return (found.filter(slug__gt=asked.after) if asked.after else found).order_by("slug")


def _youngest_first(found: Any, asked: Paged) -> Any:
    """By age and key, so that what is added meanwhile moves nothing, and no page costs more than the first."""
    if asked.after:
        last = Entry.objects.filter(public_id=asked.after).values_list("created_at", "pk").first()
        if last is None:
            raise Unknown("after", asked.after)
        at, pk = last
        found = found.filter(Q(entry__created_at__lt=at) | Q(entry__created_at=at, entry__pk__lt=pk))
    return found.order_by("-entry__created_at", "-entry__pk")


def _filtered(found: Any, asked: Paged) -> Any:
    for name, (path, _model, _key) in _FILTERS.items():
        if value := getattr(asked, name, ""):
            found = found.filter(**{path: value})
    return found


def _say_what_is_unknown(asked: Paged) -> None:
    """An empty list may mean a typing error: then say which."""
    for name, (_path, model, key) in _FILTERS.items():
        value = getattr(asked, name, "")
        if value and not model.objects.filter(**{key: value}).exists():  # type: ignore[attr-defined]
            raise Unknown(name, value)


def _next(collection: Collection, asked: Paged, last: Any) -> str:
    kept = {name: value for name, value in asked.model_dump().items() if value and name != "after"}
    return urlencode({**kept, "after": last.slug if collection.by_slug else last.public_id})
