"""What the installation keeps about people: every room declares its part, and my data, erasure and retention read it.

A room with personal data says so in `AppConfig.ready`:

    declare_personal(Personal(
        model="comments.Comment",
        label=_("Comments"),
        person_fields=("author",),
        keeps=_("As long as the item they were written on."),
        stays=_("The text stays, without your name, because others answered it."),
    ))

What happens to a row when its person leaves is what the model itself says: a field that is deleted with the person
(`CASCADE`) takes the row along, one that is emptied (`SET_NULL`) leaves the row without the person. Where that is not
enough, `export` and `erase` say more. A field that only looks personal is listed by `declare_harmless`, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from netzwerkstatt.foundation.events.errors import Text


@dataclass(frozen=True)
class Until:
    """A time after which rows are not kept: in words, and which rows it is over for at a given moment.

    `end` does away with them and tells how many there were; without it they are deleted.
    """

    says: Text
    over: Callable[[datetime], models.QuerySet[Any]]
    end: Callable[[models.QuerySet[Any]], int] | None = None

    def apply(self, now: datetime) -> int:
        """Do away with what is over; how many rows that were."""
        rows = self.over(now)
        return self.end(rows) if self.end else int(rows.delete()[0])


@dataclass(frozen=True)
class Personal:
    """The personal data of one model ("room.Model").

    `person_fields` refer to a person; `words` are other fields that hold an address, a name or something said about
    somebody. `keeps` says in public why it is kept and how long; `until` is applied every day by the worker. `stays`
    says, before an account is deleted, what of it remains and why (empty: nothing remains). `export(person)` gives
    rows for "my data", `erase(person)` does what the model itself does not when the person leaves; both default to
    the person's rows as they are. `erase` runs inside the transaction that deletes the account.
    """

    model: str
    label: Text
    keeps: Text
    person_fields: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    until: Until | None = None
    stays: Text = ""
    export: Callable[[Any], list[dict[str, Any]]] | None = None
    erase: Callable[[Any], object] | None = None

    @property
    def model_class(self) -> type[models.Model]:
        return apps.get_model(self.model)

    def rows_of(self, person: Any) -> models.QuerySet[Any]:
        """The rows in which one of the person fields is this person."""
        found = models.Q(pk__in=[])
        for name in self.person_fields:
            found |= models.Q(**{name: person})
        return self.model_class._default_manager.filter(found)  # noqa: SLF001 - Django's own way to a model's rows


@dataclass(frozen=True)
class Harmless:
    """A field that refers to people or sounds like it, and holds nothing personal: the reason why."""

    model: str
    field: str
    because: str


@dataclass
class _Registry:
    personal: list[Personal] = field(default_factory=list)
    harmless: dict[tuple[str, str], Harmless] = field(default_factory=dict)


_registry = _Registry()


def declare_personal(personal: Personal) -> None:
    """Add what a room keeps about people. Raises `ValueError` where the model was declared before."""
    if any(known.model == personal.model for known in _registry.personal):
        raise ValueError(f"the personal data of {personal.model} are declared twice")
    _registry.personal.append(personal)


def declare_harmless(model: str, *fields: str, because: str) -> None:
    """Say of fields that a look at the model would take for personal why they are not."""
    for name in fields:
        _registry.harmless[model, name] = Harmless(model, name, because)


def all_personal() -> list[Personal]:
    """What all rooms declared, in the order of the rooms."""
    return list(_registry.personal)


def all_harmless() -> dict[tuple[str, str], Harmless]:
    """What was said to be harmless, by model and field."""
    return dict(_registry.harmless)
