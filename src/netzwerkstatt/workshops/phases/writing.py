"""What phases have in common in which people write: waiting, the reveal, late contributions, whose name stands there.

Until the reveal a text is a `Contribution` without time or number. The reveal takes all of a phase at once, in an
order drawn by lot, and deletes the rows, and with them the tie to the guest.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Allowance, Person
from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.workshops.forms import ContributeForm
from netzwerkstatt.workshops.models import (
    Contribution,
    Identity,
    Note,
    PaperCard,
    PaperSheet,
    Participant,
    Phase,
    Reveal,
    Source,
    Table,
    Workshop,
)
from netzwerkstatt.workshops.phases.kind import Hand, Kind

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat


ON_THE_WALL = 24


@dataclass(frozen=True)
class Written:
    """A text on its way into the open: what stays at it, and nothing more."""

    text: str
    person: Person | None = None
    signed: str = ""
    network: int | None = None
    idea: int | None = None
    late: bool = False
    source: str = ""


class Writing(Kind):
    """People write, each on the own phone."""

    asks = frozenset({"identity", "reveals"})
    identities: ClassVar[tuple[str, ...]] = (Identity.ANONYMOUS.value, Identity.NETWORK.value, Identity.NAMED.value)
    revealing: ClassVar[tuple[str, ...]] = (Reveal.BUTTON.value, Reveal.CLOSE.value, Reveal.LIVE.value)
    hands = frozenset({Hand.WRITE})
    is_of_words = True
    wall = "workshops/wall/slips.html"
    phone = "workshops/phone/write.html"
    console = "workshops/console/write.html"
    shown = "workshops/shown/notes.html"

    def keep(self, phase: Phase, written: Sequence[Written]) -> list[Any]:
        """Make notes (or ideas) of these texts, in this order. Called inside an action, the phase locked."""
        return keep_notes(phase, written)

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        if phase.reveals == Reveal.CLOSE:
            self.uncover(workshop, phase)

    def uncover(self, workshop: Workshop, phase: Phase) -> int:
        hidden = list(Contribution.objects.filter(phase=phase).select_related("person"))
        if not hidden:
            return 0
        secrets.SystemRandom().shuffle(hidden)
        self.keep(phase, as_written(phase, hidden))
        Contribution.objects.filter(pk__in=[one.pk for one in hidden]).delete()
        forget_who_wrote(workshop)
        phase.waiting, phase.revealed = 0, True
        phase.save(update_fields=["waiting", "revealed"])
        return len(hidden)

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return {
            "form": ContributeForm.of(phase, seat.person),
            "own": seat.own_in(phase),
            "notes": notes_of(phase)[:50] if phase.reveals == Reveal.LIVE else [],
        }

    def shows_while_open(self, phase: Phase) -> bool:
        return phase.reveals == Reveal.LIVE or phase.revealed

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        notes = notes_of(phase).order_by("-id")
        pinned = list(notes.filter(state=Note.State.PINNED)[:3])
        rows = list(notes.exclude(state=Note.State.PINNED)[:ON_THE_WALL])
        slips = [(one.public_id, one.text, one.network, one.state == Note.State.PINNED) for one in pinned + rows]
        return {"slips": slips, "slips_of": len(slips) if len(rows) < ON_THE_WALL else notes_of(phase).count()}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return {"notes": list(notes_of(phase)[:200])}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        notes = [note_as_data(note) for note in notes_of(phase)]
        return super().outcome(phase) | ({"notes": notes} if notes else {})

    def has_result(self, phase: Phase) -> bool:
        return super().has_result(phase) or phase.contributions > phase.waiting


def notes_of(phase: Phase) -> Any:
    """What everybody may read of a phase, as it was shown. One query."""
    still_there = Q(idea=None) | Q(idea__entry__deleted_at=None, idea__entry__hidden_at=None)
    rows = Note.objects.filter(still_there, phase=phase).exclude(state=Note.State.ASIDE)
    return rows.select_related("person", "network__state", "idea__entry").order_by("id")


def note_as_data(note: Note) -> dict[str, Any]:
    """For the record: what stands at it and nothing that is empty."""
    said = {
        "text": note.text,
        "who": note.who,
        "network": note.network.name if note.network else "",
        "idea": note.idea.title if note.idea else "",
        "on": note.idea.public_id if note.idea else "",
        "late": note.late,
        "pinned": note.state == Note.State.PINNED,
        "answered": note.state == Note.State.ANSWERED,
        "source": note.source,
        "answer": note.answer,
        "voices": note.voices,
    }
    return {name: value for name, value in said.items() if value or name == "text"}


def keep_notes(phase: Phase, written: Sequence[Written]) -> list[Note]:
    """Notes in this order. One statement."""
    return Note.objects.bulk_create(
        [
            Note(
                phase=phase, text=one.text, person=one.person, signed=one.signed, network_id=one.network,
                idea_id=one.idea, late=one.late, source=one.source,
            )
            for one in written
        ]
    )  # fmt: skip


def as_written(phase: Phase, some: Sequence[Contribution], *, late: bool | None = None) -> list[Written]:
    """What stays at these texts when they come into the open, in this order. `late` overrides what stands at them."""
    colours = colours_of(phase, [one.guest_id for one in some if one.guest_id])
    told = sources_told(phase.workshop) if any(one.source != Source.PHONE for one in some) else frozenset()
    return [
        Written(
            one.text, one.person, one.signed, colours.get(one.guest_id or 0), one.idea_id,
            one.late if late is None else late, one.source if one.source in told else "",
        )
        for one in some
    ]  # fmt: skip


def sources_told(workshop: Workshop) -> frozenset[str]:
    """From which sources it may stand at a text that it came from there: behind each are so many people that nobody is
    told by it, nor by what is left over. Four queries.
    """
    tables = Table.objects.filter(workshop=workshop).aggregate(n=Sum("persons"))["n"] or 0
    sheets = PaperSheet.objects.filter(workshop=workshop, lines__gt=0).aggregate(n=Sum("persons"))["n"] or 0
    cards = PaperCard.objects.filter(workshop=workshop, used=True).values("sheet").distinct().count()
    phones = Participant.objects.filter(workshop=workshop).count()
    people = {Source.PHONE.value: phones, Source.TABLE.value: tables, Source.PAPER.value: sheets + cards}
    return publishable({source: number for source, number in people.items() if number}) - {Source.PHONE.value}


def colours_of(phase: Phase, guests: Sequence[int]) -> dict[int, int]:
    """The network that may stand at what these guests wrote, by guest: only where the phase says so, and only networks
    of which so many are in the room that nobody is told by it. Two queries, or none.
    """
    if phase.identity != Identity.NETWORK or not guests:
        return {}
    room = Participant.objects.filter(workshop=phase.workshop).order_by().values("network").annotate(n=Count("pk"))
    told = publishable({row["network"]: row["n"] for row in room})
    rows = Participant.objects.filter(guest__in=guests, network__in=[pk for pk in told if pk])
    return dict(rows.values_list("guest", "network"))


def forget_who_wrote(workshop: Workshop) -> None:
    """The limits know when which guest wrote last; with the reveal that goes, too."""
    for name in ("idea", "ideas"):
        Allowance.objects.filter(key__startswith=f"{name}:{workshop.public_id}:").delete()


def refused_when_live() -> Text:
    return _("A vote is shown when it is over, so that nobody follows the first ten.")
