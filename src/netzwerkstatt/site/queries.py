"""What start page, cities, contacts and my desk read: each a fixed, small number of queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.kinds import KINDS, Kind, cycle
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.thread import kinds_reached
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.together import read_together
from netzwerkstatt.foundation.network.models import Affiliation, City, CityNetwork, Membership, Role, State
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.models import Follow, Notice
from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.foundation.ui.thread import Knot
from netzwerkstatt.projects.models import Project
from netzwerkstatt.site.organisations.queries import affiliations_of
from netzwerkstatt.workshops.models import Phase, Workshop

NUMBER_WORDS = {
    "evidence": gettext_lazy("figures with source and date"),
    "problem": gettext_lazy("named by a city"),
    "workshop": gettext_lazy("experts come and help on the spot"),
    "idea": gettext_lazy("collected in workshops"),
    "ideas-workshop": gettext_lazy("ideas become plans"),
    "project": gettext_lazy("with a first step and a date"),
    "recommendation": gettext_lazy("to the Länder"),
    "answer": gettext_lazy("of the Länder"),
}
CAME_OF_IT = ("recommendation", "answer", "project")


# ── start page ──────────────────────────────────────────────────────────────


def public_numbers() -> list[Knot]:
    """How much there is of each stage, as knots that lead to its list. One query."""
    counted = dict(Entry.objects.visible_to(None).order_by().values_list("kind").annotate(Count("id")))
    return [_number(kind, counted.get(kind.code, 0)) for kind in cycle()]


def _number(kind: Kind, count: int) -> Knot:
    label = kind.label if count == 1 else kind.plural
    return Knot(
        public_id=kind.code,
        kind=kind.code,
        stage=kind.stage,
        number=number(count),
        title=str(label),
        when=str(NUMBER_WORDS.get(kind.code, "")),
        url=reverse(kind.list_page),
    )


def latest_outcomes() -> list[Entry]:
    """The three youngest recommendations, answers and projects that everybody may read. One query."""
    return list(
        Entry.objects.visible_to(None)
        .filter(kind__in=[kind for kind in CAME_OF_IT if kind in KINDS])
        .select_related("city__network__state", "network__state")
        .order_by("-created_at", "-id")[:3]
    )


@dataclass(frozen=True)
class RunningWorkshop:
    """A workshop with people in the room, and how far it is."""

    workshop: Workshop
    done: int
    total: int


def running_workshops() -> list[RunningWorkshop]:
    """Public workshops that run now. Two queries."""
    running = _public_workshops().filter(state=Workshop.State.RUNNING).order_by("-started_at")[:3]
    found = running.prefetch_related(Prefetch("phases", Phase.objects.order_by("number")))
    return [RunningWorkshop(workshop, *_progress(list(workshop.phases.all()))) for workshop in found]


def _progress(phases: list[Phase]) -> tuple[int, int]:
    return sum(phase.state == Phase.State.CLOSED for phase in phases), len(phases)


def planned_workshops(limit: int = 3) -> list[Workshop]:
    """The next public workshops that have a day. One query."""
    return list(_ahead()[:limit])


def _ahead() -> QuerySet[Workshop]:
    ahead: QuerySet[Workshop] = _public_workshops().filter(
        state=Workshop.State.PLANNED, called_off_at__isnull=True, day__gte=clock.today()
    )
    return ahead.order_by("day", "begins", "pk")


def _public_workshops() -> Any:
    return Workshop.objects.visible_to(None).select_related("entry__city__network__state")


# ── cities ──────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class NetworkWithCities:
    """A network with its cities, by name."""

    network: CityNetwork
    cities: list[City]


def networks_with(cities: Iterable[City]) -> list[NetworkWithCities]:
    """The networks in the order of their Länder. One query."""
    by_network: dict[int, list[City]] = {}
    for city in cities:
        by_network.setdefault(city.network_id, []).append(city)
    networks = CityNetwork.objects.select_related("state")
    return [NetworkWithCities(network, by_network.get(network.pk, [])) for network in networks]


def all_cities() -> list[City]:
    """Every member city with network, Land and district, by name. One query."""
    return list(City.objects.select_related("network__state", "district").order_by("name"))


# ── contacts ────────────────────────────────────────────────────────────────

CONTACT_ROLES = (Role.CITY_COORDINATOR, Role.MAYOR)


def contacts_of(city: City) -> list[Membership]:
    """Who coordinates the city's work today. One query."""
    return list(current_memberships().filter(city=city, role__in=CONTACT_ROLES))


