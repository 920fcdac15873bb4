"""What one city told another across the border of a Land."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.entries.models import visible_q
from netzwerkstatt.foundation.entries.results import MOST, Account, Found, Measure, Scope, line_of, register_account
from netzwerkstatt.ideas.models import InquiryAnswer

ANSWERS = Measure(
    "answers-across", gettext_lazy("Answers to cities of other Länder"),
    gettext_lazy("Answers of the year to inquiries of a city in another Land. Those who work in the alliance read them; the number counts what you may see."),
    order=40,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """One query."""
    place = Q(asked__city=scope.city) if scope.city else Q()
    place = Q(asked__city__network=scope.network) if scope.network else place
    seen = visible_q(scope.viewer, "entry__") & visible_q(scope.viewer, "asked__inquiry__entry__")
    rows = InquiryAnswer.objects.filter(place, seen, scope.within("entry__created_at"))
    rows = rows.exclude(asked__city__network__state=F("asked__inquiry__entry__network__state"))
    rows = rows.select_related("entry__city", "asked__inquiry__entry__city", "asked__city")
    lines = tuple(
        line_of(
            one.entry, title=one.asked.inquiry.title, place=str(one.asked.city),
            effect=_("to %(city)s") % {"city": one.asked.inquiry.entry.city}, words=_("answered"),
        )
        for one in rows.order_by("-entry__created_at", "-pk")[:MOST]
    )  # fmt: skip
    return {ANSWERS.name: Found(lines)}


def register() -> None:
    """At start."""
    register_account(Account("ideas", (ANSWERS,), read))
