"""Questions and answers: the facilitator reads first, everybody says which ones matter, some are answered."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Contribution, Note, Phase, Reveal, Workshop
from netzwerkstatt.workshops.phases.kind import Hand, Kind
from netzwerkstatt.workshops.phases.writing import ON_THE_WALL, Writing, Written, keep_notes, note_as_data, notes_of

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat


class Questions(Writing):
    """Each question is an option of one ballot of up-votes; who wants it answered gives it a voice."""

    code = "questions"
    fit = PhaseFit.QUESTIONS
    says = gettext_lazy(
        "Everybody asks, the facilitation shows the questions, and voices say which are answered first."
    )
    minutes = 10
    revealing = (Reveal.BUTTON.value, Reveal.LIVE.value)
    hands = frozenset({Hand.WRITE, Hand.SUPPORT})
    asks_for = gettext_lazy("Your question")
    phone = "workshops/phone/questions.html"
    wall = "workshops/wall/questions.html"
    console = "workshops/console/questions.html"
    shown = "workshops/shown/questions.html"

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        if phase.ballot is None:
            phase.ballot = voting.open_upvotes(workshop.entry, f"{phase.number} · {phase.title}")
            phase.save(update_fields=["ballot"])
        else:
            voting.reopen_ballot(phase.ballot)

    def keep(self, phase: Phase, written: Sequence[Written]) -> list[Note]:
        notes = keep_notes(phase, written)
        if phase.ballot is not None:
            for note in notes:
                note.option = self.option_for(phase, note)
            Note.objects.bulk_update(notes, ["option"])
        return notes

    def option_for(self, phase: Phase, note: Note) -> Any:
        return voting.add_option(phase.ballot, note.text) if phase.ballot else None

    def frozen(self, workshop: Workshop, phase: Phase) -> None:
        """What the facilitator has not shown by now stays with those who run the workshop."""
        left = list(Contribution.objects.filter(phase=phase).select_related("person"))
        if not left:
            return
        secrets.SystemRandom().shuffle(left)
        notes = keep_notes(phase, [Written(one.text, one.person, one.signed, late=one.late) for one in left])
        for note in notes:
            note.state, note.reason = Note.State.ASIDE, _("Not shown before the workshop closed")
        Note.objects.bulk_update(notes, ["state", "reason"])
        Contribution.objects.filter(pk__in=[one.pk for one in left]).delete()
        phase.waiting = 0
        phase.save(update_fields=["waiting"])

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        if phase.ballot is None:
            return
        voting.close_ballot(phase.ballot)
        counted = voting.voices_by_option(phase.ballot)
        notes = list(Note.objects.filter(phase=phase, option__isnull=False))
        for note in notes:
            note.voices = counted.get(note.option_id or 0, 0)
        Note.objects.bulk_update(notes, ["voices"])

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        wanted = voting.said_by(phase.ballot, seat.guest) if phase.ballot else {}
        return super().on_phone(phase, seat) | {
            "questions": [(note, note.option_id in wanted) for note in ranked(phase)[:100]],
            "is_moderated": phase.reveals != Reveal.LIVE,
        }

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        aside = Note.objects.filter(phase=phase, state=Note.State.ASIDE).order_by("id")
        return {
            "queue": list(Contribution.objects.filter(phase=phase).order_by("client_id")[:50]),
            "questions": ranked(phase)[:100],
            "aside": list(aside[:50]),
        }

    def shows_while_open(self, phase: Phase) -> bool:
        return True

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        return {"questions": ranked(phase)[:ON_THE_WALL]}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return {"questions": ranked(phase)[:200]}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        notes = [note_as_data(note) for note in ranked(phase)]
        return Kind.outcome(self, phase) | ({"notes": notes} if notes else {})


def ranked(phase: Phase) -> list[Note]:
    """Questions as they are shown: pinned first, then by voices, answered ones last. Two queries."""
    notes = list(notes_of(phase))
    counted = voting.voices_by_option(phase.ballot) if phase.ballot and phase.is_open else None
    for note in notes:
        if counted is not None:
            note.voices = counted.get(note.option_id or 0, 0)
    order = {Note.State.PINNED: 0, Note.State.SHOWN: 1, Note.State.ANSWERED: 2}
    return sorted(notes, key=lambda note: (order[Note.State(note.state)], -note.voices, note.pk))
