"""What phone, wall and console follow: only what their eyes may see, and changes that lead to the same view."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.live.patches import merge
from netzwerkstatt.foundation.live.registry import Whole
from netzwerkstatt.workshops import actions, live
from netzwerkstatt.workshops.models import Contribution, Note, PhaseKind, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from netzwerkstatt.workshops.wall import opens_wall, wall_key
from tests.workshops.room import browser, phase_of, phone, say

SECRET = "The cousin of the mayor owns the empty house"
DAY = [
    PhasePlan(PhaseKind.INPUT, "The figures", "", 10),
    PhasePlan(PhaseKind.NOTES, "Taboos", "What does nobody say?", 10),
    PhasePlan(PhaseKind.QUESTIONS, "Questions", "What do you want to know?", 10),
    PhasePlan(PhaseKind.WORDS, "A word", "Home is …", 5, reveals="live"),
    PhasePlan(PhaseKind.COLLECT, "Collect", "What would bring you back?", 30, reveals="live"),
    PhasePlan(PhaseKind.CLUSTER, "Cluster", "", 10),
    PhasePlan(PhaseKind.DOTS, "Weigh", "", 5, 5),
    PhasePlan(PhaseKind.OPINION, "Opinions", "", 5, items="words", words="The bus comes too late"),
    PhasePlan(PhaseKind.DECIDE, "Agree", "", 10),
]


class Screens:
    """One of each, that was there from the beginning and merges what each event changed."""

    def __init__(self, workshop: Workshop) -> None:
        self.stream, self.seen = workshop.stream, 0
        self.views = {audience: live.snapshot(self.stream, audience, "de") for audience in live.AUDIENCES}
        self.seen = Event.objects.filter(stream=self.stream).count()

    def follow(self) -> None:
        for event in Event.objects.filter(stream=self.stream).order_by("number")[self.seen :]:
            self.seen += 1
            for audience, view in self.views.items():
                change = live.render(event, audience, "de") or {}
                self.views[audience] = dict(change) if isinstance(change, Whole) else merge(view, change)

    def agree(self) -> None:
        for one in live.counting():
            one.tell(one.number)
        self.follow()
        for audience, view in self.views.items():
            assert view == live.snapshot(self.stream, audience, "de"), audience
            assert "None" not in str(view), "what is not there is absent"


def test_what_each_screen_merged_is_what_a_new_screen_would_see(planned, officer_of_hettstedt, expert_of_goerlitz):
    who = {"actor": officer_of_hettstedt}
    actions.set_phases(**who, workshop=planned, phases=DAY)
    running = actions.start_workshop(**who, workshop=planned)
    screens = Screens(running)
    phases = {phase.kind: phase for phase in running.phases.select_related("workshop__entry", "ballot")}

    def step(made: Any = None) -> Any:
        screens.agree()
        return made

    guest = step(actions.join(code=running.code)[0])
    step(actions.open_phase(**who, phase=phases["input"]))
    step(actions.pause_phase(**who, phase=phases["input"]))
    step(actions.resume_phase(**who, phase=phases["input"]))
    step(actions.extend_phase(**who, phase=phases["input"], minutes=5))
    step(actions.note_outcome(**who, phase=phases["input"], words="They leave at 19"))
    step(actions.tell_all(**who, workshop=running, text="Coffee is ready"))
    step(actions.say_ready(actor=guest, phase=phases["input"]))
    notes = step(actions.go_on_with(**who, phase=phases["notes"], seen=1))
    step(say(notes, ["Nobody wants the school", SECRET], guest))
    step(actions.close_phase(**who, phase=notes))
    step(actions.reveal(**who, phase=notes))
    questions = step(actions.open_phase(**who, phase=phases["questions"]))
    step(say(questions, ["Who pays?", "Who decides?"], guest))
    for contribution in Contribution.objects.filter(phase=questions):
        step(actions.show_question(**who, phase=questions, contribution=contribution))
    note = Note.objects.filter(phase=questions).first()
    step(actions.pin_note(**who, workshop=running, note=note))
    step(actions.answer_note(**who, workshop=running, note=note, answer="The Land"))
    words = step(actions.go_on_with(**who, phase=phases["words"], seen=3))
    step(say(words, ["River, quiet"], guest))
    collect = step(actions.go_on_with(**who, phase=phases["collect"], seen=4))
    step(say(collect, ["A late train", "A rehearsal room", "Ask us"], guest))
    ideas = list(running.entry.ideas.order_by("pk"))
    step(actions.pin_idea(**who, workshop=running, idea=ideas[0]))
    step(actions.withdraw_idea(**who, workshop=running, idea=ideas[2], reason="It names somebody"))
    step(actions.go_on_with(**who, phase=phases["cluster"], seen=5))
    cluster = step(actions.form_cluster(**who, workshop=running, title="On the way", ideas=ideas[:1]))
    step(actions.move_idea(**who, idea=ideas[1], cluster=cluster))
    step(actions.rename_cluster(**who, workshop=running, cluster=cluster, title="Out and back"))
    step(actions.go_on_with(**who, phase=phases["dots"], seen=6))
    actions.lay_dots(actor=guest, phase=phase_of(running, "dots"), idea=ideas[0], number=3)
    step(actions.close_phase(**who, phase=phases["dots"]))
    step(actions.reveal(**who, phase=phases["dots"]))
    opinion = step(actions.open_phase(**who, phase=phases["opinion"]))
    option = Option.objects.get(ballot=opinion.ballot)
    actions.vote(actor=guest, phase=opinion, said={option.pk: [1]})
    step(actions.close_phase(**who, phase=opinion))
    step(actions.open_phase(**who, phase=phases["decide"]))
    step(actions.call_cofacilitator(**who, workshop=running, person=expert_of_goerlitz))
    step(actions.make_groups(**who, workshop=running, number=2, way=actions.Way.MIXED))
    step(actions.announce_end(**who, phase=phases["decide"]))
    step(actions.choose_ideas(**who, workshop=running, ideas=ideas[:1]))


def test_what_waits_for_the_reveal_is_in_no_view_and_no_change(collecting, running, officer_of_hettstedt):
    screens = Screens(running)
    say(collecting, [SECRET])
    screens.agree()
    assert "cousin" not in str(screens.views)
    assert screens.views["console"]["numbers"]["waiting"] == 1
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    screens.agree()
    assert "cousin" not in str(screens.views)
    actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    screens.agree()
    assert "cousin" in str(screens.views["wall"])


def test_who_may_follow_what(collecting, running, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz):
    who = {"actor": officer_of_hettstedt, "workshop": running, "secretary": expert_of_goerlitz}
    actions.set_table(**who, name="Table 3", persons=6)
    view = f"/w/{running.public_id}/live.json"
    stranger, guest = browser(), phone(running)
    host, other = browser(officer_of_hettstedt), browser(officer_of_saalfeld)
    allowed = {
        (name, audience): client.get(f"{view}?as={audience}").status_code == 200
        for name, client in {
            "stranger": stranger,
            "guest": guest,
            "host": host,
            "other": other,
            "secretary": browser(expert_of_goerlitz),
        }.items()
        for audience in (*live.AUDIENCES, "nobody")
    }
    assert {one for one, may in allowed.items() if may} == {
        ("guest", "phone"), ("host", "wall"), ("host", "console"), ("host", "phone"), ("secretary", "phone"),
    }  # fmt: skip
    key = wall_key(running)
    assert stranger.get(f"{view}?as=wall&key={key}").status_code == 200
    assert stranger.get(f"/w/{running.public_id}/wall?key={key}").status_code == 200
    assert stranger.get(f"/w/{running.public_id}/wall?key={key[:-1]}x").status_code == 302
    assert other.get(f"/w/{running.public_id}/wall?key={key[:-1]}x").status_code == 403
    running.key = "another"
    assert not opens_wall(running, key), "the wall's address ends with the square"


def test_who_asks_again_and_nothing_changed_gets_nothing_again(collecting, running, officer_of_hettstedt):
    client, view = phone(running), f"/w/{running.public_id}/live.json"
    first = client.get(view)
    again = client.get(view, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    actions.tell_all(actor=officer_of_hettstedt, workshop=running, text="Coffee")
    assert client.get(view, headers={"if-none-match": first["ETag"]}).json()["view"]["message"] == "Coffee"


def test_the_wall_asks_no_more_with_more_ideas(
    running, collecting, officer_of_hettstedt, django_assert_max_num_queries
):
    say(collecting, ["One"])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    actions.open_phase(actor=officer_of_hettstedt, phase=collecting)
    for _ in range(3):
        say(collecting, [f"Another {n}" for n in range(25)])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    host = browser(officer_of_hettstedt)
    with django_assert_max_num_queries(20):
        text = host.get(f"/w/{running.public_id}/wall").content.decode()
    assert text.count("data-key=") == 24
    for audience in live.AUDIENCES:
        with django_assert_max_num_queries(20):
            live.snapshot(running.stream, audience, "de")


def test_the_phones_script_gets_words_and_a_form_without_a_script_gets_a_page(collecting, running):
    client, page, key = phone(running), f"/w/{running.public_id}", uuid4()
    json = {"HTTP_ACCEPT": "application/json"}
    for _ in range(2):
        answer = client.post(page, {"phase": 1, "text": "A late train", "client_id": key}, **json)
        assert (answer.status_code, answer.json()) == (200, {"kept": "1"})
    assert Contribution.objects.count() == 1
    empty = client.post(page, {"phase": 1, "text": " ", "client_id": uuid4()}, **json)
    assert empty.status_code == 422
    assert empty.json()["refused"]
    nowhere = client.post(page, {"phase": 3, "text": "Too early", "client_id": uuid4()}, **json)
    assert nowhere.status_code == 422
    assert client.post(page, {"phase": 1, "text": "Another", "client_id": uuid4()}).status_code == 302


def test_the_thread_at_the_foot_of_the_wall_grows_with_every_phase(running, officer_of_hettstedt):
    def knots() -> list[str]:
        foot = live.snapshot(running.stream, "wall", "en")["html"]["foot"]
        return re.findall(r'class="(is-\w+)"', foot)

    number = running.phases.count()
    assert knots() == ["is-next"] * number
    for place, kind in enumerate(["collect", "cluster"]):
        actions.go_on_with(actor=officer_of_hettstedt, phase=phase_of(running, kind), seen=place or None)
        assert knots() == ["is-done"] * place + ["is-now"] + ["is-next"] * (number - place - 1)


@pytest.mark.parametrize("light", ["", "&light=1"])
def test_the_wall_shows_code_and_square_always(running, officer_of_hettstedt, light):
    text = browser(officer_of_hettstedt).get(f"/w/{running.public_id}/wall?x=1{light}").content.decode()
    assert running.spoken_code in text
    assert "<svg" in text
    assert running.key not in text, "the square is a picture, not a text"
    assert ("wall-page--light" in text) is bool(light)
