"""Taking a person out of the log: what happened stays, who it was does not."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils.translation import pgettext

from netzwerkstatt.foundation.events.guard import SHREDDED
from netzwerkstatt.foundation.events.log import EVENT_TYPES
from netzwerkstatt.foundation.events.models import Event

AT_ONCE = 500


def shred(person: Any) -> int:
    """Take this person out of every event; how many were changed. To be called inside the transaction that erases.

    A personal field with a person's key is of that person; one with words (a name, an address, a reason) is of the
    person whose key stands beside it, else of the actor, and of whoever's name or address it is.
    """
    changed: list[Event] = []
    for event in telling_of(person).iterator(chunk_size=AT_ONCE):
        event.payload = _without(person, event)
        if event.actor_id == person.pk:
            event.actor_id = None
        changed.append(event)
    Event.objects.bulk_update(changed, ["actor", "payload"], batch_size=AT_ONCE)
    return len(changed)


def telling_of(person: Any) -> Any:
    """The events in which the person acts or is told of."""
    keys = sorted({key for type_ in EVENT_TYPES.values() for key in type_.personal})
    named = (Q(**{f"payload__{key}": value}) for key in keys for value in _values_of(person))
    return Event.objects.filter(reduce(or_, named, Q(actor=person))).order_by("id")


def _values_of(person: Any) -> tuple[int | str, ...]:
    return (person.pk, person.email, person.name)


def _without(person: Any, event: Event) -> dict[str, Any]:
    """The payload with the marker in the place of what is this person's."""
    type_ = EVENT_TYPES.get(event.type)
    personal = {key: event.payload[key] for key in (type_.personal if type_ else ()) if key in event.payload}
    others = [value for value in personal.values() if isinstance(value, int)]
    words_are_hers = person.pk in others or (not others and event.actor_id == person.pk)
    hers = {
        key
        for key, value in personal.items()
        if value in _values_of(person) or (words_are_hers and isinstance(value, str))
    }
    return {key: SHREDDED if key in hers else value for key, value in event.payload.items()}


def somebody() -> str:
    """Who it was, where nobody is to know."""
    return pgettext("who did it", "Somebody")


def told(event: Event) -> str:
    """The event as a sentence: who, and what. Read the event with its actor."""
    type_ = EVENT_TYPES.get(event.type)
    text = str(type_.text) if type_ else event.type
    if type_ and type_.whole:
        return text[:1].upper() + text[1:]
    return f"{event.actor.name if event.actor else somebody()} {text}"


def names_in(events: Iterable[Event]) -> set[int]:
    """The keys of the people whom the payloads tell of."""
    return {
        value
        for event in events
        if (type_ := EVENT_TYPES.get(event.type))
        for key in type_.personal
        if isinstance(value := event.payload.get(key), int)
    }
