"""What this room keeps about people, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ballots.models import Vote
from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal


def declare() -> None:
    """Votes belong to who cast them as long as the tie is there."""
    declare_personal(
        Personal(
            model="ballots.Voter",
            label=_("Votes"),
            person_fields=("person", "cast_by"),
            words=("table",),
            keeps=_("Until the result is released; then nobody can tell any more who voted how."),
            stays=_("What was voted stays in the count, without your name."),
            export=_own_votes,
        )
    )
    declare_harmless("ballots.Option", "words", because="what is voted on, written by who holds the vote")


def _own_votes(person: Any) -> list[dict[str, Any]]:
    votes = Vote.objects.filter(voter__person=person).select_related("ballot__home", "option__entry")
    return [
        {
            "about": vote.ballot.home.title,
            "kind": vote.ballot.kind,
            "option": str(vote.option),
            "axis": vote.axis,
            "value": vote.value,
        }
        for vote in votes.order_by("ballot", "option", "axis")
    ]
