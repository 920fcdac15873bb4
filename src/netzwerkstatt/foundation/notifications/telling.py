"""From events to notices: rooms declare which event tells whom what; one consumer of the log does the telling.

It runs in the transaction that moves the consumer's number, so nobody is told twice and nobody is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.log import EVENT_TYPES, EventType
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.kinds import declare_notice
from netzwerkstatt.foundation.notifications.notify import follow_by_itself, notify
from netzwerkstatt.foundation.notifications.whom import Whom
from netzwerkstatt.foundation.ui.formatting import clock as hour_of
from netzwerkstatt.foundation.ui.formatting import day

NEWS = "news"
FRESH = timedelta(days=2)

declare_notice(NEWS, gettext_lazy("News of what I follow"))


@dataclass(frozen=True)
class Tells:
    """One declaration: this event tells these people this sentence."""

    event_type: str
    whom: Whom
    text: Text | Callable[[Event], Text]
    kind: str
    waits: bool
    url: Callable[[Event, Entry, Person], str] | None
    answer: Callable[[Event, Entry, Person], tuple[str, str] | None] | None
    makes_follow: bool


_tells: dict[str, list[Tells]] = {}


def tells(
    event_type: EventType | str,
    whom: Whom,
    text: Text | Callable[[Event], Text] = "",
    *,
    kind: str = NEWS,
    waits: bool = False,
    url: Callable[[Event, Entry, Person], str] | None = None,
    answer: Callable[[Event, Entry, Person], tuple[str, str] | None] | None = None,
    makes_follow: bool = False,
) -> None:
    """A room says in `AppConfig.ready` whom an event concerns (`whom.py`), and in which words.

    `text` is one lazy sentence with `%(who)s` for the actor, or a function of the event that gives one; without it the
    event type's own words serve. It stands under the item's title, so it need not name the item. `url` leads elsewhere
    than to the item, `answer` names purpose and subject of the signed link in the mail, `makes_follow` lets those who
    are told follow the item from now on. Who is told by several declarations hears the first that waits, else the first.
    The actor hears nothing of what she did; nobody hears of what she may not see.
    """
    name = event_type if isinstance(event_type, str) else event_type.name
    said = text or _own_words(name)
    _tells.setdefault(name, []).append(Tells(name, whom, said, kind, waits, url, answer, makes_follow))
    _tells[name].sort(key=lambda one: not one.waits)


def tell(events: Sequence[Event]) -> None:
    """The consumer: the new events of one stream, in order. A few queries for each event that tells something."""
    telling = [event for event in events if event.type in _tells and event.entry]
    found = Entry.objects.filter(public_id__in={event.entry for event in telling}, deleted_at__isnull=True)
    entries = {entry.public_id: entry for entry in found.select_related("home").prefetch_related("themes")}
    actors = Person.objects.in_bulk({event.actor_id for event in telling if event.actor_id})
    for event in telling:
        if entry := entries.get(event.entry):
            actor = actors.get(event.actor_id or 0)
            _tell_of(event, entry, actor)
            if actor and (entry.author_id == actor.pk or _made_follow(event)):
                follow_by_itself(actor, entry, since=event.at)


def _tell_of(event: Event, entry: Entry, actor: Person | None) -> None:
    told = {actor.pk} if actor else set()
    who = actor.name if actor else gettext_lazy("Somebody")
    for one in _tells[event.type]:
        said = one.text(event) if callable(one.text) else one.text
        for person in _who_may_hear(one.whom(event, entry), entry, told):
            told.add(person.pk)
            notify(
                person,
                one.kind,
                about=entry,
                text=sentence(said, who=who),
                url=one.url(event, entry, person) if one.url else entry.get_absolute_url(),
                waits=one.waits,
                event=event,
                answer=one.answer(event, entry, person) if one.answer else None,
                at=event.at,
                by_mail=event.at >= clock.now() - FRESH,
            )
            if one.makes_follow:
                follow_by_itself(person, entry, since=event.at)


def _who_may_hear(people: Iterable[Person], entry: Entry, told: set[int]) -> list[Person]:
    """Of these people those who have not heard of it yet and may see the item; a query each where it is not public."""
    new = [person for person in people if person.pk not in told]
    if entry.visibility == Visibility.PUBLIC and entry.hidden_at is None:
        return new
    return [person for person in new if Entry.objects.visible_to(person).filter(pk=entry.pk).exists()]


def _made_follow(event: Event) -> bool:
    return event.type in _followed_by_actor


_followed_by_actor: set[str] = set()


def acting_follows(event_type: EventType | str) -> None:
    """Who does this (writes a comment, say) follows the item from now on, unless she does not want that."""
    _followed_by_actor.add(event_type if isinstance(event_type, str) else event_type.name)


def _format(text: Any, values: dict[str, Any]) -> str:
    return str(text) % {name: str(value) for name, value in values.items()}


_formatted = lazy(_format, str)


def sentence(text: Text, **values: Any) -> Text:
    """A sentence with its values, translated only when it is known for whom: `sentence(_("… %(city)s …"), city=city)`."""
    return _formatted(text, values)


def the_day(moment: date) -> Text:
    """A day for a `sentence`: written when it is known for whom."""
    return _written(moment)


def the_hour(moment: datetime) -> Text:
    """The same for the hour of a moment."""
    return _told(moment)


_written, _told = lazy(day, str), lazy(hour_of, str)


def _own_words(event_type: str) -> Text:
    """What the log says of it: "%(who)s named the problem"."""
    known = EVENT_TYPES.get(event_type)
    if known is None:
        raise ValueError(f"no event of type {event_type} is declared")
    return _joined(known.text)


def _join(text: Any) -> str:
    return _("%(who)s {did}.").replace("{did}", str(text).replace("%", "%%"))


_joined = lazy(_join, str)
