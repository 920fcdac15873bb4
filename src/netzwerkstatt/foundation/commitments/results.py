"""Which agreements were kept in a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.commitments import rules
from netzwerkstatt.foundation.commitments.models import Commitment, State
from netzwerkstatt.foundation.entries.results import (
    MOST,
    Account,
    Found,
    Line,
    Measure,
    Scope,
    line_of,
    register_account,
)
from netzwerkstatt.foundation.events import clock

KEPT = Measure(
    "agreements-kept", gettext_lazy("Agreements kept"),
    gettext_lazy("Commitments that were due in the year and are done. Those who work in the alliance see them, and with them this number; dropped ones count as not kept."),
    order=45,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """One query; nothing for those who see no commitments."""
    if not rules.sees_commitments.test(scope.viewer):
        return {}
    rows = Commitment.objects.filter(scope.seen(), scope.within("due"), hidden_at__isnull=True)
    lines = tuple(map(_line, rows.select_related("entry__city").order_by("-due", "-pk")[:MOST]))
    return {KEPT.name: Found(lines, of=len(lines))}


def _line(one: Commitment) -> Line:
    done, late = one.state == State.DONE, one.due < clock.today()
    state = "ok" if done else "off" if one.state == State.DROPPED else "danger" if late else "wait"
    return line_of(
        one.entry, title=one.what, url=one.get_absolute_url(), on=one.due, code="", effect=one.entry.title,
        counts=int(done), state=state, words=str(one.get_state_display()),
    )  # fmt: skip


def register() -> None:
    """At start."""
    register_account(Account("commitments", (KEPT,), read))
