"""What commitments say to moderation and to "my data", and what goes with a deleted item."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.commitments.actions import hide
from netzwerkstatt.foundation.commitments.models import PENDING, Commitment, Step
from netzwerkstatt.foundation.commitments.notices import forget_days
from netzwerkstatt.foundation.commitments.queries import find_commitment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.personal import Personal, declare_personal
from netzwerkstatt.foundation.moderation.registry import Reportable, declare_reportable
from netzwerkstatt.foundation.versions.erasing import EVERY_KIND, Erasure, declare_erasure

KIND = "commitment"


def register() -> None:
    """At start."""
    declare_reportable(
        Reportable(
            kind=KIND,
            find=_find,
            author=lambda commitment: commitment.author,
            words=words_of,
            url=lambda commitment: commitment.get_absolute_url(),
            hide=hide,
            may_see=lambda viewer, commitment: find_commitment(commitment.public_id, viewer) is not None,
            label=_("Commitment"),
        )
    )
    declare_erasure(Erasure(EVERY_KIND, "commitments", _erase, _("The commitments on it, with their history")))
    declare_personal(
        Personal(
            model="commitments.Commitment",
            label=_("Commitments"),
            person_fields=("person", "author"),
            words=("what", "party", "reason", "proof"),
            keeps=_("As long as the item they stand on: they tell what was agreed and what came of it."),
            stays=_("What was agreed stays, without your name, because others rely on it."),
            export=_export,
        )
    )
    declare_personal(
        Personal(
            model="commitments.Step",
            label=_("History of commitments"),
            person_fields=("by",),
            words=("reason",),
            keeps=_("As long as the commitment."),
            stays=_("What happened to a commitment stays, without your name."),
            export=_export_steps,
        )
    )


def words_of(commitment: Commitment) -> str:
    """What is to be done, who does it, and what was said about it, as text."""
    said = [commitment.what, commitment.who, commitment.reason, commitment.proof]
    return "\n\n".join(words for words in said if words)


def _find(public_id: str) -> Commitment | None:
    place = ("author", "person", "entry__home", "entry__city__network__state", "entry__network__state")
    return Commitment.objects.filter(public_id=public_id).select_related(*place).first()


def _erase(entry: Entry) -> None:
    for commitment in Commitment.objects.filter(entry=entry, state__in=PENDING):
        forget_days(commitment)
    Commitment.objects.filter(entry=entry).delete()


def _export(person: Any) -> list[dict[str, Any]]:
    rows = Commitment.objects.filter(Q(person=person) | Q(author=person)).select_related("entry", "person")
    return [
        {
            "item": one.entry.title,
            "what": one.what,
            "who": one.who,
            "until": one.due.isoformat(),
            "state": one.state,
            "answer": one.reply,
            "reason": one.reason,
            "done": one.done_on.isoformat() if one.done_on else None,
            "proof": one.proof,
            "made": one.made_on.isoformat(),
            "hidden": one.hidden_at.isoformat() if one.hidden_at else None,
        }
        for one in rows.order_by("pk")
    ]


def _export_steps(person: Any) -> list[dict[str, Any]]:
    rows = Step.objects.filter(by=person).select_related("commitment").order_by("pk")
    return [
        {"commitment": one.commitment.what, "step": one.kind, "at": one.at.isoformat(), "reason": one.reason}
        for one in rows
    ]
