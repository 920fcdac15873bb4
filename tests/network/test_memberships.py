"""Roles: each in the one place it is a role of, held once, gone with the next click when it ends."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network import actions, queries, rules
from netzwerkstatt.foundation.network.models import (
    ALLIANCE_ROLES,
    CITY_ROLES,
    NETWORK_ROLES,
    STATE_ROLES,
    City,
    Membership,
    Role,
)
from tests.conftest import Invite, SmallAlliance, last_event

PLACES = ("city", "network", "state")
PLACE_OF = {
    **dict.fromkeys(CITY_ROLES, "city"),
    **dict.fromkeys(NETWORK_ROLES, "network"),
    **dict.fromkeys(STATE_ROLES, "state"),
    **dict.fromkeys(ALLIANCE_ROLES, ""),
}


@pytest.fixture
def jana(alliance: SmallAlliance) -> Person:
    return Person.objects.create_user("jana@example.org", name="Jana Wernicke")


def place(alliance: SmallAlliance, *kinds: str) -> dict[str, Any]:
    known = {"city": alliance.hettstedt, "network": alliance.hettstedt.network, "state": alliance.st}
    return {kind: known[kind] for kind in kinds if kind}


def test_every_role_has_its_kind_of_place() -> None:
    assert set(PLACE_OF) == set(Role)


@pytest.mark.parametrize("role", Role.values)
def test_the_database_keeps_every_role_in_its_place(role: str, alliance: SmallAlliance, jana: Person) -> None:
    right = {PLACE_OF[Role(role)]} - {""}
    choices = [set(), *({kind} for kind in PLACES), {"city", "network"}, {"city", "state"}, set(PLACES)]
    for kinds in choices:
        row = Membership(person=jana, role=role, **place(alliance, *kinds))
        if kinds == right:
            row.save()
        else:
            with pytest.raises(IntegrityError, match="network_role_has_its_scope"), transaction.atomic():
                row.save()


def test_the_database_knows_no_other_role(alliance: SmallAlliance, jana: Person) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=jana, role="emperor")


def test_the_database_ends_no_role_before_it_began(alliance: SmallAlliance, jana: Person) -> None:
    today = clock.today()
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(person=jana, role=Role.OPERATOR, since=today, until=today - timedelta(days=1))


def test_a_role_of_another_place_is_refused_with_a_sentence(alliance: SmallAlliance, jana: Person) -> None:
    with pytest.raises(Invalid, match="belongs to another place"):
        actions.grant_role(actor=alliance.coordinator, person=jana, role=Role.MAYOR, state=alliance.st)
    assert not jana.memberships.exists()


def test_a_role_given_twice_is_held_once_and_recorded_once(alliance: SmallAlliance, jana: Person) -> None:
    give = {"actor": alliance.coordinator, "person": jana, "role": Role.MAYOR, "city": alliance.hettstedt}
    first = actions.grant_role(**give)
    assert actions.grant_role(**give) == first
    assert Event.objects.filter(type="membership.granted", payload__person=jana.pk).count() == 1

    actions.end_membership(actor=alliance.coordinator, membership=first)
    assert actions.grant_role(**give) != first


def together(number: int, act: Callable[[], Any]) -> list[Any]:
    """What so many at the same moment get, errors among it."""
    barrier = threading.Barrier(number)
    answers: list[Any] = []

    def run() -> None:
        barrier.wait()
        try:
            answers.append(act())
        except Exception as error:  # noqa: BLE001 - looked at by the test
            answers.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(number)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return answers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("role", [Role.MAYOR, Role.EXPERT, Role.MINISTRY, Role.OPERATOR])
def test_a_role_given_by_six_at_the_same_moment_is_held_once(role: Role, alliance: SmallAlliance, jana: Person) -> None:
    scope = place(alliance, PLACE_OF[role])

    def give() -> Membership:
        return actions.grant_role(actor=alliance.coordinator, person=jana, role=role, **scope)

    answers = together(6, give)
    assert jana.memberships.count() == 1
    assert answers == [jana.memberships.get()] * 6
    assert Event.objects.filter(type="membership.granted", payload__person=jana.pk).count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_organisation_named_by_six_at_the_same_moment_is_there_once(
    alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    def add() -> Any:
        return actions.add_organisation(
            actor=officer_of_hettstedt, name="Handwerk e. V.", kind="business", city=alliance.hettstedt
        )

    answers = together(6, add)
    assert len({answer.pk for answer in answers}) == 1
    assert Event.objects.filter(type="alliance.organisation_added").count() == 1


def test_rights_are_gone_with_the_next_click_after_a_role_ends(
    alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    client = Client()
    client.force_login(officer_of_hettstedt)
    membership = officer_of_hettstedt.memberships.get()
    Membership.objects.filter(pk=membership.pk).update(since=clock.today() - timedelta(days=30))
    membership.refresh_from_db()
    assert client.get("/problems/new").status_code == 200

    actions.end_membership(actor=alliance.coordinator, membership=membership)
    assert client.get("/problems/new").status_code == 403
    membership.refresh_from_db()
    assert membership.until == clock.today() - timedelta(days=1)
    assert list(queries.people_of(alliance.hettstedt)) == []


def test_a_role_taken_back_on_the_day_it_was_given_is_gone_too(
    alliance: SmallAlliance, officer_of_hettstedt: Person
) -> None:
    client = Client()
    client.force_login(officer_of_hettstedt)
    assert client.get("/problems/new").status_code == 200

    actions.end_membership(actor=alliance.coordinator, membership=officer_of_hettstedt.memberships.get())
    assert client.get("/problems/new").status_code == 403
    assert last_event().type == "membership.ended"
    assert last_event().payload == {"person": officer_of_hettstedt.pk, "role": Role.CITY_COORDINATOR}


@pytest.mark.parametrize("days_held", [0, 10])
def test_a_role_ends_once(days_held: int, alliance: SmallAlliance, officer_of_hettstedt: Person) -> None:
    officer_of_hettstedt.memberships.update(since=clock.today() - timedelta(days=days_held))
    one, same = officer_of_hettstedt.memberships.get(), officer_of_hettstedt.memberships.get()
    for membership in (one, one, same):
        actions.end_membership(actor=alliance.coordinator, membership=membership)
    assert Event.objects.filter(type="membership.ended").count() == 1


def test_a_role_counts_from_its_first_to_its_last_day(alliance: SmallAlliance, jana: Person) -> None:
    today = clock.today()
    held = actions.grant_role(
        actor=alliance.coordinator, person=jana, role=Role.MAYOR, city=alliance.hettstedt,
        since=today + timedelta(days=2),
    )  # fmt: skip
    actions.end_membership(actor=alliance.coordinator, membership=held, until=today + timedelta(days=4))
    counts = []
    for day in range(7):
        with clock.telling(clock.now() + timedelta(days=day)):
            rules.forget_standing(jana)
            counts.append(rules.releases_for_city(jana, alliance.hettstedt))
    assert counts == [False, False, True, True, True, False, False]


def test_who_may_not_give_roles_gives_none(
    alliance: SmallAlliance, officer_of_hettstedt: Person, jana: Person, hettstedt: City
) -> None:
    with pytest.raises(NotAllowed):
        actions.grant_role(actor=officer_of_hettstedt, person=jana, role=Role.ALLIANCE_COORDINATOR)
    with pytest.raises(NotAllowed):
        actions.invite_person(
            actor=officer_of_hettstedt, email="x@example.org", name="X", role=Role.CITY_MEMBER, city=hettstedt
        )
    with pytest.raises(NotAllowed):
        actions.end_membership(actor=officer_of_hettstedt, membership=alliance.coordinator.memberships.first())
    assert not Person.objects.filter(email="x@example.org").exists()


def test_an_invitation_to_a_known_address_gives_a_role_and_no_second_account(
    invite: Invite, hettstedt: City, alliance: SmallAlliance
) -> None:
    first = invite("Maja", Role.CITY_MEMBER, city=hettstedt)
    again = actions.invite_person(
        actor=alliance.coordinator, email=" MAJA@example.org ", name="Somebody", role=Role.MAYOR, city=hettstedt
    )
    assert (again, again.name) == (first, "Maja")
    assert set(first.memberships.values_list("role", flat=True)) == {Role.CITY_MEMBER, Role.MAYOR}
    assert Event.objects.filter(type="person.invited").count() == 1


def test_an_invitation_that_cannot_hold_leaves_nothing(alliance: SmallAlliance, hettstedt: City) -> None:
    known = Person.objects.count()
    for wrong in (
        {"email": "no address", "name": "Maja", "role": Role.CITY_MEMBER, "city": hettstedt},
        {"email": "maja@example.org", "name": " ", "role": Role.CITY_MEMBER, "city": hettstedt},
        {"email": "maja@example.org", "name": "Maja", "role": Role.CITY_MEMBER},
        {"email": "maja@example.org", "name": "Maja", "role": Role.CITY_MEMBER, "city": hettstedt, "password": "short"},
    ):
        with pytest.raises(Invalid):
            actions.invite_person(actor=alliance.coordinator, **wrong)
    assert Person.objects.count() == known


def test_a_person_of_a_closed_account_has_no_rights(officer_of_hettstedt: Person, hettstedt: City) -> None:
    assert rules.speaks_for_city(officer_of_hettstedt, hettstedt)
    officer_of_hettstedt.is_active = False
    assert not rules.speaks_for_city(officer_of_hettstedt, hettstedt)
