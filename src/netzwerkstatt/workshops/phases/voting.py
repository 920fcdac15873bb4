"""What votes in a workshop have in common: what is asked, when it is counted, and that it is final then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.counting import Result, result_of
from netzwerkstatt.foundation.ballots.export import as_data
from netzwerkstatt.foundation.ballots.forms import VoteForm
from netzwerkstatt.foundation.ballots.models import Ballot, Option
from netzwerkstatt.foundation.ballots.showing import acceptances, shown
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops.models import Items, Phase, Reveal, Workshop
from netzwerkstatt.workshops.phases.kind import Hand, Kind
from netzwerkstatt.workshops.phases.writing import refused_when_live

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat


class Voting(Kind):
    """One ballot for each phase. It is counted at the end, or when the facilitator shows it; then it is final."""

    asks = frozenset({"reveals", "items", "words"})
    revealing: ClassVar[tuple[str, ...]] = (Reveal.CLOSE.value, Reveal.BUTTON.value)
    hands = frozenset({Hand.VOTE})
    is_final_when_shown = True
    builds_on_ideas = True
    minutes = 10
    phone = "workshops/phone/vote.html"
    wall = "workshops/wall/bars.html"
    console = "workshops/console/vote.html"
    shown = "workshops/shown/vote.html"
    fewest: ClassVar[int] = 1

    def refusal_of(self, field: str) -> Text:
        return refused_when_live() if field == "reveals" else super().refusal_of(field)

    def start(self, home: Entry, phase: Phase, items: Sequence[Entry | str]) -> Ballot:
        """The ballot about these items."""
        raise NotImplementedError

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        if phase.ballot is not None:
            voting.reopen_ballot(phase.ballot)
            return
        items = self.items_of(workshop, phase)
        if len(items) < self.fewest:
            raise Invalid({"": self.too_few(phase)})
        phase.ballot = self.start(workshop.entry, phase, items)
        phase.save(update_fields=["ballot"])

    def items_of(self, workshop: Workshop, phase: Phase) -> list[Entry | str]:
        """What is voted on: ideas by their dots, clusters by theirs, or the plan's own words. One query."""
        match phase.items:
            case Items.WORDS:
                return list(phase.lines)
            case Items.CLUSTERS:
                clusters = Cluster.objects.filter(home=workshop.entry).order_by("-dots", "-size", "id")
                return [cluster.title for cluster in clusters[: phase.most]]
        ideas = Idea.objects.filter(home=workshop.entry, entry__deleted_at=None, entry__hidden_at=None)
        return [idea.entry for idea in ideas.select_related("entry").order_by("-dots", "entry")[: phase.most]]

    def too_few(self, phase: Phase) -> Text:
        """Why the vote cannot begin."""
        if self.fewest > 1:
            return _("There are not two of them yet to put into an order.")
        return _("There is nothing to vote on yet.")

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        if phase.reveals == Reveal.CLOSE:
            self.uncover(workshop, phase)

    def uncover(self, workshop: Workshop, phase: Phase) -> int:
        if phase.ballot is None or phase.revealed:
            return 0
        voting.close_ballot(phase.ballot)
        voting.reveal_ballot(phase.ballot)
        phase.ballot.refresh_from_db()
        self.counted(workshop, phase)
        phase.revealed, phase.by_hand = True, voting.counted_by_hand(phase.ballot)
        phase.save(update_fields=["revealed", "by_hand"])
        return voting.turnout(phase.ballot)

    def counted(self, workshop: Workshop, phase: Phase) -> None:
        """The result is there and shown."""

    def frozen(self, workshop: Workshop, phase: Phase) -> None:
        if phase.is_closed:
            self.uncover(workshop, phase)

    def shows_while_open(self, phase: Phase) -> bool:
        return False

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        from netzwerkstatt.workshops.wall import bars_of

        return {"bars": bars_of(phase.ballot)}

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return {"sheet": self.sheet(phase, seat)}

    def sheet(self, phase: Phase, seat: Seat, data: Any = None) -> Any:
        ballot = phase.ballot
        if ballot is None:
            return None
        options = list(Option.objects.filter(ballot=ballot).select_related("entry"))
        return VoteForm(
            data, ballot=ballot, options=options, said=voting.said_by(ballot, seat.voter), weight=seat.weight
        )

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        return {"turnout": voting.turnout(phase.ballot) if phase.ballot else 0}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        found = result_of(phase.ballot) if phase.ballot else None
        if found is None:
            return {}
        return {"result": shown(found), "acceptances": acceptances(found) if self.shows_acceptance else []}

    shows_acceptance: ClassVar[bool] = False

    def outcome(self, phase: Phase) -> dict[str, Any]:
        found = result_of(phase.ballot) if phase.ballot else None
        by_hand = {"by_hand": phase.by_hand} if phase.by_hand else {}
        return super().outcome(phase) | ({"vote": _with_ideas(as_data(found), found), **by_hand} if found else {})

    def has_result(self, phase: Phase) -> bool:
        return super().has_result(phase) or phase.revealed


def _with_ideas(data: dict[str, Any], found: Result) -> dict[str, Any]:
    """Beside each item the idea that it is, so that one can go there. One query."""
    rows = Option.objects.filter(pk__in=[one.id for one in found.options]).exclude(entry=None)
    ideas = dict(rows.values_list("pk", "entry__public_id"))
    return data | {
        "items": [item | {"on": ideas.get(one.id, "")} for item, one in zip(data["items"], found.options, strict=True)]
    }
