"""What the room of problems has to show for a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.entries.models import Entry
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

PROBLEMS = Measure(
    "problems", gettext_lazy("Problems named"),
    gettext_lazy("Problems that were named in the year, whatever came of them since."), order=60, ledger=True,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """One query."""
    entries = Entry.objects.filter(scope.seen(""), scope.within("created_at"), kind="problem")
    found = entries.select_related("city").order_by("-created_at", "-pk")[:MOST]
    return {PROBLEMS.name: Found(tuple(_line(entry) for entry in found))}


def _line(entry: Entry) -> Line:
    came = entry.outcomes
    effect = ngettext("%(n)d thing came of it", "%(n)d things came of it", came) % {"n": came} if came else ""
    return line_of(entry, effect=effect, state="ok" if came else "open", words=_("taken up") if came else _("waits"))


def register() -> None:
    """At start."""
    register_account(Account("problems", (PROBLEMS,), read))
