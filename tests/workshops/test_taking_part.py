"""Who takes part by a code stays nobody: before the reveal, after it, and after the release."""

from __future__ import annotations

import json
import random
import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.apps import apps
from django.core import serializers
from django.db import connection, transaction

from netzwerkstatt.foundation.accounts.models import Allowance, Guest
from netzwerkstatt.foundation.ballots.models import Vote, Voter
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.models import Contribution, Participant, PhaseKind, Protocol, Workshop
from netzwerkstatt.workshops.protocol import people_in, protocol_of
from tests.workshops.room import browser, phase_of, phone, say

SECRET = "The mayor's cousin owns the empty house"


def text(response):
    return response.content.decode()


def dump(*without: str) -> str:
    """Everything in the database, as text."""
    models = [model for model in apps.get_models() if model.__name__ not in without]
    return "".join(serializers.serialize("json", model._default_manager.all()) for model in models)


def test_before_the_reveal_an_idea_is_seen_by_nobody_but_its_own_guest(collecting, running, officer_of_hettstedt):
    own, other = phone(running), phone(running)
    own.post(f"/w/{running.public_id}", {"phase": 1, "text": SECRET, "client_id": uuid4()})

    assert SECRET.replace("'", "&#x27;") in text(own.get(f"/w/{running.public_id}"))
    assert SECRET not in dump("Contribution")
    host = browser(officer_of_hettstedt)
    pages = [other.get(f"/w/{running.public_id}"), host.get(f"/workshops/{running.public_id}/console")]
    for path in ("", "/ideas"):
        pages += [client.get(f"/workshops/{running.public_id}{path}") for client in (browser(), host)]
    pages.append(host.get("/ideas/"))
    assert not any("cousin" in text(page) for page in pages)


def test_a_waiting_idea_has_no_time_no_number_and_no_person(collecting, officer_of_hettstedt):
    say(collecting, [SECRET])
    assert {field.name for field in Contribution._meta.fields} == {
        "client_id",
        "phase",
        "guest",
        "person",
        "own",
        "text",
        "signed",
        "idea",
        "late",
        "table",
        "source",
    }
    assert Contribution.objects.get().person is None
    event = Event.objects.filter(type="workshop.contributed").get()
    assert event.actor is None
    assert event.payload == {"phase": 1, "count": 1}


def test_who_is_signed_in_and_chooses_no_name_is_a_guest(collecting, running, expert_of_goerlitz):
    client = browser(expert_of_goerlitz)
    client.post("/join", {"code": running.code})
    client.post(f"/w/{running.public_id}", {"phase": 1, "text": SECRET, "name": "anonymous", "client_id": uuid4()})
    assert Contribution.objects.get().person is None
    assert not Event.objects.filter(actor=expert_of_goerlitz, stream=running.stream).exists()


def test_who_puts_the_own_name_to_it_is_named_at_the_reveal(
    collecting, running, officer_of_hettstedt, expert_of_goerlitz
):
    running.phases.filter(number=1).update(identity="named")
    collecting.refresh_from_db()
    client = browser(expert_of_goerlitz)
    client.post("/join", {"code": running.code})
    client.post(f"/w/{running.public_id}", {"phase": 1, "text": "Ask us", "name": "me", "client_id": uuid4()})
    assert expert_of_goerlitz.name not in text(browser().get(f"/workshops/{running.public_id}"))
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    idea = actions.reveal(actor=officer_of_hettstedt, phase=collecting)[0]
    assert idea.entry.author == expert_of_goerlitz
    assert expert_of_goerlitz.name in text(browser().get(f"/ideas/{idea.public_id}"))


