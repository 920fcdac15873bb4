"""A workshop with every kind of phase, told so that a test knows who wrote and voted what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Workshop
from netzwerkstatt.workshops.plans import PhasePlan

PLAN = [
    PhasePlan("input", "Arriving", "", 15),
    PhasePlan("notes", "What nobody says", "What must not be said?", 10, identity="network", reveals="close", taboo_free=True),
    PhasePlan("collect", "Ideas", "What would bring you back?", 30, identity="named"),
    PhasePlan("notes", "Shown at once", "One word", 5, reveals="live"),
    PhasePlan("cluster", "Put together", "", 20),
    PhasePlan("comment", "Advice", "What would help it on?", 20, reveals="close"),
    PhasePlan("dots", "Weigh", "", 10, dots=5, reveals="close"),
    PhasePlan("rating", "Effect and effort", "", 15, axes=("Effort", "Effect"), reveals="close", most=4),
    PhasePlan("ranking", "In order", "", 10, reveals="close", items="words", words="First north\nFirst south"),
    PhasePlan("resistance", "Resistance", "", 10, reveals="close", most=3),
    PhasePlan("questions", "Questions", "Ask the city", 10),
    PhasePlan("decide", "Agree", "", 20),
    PhasePlan("feedback", "Feedback", "", 5, reveals="close"),
    PhasePlan("pause", "Coffee", "", 15),
]  # fmt: skip


@dataclass
class Day:
    """What happened, and by whom: `wrote` holds who (index of the guest) wrote which text, `client_ids` what phones sent."""

    workshop: Workshop
    guests: list[Guest]
    tokens: list[str]
    wrote: dict[str, int] = field(default_factory=dict)
    client_ids: list[UUID] = field(default_factory=list)
    ideas: dict[str, Idea] = field(default_factory=dict)
    joined_with: list[UUID] = field(default_factory=list)

    def say(self, phase: Phase, place: int, text: str, **more: Any) -> None:
        client_id = uuid4()
        actions.contribute(actor=self.guests[place], phase=phase, text=text, client_id=client_id, **more)
        self.wrote[text] = place
        self.client_ids.append(client_id)


def phase(workshop: Workshop, number: int) -> Phase:
    return Phase.objects.select_related("workshop__entry", "ballot").get(workshop=workshop, number=number)


def whole_day(officer: Person, workshop: Workshop, networks: Sequence[Any], *, guests: int = 12, ideas: int = 2) -> Day:
    """Plan, start and run all of it up to the choice; every guest writes so many ideas and takes part in every vote."""
    actions.set_phases(actor=officer, workshop=workshop, phases=PLAN)
    actions.start_workshop(actor=officer, workshop=workshop)
    parts = ["citizen", "club"]
    day = Day(workshop, [], [])
    for place in range(guests):
        key = uuid4()
        network = networks[place % len(networks)]
        guest, token = actions.join(code=workshop.code, network=network, part=parts[place % 2], client_id=key)
        day.guests.append(guest)
        day.tokens.append(token)
        day.joined_with.append(key)
    for number in range(1, len(PLAN) + 1):
        now = phase(workshop, number)
        if now.kind == "pause":
            actions.skip_phase(actor=officer, phase=now)
            continue
        actions.open_phase(actor=officer, phase=now)
        _DO.get(number, lambda *_all: None)(officer, day, phase(workshop, number), ideas)
        actions.close_phase(actor=officer, phase=phase(workshop, number))
        if number == 3:
            found = actions.reveal(actor=officer, phase=phase(workshop, number))
            day.ideas = {idea.text: idea for idea in found}
    actions.note_outcome(actor=officer, phase=phase(workshop, 1), words="Everybody said one sentence.")
    return day


def _notes(_officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    for place in range(len(day.guests)):
        day.say(now, place, f"Unsaid {place}: rents")


def _collect(officer: Person, day: Day, now: Phase, ideas: int) -> None:
    for place in range(len(day.guests)):
        for number in range(ideas):
            signed = "Alma from the bakery" if (place, number) == (0, 0) else ""
            day.say(now, place, f"Idea {number} of seat {place}, at last", signed=signed)


def _at_once(_officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    for place in reversed(range(len(day.guests))):
        day.say(now, place, f"Word {place}, said aloud")


def _cluster(officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    found = list(day.ideas.values())
    half = len(found) // 2
    actions.form_cluster(actor=officer, workshop=day.workshop, title="Homes", ideas=found[:half])
    actions.form_cluster(actor=officer, workshop=day.workshop, title="Ways", ideas=found[half:-1])


def _comment(_officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    idea = next(iter(day.ideas.values()))
    for place in range(3):
        day.say(now, place, f"Ask the landlord {place}", idea=idea)


def _dots(_officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    found = list(day.ideas.values())
    for place, guest in enumerate(day.guests):
        actions.give_dots(
            actor=guest, phase=now, dots={found[0].public_id: 2, found[1 + place % (len(found) - 1)].public_id: 1}
        )


def _vote(_officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    options = list(now.ballot.options.order_by("pk")) if now.ballot else []
    for place, guest in enumerate(day.guests):
        said: dict[int, list[int]] = {}
        for number, option in enumerate(options):
            match now.kind:
                case "rating":
                    said[option.pk] = [1 + (place + number) % 5, 1 + number % 5]
                case "ranking":
                    said[option.pk] = [1 + (place + number) % len(options)]
                case "resistance":
                    said[option.pk] = [(place + 3 * number) % 11]
                case _:
                    said[option.pk] = [1 + (place + number) % 5]
        actions.vote(actor=guest, phase=now, said=said)


def _ask(officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    for place in range(4):
        day.say(now, place, f"Question {place}?")
    for one in list(Contribution.objects.filter(phase=now).order_by("client_id"))[:3]:
        actions.show_question(actor=officer, phase=now, contribution=one)
    shown = list(Note.objects.filter(phase=now).order_by("text"))
    for guest in day.guests[:7]:
        actions.support(actor=guest, phase=now, note=shown[0], wanted=True)
    actions.answer_note(actor=officer, workshop=day.workshop, note=shown[0], answer="Yes, from May on.")


def _agree(officer: Person, day: Day, now: Phase, _ideas: int) -> None:
    idea = next(iter(day.ideas.values()))
    due: date = clock.today() + timedelta(days=30)
    actions.take_on(actor=officer, phase=now, idea=idea, what="Ask three landlords", due=due, party="Town of Hettstedt")


def _feedback(officer: Person, day: Day, now: Phase, ideas: int) -> None:
    for place in range(len(day.guests)):
        day.say(now, place, f"Keep the soup {place}, please")
    _vote(officer, day, now, ideas)


_DO: dict[int, Any] = {
    2: _notes, 3: _collect, 4: _at_once, 5: _cluster, 6: _comment, 7: _dots, 8: _vote, 9: _vote, 10: _vote, 11: _ask,
    12: _agree, 13: _feedback,
}  # fmt: skip