@dataclass(frozen=True)
class NetworkContacts:
    """Whom to turn to in a network and in its cities."""

    network: CityNetwork
    coordinators: list[Membership]
    cities: list[Membership]


@dataclass(frozen=True)
class Contacts:
    """Whom to turn to in the alliance and in each network."""

    alliance: list[Membership]
    networks: list[NetworkContacts]


def contacts() -> Contacts:
    """All contact persons of today. Two queries."""
    roles = (Role.ALLIANCE_COORDINATOR, Role.NETWORK_COORDINATOR, Role.CITY_COORDINATOR)
    held = list(current_memberships().filter(role__in=roles))
    networks = CityNetwork.objects.select_related("state")
    return Contacts(
        alliance=[m for m in held if m.role == Role.ALLIANCE_COORDINATOR],
        networks=[
            NetworkContacts(
                network,
                [m for m in held if m.network_id == network.pk],
                [m for m in held if m.city and m.city.network_id == network.pk],
            )
            for network in networks
        ],
    )


# ── my desk ─────────────────────────────────────────────────────────────────


MOST_ROLES = 100


@dataclass(frozen=True)
class OwnItem:
    """Something the person made, and the furthest stage that came of it (counted from one)."""

    entry: Entry
    reached: int
    total: int
    label: str


def _own(entry: Entry, kinds: set[str], stages: list[Kind]) -> OwnItem:
    furthest = max(place for place, kind in enumerate(stages, start=1) if kind.code in kinds)
    label = _("Has come as far as: %(stage)s") % {"stage": stages[furthest - 1].label}
    return OwnItem(entry, furthest, len(stages), label)


@dataclass(frozen=True)
class FollowedItem:
    """An item the person follows: how far it came, and what was told of it last."""

    own: OwnItem
    text: str
    at: datetime | None


@dataclass(frozen=True)
class Belongings:
    """What is hers beside what waits: begun and followed items with how far they came, roles, organisations."""

    own: list[OwnItem]
    followed: list[FollowedItem]
    dates: list[Workshop]
    roles: list[Membership]
    voices: list[Affiliation]


def belongings_of(person: Person) -> Belongings:
    """Everything on her desk that does not wait. Two queries."""
    own, followed, dates, roles, voices = read_together(
        _begun(person), _followed(person), _ahead()[:3], _held(person), affiliations_of(person)[:MOST_ROLES]
    )
    reached, stages = kinds_reached([*(entry.pk for entry in own), *(row.entry_id for row in followed)]), cycle()
    steps = {stage.code for stage in stages}
    today = clock.today()
    return Belongings(
        own=[_own(entry, kinds, stages) for entry in own if (kinds := reached[entry.pk] | {entry.kind}) & steps],
        followed=[
            FollowedItem(_own(row.entry, kinds, stages), row.told or "", row.told_at)
            for row in followed
            if (kinds := reached[row.entry_id] | {row.entry.kind}) & steps
        ],
        dates=dates,
        roles=sorted(roles, key=lambda m: (m.until is not None and m.until < today, -m.since.toordinal())),
        voices=voices,
    )


def _begun(person: Person, limit: int = 6) -> QuerySet[Entry]:
    """What the person began last, drafts included."""
    begun = Entry.objects.filter(author=person, deleted_at__isnull=True).select_related("city")
    return begun.order_by("-created_at", "-id")[:limit]


