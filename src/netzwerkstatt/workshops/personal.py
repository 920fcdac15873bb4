"""What workshops keep about people: those with an account, and guests with a code."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.attachments.store import register_needed
from netzwerkstatt.foundation.events.personal import Personal, Until, declare_harmless, declare_personal
from netzwerkstatt.workshops.models import Absence, BoardStep, Invitation, PaperSheet, Workshop

LATEST = timedelta(days=90)


def declare() -> None:
    """At start."""
    register_needed(photos_needed)
    declare_personal(
        Personal(
            model="workshops.Workshop",
            label=_("Workshops you facilitate"),
            person_fields=("facilitator",),
            keeps=_("Whom the room turns to. As long as the workshop."),
            stays=_("The workshop stays, without your name."),
            erase=_facilitator_leaves,
        )
    )
    declare_personal(
        Personal(
            model="workshops.Consent",
            label=_("What you said about photos"),
            person_fields=("person",),
            keeps=_(
                "Which text you agreed to and when, or that you took it back: the host has to be able to show it. As long as the workshop, or as you have the account."
            ),
        )
    )
    declare_personal(
        Personal(
            model="workshops.ConsentText",
            label=_("Texts you wrote for others to agree to"),
            person_fields=("by",),
            words=("words",),
            keeps=_("A text that people agreed to does not change. As long as the installation."),
            stays=_("The text stays, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Loan",
            label=_("Workshops you lent to a room server"),
            person_fields=("lent_by",),
            words=("laptop",),
            keeps=_("Who took the workshop along, so that it is known where it is. As long as the workshop."),
            stays=_("That it was lent stays, without your name."),
        )
    )
    declare_harmless("workshops.Borrowed", "runs", because="keys of those who may open the console of this laptop")
    declare_harmless("workshops.Workshop", "called_off_why", because="why it does not take place, public with it")
    declare_personal(
        Personal(
            model="workshops.Invitation",
            label=_("Invitations to workshops"),
            person_fields=("person",),
            words=("why", "word", "conflict", "needs"),
            keeps=_(
                "Who was asked, why, and what the answer was. As long as the workshop, or as you have the account."
            ),
            until=Until(
                says=_("what you need – access, food – until the day after the workshop"),
                over=_needs_past,
                end=_forget_needs,
            ),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Absence",
            label=_("Days on which you cannot come"),
            person_fields=("person",),
            keeps=_("So that nobody asks you in vain. Without a reason, and only until the day after the last one."),
            until=Until(says=_("the day after the last one"), over=_absences_past),
        )
    )
    declare_personal(
        Personal(
            model="workshops.MonthlyLimit",
            label=_("How often you come at most"),
            person_fields=("person",),
            keeps=_("So that the load is shared. Until you change it, or as long as you have the account."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Contribution",
            label=_("Ideas that wait for the reveal"),
            person_fields=("person",),
            words=("text", "signed"),
            keeps=_("Until the reveal; from then on nobody can tell whose they were."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Note",
            label=_("Notes from workshops"),
            person_fields=("person",),
            words=("text", "signed", "answer", "reason"),
            keeps=_("As long as the workshop. A name stands there only where its writer wanted it."),
            stays=_("The note stays, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Card",
            label=_("Names that guests put to their ideas"),
            words=("signed",),
            keeps=_("As long as the idea, where a guest wanted a name to stand at it."),
            export=_nothing_by_key,
        )
    )
    declare_personal(
        Personal(
            model="workshops.Preset",
            label=_("Plans you keep"),
            person_fields=("author",),
            words=("title", "note", "phases"),
            keeps=_("Until you delete them."),
            stays=_("What you shared stays, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.BoardStep",
            label=_("What you did on boards"),
            person_fields=("actor", "turned_by"),
            words=("changes",),
            keeps=_("So that everything can be undone, until the protocol is released."),
            stays=_("The step stays until the release, without your name."),
            until=Until(
                says=_("at the release of the workshop, at the latest 90 days after its day"), over=_steps_left
            ),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Table",
            label=_("Tables you write for"),
            person_fields=("secretary",),
            words=("name",),
            keeps=_("Who writes for a table. The function ends with the workshop."),
            stays=_("The table stays, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.PaperSheet",
            label=_("Photos of sheets"),
            words=("sha256", "thumbnail"),
            keeps=_("Until what stands there is typed in; a hand can be recognised."),
            until=Until(
                says=_("at the release of the workshop, at the latest 90 days after its day"), over=_photos_left
            ),
            export=_nothing_by_key,
        )
    )
    declare_harmless("workshops.DeclinedSuggestion", "ideas", because="public ids of ideas, no words of anybody")
    declare_harmless("workshops.Phase", "words", because="what is voted on, written by who plans the workshop")
    declare_harmless("workshops.Workshop", "asks_who", because="whether phones are asked for network and role")
    declare_harmless("workshops.Phase", "by_hand", because="a number of people, none of them named")
    declare_personal(
        Personal(
            model="workshops.Phase",
            label=_("What came of phases"),
            words=("outcome",),
            keeps=_("In the words of the facilitation, as long as the workshop."),
            export=_nothing_by_key,
        )
    )
    declare_personal(
        Personal(
            model="workshops.Protocol",
            label=_("Released protocols"),
            words=("content",),
            keeps=_("A released document does not change: who facilitated and who released it stands there for good."),
            stays=_(
                "Where your name stands in a released protocol, it stays: the document and its check sum are final. Where it"
                " has to go all the same, the data-protection officer has a redacted version issued."
            ),
            export=_nothing_by_key,
        )
    )
    declare_harmless("workshops.Protocol", "reason", because="why a record was corrected, public with it")
    declare_personal(
        Personal(
            model="workshops.Draft",
            label=_("Records that are being written"),
            person_fields=("by",),
            words=("texts",),
            keeps=_(
                "Every saving until the release, so that nobody’s words are lost; then the last one, for corrections."
            ),
            stays=_("The texts stay, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.Echo",
            label=_("What you wrote about what became of workshops"),
            person_fields=("by",),
            words=("words",),
            keeps=_("As long as the workshop."),
            stays=_("The words stay, without your name."),
        )
    )
    declare_harmless("workshops.Withdrawal", "reason", because="what the group says, without a name")
    declare_personal(
        Personal(
            model="accounts.Guest",
            label=_("Guests with a code"),
            words=("token_hash",),
            keeps=_("A random token, so that a guest finds the own ideas again; no name, no address, no device."),
            until=Until(says=_("at the release of the workshop, at the latest 90 days after its day"), over=_left_over),
            export=_nothing_by_key,
        )
    )
    declare_personal(
        Personal(
            model="workshops.Participant",
            label=_("The network a guest comes from, and as what"),
            words=("network", "part"),
            keeps=_("So that the room sees how the networks answer, from five voices on. Goes with the guest."),
            export=_nothing_by_key,
        )
    )
    declare_personal(
        Personal(
            model="workshops.CoFacilitator",
            label=_("Workshops you run with others"),
            person_fields=("person",),
            keeps=_("Who may open the console. As long as the workshop, or until you leave it."),
        )
    )
    declare_personal(
        Personal(
            model="workshops.ResumeCode",
            label=_("Codes for another device"),
            words=("code_hash", "sealed"),
            keeps=_("So that a guest goes on at another device; of the code only a hash. Goes with the guest."),
            export=_nothing_by_key,
        )
    )
    declare_personal(
        Personal(
            model="workshops.GroupNote",
            label=_("Notes on the boards of groups"),
            words=("text",),
            keeps=_("Without a writer, until the phase ends; then they are ideas and notes of the workshop."),
            export=_nothing_by_key,
        )
    )
    declare_harmless("workshops.Workshop", "message", because="what the facilitation tells everybody in the room")


def _nothing_by_key(person: Any) -> list[dict[str, Any]]:
    """Guests are tied to nobody, and released documents are read where they are."""
    return []


def _facilitator_leaves(person: Any) -> int:
    """Workshops that are not over stand without facilitation; the host city sees it and names somebody else."""
    over = (Workshop.State.CLOSED, Workshop.State.RELEASED)
    return Workshop.objects.filter(facilitator=person).exclude(state__in=over).update(facilitator_gone=True)


def _needs_past(now: datetime) -> QuerySet[Any]:
    """What people need at a workshop whose day is over."""
    return Invitation.objects.exclude(needs="").filter(workshop__day__lt=now.date())


def _forget_needs(rows: QuerySet[Any]) -> int:
    return rows.update(needs="")


def _absences_past(now: datetime) -> QuerySet[Any]:
    return Absence.objects.filter(until__lt=now.date())


def _photos_left(now: datetime) -> QuerySet[Any]:
    """Photos of workshops that are long past and were never released."""
    return PaperSheet.objects.filter(workshop__day__lt=(now - LATEST).date())


def photos_needed(names: list[str]) -> set[str]:
    """Of these files on the shelf of attachments, those that a photo of a sheet still has."""
    rows = PaperSheet.objects.filter(Q(sha256__in=names) | Q(thumbnail__in=names)).values_list("sha256", "thumbnail")
    return {sha256 for row in rows for sha256 in row}


def _steps_left(now: datetime) -> QuerySet[Any]:
    """What was done on the boards of workshops that are long past and were never released."""
    return BoardStep.objects.filter(workshop__day__lt=(now - LATEST).date())


def _left_over(now: datetime) -> QuerySet[Any]:
    """Guests of workshops that are long past, except those whose ideas still wait for the reveal."""
    past = Workshop.objects.filter(day__lt=(now - LATEST).date()).values("entry__public_id")
    return Guest.objects.filter(place__in=past, contributions__isnull=True)
