"""Whoever leaves is gone from every room; what stays says nothing of her, and was named before."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.guard import SHREDDED
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.recommendations.models import Release
from netzwerkstatt.site.privacy.actions import delete_account, is_last_administrator
from netzwerkstatt.site.privacy.my_data import kept_about
from netzwerkstatt.workshops.models import Invitation
from tests.site_wide.world import PASSWORD, World


def member(world: World, role: str) -> tuple[Person, Client]:
    return world.people[role], world.client(role)


def test_who_leaves_is_gone_from_every_room_and_what_stays_is_nameless(world: World) -> None:
    jana, client = member(world, Role.CITY_COORDINATOR)
    key, address = jana.pk, jana.email
    entries, links, files = Entry.objects.count(), Link.objects.count(), OfficialFile.objects.count()
    hers = Event.objects.filter(actor=jana).count()
    assert hers > 10

    response = client.post(reverse("privacy:leave"), {"password": PASSWORD, "understood": "on"})

    assert response.headers["Location"] == reverse("privacy:gone")
    assert client.get(reverse("privacy:gone")).status_code == 200
    assert client.get(reverse("site:desk")).status_code == 302, "signed out"
    assert not Person.objects.filter(email=address).exists()
    assert not Session.objects.filter(person=key).exists()
    assert (Entry.objects.count(), Link.objects.count(), OfficialFile.objects.count()) == (entries, links, files)
    for one in all_personal():
        for name in one.person_fields:
            assert not one.model_class._default_manager.filter(**{f"{name}_id": key}).exists(), (one.model, name)

    last = Event.objects.latest("id")
    assert (last.type, last.actor, last.payload) == ("account.deleted", None, {})
    granted = Event.objects.filter(type="membership.granted", payload__person=SHREDDED)
    assert granted.exists()
    assert not Event.objects.filter(payload__person=key).exists()


def test_everybody_can_leave_however_much_she_did(world: World) -> None:
    for role, person in world.people.items():
        if role != Role.ALLIANCE_COORDINATOR:
            delete_account(actor=person, person=Person.objects.get(pk=person.pk))
    assert list(Person.objects.all()) == [world.people[Role.ALLIANCE_COORDINATOR]]
    assert not Invitation.objects.exists()


def test_the_last_coordinator_stays_until_there_is_another(world: World) -> None:
    kora, client = member(world, Role.ALLIANCE_COORDINATOR)
    assert is_last_administrator(kora)
    with pytest.raises(Invalid, match="last coordinator"):
        delete_account(actor=kora, person=kora)
    assert "Delete my account for good" not in client.get(reverse("privacy:leave")).content.decode()

    Membership.objects.create(person=world.people[Role.MAYOR], role=Role.ALLIANCE_COORDINATOR)
    delete_account(actor=kora, person=kora)
    assert Release.objects.filter(released_by=None).count() == Release.objects.count() > 0


def test_a_coordinator_who_cannot_sign_in_does_not_count(world: World) -> None:
    mayor = world.people[Role.MAYOR]
    Membership.objects.create(person=mayor, role=Role.ALLIANCE_COORDINATOR)
    Person.objects.filter(pk=mayor.pk).update(is_active=False)
    assert is_last_administrator(world.people[Role.ALLIANCE_COORDINATOR])


def test_nobody_deletes_the_account_of_another(world: World) -> None:
    with pytest.raises(NotAllowed):
        delete_account(actor=world.people[Role.OPERATOR], person=world.people[Role.MAYOR])


def test_what_fails_half_way_leaves_everything_as_it_was(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    jana = world.people[Role.CITY_COORDINATOR]
    before = Event.objects.filter(actor=jana).count()

    def fails(person: Person, *_: Any) -> None:
        raise RuntimeError("half way")

    monkeypatch.setattr(Person, "delete", fails)
    with pytest.raises(RuntimeError):
        delete_account(actor=jana, person=jana)
    assert Event.objects.filter(actor=jana).count() == before
    assert not Event.objects.filter(type="account.deleted").exists()


@pytest.mark.parametrize(
    "given", [{"password": "wrong", "understood": "on"}, {"password": PASSWORD}, {"understood": "on"}]
)
def test_the_account_stays_without_the_password_and_the_tick(world: World, given: dict[str, str]) -> None:
    mayor, client = member(world, Role.MAYOR)
    assert client.post(reverse("privacy:leave"), given).status_code == 200
    assert Person.objects.filter(pk=mayor.pk).exists()


def test_guessing_the_password_ends_soon(world: World) -> None:
    mayor, client = member(world, Role.MAYOR)
    for _ in range(6):
        client.post(reverse("privacy:leave"), {"password": "wrong", "understood": "on"})
    page = client.post(reverse("privacy:leave"), {"password": PASSWORD, "understood": "on"})
    assert "Please wait" in page.content.decode()
    assert Person.objects.filter(pk=mayor.pk).exists()


def test_a_mailed_code_does_it_too_once_and_only_the_right_one(world: World) -> None:
    mayor, client = member(world, Role.MAYOR)
    client.post(reverse("privacy:leave-code"))
    [letter] = mail.outbox
    assert letter.to == [mayor.email]
    code = re.search(r"\b\w{4}-\w{4}\b", letter.body)[0]

    client.post(reverse("privacy:leave"), {"code": "AAAA-AAAA", "understood": "on"})
    assert Person.objects.filter(pk=mayor.pk).exists()
    client.post(reverse("privacy:leave"), {"code": code.lower().replace("-", " "), "understood": "on"})
    assert not Person.objects.filter(pk=mayor.pk).exists()


def test_who_has_no_password_is_asked_for_a_code(world: World) -> None:
    mayor, client = member(world, Role.MAYOR)
    Person.objects.filter(pk=mayor.pk).update(password="!")
    client.force_login(Person.objects.get(pk=mayor.pk))
    page = client.get(reverse("privacy:leave")).content.decode()
    assert 'name="code"' in page
    assert 'name="password"' not in page
    client.post(reverse("privacy:leave"), {"code": "", "password": "!", "understood": "on"})
    assert Person.objects.filter(pk=mayor.pk).exists()


def test_only_so_many_codes_are_mailed(world: World) -> None:
    _mayor, client = member(world, Role.MAYOR)
    for _ in range(5):
        client.post(reverse("privacy:leave-code"))
    assert len(mail.outbox) == 3


def test_the_page_says_beforehand_what_goes_and_what_stays(world: World) -> None:
    jana, client = member(world, Role.CITY_COORDINATOR)
    client.get(reverse("privacy:leave"))  # the first visit is itself noted
    kept = kept_about(jana)
    page = client.get(reverse("privacy:leave")).content.decode()
    assert {one.personal.model for one in kept} >= {
        "accounts.Person",
        "entries.Entry",
        "network.Membership",
        "events.Event",
    }
    from django.utils.html import escape

    for one in kept:
        assert escape(str(one.personal.label)) in page
        assert not one.personal.stays or escape(str(one.personal.stays)) in page
