"""How much a draft goes against the partners, beside leaving everything as it is.

Measured with a ballot of the kind "resistance"; whoever works in the alliance has one voice, counted for the own
network. Until the measuring is closed nobody sees a result.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.counting import Result, result_of
from netzwerkstatt.foundation.ballots.models import Ballot, Kind, Option
from netzwerkstatt.foundation.ballots.names import voice_of
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry, visible_q
from netzwerkstatt.foundation.entries.offers import Offer, Panel, register_offer, register_panel
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import EventType, record
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.rules import is_partner
from netzwerkstatt.recommendations import rules
from netzwerkstatt.recommendations.actions import EDITORS, FINAL
from netzwerkstatt.recommendations.kinds import RECOMMENDATION
from netzwerkstatt.recommendations.models import DRAFT, RELEASED, Recommendation

OPENED = EventType("recommendation.resistance_opened", gettext_lazy("began to measure the resistance"))
CLOSED = EventType(
    "recommendation.resistance_closed", gettext_lazy("closed the measuring of the resistance"), plain=("voices",)
)
PARTNERS = gettext_lazy("Whoever works in the alliance can say how much goes against them.")


@action(rule=rules.may_edit, refusal=EDITORS)
def measure(*, actor: Person, recommendation: Recommendation) -> Ballot:
    """Ask the partners how much this draft goes against them, 0–10, beside leaving it as it is.

    Records `recommendation.resistance_opened`; where one is being measured, that ballot comes back. Raises
    `NotAllowed` once the recommendation is released.
    """
    entry = Entry.objects.select_for_update().get(pk=recommendation.pk)
    if entry.state == RELEASED:
        raise NotAllowed(FINAL)
    if (ballot := ballot_of(recommendation)) and ballot.is_open:
        return ballot
    ballot = voting.open_resistance(entry, [entry])
    record(OPENED(recommendation, actor))
    return ballot


@action(rule=is_partner, on="ballot", refusal=PARTNERS)
def say(
    *,
    actor: Person,
    ballot: Ballot,
    said: Mapping[int, Sequence[int]],
    organisation: Organisation | None = None,
) -> None:
    """What the actor says now, for herself or for an organisation that she speaks for; it replaces what this voice said
    before, and nothing said takes it back.

    Votes write no event. Raises `Invalid` once the measuring is closed or where an answer is missing, `NotAllowed` for
    an organisation that is not hers.
    """
    voting.cast(ballot, voice_of(actor, organisation), said)


@action(rule=rules.may_edit, refusal=EDITORS)
def close(*, actor: Person, recommendation: Recommendation) -> Ballot | None:
    """The result is shown from now on. Records `recommendation.resistance_closed`; nothing where none is open."""
    ballot = ballot_of(recommendation)
    if ballot and voting.close_ballot(ballot):
        ballot.refresh_from_db()
        record(CLOSED(recommendation, actor, voices=voting.turnout(ballot)))
    return ballot


def ballot_of(recommendation: Recommendation) -> Ballot | None:
    """The latest measuring of this draft. One query."""
    return Ballot.objects.filter(home=recommendation.pk, kind=Kind.RESISTANCE).order_by("-id").first()


def result_for(recommendation: Recommendation) -> Result | None:
    """What came out of the latest measuring, once it is closed."""
    ballot = ballot_of(recommendation)
    return result_of(ballot) if ballot else None


def options_of(ballot: Ballot) -> list[Option]:
    """The draft, and leaving it as it is. One query."""
    return list(Option.objects.filter(ballot=ballot).select_related("entry"))


@dataclass(frozen=True)
class Standing:
    """What the draft's page says about its resistance."""

    url: str
    is_open: bool
    turnout: int
    result: Result | None


def waiting_for(person: Person) -> list[Waiting]:
    """Drafts whose resistance is being measured and to which this person has said nothing yet."""
    if not is_partner.test(person, None):
        return []
    waiting = (
        Ballot.objects.filter(visible_q(person, "home__"), kind=Kind.RESISTANCE, closed_at__isnull=True)
        .filter(home__kind=RECOMMENDATION.code, home__state=DRAFT)
        .exclude(voters__person=person, voters__spent__gt=0)
        .select_related("home")
    )
    return [Waiting(waiting.order_by("id")[:20], each(_to_be_said))]


def _to_be_said(ballot: Any) -> Task:
    said = _("How much does it go against you? Until the measuring is closed nobody sees a result.")
    return Task(RECOMMENDATION.stage, ballot.home.title, said, _("Say your resistance"), url_of(ballot.home))


def register() -> None:
    """On a draft: the way to measure; how it stands, for partners alone."""
    register_offer(
        Offer(
            page=RECOMMENDATION.code,
            verb="measure-resistance",
            label=gettext_lazy("Measure resistance"),
            rule=rules.may_edit,
            url=url_of,
            hint=gettext_lazy("The partners rate the draft against leaving everything as it is."),
            order=60,
        )
    )
    register_panel(
        Panel(
            page=RECOMMENDATION.code,
            name="resistance",
            slot="side",
            read=_how_it_stands,
            template="recommendations/panels/resistance.html",
            order=60,
        )
    )


def url_of(subject: Any) -> str:
    return reverse("recommendations:resistance", args=[subject.public_id])


def _how_it_stands(recommendation: Recommendation, viewer: Any) -> Standing | None:
    """Nothing, and no query, for who does not work in the alliance."""
    if not is_partner.test(viewer, None) or (ballot := ballot_of(recommendation)) is None:
        return None
    turnout = voting.turnout(ballot) if ballot.is_open else 0
    return Standing(url_of(recommendation), ballot.is_open, turnout, result_of(ballot))


def asked(recommendation: Recommendation) -> Ballot:
    """The open measuring. Raises `Invalid` where none is open."""
    ballot = ballot_of(recommendation)
    if ballot is None or not ballot.is_open:
        raise Invalid({"": _("The resistance is not being measured right now.")})
    return ballot
