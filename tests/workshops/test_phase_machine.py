"""The soft machine of phases: whatever is pressed in whatever order, and however many write at that moment."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netzwerkstatt.foundation.events.errors import Invalid, Refused
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from tests.workshops.room import phase_of
from tests.workshops.test_taking_part import in_parallel
from tests.workshops.whole_day import phase

PLAN = [
    PhasePlan("collect", "Ideas", "", 10),
    PhasePlan("notes", "Notes", "", 10, reveals="close"),
    PhasePlan("notes", "At once", "", 10, reveals="live"),
    PhasePlan("dots", "Weigh", "", 10, dots=3, reveals="close"),
]
NUMBERS = st.integers(1, len(PLAN))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["open", "close", "skip", "reveal", "end", "go on"]), NUMBERS),
        st.tuples(st.just("extend"), NUMBERS),
        st.tuples(st.just("write"), NUMBERS),
        st.tuples(st.just("take back"), NUMBERS),
    ),
    min_size=4,
    max_size=24,
)


def press(officer, guest, workshop: Workshop, what: str, number: int) -> None:
    now = phase(workshop, number)
    running = workshop.phases.filter(state=Phase.State.OPEN).first()
    mine = Contribution.objects.filter(phase=now).first()
    as_officer = {"actor": officer, "phase": now}
    as_guest = {"actor": guest, "phase": now}
    {
        "open": lambda: actions.open_phase(**as_officer),
        "close": lambda: actions.close_phase(**as_officer),
        "skip": lambda: actions.skip_phase(**as_officer),
        "reveal": lambda: actions.reveal(**as_officer),
        "end": lambda: actions.announce_end(**as_officer),
        "extend": lambda: actions.extend_phase(**as_officer, minutes=5),
        "go on": lambda: actions.go_on_with(**as_officer, seen=running.number if running else None),
        "write": lambda: actions.contribute(**as_guest, text=f"Word {uuid4()}", client_id=uuid4()),
        "take back": lambda: mine and actions.take_back(**as_guest, client_id=mine.client_id),
    }[what]()


def must_hold(workshop: Workshop, accepted: dict[int, int]) -> None:
    """What is true between any two presses."""
    phases = list(workshop.phases.order_by("number"))
    assert sum(one.is_open for one in phases) <= 1
    for one in phases:
        waiting = Contribution.objects.filter(phase=one).count()
        shown = Note.objects.filter(phase=one).count() + Idea.objects.filter(card__phase=one).count()
        assert one.waiting == waiting
        assert one.contributions == waiting + shown == accepted[one.number], one.title
        assert one.late <= one.contributions
        assert not one.ending_at or one.is_open
        assert not (one.is_ahead and one.contributions)
        assert not one.is_closed or (one.opened_at is not None and one.closed_at >= one.opened_at)
        if one.kind == "dots" and one.revealed:
            assert not one.can_open
    assert not (phases[3].is_open and phases[0].waiting and not phases[0].late), "nobody votes on ideas nobody has seen"
    workshop.refresh_from_db()
    assert workshop.ideas == Idea.objects.filter(home=workshop.entry).count()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_pressed_in_whatever_order_nothing_is_lost(planned, officer_of_hettstedt, steps):
    kora = officer_of_hettstedt
    workshop = fresh(planned, kora)
    guest = actions.join(code=workshop.code)[0]
    accepted = dict.fromkeys(range(1, len(PLAN) + 1), 0)
    for what, number in steps:
        before = Event.objects.filter(stream=workshop.stream).count()
        had = Contribution.objects.filter(phase__workshop=workshop).count()
        try:
            press(kora, guest, workshop, what, number)
        except Refused:
            assert Event.objects.filter(stream=workshop.stream).count() == before, "what is refused leaves no trace"
        else:
            if what == "write":
                accepted[number] += 1
            if what == "take back" and Contribution.objects.filter(phase__workshop=workshop).count() < had:
                accepted[number] -= 1
        must_hold(workshop, accepted)


def fresh(planned: Workshop, officer) -> Workshop:
    """Another workshop with this plan: examples come one after the other in one test."""
    copy = actions.plan_meeting(actor=officer, city=planned.entry.city, title="Machine", preset="forum")
    actions.set_phases(actor=officer, workshop=copy, phases=PLAN)
    actions.plan_workshop(actor=officer, workshop=copy, day=planned.day, begins=planned.begins, place="Room")
    return actions.start_workshop(actor=officer, workshop=copy)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("reveals", ["button", "live"])
def test_a_phase_is_closed_while_forty_people_write(planned, officer_of_hettstedt, reveals):
    kora = officer_of_hettstedt
    actions.set_phases(actor=kora, workshop=planned, phases=[PhasePlan("notes", "Slips", "", 10, reveals=reveals)])
    actions.start_workshop(actor=kora, workshop=planned)
    now = actions.open_phase(actor=kora, phase=phase_of(planned, "notes"))
    guests = [actions.join(code=planned.code)[0] for _ in range(40)]
    told: dict[str, str] = {}

    def write(mine: list) -> None:
        for guest in mine:
            text = f"From {guest.pk}, in one sentence"
            try:
                with translation.override("en"):
                    actions.contribute(actor=guest, phase=now, text=text, client_id=uuid4())
                told[text] = ""
            except Invalid as refused:
                told[text] = str(refused.fields["text"])

    def close() -> None:
        actions.close_phase(actor=kora, phase=phase(planned, 1))
        actions.choose_ideas(actor=kora, workshop=planned, ideas=[]) if reveals == "live" else None

    in_parallel(*[lambda mine=guests[place::3]: write(mine) for place in range(3)], close)

    assert len(told) == 40, "everybody was told what became of the sentence"
    if reveals == "button":
        actions.reveal(actor=kora, phase=phase(planned, 1))
    kept = list(Note.objects.filter(phase__workshop=planned).values_list("text", flat=True))
    accepted = {text for text, refusal in told.items() if not refusal}
    assert len(kept) == len(set(kept))
    assert set(kept) == accepted
    assert all("still stands here" in refusal for refusal in told.values() if refusal)
    after = phase(planned, 1)
    assert (after.contributions, after.waiting) == (len(accepted), 0)
    assert after.late == Note.objects.filter(phase=after, late=True).count()
