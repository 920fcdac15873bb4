"""Numbers that a year can be held against: each room says its own, with what it counts and the items behind it.

An earlier room never names a later one: in `AppConfig.ready` a room registers an `Account`, and the page of results
shows what is registered. No number stands without the items that it is the number of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.models import City, CityNetwork

MOST = 500
"""Items behind one number that are read; where there are more, the number says so."""

EURO, PEOPLE, ITEMS = "euro", "people", ""


@dataclass(frozen=True)
class Scope:
    """A year of a city, of a network or (without both) of the whole alliance, as somebody may see it."""

    year: int
    viewer: Any
    city: City | None = None
    network: CityNetwork | None = None

    def place(self, prefix: str = "entry__") -> Q:
        """The condition that an entry reached through `prefix` belongs there."""
        if self.city:
            return Q(**{f"{prefix}city": self.city})
        return Q(**{f"{prefix}network": self.network}) if self.network else Q()

    def seen(self, prefix: str = "entry__") -> Q:
        """The same, and that the viewer may see it. Drafts are no results."""
        draft = Q(**{f"{prefix}state": "draft"})
        return self.place(prefix) & visible_q(self.viewer, prefix) & ~draft

    def within(self, day: str) -> Q:
        """The condition that a day or moment lies in the year."""
        return Q(**{f"{day}__year": self.year})


@dataclass(frozen=True)
class Line:
    """One item behind a number: what, when, what came of it, what it costs in cents, and how far it is.

    stage gives icon and colour, kind its word; state is one of `state_mark`, words say it. counts is how much of the
    number it is: heads, cents, or the one item that it is itself.
    """

    title: str
    url: str
    stage: str
    kind: str
    on: date
    code: str = ""
    place: str = ""
    effect: str = ""
    cents: int | None = None
    state: str = "ok"
    words: str = ""
    counts: int = 1


@dataclass(frozen=True)
class Measure:
    """A number: its name in addresses, what it is called, what exactly is counted. `unit` is items, people or euro.

    ledger: its items stand in the ledger of the year. key: it stands large on top.
    """

    name: str
    label: Text
    definition: Text
    order: int
    unit: str = ITEMS
    ledger: bool = False
    key: bool = False

    @property
    def is_money(self) -> bool:
        return self.unit == EURO


@dataclass(frozen=True)
class Found:
    """What a number is made of. `of` is what it is a part of ("3 of 5 that were due"), `note` a line beside it."""

    lines: tuple[Line, ...] = ()
    note: str = ""
    of: int | None = None

    @property
    def amount(self) -> int:
        """The number: the sum of what its lines count."""
        return sum(line.counts for line in self.lines)

    @property
    def is_capped(self) -> bool:
        """There may be more than was read."""
        return len(self.lines) >= MOST


@dataclass(frozen=True)
class Account:
    """The numbers of a room. `read` gives each by name in a fixed number of queries; one that is left out is not shown."""

    room: str
    measures: tuple[Measure, ...]
    read: Callable[[Scope], Mapping[str, Found]]


@dataclass(frozen=True)
class Shown:
    """A number with what it is made of."""

    measure: Measure
    found: Found = field(default_factory=Found)


_accounts: dict[str, Account] = {}


def register_account(account: Account) -> None:
    """At start. Raises `ValueError` for a room or a number that is there already."""
    names = {measure.name for known in _accounts.values() for measure in known.measures}
    if account.room in _accounts or names & {measure.name for measure in account.measures}:
        raise ValueError(f"the numbers of {account.room} are registered twice")
    _accounts[account.room] = account


def measures() -> list[Measure]:
    """All numbers in their order."""
    return sorted((m for account in _accounts.values() for m in account.measures), key=lambda measure: measure.order)


def results(scope: Scope, *, only: str = "") -> list[Shown]:
    """The numbers of a year in their order; with `only`, that one, from the room that has it."""
    shown: list[Shown] = []
    for account in _accounts.values():
        wanted = [measure for measure in account.measures if only in {"", measure.name}]
        if wanted:
            found = account.read(scope)
            shown += [Shown(measure, found[measure.name]) for measure in wanted if measure.name in found]
    return sorted(shown, key=lambda one: one.measure.order)


def lines_of(entries: Iterable[Entry], **same: Any) -> tuple[Line, ...]:
    """A line for each entry, which was read with its city."""
    return tuple(line_of(entry, **same) for entry in entries)


def line_of(entry: Entry, **more: Any) -> Line:
    """The line of an entry: its title, address, kind, number, place and day; `more` says the rest."""
    about = entry.about
    values: dict[str, Any] = {
        "title": entry.title,
        "url": entry.get_absolute_url(),
        "stage": about.stage,
        "kind": str(about.label),
        "on": entry.when,
        "code": entry.code,
        "place": str(entry.city or ""),
    }
    return Line(**{**values, **more})
