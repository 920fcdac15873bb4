"""Two colleagues plan one workshop: nobody overwrites what the other one saved."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.foundation.versions.models import Version
from netzwerkstatt.foundation.versions.saving import Meanwhile
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Workshop
from tests.conftest import Invite

FRAME = {"day": date(2027, 2, 4), "begins": time(13), "place": "Saigerhütte"}


@pytest.fixture
def mayor(invite: Invite, hettstedt: City) -> Person:
    return invite("Uwe Lorenz", Role.MAYOR, city=hettstedt)


def browser(person: Person) -> Client:
    client = Client(headers={"accept-language": "en", "sec-fetch-site": "same-origin"})
    client.force_login(person)
    return client


def test_who_changes_the_day_and_who_changes_the_place_both_find_theirs(
    planned: Workshop, officer_of_hettstedt: Person, mayor: Person, expert_of_goerlitz: Person
) -> None:
    read = actions.plan_read(planned)
    more = {"facilitator": expert_of_goerlitz, "practical": "Bus 412 stops here.\n\nBring a jacket."}
    actions.plan_workshop(actor=mayor, workshop=planned, base=read, **{**FRAME, "day": date(2027, 3, 1)}, **more)
    actions.plan_workshop(actor=officer_of_hettstedt, workshop=planned, base=read, **{**FRAME, "place": "Town hall"})
    now = Workshop.objects.get(pk=planned.pk)
    assert (now.day, now.place, now.facilitator) == (date(2027, 3, 1), "Town hall", expert_of_goerlitz)
    assert now.practical == more["practical"]
    assert "<p>Bring a jacket.</p>" in browser(mayor).get(f"/workshops/{planned.public_id}").content.decode()
    assert Version.objects.filter(entry=planned.entry).count() == 2


def test_who_plans_first_is_not_overwritten_by_who_opened_the_page_before(
    requested: Workshop, officer_of_hettstedt: Person, mayor: Person
) -> None:
    address = f"/workshops/{requested.public_id}/plan"
    page = browser(officer_of_hettstedt)
    read = page.get(address).context["form"]["base"].value()
    actions.plan_workshop(actor=mayor, workshop=requested, base=read, **FRAME)
    typed: dict[str, Any] = {"day": "2027-02-04", "begins": "13:00", "place": "Town hall"}
    typed |= {"question": requested.question, "base": read}
    told = page.post(address, typed)
    assert (told.status_code, set(told.context["form"].errors)) == (409, {"place"})
    assert "Town hall" in told.content.decode()
    assert Workshop.objects.get(pk=requested.pk).place == "Saigerhütte"
    decided = page.post(address, {**typed, "base": told.context["form"]["base"].value()})
    assert (decided.status_code, Workshop.objects.get(pk=requested.pk).place) == (302, "Town hall")


def test_two_days_for_one_workshop_are_for_people_to_decide(planned: Workshop, mayor: Person) -> None:
    read = actions.plan_read(planned)
    actions.plan_workshop(actor=mayor, workshop=planned, base=read, **{**FRAME, "day": date(2027, 3, 1)})
    with pytest.raises(Meanwhile) as told:
        actions.plan_workshop(actor=mayor, workshop=planned, base=read, **{**FRAME, "day": date(2027, 4, 1)})
    assert set(told.value.fields) == {"day"}
    assert Workshop.objects.get(pk=planned.pk).day == date(2027, 3, 1)
