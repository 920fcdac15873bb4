"""The law of live screens for a whole workshop: what a screen saw and the changes since are what a new screen sees.

A machine presses whatever it likes on the console, people come, write, take back, vote and say that they are ready, ideas are
hidden and shown again. Screens of each kind and language come at any time and look at any time, so that changes come
alone and in heaps, as steps from what was known and as what somebody missed.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Refused
from netzwerkstatt.foundation.live import reading
from netzwerkstatt.foundation.live.patches import merge
from netzwerkstatt.foundation.live.reading import Asked
from netzwerkstatt.foundation.live.registry import Eyes
from netzwerkstatt.foundation.live.tally import Teller
from netzwerkstatt.foundation.moderation.registry import put_back, take_aside
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions, live
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from tests.workshops.room import say
from tests.workshops.test_phase_machine import press
from tests.workshops.whole_day import phase

DAY = [
    PhasePlan("collect", "Ideas", "What would bring you back?", 10),
    PhasePlan("notes", "At once", "", 10, reveals="live"),
    PhasePlan("questions", "Questions", "", 10),
    PhasePlan("dots", "Weigh", "", 10, dots=3, reveals="close"),
    PhasePlan("resistance", "Resistance", "", 10, items="words", words="Stay as it is", reveals="button"),
]
NUMBERS = st.integers(1, len(DAY))
EYES = st.builds(Eyes, st.sampled_from(live.AUDIENCES), st.sampled_from(["de", "en"]))
SECRET = "What nobody says aloud"


class Screen:
    """One that fetched the view once and merges what comes."""

    def __init__(self, stream: str, eyes: Eyes) -> None:
        self.stream, self.eyes = stream, eyes
        self.number, self.view = reading.view_of(live.KIND, stream, eyes)

    def look(self) -> None:
        """As a step from what it knows, and as what somebody missed: both lead to the same."""
        asked = Asked(live.KIND, self.stream, self.number, {self.eyes: self.view})
        told, number, missed = reading.catch_up(asked, self.number, self.eyes)
        late = self._read(self.view, missed)
        if told:
            self.view, self.number = self._read(self.view, told.bodies[self.eyes]), told.last
            assert told.known[self.eyes] == self.view
        assert (number, late) == (self.number, self.view)

    def _read(self, view: dict[str, Any], body: bytes) -> dict[str, Any]:
        if not body:
            return view
        lines = dict(line.split(": ", 1) for line in body.decode().strip().split("\n"))
        assert lines.get("event") in {None, "snapshot"}, lines
        data: dict[str, Any] = json.loads(lines["data"])
        return data if "event" in lines else merge(view, data)

    def agrees(self) -> None:
        self.look()
        number, view = reading.view_of(live.KIND, self.stream, self.eyes)
        assert self.number == number
        assert self.view == json.loads(reading.as_json(view)), self.eyes


class Day(RuleBasedStateMachine):
    """One workshop from its start, with up to six screens."""

    officer: Person
    planned: Workshop

    @initialize()
    def begin(self) -> None:
        who: dict[str, Any] = {"actor": self.officer}
        city = self.planned.entry.city
        copy = actions.plan_meeting(**who, city=city, title=f"Day {uuid4().hex[:6]}", preset="forum")
        actions.set_phases(**who, workshop=copy, phases=DAY)
        actions.plan_workshop(**who, workshop=copy, day=self.planned.day, begins=self.planned.begins, place="Room")
        self.workshop = actions.start_workshop(**who, workshop=copy)
        self.guests = [actions.join(code=self.workshop.code)[0] for _ in range(2)]
        self.screens: list[Screen] = []
        self.teller = Teller()
        self.asides: dict[int, Any] = {}

    def attempt(self, do: Any) -> None:
        """What is refused changes nothing; the screens will tell."""
        try:
            do()
        except Refused:
            return

    @rule(what=st.sampled_from(["open", "close", "skip", "reveal", "end", "extend", "go on"]), number=NUMBERS)
    def press(self, what: str, number: int) -> None:
        self.attempt(lambda: press(self.officer, self.guests[0], self.workshop, what, number))

    @rule(number=NUMBERS, who=st.integers(0, 1), pause=st.booleans())
    def write(self, number: int, who: int, *, pause: bool) -> None:
        now = phase(self.workshop, number)
        do = actions.pause_phase if pause else actions.resume_phase
        self.attempt(lambda: do(actor=self.officer, phase=now))
        words = f"{SECRET} {uuid4().hex[:6]}"
        self.attempt(lambda: actions.contribute(actor=self.guests[who], phase=now, text=words, client_id=uuid4()))

    @rule(number=NUMBERS)
    def take_back(self, number: int) -> None:
        now = phase(self.workshop, number)
        mine = Contribution.objects.filter(phase=now).first()
        if mine:
            self.attempt(lambda: actions.take_back(actor=mine.guest, phase=now, client_id=mine.client_id))

    @rule(number=st.integers(1, 3))
    def hold_a_phase(self, number: int) -> None:
        """All of it in one go, so that there is something to see, to weigh and to hide."""
        self.press("go on", number)
        self.write(number, 0, pause=False)
        self.press("reveal", number)
        self.press("close", number)
        self.press("reveal", number)

    @rule(who=st.integers(0, 1), dots=st.integers(0, 3))
    def vote(self, who: int, dots: int) -> None:
        idea = Idea.objects.filter(home=self.workshop.entry, entry__hidden_at=None).select_related("entry").first()
        if idea:
            self.attempt(
                lambda: actions.lay_dots(actor=self.guests[who], phase=phase(self.workshop, 4), idea=idea, number=dots)
            )

    @rule(who=st.integers(0, 1), number=NUMBERS)
    def is_ready(self, who: int, number: int) -> None:
        self.attempt(lambda: actions.say_ready(actor=self.guests[who], phase=phase(self.workshop, number)))

    @rule()
    def another_comes(self) -> None:
        actions.join(code=self.workshop.code)

    @rule(words=st.sampled_from(["", "Coffee is ready"]))
    def tell_all(self, words: str) -> None:
        self.attempt(lambda: actions.tell_all(actor=self.officer, workshop=self.workshop, text=words))

    @rule(pinned=st.booleans())
    def moderate(self, *, pinned: bool) -> None:
        who: dict[str, Any] = {"actor": self.officer, "workshop": self.workshop}
        waits = Contribution.objects.filter(phase__workshop=self.workshop, phase__kind="questions")
        waits = waits.select_related("phase__workshop__entry", "phase__ballot")
        if one := waits.first():
            self.attempt(lambda: actions.show_question(actor=self.officer, phase=one.phase, contribution=one))
        if note := Note.objects.filter(phase__workshop=self.workshop).first():
            self.attempt(lambda: actions.pin_note(**who, note=note, pinned=pinned))

    @rule()
    def hide_or_show(self) -> None:
        """Moderation takes an idea aside, or puts it back."""
        idea = Idea.objects.filter(home=self.workshop.entry).select_related("entry__home").first()
        if idea:
            hide_idea(idea, self.asides)

    @rule()
    def cluster(self) -> None:
        ideas = list(Idea.objects.filter(home=self.workshop.entry, cluster=None).select_related("entry")[:2])
        if ideas:
            self.attempt(
                lambda: actions.form_cluster(actor=self.officer, workshop=self.workshop, title="Together", ideas=ideas)
            )

    @precondition(lambda self: len(self.screens) < 6)
    @rule(eyes=EYES)
    def screen_comes(self, eyes: Eyes) -> None:
        self.screens.append(Screen(self.workshop.stream, eyes))

    @precondition(lambda self: self.screens)
    @rule(data=st.data())
    def screen_looks(self, data: Any) -> None:
        data.draw(st.sampled_from(self.screens)).look()

    @rule()
    def all_agree(self) -> None:
        self.teller.turn()
        for screen in self.screens:
            screen.agrees()

    def teardown(self) -> None:
        if hasattr(self, "screens"):
            self.all_agree()


def hide_idea(idea: Idea, asides: dict[int, Any]) -> None:
    """As a case of moderation does it."""
    from netzwerkstatt.foundation.events import clock
    from netzwerkstatt.foundation.events.log import unit_of_work

    with unit_of_work():
        entry = idea.entry
        if idea.pk in asides:
            entry.hidden_at = None
            entry.save(update_fields=["hidden_at"])
            put_back(entry, asides.pop(idea.pk))
        else:
            asides[idea.pk] = take_aside(entry)
            entry.hidden_at = clock.now()
            entry.save(update_fields=["hidden_at"])


def test_what_every_screen_merged_is_what_a_new_screen_sees(planned: Workshop, officer_of_hettstedt: Person) -> None:
    Day.officer, Day.planned = officer_of_hettstedt, planned
    run_state_machine_as_test(
        Day,
        settings=settings(
            max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_what_is_taken_back_is_told_to_every_screen(
    collecting: Phase, running: Workshop, officer_of_hettstedt: Person
) -> None:
    """Also when it came late: the console says that something still waits."""
    say(collecting, [SECRET])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    screens = [Screen(running.stream, Eyes(audience, "en")) for audience in live.AUDIENCES]
    mine = Contribution.objects.get(phase=collecting)
    assert actions.take_back(actor=mine.guest, phase=collecting, client_id=mine.client_id)
    for screen in screens:
        screen.agrees()


def test_an_idea_that_moderation_hides_leaves_every_screen_at_once(
    collecting, running: Workshop, officer_of_hettstedt: Person
) -> None:
    say(collecting, [SECRET])
    actions.close_phase(actor=officer_of_hettstedt, phase=collecting)
    actions.reveal(actor=officer_of_hettstedt, phase=collecting)
    screens = [Screen(running.stream, Eyes(audience, "en")) for audience in live.AUDIENCES]
    assert SECRET in str(screens[1].view)
    before = [screen.number for screen in screens]
    hide_idea(Idea.objects.select_related("entry__home").get(), {})
    for screen in screens:
        screen.agrees()
        assert SECRET not in str(screen.view)
    assert [screen.number for screen in screens] != before