def test_after_the_reveal_nothing_tells_who_wrote_what_or_when(collecting, running, officer_of_hettstedt):
    guests = [say(collecting, [f"Guest {g} idea {n}" for n in range(10)]) for g in range(4)]
    written = [f"Guest {g} idea {n}" for g in range(4) for n in range(10)]
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    random.seed(1)
    ideas = actions.reveal(actor=officer_of_hettstedt, phase=collecting)

    assert not Contribution.objects.exists()
    assert not Allowance.objects.filter(key__contains=running.public_id).exists()
    assert len(guests) == 4
    assert sorted(idea.text for idea in ideas) == sorted(written)
    stored = list(Idea.objects.order_by("pk").values_list("text", flat=True))
    assert stored != written
    assert stored != sorted(written)
    moved = sum(abs(stored.index(one) - place) for place, one in enumerate(written)) / len(written)
    assert moved > 5, "a drawn order lies on average thirteen places from the written one"
    times = {idea.entry.created_at for idea in ideas}
    assert len(times) == 1
    assert (times.pop().minute, ideas[0].entry.created_at.second) == (0, 0)
    ids = list(Idea.objects.order_by("pk").values_list("entry__public_id", flat=True))
    assert ids != sorted(ids)
    assert {idea.entry.author_id for idea in ideas} == {None}
    assert "idea" not in json.dumps(list(Event.objects.filter(type="workshop.revealed").values("entry"))).replace(
        "ideas", ""
    )


def test_two_reveals_of_the_same_texts_come_in_different_orders(collecting, running, officer_of_hettstedt):
    texts = [f"Idea {n}" for n in range(30)]
    orders = []
    for _ in range(2):
        phase = collecting if not orders else running.phases.create(
            number=9, kind=PhaseKind.COLLECT, title="Again", minutes=5
        )  # fmt: skip
        actions.open_phase(actor=officer_of_hettstedt, phase=phase)
        say(phase, texts)
        actions.close_phase(actor=officer_of_hettstedt, phase=phase)
        orders.append([idea.text for idea in actions.reveal(actor=officer_of_hettstedt, phase=phase)])
    assert orders[0] != orders[1]


def test_after_the_release_guests_are_gone_and_dots_are_nobodys(voting, running, revealed, officer_of_hettstedt):
    guest, token = actions.join(code=running.code)
    actions.give_dots(actor=guest, phase=voting, dots={revealed[0].public_id: 5})
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=revealed[:1])
    actions.release_workshop(actor=officer_of_hettstedt, workshop=running)
    assert not Guest.objects.exists()
    assert not Participant.objects.exists()
    assert list(Voter.objects.values_list("guest", "person")) == [(None, None)]
    assert Vote.objects.get().value == 5
    assert Guest.hash_of(token) not in dump()


