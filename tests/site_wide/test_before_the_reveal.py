"""What is hidden until the reveal is absent from every answer: nobody can tell one vote from another, nor read an idea."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction
from django.test import Client

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.recommendations import resistance
from netzwerkstatt.recommendations.models import Recommendation
from netzwerkstatt.workshops import actions as workshops
from tests.site_wide.test_access import PAGES
from tests.site_wide.world import ELSEWHERE, GUEST, VISITOR, World

SECRET = "Xylophon"
EVERYWHERE = [VISITOR, Role.CITY_COORDINATOR]
"""They open every page of the house – the second one facilitates; the others those that have to do with it."""

NEAR = (
    "workshops:",
    "ideas:",
    "recommendations:",
    "entries:",
    "versions:",
    "site:",
    "search:",
    "privacy:",
    "commitments:",
)
OTHERS = [GUEST, ELSEWHERE, Role.ALLIANCE_COORDINATOR, Role.DATA_PROTECTION]
OWN = {"privacy:download", "privacy:my-data", "account_devices", "surveys:xlsx"}
"""What tells of one's own devices, or of when a file was made, by the second."""

CHANGES_ANYWAY = re.compile(
    rb'"ticket":"[^"]*"|"now":[0-9.]+|name="(csrfmiddlewaretoken|client_id|base|key)" value="[^"]*"|nonce="[^"]*"|value="[0-9a-f-]{36}"'
)


def _answers(world: World, also: list[str], everywhere: Collection[str]) -> dict[tuple[str, str], bytes]:
    """Every answer to a GET, by role and address, without what is new each time."""
    found = {}
    for who in {*EVERYWHERE, *OTHERS}:
        client: Client = world.client(who)
        if who == Role.DATA_PROTECTION:
            client.post(world.url("privacy:audit"), {"reason": "I look for what must not stand there."})
        names = [name for name in PAGES if who in everywhere or name.startswith(NEAR)]
        names = [name for name in names if name not in OWN]
        for address in [*(world.url(name) for name in names if not name.startswith("account_")), *also]:
            response: Any = client.get(address)
            content = b"".join(response.streaming_content) if response.streaming else response.content
            found[who, address] = CHANGES_ANYWAY.sub(b"", content)
    return found


def _of(workshop: Any) -> list[str]:
    """Addresses of the running workshop, which the list of pages does not open."""
    here = f"/e/{workshop.entry.public_id}"
    return [workshop.get_absolute_url(), here, f"{here}/thread", f"{here}/thread.prov.json"]


@pytest.mark.once
def test_an_idea_that_is_not_revealed_stands_in_no_answer(world: World):
    collect = world.running.phases.select_related("workshop__entry", "ballot").get(kind="collect")
    guest, _token = workshops.join(code=world.running.code)
    workshops.contribute(actor=guest, phase=collect, text=f"A {SECRET} on the square", client_id=uuid4())
    answers = _answers(world, _of(world.running), EVERYWHERE)
    assert len(answers) > 300
    assert [where for where, content in answers.items() if SECRET.encode() in content] == []
    found = world.client(Role.CITY_COORDINATOR).get("/library", {"q": SECRET})
    assert found.context["found"].total == 0

    jana = world.people[Role.CITY_COORDINATOR]
    workshops.close_phase(actor=jana, phase=collect)
    workshops.reveal(actor=jana, phase=collect)
    assert SECRET in world.client(VISITOR).get(world.running.get_absolute_url()).content.decode(), "the test can fail"


@pytest.mark.once
def test_dots_and_resistance_are_the_same_to_everybody_whatever_was_said(world: World):
    jana, elsewhere = world.people[Role.CITY_COORDINATOR], world.people[Role.MAYOR]
    workshop = world.running
    collect, dots = (
        workshop.phases.select_related("workshop__entry", "ballot").get(kind=kind) for kind in ("collect", "dots")
    )
    workshops.contribute(
        actor=Guest.objects.filter(place=workshop.public_id).first(), phase=collect, text="A tram", client_id=uuid4()
    )
    workshops.close_phase(actor=jana, phase=collect)
    first, second = workshops.reveal(actor=jana, phase=collect)[:2]
    workshops.open_phase(actor=jana, phase=dots)
    guest, _token = workshops.join(code=workshop.code)
    draft = Recommendation.objects.get(entry__title="Another draft")
    ballot = resistance.ballot_of(draft)
    options = list(Option.objects.filter(ballot=ballot).order_by("pk").values_list("pk", flat=True))

    now = clock.now()

    def seen_with(one: Any, numbers: tuple[int, int]) -> dict[tuple[str, str], bytes]:
        with transaction.atomic(), clock.telling(now):
            workshops.give_dots(actor=guest, phase=dots, dots={one.public_id: 3})
            resistance.say(
                actor=elsewhere, ballot=ballot, said=dict(zip(options, ([n] for n in numbers), strict=False))
            )
            answers = _answers(world, [workshop.get_absolute_url()], {VISITOR})
            transaction.set_rollback(True)
        return answers

    here, there = seen_with(first, (0, 10)), seen_with(second, (9, 1))
    assert [where for where in here if here[where] != there[where]] == []
