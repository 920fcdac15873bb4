"""Law: whoever looks, whatever the item, `visible_to` says what a simple model says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility, kept_from
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import (
    Affiliation,
    City,
    CityNetwork,
    District,
    Membership,
    Organisation,
    OrganisationKind,
    Role,
    State,
)

# Spelled out here once more, from the words of the domain, so that the code cannot agree with itself alone.
OF_A_CITY = {Role.CITY_MEMBER, Role.CITY_COORDINATOR, Role.MAYOR}
OF_A_NETWORK = {Role.EXPERT, Role.NETWORK_COORDINATOR}
WORKS_IN_IT = OF_A_CITY | OF_A_NETWORK | {Role.ALLIANCE_COORDINATOR}

NETWORK_OF = {0: 0, 1: 0, 2: 1}  # cities 0 and 1 lie in one network, city 2 in another
days = st.integers(-2, 2)


@dataclass(frozen=True)
class Holds:
    """A role in a place from a day to another; days count from today."""

    role: str
    place: int
    since: int
    until: int | None

    @property
    def now(self) -> bool:
        return self.since <= 0 and (self.until is None or self.until >= 0)


@dataclass(frozen=True)
class Item:
    """An entry, as it is made; `named` holds ("person" or "organisation", day or None)."""

    kind: str
    visibility: str
    city: int
    author: str
    hidden: bool
    deleted: bool
    named: tuple[tuple[str, int | None], ...]


def lasting(since: int, length: int | None) -> dict[str, Any]:
    return {"since": since, "until": None if length is None else since + length}


holds = st.builds(
    lambda role, place, since, length: Holds(role, place, **lasting(since, length)),
    st.sampled_from([str(role) for role in Role]), st.integers(0, 2), days, st.none() | st.integers(0, 3),
)  # fmt: skip
belongs = st.none() | st.builds(
    lambda since, length: Holds("", 0, **lasting(since, length)), days, st.none() | st.integers(0, 3)
)
items = st.builds(
    Item,
    kind=st.sampled_from(sorted(KINDS)),
    visibility=st.sampled_from([str(one) for one in Visibility]),
    city=st.integers(0, 2),
    author=st.sampled_from(["", "viewer", "other"]),
    hidden=st.booleans(),
    deleted=st.sampled_from([False, False, False, True]),
    named=st.lists(
        st.tuples(st.sampled_from(["person", "organisation"]), st.none() | days),
        max_size=2,
        unique_by=lambda one: one[0],
    ).map(tuple),
)


def sees(item: Item, roles: list[Holds], member: Holds | None) -> bool:
    """The model: who sees what, in plain words."""
    now = [one for one in roles if one.now]
    own = item.author == "viewer"
    if item.deleted or (item.hidden and not own and not any(_decides(one, item) for one in now)):
        return False
    named = any(
        (until is None or until >= 0) and (who == "person" or (member is not None and member.now))
        for who, until in item.named
    )
    return own or named or _is_open(item, now)


def _is_open(item: Item, now: list[Holds]) -> bool:
    """Its visibility lets one of these roles in; what is closed lets in who is named, whatever the role."""
    if item.visibility == Visibility.CLOSED:
        return False
    if item.visibility == Visibility.ALLIANCE:
        return any(one.role in WORKS_IN_IT for one in now)
    if item.visibility == Visibility.NETWORK:
        return any(NETWORK_OF[item.city] == _network(one) for one in now)
    if item.visibility == Visibility.CITY:
        return any(one.role in OF_A_CITY and one.place == item.city for one in now)
    return True


def _network(one: Holds) -> int | None:
    if one.role in OF_A_CITY:
        return NETWORK_OF[one.place]
    return one.place % 2 if one.role in OF_A_NETWORK else None


def _decides(one: Holds, item: Item) -> bool:
    return (
        one.role == Role.ALLIANCE_COORDINATOR
        or (one.role == Role.CITY_COORDINATOR and one.place == item.city)
        or (one.role == Role.NETWORK_COORDINATOR and one.place % 2 == NETWORK_OF[item.city])
    )


def in_days(number: int | None) -> date | None:
    return None if number is None else clock.today() + timedelta(days=number)


class AnyItemAnyViewer(TestCase):
    """On a small map: two networks, three cities, one business."""

    @classmethod
    def setUpTestData(cls) -> None:
        state = State.objects.create(name="Land", code="LL", key="99")
        district = District.objects.create(name="Kreis", key="99001", state=state)
        cls.state = state
        cls.networks = [CityNetwork.objects.create(name=f"Network {n}", state=state, slug=f"n{n}") for n in range(2)]
        cls.cities = [
            City.objects.create(
                name=f"City {n}", slug=f"c{n}", ags=f"9900100{n}", network=cls.networks[NETWORK_OF[n]], district=district,
                latitude=51, longitude=12,
            )
            for n in range(3)
        ]  # fmt: skip
        cls.business = Organisation.objects.create(name="Bakery", kind=OrganisationKind.BUSINESS, city=cls.cities[0])
        cls.other = Person.objects.create_user("other@example.org", "a long password", name="Other")

    def _viewer(self, roles: list[Holds], member: Holds | None) -> Person:
        viewer = Person.objects.create_user("viewer@example.org", None, name="Viewer")
        rows = []
        for one in roles:
            place: dict[str, Any] = {}
            if one.role in OF_A_CITY | {Role.CITIZEN}:
                place = {"city": self.cities[one.place]}
            elif one.role in OF_A_NETWORK:
                place = {"network": self.networks[one.place % 2]}
            elif one.role == Role.MINISTRY:
                place = {"state": self.state}
            rows.append(
                Membership(person=viewer, role=one.role, since=in_days(one.since), until=in_days(one.until), **place)
            )
        Membership.objects.bulk_create(rows)
        if member is not None:
            Affiliation.objects.create(
                person=viewer, organisation=self.business, since=in_days(member.since), until=in_days(member.until)
            )
        return viewer

    def _made(self, item: Item, viewer: Person | None) -> Entry:
        city = self.cities[item.city]
        entry = Entry.objects.create(
            kind=item.kind, title="x", visibility=item.visibility, city=city, network=city.network,
            author={"viewer": viewer, "other": self.other}.get(item.author),
            hidden_at=clock.now() if item.hidden else None, deleted_at=clock.now() if item.deleted else None,
        )  # fmt: skip
        for who, until in item.named:
            named: Any = {"person": viewer or self.other} if who == "person" else {"organisation": self.business}
            Audience.objects.create(entry=entry, until=in_days(until), **named)
        return entry

    @settings(max_examples=60, deadline=None)
    @given(
        st.lists(holds, max_size=3, unique_by=lambda one: one.role), belongs, st.lists(items, min_size=1, max_size=6)
    )
    def test_the_database_says_of_every_item_what_the_model_says(
        self, roles: list[Holds], member: Holds | None, given_items: list[Item]
    ) -> None:
        viewer = self._viewer(roles, member)
        made = [(self._made(item, viewer), item) for item in given_items]
        seen = set(Entry.objects.visible_to(viewer).values_list("pk", flat=True))
        kept = set(kept_from(viewer).values_list("pk", flat=True))
        for entry, item in made:
            assert (entry.pk in seen) == sees(item, roles, member), item
            assert (entry.pk in kept) != (entry.pk in seen), item

    @settings(max_examples=20, deadline=None)
    @given(st.lists(items, min_size=1, max_size=6))
    def test_a_visitor_sees_what_is_public_and_neither_hidden_nor_deleted(self, given_items: list[Item]) -> None:
        made = [(self._made(item, None), item) for item in given_items]
        seen = set(Entry.objects.visible_to(None).values_list("pk", flat=True))
        kept = set(kept_from(None).values_list("pk", flat=True))
        for entry, item in made:
            assert (entry.pk in kept) != (entry.pk in seen), item
            assert (entry.pk in seen) == (item.visibility == Visibility.PUBLIC and not item.hidden and not item.deleted)