def _held(person: Person) -> QuerySet[Membership]:
    return person.memberships.select_related("city", "network", "state").order_by("-since", "pk")[:MOST_ROLES]


def _followed(person: Person, limit: int = 5) -> QuerySet[Follow]:
    """The items she follows and did not make, what was told of last on top."""
    rows = Follow.objects.filter(person=person, wanted=True, entry__in=Entry.objects.visible_to(person).values("pk"))
    told = Notice.objects.filter(person=person, entry=OuterRef("entry")).order_by("-created_at", "-pk")
    found = (
        rows.exclude(entry__author=person)
        .annotate(told_at=Subquery(told.values("created_at")[:1]), told=Subquery(told.values("text")[:1]))
        .order_by(F("told_at").desc(nulls_last=True), "-since", "-pk")
        .select_related("entry__city")
    )
    return found[:limit]


# ── the network at a glance ─────────────────────────────────────────────────

SILENT_AFTER = timedelta(days=90)
MOST_NETWORKS = MOST_SILENT = 100


@dataclass(frozen=True)
class SilentCity:
    """A city of the network in which nothing was entered for a quarter of a year; `since` is the last day, if any."""

    city: City
    since: datetime | None


@dataclass(frozen=True)
class Glance:
    """A coordinator's networks in numbers: label, count and where to read on; and where it has become silent."""

    names: list[str]
    rows: list[tuple[str, str, str]]
    silent: list[SilentCity]


def glance(person: Person) -> Glance | None:
    """The networks that the person answers for: her own, that of her city, or all; None for everybody else.

    One query.
    """
    networks = _networks_of(person)
    if networks is None:
        return None
    entries = Entry.objects.visible_to(person).filter(network__in=networks).order_by()
    problems = entries.filter(kind="problem").exclude(links_out__target__kind="workshop")
    projects = Project.objects.filter(entry__in=entries, first_step_done_on__isnull=True).order_by()
    found, silent, *numbers = read_together(
        networks[:MOST_NETWORKS],
        _silent(networks)[:MOST_SILENT],
        entries.filter(kind__in=("evidence", "workshop")).values_list("kind").annotate(Count("id"))[:2],
        problems.values_list("kind").annotate(Count("id"))[:1],
        projects.values_list(Value("project")).annotate(Count("pk"))[:1],
    )
    counted = {kind: count for rows in numbers for kind, count in rows}
    rows = [
        (_("Problems without a workshop"), counted.get("problem", 0), reverse("problems:list")),
        (_("Projects before their first step"), counted.get("project", 0), reverse("projects:list")),
        *(
            (str(KINDS[kind].plural), counted.get(kind, 0), reverse(KINDS[kind].list_page))
            for kind in ("workshop", "evidence")
        ),
    ]
    names = [str(network) for network in found]
    silent_cities = [SilentCity(city, city.last) for city in silent]
    return Glance(names, [(label, number(count), url) for label, count, url in rows], silent_cities)


def _networks_of(person: Person) -> Any:
    held = standing(person)
    if held.has(frozenset({Role.ALLIANCE_COORDINATOR}), None):
        return CityNetwork.objects.all()
    own, cities = held.places(Role.NETWORK_COORDINATOR), held.places(Role.CITY_COORDINATOR)
    if not own and not cities:
        return None
    return CityNetwork.objects.filter(Q(pk__in=own) | Q(cities__in=cities)).distinct()


def _silent(networks: QuerySet[CityNetwork]) -> QuerySet[City]:
    """Cities where nothing was entered lately, the longest silent first."""
    cities = City.objects.filter(network__in=networks).annotate(last=Max("entries__created_at"))
    quiet = cities.filter(Q(last__isnull=True) | Q(last__lt=clock.now() - SILENT_AFTER))
    return quiet.order_by(F("last").asc(nulls_first=True), "name")


def states_named() -> list[State]:
    """The Länder in their order. One query."""
    return list(State.objects.all())