def test_a_protocol_stays_as_it_was_released(released):
    with pytest.raises(Exception, match="final"):
        released.record.save()
    with pytest.raises(Exception, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE workshops_protocol SET sha256 = 'x'")


@pytest.mark.parametrize("bad", ["", "   ", "x" * 601, "with a \x00 in it", "bell \x07", "\ud800"])
def test_what_cannot_be_an_idea_is_refused(collecting, bad):
    with pytest.raises(Invalid) as refused:
        say(collecting, [bad])
    assert set(refused.value.fields) == {"text"}
    assert not Contribution.objects.exists()


def test_a_text_that_is_too_long_is_kept_on_the_phone(collecting, running):
    client = phone(running)
    answer = client.post(f"/w/{running.public_id}", {"phase": 1, "text": "long " * 200, "client_id": uuid4()})
    assert "At most 600 characters" in text(answer)
    assert "long long long" in text(answer)
    empty = client.post(f"/w/{running.public_id}", {"phase": 1, "text": " ", "client_id": uuid4()})
    assert "A word or two is enough" in text(empty)
    assert not Contribution.objects.exists()


def test_a_sentence_that_comes_after_the_end_is_kept_and_marked_as_late(collecting, running, officer_of_hettstedt):
    client = phone(running)
    say(collecting, ["In time"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    posted = {"phase": 1, "text": "After the end", "client_id": uuid4()}
    answer = client.post(f"/w/{running.public_id}", posted, follow=True)
    assert "marked as late" in text(answer)
    assert "After the end" in text(answer)
    ideas = actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    assert {idea.text: idea.card.late for idea in ideas} == {"In time": False, "After the end": True}
    assert (collecting.waiting, collecting.late) == (0, 1)

    client.post(f"/w/{running.public_id}", {"phase": 1, "text": "Even later", "client_id": uuid4()})
    assert "Even later" not in text(browser(officer_of_hettstedt).get(f"/workshops/{running.public_id}/console"))
    later = actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    assert [(idea.text, idea.card.late) for idea in later] == [("Even later", True)]

    page = text(browser().get(f"/workshops/{running.public_id}/phases/1"))
    assert page.count("<span>late</span>") == 2
    said = protocol_of(running, released_at=clock.now(), released_by="J")
    record = Protocol(workshop=running, content=said, sha256="0" * 64, released_at=clock.now())
    lines = [line for line in to_text(document_of(record)) if "came late" in line or "kam später" in line]
    assert len(lines) == 2


def test_once_the_workshop_is_closed_a_sentence_stays_in_the_field(collecting, running, officer_of_hettstedt):
    guest = say(collecting, ["In time"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    ideas = actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=ideas)
    with pytest.raises(Invalid, match="takes nothing"):
        say(collecting, ["Too late for this"], guest)
    assert not Contribution.objects.exists()


def test_a_second_click_sends_once(collecting, running):
    client, key = phone(running), uuid4()
    for _ in range(3):
        client.post(f"/w/{running.public_id}", {"phase": 1, "text": "Once", "client_id": key})
    assert Contribution.objects.count() == 1
    collecting.refresh_from_db()
    assert collecting.contributions == 1


def test_the_key_of_another_guest_changes_nothing_of_theirs(collecting, running):
    key = uuid4()
    first, second = phone(running), phone(running)
    for client, words in ((first, "Mine"), (second, "Stolen")):
        client.post(f"/w/{running.public_id}", {"phase": 1, "text": words, "client_id": key})
    assert "Mine" not in text(second.get(f"/w/{running.public_id}"))
    assert "Mine" in text(first.get(f"/w/{running.public_id}"))


def test_nobody_writes_without_the_code(collecting, running):
    answer = browser().post(f"/w/{running.public_id}", {"phase": 1, "text": "From outside", "client_id": uuid4()})
    assert answer.headers["Location"] == "/join"
    stranger, _ = Guest.welcome("elsewhere")
    with pytest.raises(NotAllowed):
        say(collecting, ["From another workshop"], stranger)
    assert not Contribution.objects.exists()


def test_nobody_sends_more_than_thirty_a_minute_and_what_was_typed_stays(collecting, running):
    guest = say(collecting, [f"Idea {n}" for n in range(30)])
    with pytest.raises(TooMany):
        say(collecting, ["One more"], guest)
    client = phone(running)
    for n in range(30):
        client.post(f"/w/{running.public_id}", {"phase": 1, "text": f"Mine {n}", "client_id": uuid4()})
    answer = client.post(f"/w/{running.public_id}", {"phase": 1, "text": "Kept words", "client_id": uuid4()})
    assert answer.status_code == 429
    assert "Kept words" in text(answer)


@pytest.mark.parametrize("code", ["", "1", "000000", "abcdef", "١٢٣٤٥٦", "<script>", "9" * 20])
def test_a_wrong_code_says_where_the_right_one_is_and_lets_nobody_in(running, code):
    answer = browser().post("/join", {"code": code})
    assert answer.status_code == 200
    assert "kern-error" in text(answer)
    assert set(answer.cookies) == {"mistyped"}  # ten minutes, so that one who guesses slows itself and no neighbour
    assert not Guest.objects.exists()


def test_nobody_is_told_that_the_code_is_optional(running):
    page = browser().get("/join", headers={"accept-language": "en"}).content.decode()
    assert "optional" not in page
    assert 'inputmode="numeric"' in page, "the phone shows its number pad"
    refused = browser().post("/join", {"code": ""}, headers={"accept-language": "en"}).content.decode()
    assert "The code stands on the wall and has six digits." in refused
    assert browser().post("/join", {"key": running.key, "has_read": "on"}).status_code == 302


def test_the_code_works_with_spaces_and_the_cookie_is_for_this_server_alone(running):
    answer = browser().post("/join", {"code": f"{running.code[:3]} {running.code[3:]}"})
    cookie = answer.cookies[f"guest-{running.public_id}"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert Participant.objects.count() == 1


def test_coming_in_twice_is_coming_in_once(running):
    client, key = browser(), uuid4()
    for _ in range(2):
        browser().post("/join", {"code": running.code, "client_id": key})
        client.post("/join", {"code": running.code})
    assert Guest.objects.count() == 2
    running.refresh_from_db()
    assert running.people == 2


def test_guesses_are_limited_and_only_wrong_ones_are_counted(running, monkeypatch):
    from netzwerkstatt.workshops.views import coming_in as guests

    monkeypatch.setattr(guests, "WRONG_CODES", guests.limits.Limit("wrong-code", 3, timedelta(minutes=1)))
    for _ in range(5):
        assert browser().post("/join", {"code": running.code}).status_code == 302
    answers = [browser().post("/join", {"code": "000000"}).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    keys = Allowance.objects.filter(key__startswith="wrong-code:").values_list("key", flat=True)
    assert not any("127.0.0.1" in key for key in keys)


def test_networks_with_fewer_than_five_people_are_not_told_apart(
    running, revealed, officer_of_hettstedt, saalfeld, goerlitz
):
    for number, city, part in ((6, saalfeld, "council"), (2, goerlitz, "")):
        for _ in range(number):
            actions.join(code=running.code, network=city.network, part=part)
    assert people_in(Workshop.objects.get())["networks"] == [], "three others could be counted out"

    for _ in range(2):
        actions.join(code=running.code, network=goerlitz.network, part="business")
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=revealed[:1])
    actions.release_workshop(actor=officer_of_hettstedt, workshop=running)
    people = running.record.content["people"]
    assert people == {
        "number": 11,
        "networks": [{"name": saalfeld.network.name, "number": 6}],
        "others": 5,
        "parts": [{"name": "council", "number": 6}],
        "other_parts": 5,
    }


def in_parallel(*works):
    """Run them at the same moment, each with its own connection; gives what they raised."""
    start, errors = threading.Barrier(len(works)), []

    def run(work):
        try:
            start.wait(10)
            work()
        except Exception as error:  # noqa: BLE001 – whatever it is, the test looks at it
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return errors


@pytest.mark.django_db(transaction=True)
def test_nobody_spends_more_than_the_budget_however_parallel_the_taps(voting, running, revealed):
    guest, _ = actions.join(code=running.code)

    def tap(idea):
        return lambda: actions.lay_dots(actor=guest, phase=phase_of(running, PhaseKind.DOTS), idea=idea, number=3)

    errors = in_parallel(*[tap(idea) for idea in revealed for _ in range(2)])
    assert all(isinstance(error, Invalid) for error in errors)
    assert Voter.objects.get().spent == sum(Vote.objects.values_list("value", flat=True)) == 3


@pytest.mark.django_db(transaction=True)
def test_the_same_idea_sent_twice_at_the_same_moment_is_one(collecting):
    guest, _ = actions.join(code=collecting.workshop.code)
    key = uuid4()

    def send():
        actions.contribute(actor=guest, phase=collecting, text="Once", client_id=key)

    assert in_parallel(*[send] * 4) == []
    assert Contribution.objects.count() == 1
    collecting.refresh_from_db()
    assert collecting.contributions == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_request_posted_twice_at_the_same_moment_is_one_workshop(problem, officer_of_hettstedt):
    key = uuid4()

    def ask():
        actions.request_workshop(actor=officer_of_hettstedt, problem=problem, title="Once", client_id=key)

    assert in_parallel(*[ask] * 4) == []
    assert Workshop.objects.count() == 1
    assert Event.objects.filter(type="workshop.requested").count() == 1
