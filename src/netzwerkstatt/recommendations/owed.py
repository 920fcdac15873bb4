"""What a released recommendation still waits for: the answers of the Länder it is addressed to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.owed import Owed
from netzwerkstatt.foundation.network.models import State
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.recommendations.kinds import ANSWER
from netzwerkstatt.recommendations.models import Address, Answer


def answers_owed(entries: Sequence[Entry]) -> dict[int, list[Owed]]:
    """For each released recommendation the Länder that have not answered, by their day. One query."""
    waiting = (
        Address.objects.filter(recommendation__in=[e.pk for e in entries], recommendation__release__isnull=False)
        .filter(answer__isnull=True)
        .select_related("state")
        .order_by("state__position")
    )
    owed: dict[int, list[Owed]] = defaultdict(list)
    for address in waiting:
        until = _("no answer yet, asked for by %(day)s") % {"day": day(address.due)}
        key = f"answer-{address.recommendation_id}-{address.state.code}"
        owed[address.recommendation_id].append(
            Owed(key, ANSWER.stage, ANSWER.label, str(address.state), until, address.state)
        )
    return owed


def lands_of_answers(entries: Sequence[Entry]) -> dict[int, State]:
    """The Land that gave each answer. One query."""
    answers = Answer.objects.filter(entry__in=entries).select_related("address__state")
    return {answer.pk: answer.address.state for answer in answers}
