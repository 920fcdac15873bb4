"""Reads of this room; each a fixed, small number of queries, whatever the number of notices."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.desk import Task, Waiting
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, Membership, Role, Theme
from netzwerkstatt.foundation.network.queries import cities, themes
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.notifications.models import Follow, Notice, Reach, Reader, Wish

ON_A_PAGE = 20
LINES = 5
MOST = 500
FIRST_VISIT = timedelta(days=7)


@dataclass(frozen=True)
class Told:
    """One sentence that was told."""

    pk: int
    text: str
    url: str
    at: datetime
    unread: bool
    waits: bool


@dataclass
class News:
    """What was told of one item (or of none), the latest first."""

    entry: Entry | None
    told: list[Told]
    more: int = 0

    @property
    def unread(self) -> bool:
        return any(one.unread for one in self.told)

    @property
    def waits(self) -> bool:
        return any(one.waits and one.unread for one in self.told)

    @property
    def key(self) -> int:
        return self.told[0].pk

    @property
    def at(self) -> datetime:
        return self.told[0].at


def visible_notices(person: Person) -> QuerySet[Notice]:
    """What was told to the person, save of what she may not see any more."""
    about = Q(entry__isnull=True) | Q(entry__in=Entry.objects.visible_to(person).values("pk"))
    return Notice.objects.filter(about, person=person)


def items_told(person: Person, *, only_unread: bool = False) -> QuerySet[Notice, Any]:
    """The items (and lone notices) of which something was told, the latest first: pages of them are read by `news`."""
    found = visible_notices(person)
    if only_unread:
        found = found.filter(read_at__isnull=True)
    return found.values("entry").annotate(latest=Max("created_at"), last=Max("pk")).order_by("-latest", "-last")


def news(person: Person, items: Iterable[Any], *, only_unread: bool = False) -> list[News]:
    """What was told of these items, in their order. One query."""
    keys = [item["entry"] for item in items]
    of = Q(entry__in=[key for key in keys if key is not None])
    if None in keys:
        of |= Q(entry__isnull=True)
    if only_unread:
        of &= Q(read_at__isnull=True)
    rows = visible_notices(person).filter(of).select_related("entry__city")
    return grouped(rows.order_by("-created_at", "-pk")[:MOST])


def grouped(notices: Iterable[Notice]) -> list[News]:
    """Notices by item, the item told of last on top."""
    found: dict[int | None, News] = {}
    for one in notices:
        group = found.setdefault(one.entry_id, News(one.entry, []))
        if len(group.told) < LINES or one.waits or one.entry_id is None:
            told = Told(one.pk, one.text, one.url, one.created_at, one.read_at is None, one.waits)
            group.told.append(told)
        else:
            group.more += 1
    return list(found.values())


def new_since_last_visit(person: Person) -> list[News]:
    """What was told since the person was here before this visit, by item, the latest first. Two queries.

    At the first visit, what was told within a week. A visit begins after an hour of silence.
    """
    before = Reader.objects.filter(person=person).values_list("last_visit", flat=True).first()
    since = before or clock.now() - FIRST_VISIT
    rows = visible_notices(person).filter(created_at__gt=since).select_related("entry__city")
    return grouped(rows.order_by("-created_at", "-pk")[:MOST])


@dataclass(frozen=True)
class Following:
    """What a person follows: items, and all cities and themes with whether she follows them."""

    items: list[Follow]
    cities: list[tuple[City, bool]]
    themes: list[tuple[Theme, bool]]


def following(person: Person) -> Following:
    """What the person follows, the latest item first, as far as she may see it. Three queries."""
    rows = list(
        Follow.objects.filter(person=person, wanted=True)
        .filter(Q(entry__isnull=True) | Q(entry__in=Entry.objects.visible_to(person).values("pk")))
        .select_related("entry__city__network__state", "entry__network__state")
        .order_by("-since", "-pk")
    )
    of_cities = {row.city_id for row in rows if row.city_id}
    of_themes = {row.theme_id for row in rows if row.theme_id}
    return Following(
        [row for row in rows if row.entry_id],
        [(city, city.pk in of_cities) for city in cities()],
        [(theme, theme.pk in of_themes) for theme in themes()],
    )


def follows(person: Person, **thing: Any) -> bool:
    """Whether the person follows this (entry=…, city=… or theme=…). One query."""
    return Follow.objects.filter(person=person, wanted=True, **thing).exists()


def wishes_of(person: Person) -> tuple[Reader, dict[str, str]]:
    """How the person is told: her row, or the defaults, and what she chose by kind. Two queries."""
    reader = Reader.objects.filter(person=person).first() or Reader(person=person)
    return reader, dict(Wish.objects.filter(person=person).values_list("kind", "how"))


def lost_address(person: Person) -> Reach | None:
    """What is wrong with the person's address, or None. One query."""
    reach = Reach.objects.filter(person=person, address=person.email).first()
    return reach if reach is not None and reach.is_lost else None


def unreachable(viewer: Person) -> list[Reach]:
    """People whom no mail reaches, as far as the viewer answers for them: own city, own network, or all. One query."""
    return list(_lost(_answers_for(viewer)))


def waiting_for(person: Person) -> list[Waiting]:
    """The own address, where no mail arrives there; and for coordinators those whom no mail reaches."""
    lost = _lost(Q(person=person) | _answers_for(person))
    return [Waiting(lost[:MOST], lambda rows: _unreached(rows, person))]


def _unreached(lost: list[Reach], person: Person) -> list[Task]:
    mine = [reach for reach in lost if reach.person_id == person.pk]
    others = len(lost) - len(mine)
    tasks = [
        Task(
            stage="participation",
            title=_("No mail reaches you"),
            meta=_("What was sent to %(address)s came back") % {"address": reach.address},
            verb=_("Check the address"),
            url=reverse("notifications:settings"),
        )
        for reach in mine
    ]
    if others:
        text = ngettext("No mail reaches %(n)s person", "No mail reaches %(n)s people", others)
        meta = _("Please ask them in another way")
        url = reverse("notifications:unreachable")
        tasks.append(Task("participation", text % {"n": others}, meta, _("See who it is"), url))
    return tasks


def _answers_for(viewer: Person) -> Q:
    """The condition for those whom the viewer answers for."""
    roles = standing(viewer)
    if roles.has(frozenset({Role.ALLIANCE_COORDINATOR, Role.OPERATOR}), None):
        return Q(person__isnull=False)
    networks, places = roles.places(Role.NETWORK_COORDINATOR), roles.places(Role.CITY_COORDINATOR)
    members = Membership.objects.filter(
        Q(city__in=places) | Q(network__in=networks) | Q(city__network__in=networks)
    ).values("person")
    return Q(person__in=members) if networks or places else Q(pk__in=[])


def _lost(of: Q) -> QuerySet[Reach]:
    lost = Q(hard__gt=0) | Q(soft__gte=Reach.SOFT_AT_MOST)
    found = Reach.objects.filter(of, lost, person__is_active=True, address=F("person__email"))
    return found.select_related("person").order_by("person__name", "pk")
