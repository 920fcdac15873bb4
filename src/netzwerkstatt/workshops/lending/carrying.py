"""What of a workshop is carried to a room server, what is carried back, and what is left where it is – and why.

Every model of the rooms that a workshop writes in is declared here; a test says which is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Model, Q, QuerySet

from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.models import Ballot, Option, Vote, Voter
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.commitments.models import Step as CommitmentStep
from netzwerkstatt.foundation.entries.models import Audience, Entry, Link
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Alliance, City, CityNetwork, District, Membership, State, Theme
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.methods.models import OwnMethod, OwnStep
from netzwerkstatt.problems.models import Attempt, Problem
from netzwerkstatt.workshops.models import (
    Card,
    CoFacilitator,
    ConsentText,
    Draft,
    Group,
    Invitation,
    Note,
    PaperCard,
    PaperForms,
    Phase,
    Table,
    Withdrawal,
    Workshop,
)

STEPS_BACK = 3
"""So far up the golden thread: a workshop of chosen ideas, the workshop they came from, its problem, its figures."""


class Around:
    """What a workshop stands on, as far as who lends it may see it: people, and entries of the golden thread."""

    def __init__(self, workshop: Workshop, lender: Person | None) -> None:
        self.workshop, self.lender = workshop, lender

    @cached_property
    def runs(self) -> set[int]:
        """Those who may open the console."""
        beside = CoFacilitator.objects.filter(workshop=self.workshop).values_list("person", flat=True)
        named = {self.workshop.facilitator_id, self.lender.pk if self.lender else None}
        return {pk for pk in {*named, *beside} if pk is not None}

    @cached_property
    def people(self) -> set[int]:
        """Those who run it, who come, and who write for a table."""
        asked = Invitation.objects.filter(workshop=self.workshop).exclude(answer=Invitation.Answer.DECLINES)
        write = Table.objects.filter(workshop=self.workshop, secretary__isnull=False)
        return {
            *self.runs,
            *asked.values_list("person", flat=True),
            *write.values_list("secretary", flat=True),
        }

    @cached_property
    def entries(self) -> set[int]:
        """The workshop, what it came from, and the alliance's own methods that its plan names."""
        found = frontier = {self.workshop.pk}
        for _step in range(STEPS_BACK):
            frontier = set(Link.objects.filter(target__in=frontier).values_list("source", flat=True)) - found
            found = found | frontier
        keys = Phase.objects.filter(workshop=self.workshop).exclude(method="").values("method")
        methods = OwnMethod.objects.filter(entry__public_id__in=keys).values_list("pk", flat=True)
        seen = Entry.objects.visible_to(self.lender).filter(pk__in={*found, *methods})
        return {self.workshop.pk, *seen.values_list("pk", flat=True)}


@dataclass(frozen=True)
class Goes:
    """Rows that a room server gets; `without` says what is emptied in them on the way."""

    model: type[Model]
    rows: Callable[[Around], QuerySet[Any]]
    without: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Comes:
    """Rows that come back. `always` says what stands in them whatever the package says; with `instead` they take the
    place of those that headquarters has.
    """

    model: type[Model]
    rows: Callable[[Workshop], QuerySet[Any]]
    always: Mapping[str, Any] = field(default_factory=dict)
    instead: bool = False


def _all(model: type[Model]) -> Goes:
    return Goes(model, lambda _around: model._default_manager.all())  # noqa: SLF001 - Django's own way to a model's rows


def _kind(model: Any, **without: Any) -> Goes:
    return Goes(model, lambda around: model.objects.filter(pk__in=around.entries), without)


def _of_workshop(model: Any, **without: Any) -> Goes:
    return Goes(model, lambda around: model.objects.filter(workshop=around.workshop), without)


GOES: tuple[Goes, ...] = (
    *(_all(model) for model in (Alliance, State, District, CityNetwork, City, Theme)),
    Goes(
        Person,
        lambda around: Person.objects.filter(pk__in=around.people),
        {
            "email": lambda person: f"person-{person.pk}@room.invalid",
            "known_for": lambda person: f"{person.name} {person.function}".casefold(),
            "password": "!", "expertise": "", "phone": "", "call_hours": "", "calls_welcome": False,
            "availability": "open", "available_from": None, "last_login": None,
        },
    ),
    Goes(
        Membership,
        lambda around: Membership.objects.filter(person__in=around.people).exclude(until__lt=clock.today()),
    ),
    _kind(Entry, client_id=None),
    Goes(Link, lambda around: Link.objects.filter(source__in=around.entries, target__in=around.entries)),
    Goes(
        Audience,
        lambda around: Audience.objects.filter(entry__in=around.entries, person__in=around.people),
    ),
    _kind(Problem),
    Goes(Attempt, lambda around: Attempt.objects.filter(problem__in=around.entries)),
    Goes(OfficialFile, lambda around: OfficialFile.objects.filter(cards__in=around.entries).distinct()),
    _kind(EvidenceCard),
    _kind(OwnMethod),
    Goes(OwnStep, lambda around: OwnStep.objects.filter(method__in=around.entries)),
    _kind(Idea),
    _all(ConsentText),
    Goes(
        Workshop,
        lambda around: Workshop.objects.filter(pk=around.workshop.pk),
        {"away_since": None, "code": "", "key": "", "message": ""},
    ),
    _of_workshop(Phase),
    Goes(
        Invitation,
        lambda around: Invitation.objects.filter(workshop=around.workshop, person__in=around.people),
        {"word": "", "conflict": "", "needs": ""},
    ),
    _of_workshop(CoFacilitator),
    _of_workshop(Group),
    _of_workshop(Table, code=""),
    _of_workshop(PaperCard),
    _of_workshop(PaperForms),
    _of_workshop(Draft),
)  # fmt: skip

