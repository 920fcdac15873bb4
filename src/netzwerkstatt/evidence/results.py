"""What the evidence room has to show for a year."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.results import MOST, Account, Found, Measure, Scope, lines_of, register_account

CARDS = Measure(
    "evidence", gettext_lazy("Evidence cards made"),
    gettext_lazy("Cards with official figures that were made in the year. A card never changes."), order=70,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """One query."""
    entries = Entry.objects.filter(scope.seen(""), scope.within("created_at"), kind="evidence")
    cards = entries.select_related("city").order_by("-created_at", "-pk")[:MOST]
    return {CARDS.name: Found(lines_of(cards, words=_("never changes")))}


def register() -> None:
    """At start."""
    register_account(Account("evidence", (CARDS,), read))
