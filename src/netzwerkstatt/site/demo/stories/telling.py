"""What every story needs: the days it happened on, official figures, and a hall full of guests."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from typing import TYPE_CHECKING, cast
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils import timezone

from netzwerkstatt.evidence import actions as evidence
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.site.demo.stories import without_phones
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Workshop

if TYPE_CHECKING:
    from netzwerkstatt.foundation.ballots.models import Ballot

TIME_SERIES = "12411-0018_auszug.csv"
LATEST = "12411-01-01-4_auszug_de_flat.csv"


def ago(days: int) -> date:
    """The day so many days before today; negative is ahead."""
    return timezone.localdate() - timedelta(days=days)


@contextmanager
def on(day: date, hour: int = 10, minute: int = 0) -> Iterator[None]:
    """What happens within, happened on that day."""
    moment = timezone.make_aware(datetime.combine(day, time(hour, minute)))
    with clock.telling(moment):
        yield


def official_file(actor: Person, name: str) -> OfficialFile:
    """One of the two excerpts of official tables that come with the demo."""
    data = files("netzwerkstatt.site.demo").joinpath(name).read_bytes()
    return evidence.upload_file(actor=actor, name=name, data=data, retrieved_on=clock.today())


def card(actor: Person, name: str, refs: Sequence[str], title: str, **more: object) -> EvidenceCard:
    """A card of chosen cells ("line:column") of a demo file."""
    return evidence.make_card(actor=actor, file=official_file(actor, name), refs=list(refs), title=title, **more)  # type: ignore[arg-type]


def client_id(*parts: object) -> UUID:
    return uuid5(NAMESPACE_URL, "/".join(str(part) for part in parts))


def hall(
    workshop: Workshop, number: int, networks: Sequence[CityNetwork | None], parts: Sequence[str] = ("",)
) -> list[Guest]:
    """So many people come in with the code; some say which network they are from, and as what they come."""
    workshop.refresh_from_db()
    return [
        workshops.join(
            code=workshop.code,
            network=networks[place % len(networks)],
            part=parts[place % len(parts)],
            client_id=client_id(workshop.pk, "guest", place),
        )[0]
        for place in range(number)
    ]


def phase_of(workshop: Workshop, kind: str) -> Phase:
    return Phase.objects.select_related("workshop__entry").get(workshop=workshop, kind=kind)


def write_down(workshop: Workshop, guests: Sequence[Guest], texts: Sequence[str]) -> Phase:
    """Open the collection; the guests write, one after the other."""
    phase = phase_of(workshop, "collect")
    workshops.open_phase(actor=_host(workshop), phase=phase)
    for place, text in enumerate(texts):
        guest = guests[place % len(guests)]
        workshops.contribute(actor=guest, phase=phase, text=text, client_id=client_id(workshop.pk, "idea", place))
    return phase


def uncover(workshop: Workshop, phase: Phase) -> dict[str, Idea]:
    """Close the collection and show everything; ideas by their text."""
    workshops.close_phase(actor=_host(workshop), phase=phase)
    return {idea.text: idea for idea in workshops.reveal(actor=_host(workshop), phase=phase)}


def put_together(workshop: Workshop, ideas: Mapping[str, Idea], clusters: Mapping[str, Sequence[str]]) -> None:
    """Clusters with the ideas that belong to them, by their text."""
    phase = phase_of(workshop, "cluster")
    workshops.open_phase(actor=_host(workshop), phase=phase)
    for title, texts in clusters.items():
        found = [ideas[text] for text in texts]
        workshops.form_cluster(actor=_host(workshop), workshop=workshop, title=title, ideas=found)
    workshops.close_phase(actor=_host(workshop), phase=phase)


def weigh(workshop: Workshop, guests: Sequence[Guest], ideas: Mapping[str, Idea], liked: Sequence[str]) -> None:
    """Everybody gives five dots; what is liked gets more of them."""
    phase = phase_of(workshop, "dots")
    workshops.open_phase(actor=_host(workshop), phase=phase)
    phase.refresh_from_db()
    lot = random.Random(workshop.title)  # noqa: S311 – a demo that is the same each time, not a secret
    chances = [6 if text in liked else 1 for text in ideas]
    for guest in guests:
        dots: dict[str, int] = {}
        for idea in lot.choices(list(ideas.values()), weights=chances, k=5):
            dots[idea.public_id] = dots.get(idea.public_id, 0) + 1
        workshops.give_dots(actor=guest, phase=phase, dots=dots)
    without_phones.count_by_hand(workshop, phase, ideas, chances)
    workshops.close_phase(actor=_host(workshop), phase=phase)


def vote(workshop: Workshop, guests: Sequence[Guest], kind: str, leaning: Mapping[str, Sequence[int]]) -> None:
    """Everybody votes about the ideas, near to what the room leans to: by the text of the idea, one value per scale."""
    workshops.open_phase(actor=_host(workshop), phase=phase_of(workshop, kind))
    phase = phase_of(workshop, kind)
    ballot = cast("Ballot", phase.ballot)
    lot = random.Random(f"{workshop.title} {kind}")  # noqa: S311 – a demo that is the same each time, not a secret
    options = list(ballot.options.select_related("entry"))
    for guest in guests:
        said = {}
        for option in options:
            unknown = [{"feedback": 4, "rating": 3}.get(kind, 7)] * max(1, len(ballot.axes))
            usual = leaning.get(option.entry.title if option.entry else "", unknown)
            said[option.pk] = [min(ballot.highest, max(ballot.lowest, one + lot.randint(-1, 1))) for one in usual]
        workshops.vote(actor=guest, phase=phase, said=said)
    workshops.close_phase(actor=_host(workshop), phase=phase)


def order(workshop: Workshop, guests: Sequence[Guest]) -> None:
    """Everybody puts what is asked about into an order; most begin with the first."""
    workshops.open_phase(actor=_host(workshop), phase=phase_of(workshop, "ranking"))
    phase = phase_of(workshop, "ranking")
    options = list(cast("Ballot", phase.ballot).options.order_by("position", "pk"))
    for place, guest in enumerate(guests):
        shift = 0 if place % 3 else place % len(options)
        said = {option.pk: [1 + (number + shift) % len(options)] for number, option in enumerate(options)}
        workshops.vote(actor=guest, phase=phase, said=said)
    workshops.close_phase(actor=_host(workshop), phase=phase)


def ask(workshop: Workshop, guests: Sequence[Guest], asked: Mapping[str, tuple[int, str]]) -> None:
    """Questions with how many want them answered, and what was answered; an empty answer leaves the question open."""
    phase, host = phase_of(workshop, "questions"), _host(workshop)
    workshops.open_phase(actor=host, phase=phase)
    for place, text in enumerate(asked):
        workshops.contribute(
            actor=guests[place % len(guests)],
            phase=phase,
            text=text,
            client_id=client_id(workshop.pk, "question", place),
        )
    for one in Contribution.objects.filter(phase=phase).order_by("client_id"):
        workshops.show_question(actor=host, phase=phase, contribution=one)
    phase = phase_of(workshop, "questions")
    for note in Note.objects.filter(phase=phase):
        voices, answer = asked[note.text]
        for guest in guests[:voices]:
            workshops.support(actor=guest, phase=phase, note=note, wanted=True)
        if answer:
            workshops.answer_note(actor=host, workshop=workshop, note=note, answer=answer)
    workshops.close_phase(actor=host, phase=phase)


def agree(workshop: Workshop, promises: Sequence[tuple[Idea, str, str, date]]) -> None:
    """Who does what for which idea until when, written down on the console; parties in words."""
    phase, host = phase_of(workshop, "decide"), _host(workshop)
    workshops.open_phase(actor=host, phase=phase)
    for place, (idea, what, party, due) in enumerate(promises):
        workshops.take_on(
            actor=host, phase=phase, idea=idea, what=what, party=party, due=due,
            client_id=client_id(workshop.pk, "promise", place),
        )  # fmt: skip
    workshops.close_phase(actor=host, phase=phase)


def note_down(
    workshop: Workshop, kind: str, guests: Sequence[Guest], texts: Sequence[str], idea: Idea | None = None
) -> None:
    """Slips, comments on one idea, or words of feedback; the phase is opened, closed and shown."""
    phase, host = phase_of(workshop, kind), _host(workshop)
    workshops.open_phase(actor=host, phase=phase)
    for place, text in enumerate(texts):
        workshops.contribute(
            actor=guests[place % len(guests)], phase=phase, text=text, idea=idea,
            client_id=client_id(workshop.pk, kind, place),
        )  # fmt: skip
    if kind == "feedback":
        vote(workshop, guests, kind, {})
    else:
        workshops.close_phase(actor=host, phase=phase)
    workshops.reveal(actor=host, phase=phase_of(workshop, kind))


def talked(workshop: Workshop, kind: str, words: str) -> None:
    """A phase without phones ends, and what came of it is written down."""
    host = _host(workshop)
    workshops.open_phase(actor=host, phase=phase_of(workshop, kind))
    workshops.close_phase(actor=host, phase=phase_of(workshop, kind))
    workshops.note_outcome(actor=host, phase=phase_of(workshop, kind), words=words)


def begin(workshop: Workshop, kind: str) -> None:
    """A phase opens now; what is told of it ends it later."""
    workshops.open_phase(actor=_host(workshop), phase=phase_of(workshop, kind))


def choose(workshop: Workshop, ideas: Mapping[str, Idea], chosen: Sequence[str]) -> list[Idea]:
    """These go on; the protocol is released."""
    picked = [ideas[text] for text in chosen]
    workshops.choose_ideas(actor=_host(workshop), workshop=workshop, ideas=picked)
    workshops.release_workshop(actor=_host(workshop), workshop=workshop)
    for idea in ideas.values():
        idea.refresh_from_db()
    return picked


def _host(workshop: Workshop) -> Person:
    return cast("Person", workshop.entry.author)