COMES: tuple[Comes, ...] = (
    Comes(
        Entry,
        lambda workshop: Entry.objects.filter(home=workshop.pk, kind=IDEA),
        {
            "city_id": None,
            "network_id": None,
            "kind": IDEA,
            "number": None,
            "client_id": None,
            "state": "",
            "summary": "",
            "outcomes": 0,
            "folded_outcomes": 0,
        },
    ),
    Comes(Cluster, lambda workshop: Cluster.objects.filter(home=workshop.pk)),
    Comes(Idea, lambda workshop: Idea.objects.filter(entry__home=workshop.pk), {"upvotes": 0}),
    Comes(Ballot, lambda workshop: Ballot.objects.filter(home=workshop.pk)),
    Comes(Option, lambda workshop: Option.objects.filter(ballot__home=workshop.pk)),
    Comes(
        Voter,
        lambda workshop: Voter.objects.filter(ballot__home=workshop.pk),
        {"guest_id": None, "person_id": None, "organisation_id": None, "table": None, "cast_by_id": None},
    ),
    Comes(Vote, lambda workshop: Vote.objects.filter(ballot__home=workshop.pk)),
    Comes(Group, lambda workshop: Group.objects.filter(workshop=workshop), instead=True),
    Comes(
        Phase,
        lambda workshop: Phase.objects.filter(workshop=workshop),
        {"waiting": 0, "ending_at": None, "paused_at": None},
        instead=True,
    ),
    Comes(Card, lambda workshop: Card.objects.filter(idea__entry__home=workshop.pk)),
    Comes(Note, lambda workshop: Note.objects.filter(phase__workshop=workshop)),
    Comes(Table, lambda workshop: Table.objects.filter(workshop=workshop), {"code": ""}, instead=True),
    Comes(PaperForms, lambda workshop: PaperForms.objects.filter(workshop=workshop), instead=True),
    Comes(Draft, lambda workshop: Draft.objects.filter(workshop=workshop), {"photos": []}, instead=True),
    Comes(Withdrawal, lambda workshop: Withdrawal.objects.filter(workshop=workshop)),
    Comes(
        Commitment,
        lambda workshop: Commitment.objects.filter(Q(entry__home=workshop.pk) | Q(entry=workshop.pk)),
        {"proof_file_id": None, "proof_entry_id": None},
    ),
    Comes(
        CommitmentStep,
        lambda workshop: CommitmentStep.objects.filter(
            Q(commitment__entry__home=workshop.pk) | Q(commitment__entry=workshop.pk)
        ),
    ),
)

WORKSHOP_FIELDS = ("state", "started_at", "closed_at", "ideas", "people", "asks_who")
"""What a room server changes in the row of the workshop itself; its frame is planned at headquarters."""

OTHERWISE: Mapping[str, str] = {
    "workshops.Workshop": "comes back as the fields above, for the row is there",
    "workshops.Participant": "comes back as numbers by network and part, for nobody is to be told",
    "accounts.Guest": "is made anew for those numbers: a token would tell whose phone it was",
    "entries.Audience": "of ideas among a closed circle is made anew from those who may see the workshop here",
    "entries.Link": "is made anew from the workshop to its ideas",
    "events.Event": "is told again under the numbers of headquarters, with the time when it happened",
}
"""Carried, but not as rows."""

LEFT: Mapping[str, str] = {
    "workshops.Absence": "about people, not about a workshop",
    "workshops.MonthlyLimit": "about people, not about a workshop",
    "workshops.Preset": "a plan that somebody keeps; the phases of this workshop are carried",
    "workshops.Protocol": "made at the release, at headquarters",
    "workshops.Echo": "written after the release, at headquarters",
    "workshops.Loan": "of headquarters",
    "workshops.Borrowed": "of the laptop",
    "workshops.Consent": "what people with an account said stays where they said it",
    "workshops.Contribution": "hangs on a guest; there is none once a workshop is closed",
    "workshops.SentAtOnce": "what a phone called its post would tell whose it was",
    "workshops.GroupNote": "has become ideas and notes when its phase ended",
    "workshops.ResumeCode": "hangs on a guest",
    "workshops.TableDevice": "hangs on a guest",
    "workshops.PaperSheet": "a photo shows hands; what stood on it was typed in",
    "workshops.BoardStep": "what is given back is not undone any more",
    "workshops.DeclinedSuggestion": "goes with the board",
    "workshops.CoFacilitator": "headquarters has its own list",
    "workshops.Invitation": "was answered at headquarters",
    "workshops.PaperCard": "goes at the release; what stood on the cards was typed in",
    "workshops.ConsentText": "written at headquarters",
    "ideas.Inquiry": "asked at headquarters",
    "ideas.AskedCity": "asked at headquarters",
    "ideas.InquiryAnswer": "asked at headquarters",
    "ideas.Experience": "written at headquarters",
    "entries.Counter": "numbers are given at headquarters",
    "entries.ThreadLock": "a lock",
    "events.Stream": "each side counts its own",
    "events.Consumed": "each side follows its own log",
    "events.Chore": "each side has its own",
}
"""Of the rooms that a workshop writes in, what does not come back, and why."""

ROOMS = ("workshops", "ideas", "ballots", "commitments", "entries", "events")
