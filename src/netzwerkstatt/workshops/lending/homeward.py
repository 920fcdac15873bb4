"""Back home: what a room server packs, and how headquarters puts it down under keys of its own.

Nothing that comes back keeps its key: the rows get new ones here, and what refers to them is put right. So it does not
matter what headquarters made meanwhile. Public ids are random (60 bits) and stay.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Count, Model
from django.utils.dateparse import parse_datetime

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.commitments import notices
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.log import EVENT_TYPES, Occurrence, record
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Cluster
from netzwerkstatt.workshops.lending import package
from netzwerkstatt.workshops.lending.carrying import COMES, WORKSHOP_FIELDS, Around
from netzwerkstatt.workshops.lending.package import Package, broken
from netzwerkstatt.workshops.lending.rows import MARK, as_object, as_row
from netzwerkstatt.workshops.models import Borrowed, Loan, Part, Participant, Withdrawal, Workshop
from netzwerkstatt.workshops.phases.collect import among_us

ROWS, EVENTS, PEOPLE, FIELDS = "rows.jsonl", "events.jsonl", "people.jsonl", "workshop.jsonl"
BATCH = 2000


# ---------------------------------------------------------------- on the laptop


def given_back_package(borrowed: Borrowed) -> bytes:
    """The file for headquarters of a workshop that was given back: every tie in it is cut already."""
    workshop = borrowed.workshop
    rows = [as_row(one, part.always) for part in COMES for one in part.rows(workshop).order_by("pk")]
    return package.write(
        package.GIVEN_BACK,
        loan=str(borrowed.number),
        key=package.key_from(borrowed.signs),
        parts={
            ROWS: rows,
            EVENTS: [_told(event) for event in Event.objects.filter(stream=workshop.stream).order_by("number")],
            PEOPLE: people_of(workshop),
            FIELDS: [as_row(workshop, {})],
        },
        workshop=workshop.public_id,
    )


def _told(event: Event) -> dict[str, Any]:
    return {
        "type": event.type, "at": event.at.isoformat(), "entry": event.entry, "actor": event.actor_id,
        "payload": event.payload,
    }  # fmt: skip


def people_of(workshop: Workshop) -> list[dict[str, Any]]:
    """How many came from each network and as what: numbers in an order that says nothing. One query."""
    rows = Participant.objects.filter(workshop=workshop).values("network", "part").annotate(number=Count("guest"))
    return [dict(row) for row in rows.order_by("network", "part")]


def seat_again(workshop: Workshop, people: Sequence[Mapping[str, Any]], networks: set[int]) -> None:
    """So many guests as these numbers say, whom nothing ties to anything: new ones, with tokens that nobody holds."""
    seats: list[tuple[int | None, str]] = []
    for row in people:
        network, part, number = row.get("network"), row.get("part"), row.get("number")
        if not isinstance(number, int) or not 0 < number <= BATCH or (network is not None and network not in networks):
            raise broken()
        seats += [(network, str(part) if part in Part.values else "")] * number
    secrets.SystemRandom().shuffle(seats)
    guests = Guest.objects.bulk_create(
        [Guest(token_hash=Guest.hash_of(secrets.token_urlsafe(24)), place=workshop.public_id) for _seat in seats]
    )
    Participant.objects.bulk_create(
        [
            Participant(workshop=workshop, guest=guest, network_id=network, part=part, asked=True)
            for guest, (network, part) in zip(guests, seats, strict=True)
        ]
    )


# ---------------------------------------------------------------- at headquarters


def put_down(loan: Loan, workshop: Workshop, opened: Package) -> None:
    """Everything that came about, in the transaction of the caller, who holds the workshop. Raises `Invalid` for what
    does not hold together; the database has the last word.
    """
    arrival = _Arrival(loan, workshop)
    rows = opened.rows(ROWS)
    for part in reversed(COMES):
        if part.instead:
            part.rows(workshop).delete()
    for part in COMES:
        arrival.take(part.model, part.always, [row for row in rows if row.get(MARK) == part.model._meta.label])  # noqa: SLF001 - Django's public name
    if len(rows) != arrival.taken:
        raise broken()
    thread.link_new(arrival.ideas, thread.DERIVED_FROM, workshop.entry)
    if workshop.is_confidential:
        among_us(arrival.ideas, workshop)
    arrival.mend_withdrawals()
    seat_again(workshop, opened.rows(PEOPLE), arrival.networks)
    _set_fields(workshop, opened)
    arrival.tell(opened.rows(EVENTS))
    arrival.ask_who_is_named()


def _set_fields(workshop: Workshop, opened: Package) -> None:
    lines = opened.rows(FIELDS)
    if len(lines) != 1:
        raise broken()
    came: Any = as_object(Workshop, lines[0], lambda _model, _key, _null: None, keep_key=False)
    for name in WORKSHOP_FIELDS:
        setattr(workshop, name, getattr(came, name))
    if workshop.state not in {Workshop.State.PLANNED, Workshop.State.CLOSED}:
        raise broken()


class _Arrival:
    """Keys of the laptop, and the keys they have here."""

    def __init__(self, loan: Loan, workshop: Workshop) -> None:
        around = Around(workshop, loan.lent_by)
        self.workshop = workshop
        self.people = dict(Person.objects.in_bulk(around.people))
        self.networks = set(CityNetwork.objects.values_list("pk", flat=True))
        self.keys: dict[type[Model], dict[Any, Any]] = {
            Person: {pk: pk for pk in self.people},
            CityNetwork: {pk: pk for pk in self.networks},
            Workshop: {workshop.pk: workshop.pk},
            Entry: {workshop.pk: workshop.pk},
        }
        self.made: dict[type[Model], list[Any]] = {}
        self.taken = 0

    @property
    def ideas(self) -> list[Entry]:
        return self.made[Entry]

    def take(self, model: Any, always: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> None:
        """Make these rows; from then on others may refer to them."""
        made = []
        for row in rows:
            if not isinstance(row.get("row"), dict) or not isinstance(row.get("key"), int):
                raise broken()
            one: Any = as_object(model, {"row": {**row["row"], **always}}, self._here, keep_key=False)
            if isinstance(one, Entry):
                one.home, one.city_id, one.network_id = self.workshop.entry, *_place(self.workshop)
            elif getattr(one, "home_id", None) not in {None, self.workshop.pk}:
                raise broken()
            made.append(one)
        model._default_manager.bulk_create(made, batch_size=BATCH)  # noqa: SLF001 - Django's public name
        keys = self.keys.setdefault(model, {})
        keys.update({row.get("key"): one.pk for row, one in zip(rows, made, strict=True)})
        self.made[model] = made
        self.taken += len(made)

    def _here(self, model: type[Model], key: Any, may_be_nothing: bool) -> Any:  # noqa: FBT001 - as `Refers` says
        """The key here. A person who has left meanwhile is nobody; anything else must have come along."""
        found = self.keys.get(model, {}).get(key) if isinstance(key, int | str) else None
        if found is None and not (may_be_nothing and model is Person):
            raise broken()
        return found

    def mend_withdrawals(self) -> None:
        """What a withdrawn idea needs to come back names the keys of the laptop."""
        for one in self.made[Withdrawal]:
            lists = one.taken.get("lists") if isinstance(one.taken, dict) else None
            if isinstance(lists, dict):
                cluster = self.keys[Cluster].get(lists.get("cluster"))
                one.taken["lists"] = {"home": self.workshop.pk, "cluster": cluster}
        Withdrawal.objects.bulk_update(self.made[Withdrawal], ["taken"])

    def tell(self, told: Sequence[Mapping[str, Any]]) -> None:
        """The events of the laptop, in their order and with their time, at the end of the stream."""
        spoken_of = {self.workshop.public_id, *(entry.public_id for entry in self.ideas)}
        for one in told:
            kind, payload, at = EVENT_TYPES.get(str(one.get("type"))), one.get("payload"), one.get("at")
            moment = parse_datetime(at) if isinstance(at, str) else None
            if kind is None or not isinstance(payload, dict) or moment is None or one.get("entry") not in spoken_of:
                raise broken()
            if set(payload) - {*kind.personal, *kind.plain}:
                raise broken()
            actor = self.people.get(one.get("actor") or 0)
            record(Occurrence(kind, self.workshop.stream, str(one["entry"]), actor, payload, moment))

    def ask_who_is_named(self) -> None:
        """Who was named for something in the hall hears of it now."""
        for one in self.made[Commitment]:
            author = self.people.get(one.author_id or 0)
            if author is not None:
                notices.tell_who_is_named(one, author)


def _place(workshop: Workshop) -> tuple[int | None, int | None]:
    return workshop.entry.city_id, workshop.entry.network_id
