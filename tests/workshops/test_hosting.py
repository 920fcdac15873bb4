"""The room in the facilitator's hands: pause, message, groups, co-facilitators, rehearsal – and coming back by a code."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, TooMany
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, timeline
from netzwerkstatt.workshops.models import (
    Card,
    CoFacilitator,
    Group,
    GroupNote,
    Note,
    Participant,
    PhaseKind,
    ResumeCode,
    Workshop,
)
from netzwerkstatt.workshops.phases.words import counted
from netzwerkstatt.workshops.plans import PhasePlan
from tests.workshops.conftest import FOUR
from tests.workshops.room import browser, phase_of, phone, say


def guests(workshop, number, **fields):
    return [actions.join(code=workshop.code, **fields)[0] for _ in range(number)]


def with_phases(planned, officer, *plans):
    actions.set_phases(actor=officer, workshop=planned, phases=plans)
    return actions.start_workshop(actor=officer, workshop=planned)


# ---------------------------------------------------------------- the clock


def test_while_a_phase_is_paused_its_clock_stands_and_goes_on_with_as_much_time(collecting, officer_of_hettstedt):
    who = {"actor": officer_of_hettstedt, "phase": collecting}
    start = clock.now()
    with clock.telling(start + timedelta(minutes=10)):
        left = collecting.seconds_left
        actions.pause_phase(**who)
    with clock.telling(start + timedelta(minutes=17)):
        assert collecting.seconds_left == left
        say(collecting, ["Written in the pause"])
        actions.resume_phase(**who)
        assert collecting.seconds_left == left
    with clock.telling(start + timedelta(minutes=18)):
        assert collecting.seconds_left == left - 60
    collecting.refresh_from_db()
    assert collecting.waiting == 1
    types = list(Event.objects.filter(stream=collecting.stream).values_list("type", flat=True))
    assert types.count("workshop.phase_paused") == types.count("workshop.phase_resumed") == 1

    actions.pause_phase(**who)
    actions.close_phase(**who)
    assert not collecting.is_paused, "what is over is not paused"


def test_giving_time_and_announcing_the_end_let_the_clock_run_again(collecting, officer_of_hettstedt):
    actions.pause_phase(actor=officer_of_hettstedt, phase=collecting)
    actions.extend_phase(actor=officer_of_hettstedt, phase=collecting, minutes=5)
    assert not collecting.is_paused
    actions.announce_end(actor=officer_of_hettstedt, phase=collecting)
    with pytest.raises(Invalid):
        actions.pause_phase(actor=officer_of_hettstedt, phase=collecting)


def test_the_course_says_when_each_phase_really_begins_and_draws_it_beside_the_plan(planned, officer_of_hettstedt):
    start = planned.starts_at
    with clock.telling(start + timedelta(minutes=10)):
        running = actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
        actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.COLLECT))
    with clock.telling(start + timedelta(minutes=20)):
        course = timeline.going(timeline.slots(running, list(running.phases.all())))
        page = browser(officer_of_hettstedt).get(f"/workshops/{running.public_id}/console").content.decode()
    assert [one.time for one in course] == ["13.10", "13.40", "14.00", "14.10"]
    assert all(one.is_elsewhere for one in course)
    assert "10 minutes later than planned" in page
    drawing = page[page.index("drift-line") : page.index("</svg>", page.index("drift-line"))]
    assert (drawing.count("is-planned"), drawing.count("is-ahead"), drawing.count("drift-line__end")) == (4, 3, 1)
    with clock.telling(start + timedelta(minutes=20)):
        running.begins = (start + timedelta(hours=6)).time()
        apart = timeline.going(timeline.slots(running, list(running.phases.all())))
        assert timeline.drift_drawn(apart) == "", (
            "planned for the evening and held before, they have nothing to compare"
        )
        running.refresh_from_db()
    with clock.telling(start + timedelta(days=9)):
        late = timeline.going(timeline.slots(running, list(running.phases.all())))
        assert timeline.drift_drawn(late) == "", "held on another day, the plan's clock says nothing"


# ---------------------------------------------------------------- what is said and who helps


def test_helpers_are_asked_in_and_phones_told_what_to_ask_before_the_workshop_begins(
    planned, officer_of_hettstedt, expert_of_goerlitz
):
    client, plan = browser(officer_of_hettstedt), f"/workshops/{planned.public_id}/plan"
    for said in ({"do": "call", "person": expert_of_goerlitz.pk}, {"do": "ask:no"}):
        answer = client.post(f"/workshops/{planned.public_id}/console/room", said)
        assert answer["Location"] == f"{plan}#together"
    page = client.get(plan).content.decode()
    assert "Let go" in page
    assert "Nobody is asked." in page
    assert browser(expert_of_goerlitz).get(plan).status_code == 200, "who helps may plan"


def test_a_message_stands_on_every_screen_until_it_is_taken_down(running, collecting, officer_of_hettstedt):
    actions.tell_all(actor=officer_of_hettstedt, workshop=running, text="  The keys  of the red car are here ")
    client = phone(running)
    assert "The keys of the red car are here" in client.get(f"/w/{running.public_id}").content.decode()
    assert "The keys" not in str(Event.objects.filter(type="workshop.told_all").get().payload)
    actions.tell_all(actor=officer_of_hettstedt, workshop=running, text="")
    assert "The keys" not in client.get(f"/w/{running.public_id}").content.decode()
    with pytest.raises(Invalid):
        actions.tell_all(actor=officer_of_hettstedt, workshop=running, text="x" * 241)


def test_a_cofacilitator_has_the_same_rights_until_let_go(
    collecting, running, officer_of_hettstedt, expert_of_goerlitz
):
    who = {"workshop": running, "person": expert_of_goerlitz}
    with pytest.raises(NotAllowed):
        actions.pause_phase(actor=expert_of_goerlitz, phase=collecting)
    for _ in range(2):
        actions.call_cofacilitator(actor=officer_of_hettstedt, **who)
    assert CoFacilitator.objects.count() == 1
    actions.pause_phase(actor=expert_of_goerlitz, phase=collecting)
    assert browser(expert_of_goerlitz).get(f"/workshops/{running.public_id}/console").status_code == 200
    actions.let_cofacilitator_go(actor=officer_of_hettstedt, **who)
    with pytest.raises(NotAllowed):
        actions.resume_phase(actor=expert_of_goerlitz, phase=collecting)


def test_who_is_ready_is_only_a_number_and_ends_with_the_phase(collecting, running, officer_of_hettstedt):
    one, other = guests(running, 2)
    assert actions.say_ready(actor=one, phase=collecting) == 1
    assert actions.say_ready(actor=one, phase=collecting) == 1
    assert actions.say_ready(actor=other, phase=collecting) == 2
    assert actions.say_ready(actor=other, phase=collecting, ready=False) == 1
    events = Event.objects.filter(type="workshop.ready")
    assert [event.payload["count"] for event in events.order_by("number")] == [1, 2, 1]
    assert {event.actor for event in events} == {None}


def test_where_from_is_asked_once_and_never_where_the_facilitation_does_not_want_it(
    collecting, running, officer_of_hettstedt, saalfeld
):
    client = phone(running)
    page = f"/w/{running.public_id}"
    assert b'value="where"' in client.get(page).content
    client.post(page, {"do": "where", "network": saalfeld.network.pk, "part": "council"})
    assert b'value="where"' not in client.get(page).content
    assert Participant.objects.get().network == saalfeld.network

    silent = phone(running)
    silent.post(page, {"do": "where", "pass": "1", "network": saalfeld.network.pk})
    assert Participant.objects.filter(network=None, asked=True).count() == 1
    actions.ask_where_from(actor=officer_of_hettstedt, workshop=running, wanted=False)
    assert b'value="where"' not in phone(running).get(page).content


def test_a_pinned_idea_hangs_on_top_and_a_hidden_one_nowhere(revealed, running, officer_of_hettstedt):
    host = browser(officer_of_hettstedt)
    wall = f"/w/{running.public_id}/wall"
    first = revealed[0]
    host.post(f"/workshops/{running.public_id}/console/ideas", {"do": f"pin:{first.public_id}"})
    assert Card.objects.get(idea=first).pinned
    text = host.get(wall).content.decode()
    assert text.index(first.text) < min(text.index(other.text) for other in revealed[1:])
    assert "is-pinned" in text
    host.post(
        f"/workshops/{running.public_id}/console/ideas",
        {"do": f"hide:{first.public_id}", f"words-{first.public_id}": "It names a neighbour"},
    )
    assert first.text not in host.get(wall).content.decode()


# ---------------------------------------------------------------- coming back


def test_with_the_code_of_one_device_the_same_guest_goes_on_at_another(collecting, running):
    first, page = phone(running), f"/w/{running.public_id}"
    first.post(page, {"phase": 1, "text": "Mine", "client_id": uuid4()})
    shown = first.post(page, {"do": "devices"}).content.decode()
    code = shown.split('phone__code">')[1].split("<")[0]
    kept = ResumeCode.objects.get()
    token = first.cookies[f"guest-{running.public_id}"].value
    assert code.replace(" ", "") not in kept.code_hash + kept.sealed
    assert kept.sealed not in token, "the token is not in the database, sealed or not, without the code"

    second = browser()
    assert second.post("/join", {"code": code}).status_code == 302
    assert "Mine" in second.get(page).content.decode()
    assert Guest.objects.count() == 1
    running.refresh_from_db()
    assert running.people == 1

    first.post(page, {"do": "devices"})
    assert browser().post("/join", {"code": code}).status_code == 200, "an earlier code has ended"


def test_the_square_carries_a_long_secret_that_ends_with_the_workshop(running, collecting, officer_of_hettstedt):
    assert len(running.key) >= 26
    page = browser().get(f"/join?key={running.key}")
    assert running.question in page.content.decode()
    assert browser().post("/join", {"key": running.key, "client_id": uuid4()}).status_code == 302
    assert browser().post("/join", {"key": running.key[:-1] + "x"}).status_code == 200
    key = running.key
    say(collecting, ["One"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    ideas = actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=running, ideas=ideas)
    assert Workshop.objects.get().key == ""
    assert browser().post("/join", {"key": key}).status_code == 200


def test_a_hall_that_scans_is_never_slowed_by_somebody_who_guesses(running, monkeypatch):
    from netzwerkstatt.workshops.views import coming_in

    monkeypatch.setattr(coming_in, "WRONG_CODES", coming_in.limits.Limit("wrong-code", 2, timedelta(minutes=1)))
    answers = [browser().post("/join", {"code": "000000"}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    for _ in range(20):
        assert browser().post("/join", {"key": running.key, "client_id": uuid4()}).status_code == 302


def test_one_browser_that_guesses_is_slowed_and_its_neighbour_at_the_same_address_is_not(running):
    guesser = browser()
    answers = [guesser.post("/join", {"code": f"{n:06}"}).status_code for n in range(13)]
    assert answers[-1] == 429
    assert browser().post("/join", {"code": running.code}).status_code == 302


def test_a_joker_is_slowed_and_can_fill_no_wall(collecting, running):
    client, page = phone(running), f"/w/{running.public_id}"
    json = {"HTTP_ACCEPT": "application/json"}
    answers = [client.post(page, {"phase": 1, "text": f"Joke {n}", "client_id": uuid4()}, **json) for n in range(40)]
    assert {answer.status_code for answer in answers} == {200, 429}
    assert sum(answer.status_code == 200 for answer in answers) <= 31
    late = next(answer for answer in answers if answer.status_code == 429)
    assert late.json()["wait"] >= 1
    long = client.post(page, {"phase": 1, "text": "x" * 1_000_000, "client_id": uuid4()}, **json)
    assert long.status_code in {400, 413, 422, 429}
    script = "<script>alert(1)</script>"
    other = phone(running)
    assert other.post(page, {"phase": 1, "text": script, "client_id": uuid4()}, **json).json() == {"kept": "1"}
    assert script not in other.get(page).content.decode()


def test_who_is_not_in_the_room_sees_the_wall_and_has_the_same_pages_and_the_same_vote(running, officer_of_hettstedt):
    actor = {"actor": officer_of_hettstedt}
    console = browser(officer_of_hettstedt).get(f"/workshops/{running.public_id}/console").content.decode()
    wall = unescape(re.search(r'href="(/w/[^"]+/wall\?[^"]+)"', console)[1])
    remote, page = browser(), f"/w/{running.public_id}"
    shown = remote.get(wall)
    assert shown.status_code == 200, "the address of the wall opens without an account"
    code = re.search(r"\b(\d{3}) ?(\d{3})\b", re.sub(r"<[^>]+>", " ", shown.content.decode()))
    remote.post("/join", {"code": "".join(code.groups())})
    here = phone(running)
    running.refresh_from_db()
    assert running.people == 2

    def see(client):
        text = client.get(page).content.decode()
        return re.sub(r'(name="client_id" value|nonce)="[^"]*"', "", text)

    ideas = []
    for plan in FOUR:
        phase = actions.open_phase(**actor, phase=phase_of(running, plan.kind))
        assert see(remote) == see(here), phase.kind
        if phase.kind == PhaseKind.COLLECT:
            for client, text in ((here, "From the hall"), (remote, "From far away")):
                client.post(page, {"phase": phase.number, "text": text, "client_id": uuid4()})
        if phase.kind == PhaseKind.DOTS:
            for client in (here, remote):
                for idea, number in zip(ideas, (3, 2), strict=True):
                    client.post(f"{page}/dots", {"set": f"{idea.public_id}:{number}"})
        actions.close_phase(**actor, phase=phase)
        if phase.kind == PhaseKind.COLLECT:
            ideas = actions.reveal(**actor, phase=phase)
            assert {one.text for one in ideas} == {"From the hall", "From far away"}
            assert "From far away" in remote.get(wall).content.decode()
    assert sorted(Idea.objects.values_list("dots", flat=True)) == [4, 6], "five dots each"


# ---------------------------------------------------------------- groups


GROUPS = PhasePlan(PhaseKind.GROUPS, "In groups", "What is the first step?", 30)


def test_groups_are_mixed_over_the_networks(running, officer_of_hettstedt, saalfeld, goerlitz):
    guests(running, 4, network=saalfeld.network)
    guests(running, 4, network=goerlitz.network)
    actions.make_groups(actor=officer_of_hettstedt, workshop=running, number=4, way=actions.Way.MIXED)
    for group in Group.objects.all():
        assert {one.network for one in group.members.all()} == {saalfeld.network, goerlitz.network}
    with pytest.raises(Invalid):
        actions.make_groups(actor=officer_of_hettstedt, workshop=running, number=1, way=actions.Way.CHOICE)


def test_a_group_sees_its_own_board_alone_and_hands_some_of_it_over(planned, officer_of_hettstedt):
    running = with_phases(planned, officer_of_hettstedt, GROUPS)
    phase = phase_of(running, PhaseKind.GROUPS)
    with pytest.raises(Invalid):
        actions.open_phase(actor=officer_of_hettstedt, phase=phase)
    actions.make_groups(actor=officer_of_hettstedt, workshop=running, number=2, way=actions.Way.CHOICE)
    phase = actions.open_phase(actor=officer_of_hettstedt, phase=phase)
    page = f"/w/{running.public_id}"
    one, same, other = phone(running), phone(running), phone(running)
    for client, group in ((one, 1), (same, 1), (other, 2)):
        client.post(page, {"do": "group", "phase": 1, "group": group})
    key = uuid4()
    for _ in range(2):
        one.post(page, {"do": "board", "phase": 1, "text": "Ask the baker", "client_id": key})
    other.post(page, {"do": "board", "phase": 1, "text": "Ask the mayor", "client_id": uuid4()})
    assert GroupNote.objects.count() == 2
    assert "Ask the baker" in same.get(page).content.decode()
    assert "Ask the baker" not in other.get(page).content.decode()
    note = GroupNote.objects.get(text="Ask the baker")
    other.post(page, {"do": "hand-over", "phase": 1, "note": f"{note.pk}:1"})
    note.refresh_from_db()
    assert not note.handed, "another group decides nothing here"
    same.post(page, {"do": "hand-over", "phase": 1, "note": f"{note.pk}:1"})
    assert GroupNote.objects.filter(handed=True).count() == 1
    console = browser(officer_of_hettstedt).get(f"/workshops/{running.public_id}/console").content.decode()
    assert "<b>Group 1</b> 1 note, 1 for the plenum" in console

    actions.close_phase(actor=officer_of_hettstedt, phase=phase)
    idea = Idea.objects.get()
    assert (idea.text, idea.card.signed) == ("Ask the baker", "Group 1")
    assert [(note.text, note.signed) for note in Note.objects.all()] == [("Ask the mayor", "Group 2")]
    assert not GroupNote.objects.exists()
    running.refresh_from_db()
    assert running.ideas == 1


def test_at_most_five_things_of_a_group_go_to_the_plenum(planned, officer_of_hettstedt):
    running = with_phases(planned, officer_of_hettstedt, GROUPS)
    actions.make_groups(actor=officer_of_hettstedt, workshop=running, number=2, way=actions.Way.CHOICE)
    phase = actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.GROUPS))
    (guest,) = guests(running, 1)
    with pytest.raises(Invalid):
        actions.write_on_board(actor=guest, phase=phase, text="Without a group", client_id=uuid4())
    actions.go_to_group(actor=guest, workshop=running, number=2)
    notes = [actions.write_on_board(actor=guest, phase=phase, text=f"Note {n}", client_id=uuid4()) for n in range(6)]
    for note in notes[:5]:
        actions.give_to_plenum(actor=guest, phase=phase, note=note)
    with pytest.raises(Invalid):
        actions.give_to_plenum(actor=guest, phase=phase, note=notes[5])


# ---------------------------------------------------------------- new kinds


def test_an_opinion_round_says_where_the_room_is_of_one_mind(planned, officer_of_hettstedt, saalfeld, goerlitz):
    running = with_phases(
        planned, officer_of_hettstedt,
        PhasePlan(PhaseKind.OPINION, "Opinions", "", 5, items="words", words="The bus comes too late\nWe are asked"),
    )  # fmt: skip
    phase = actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.OPINION))
    bus, asked = Option.objects.filter(ballot=phase.ballot).order_by("position")
    hall = [
        *guests(running, 6, network=saalfeld.network),
        *guests(running, 5, network=goerlitz.network),
        *guests(running, 1, network=planned.entry.city.network),
    ]
    for place, guest in enumerate(hall):
        actions.vote(actor=guest, phase=phase, said={bus.pk: [1], asked.pk: [-1 if place else 0]})
    page = phone(running).get(f"/w/{running.public_id}").content.decode()
    assert "The bus comes too late" in page
    host = browser(officer_of_hettstedt)
    assert "12 for it" not in host.get(f"/w/{running.public_id}/wall").content.decode()
    actions.close_phase(actor=officer_of_hettstedt, phase=phase)
    wall = host.get(f"/w/{running.public_id}/wall").content.decode()
    assert "12 for it · 0 against · 0 pass" in wall
    assert "0 for it · 11 against · 1 pass" in wall
    told = [city.network.state.name for city in (saalfeld, goerlitz) if city.network.state.name in wall]
    assert told == [saalfeld.network.state.name], (
        "a network is told from five voices on, and never so that the one voice is left over"
    )
    assert phase.about.outcome(phase)["vote"]["kind"] == "agreement"


def test_words_are_counted_and_upper_and_lower_case_are_one(planned, officer_of_hettstedt):
    running = with_phases(planned, officer_of_hettstedt, PhasePlan(PhaseKind.WORDS, "A word", "Home is …", 5))
    phase = actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.WORDS))
    for text in ("Fluss, ruhig", "fluss", "Fluss", "weit weg"):
        say(phase, [text])
    for wrong in ("a, b, c, d", "x" * 41, " , "):
        with pytest.raises(Invalid):
            say(phase, [wrong])
    wall = f"/w/{running.public_id}/wall"
    assert "Fluss" not in browser(officer_of_hettstedt).get(wall).content.decode()
    actions.close_phase(actor=officer_of_hettstedt, phase=phase)
    actions.reveal(actor=officer_of_hettstedt, phase=phase)
    assert [(word.text, word.n, word.size) for word in counted(phase)] == [
        ("Fluss", 3, 5), ("ruhig", 1, 1), ("weit weg", 1, 1),
    ]  # fmt: skip
    assert "cloud__word--5" in browser(officer_of_hettstedt).get(wall).content.decode()
    assert phase.about.outcome(phase)["notes"][0] == {"text": "Fluss", "times": 3}


# ---------------------------------------------------------------- rehearsal


def test_nothing_of_a_rehearsal_reaches_the_workshop(planned, officer_of_hettstedt, officer_of_saalfeld):
    actor = {"actor": officer_of_hettstedt}
    copy = actions.begin_rehearsal(**actor, workshop=planned)
    assert actions.begin_rehearsal(**actor, workshop=planned) == copy
    assert browser(officer_of_saalfeld).get(f"/workshops/{copy.public_id}").status_code == 404
    assert actions.let_people_in(**actor, workshop=copy, number=12) == 12
    for phase in copy.phases.order_by("number"):
        actions.open_phase(**actor, phase=phase)
        actions.let_people_act(**actor, workshop=copy)
        actions.close_phase(**actor, phase=phase)
        if phase.waiting:
            actions.reveal(**actor, phase=phase)
    assert Idea.objects.filter(home=copy.entry).count() == 12
    assert Idea.objects.filter(home=copy.entry, dots__gt=0).exists()
    with pytest.raises(Invalid):
        actions.choose_ideas(**actor, workshop=copy, ideas=list(Idea.objects.filter(home=copy.entry)[:1]))
    host = browser(officer_of_hettstedt)
    assert "Rehearsal" in host.get(f"/workshops/{copy.public_id}/console").content.decode()

    back = actions.end_rehearsal(**actor, workshop=copy)
    assert back == planned
    planned.refresh_from_db()
    assert (planned.state, planned.ideas, planned.people) == (Workshop.State.PLANNED, 0, 0)
    assert not Idea.objects.filter(home=planned.entry).exists()
    assert set(Idea.objects.values_list("text", flat=True)) == {"–"}
    assert not Guest.objects.exists()
    assert host.get(f"/workshops/{copy.public_id}").status_code in {404, 410}
    assert host.get("/workshops/").status_code == 200
    with pytest.raises(Invalid):
        actions.begin_rehearsal(**actor, workshop=actions.start_workshop(**actor, workshop=planned))


def test_simulated_people_take_part_in_no_real_workshop(running, officer_of_hettstedt):
    with pytest.raises(Invalid):
        actions.let_people_in(actor=officer_of_hettstedt, workshop=running, number=5)
    with pytest.raises(Invalid):
        actions.let_people_act(actor=officer_of_hettstedt, workshop=running)
    with pytest.raises(Invalid):
        actions.end_rehearsal(actor=officer_of_hettstedt, workshop=running)


def test_the_board_of_a_group_is_as_slow_as_any_other_writing(planned, officer_of_hettstedt):
    running = with_phases(planned, officer_of_hettstedt, GROUPS)
    actions.make_groups(actor=officer_of_hettstedt, workshop=running, number=2, way=actions.Way.CHOICE)
    phase = actions.open_phase(actor=officer_of_hettstedt, phase=phase_of(running, PhaseKind.GROUPS))
    (guest,) = guests(running, 1)
    actions.go_to_group(actor=guest, workshop=running, number=1)

    def write_many() -> None:
        for n in range(40):
            actions.write_on_board(actor=guest, phase=phase, text=f"{n}", client_id=uuid4())

    with pytest.raises(TooMany):
        write_many()
