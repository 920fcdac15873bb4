"""What was asked of the Länder in a year, and what they answered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, Q
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.entries.models import visible_q
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
from netzwerkstatt.recommendations.models import RELEASED, Address, Position, Recommendation

RELEASES = Measure(
    "recommendations", gettext_lazy("Recommendations released"),
    gettext_lazy("Recommendations released in the year. For a city or network: those that rest on something of it."),
    order=80, ledger=True, key=True,
)  # fmt: skip
IN_TIME = Measure(
    "answers-in-time", gettext_lazy("Answers of the Länder in time"),
    gettext_lazy("Answers that were due in the year and came at the latest on that day. Each Land counts for each recommendation."),
    order=85,
)  # fmt: skip
ADOPTED = Measure(
    "adopted", gettext_lazy("Paragraphs that a Land accepted"),
    gettext_lazy("Paragraphs that a Land accepted in an answer of the year. “To be tried” does not count."), order=87,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """Two queries."""
    rows = Recommendation.objects.filter(_of(scope, ""), scope.within("release__released_at"))
    released = rows.select_related("entry__city", "release").annotate(
        asked=Count("addresses", distinct=True), answers=Count("addresses__answer", distinct=True)
    )
    in_year = scope.within("due") | scope.within("answer__entry__created_at")
    addresses = Address.objects.filter(_of(scope, "recommendation__"), in_year).distinct()
    addresses = addresses.select_related("recommendation__entry__city", "state", "answer__entry")
    asked = list(addresses.order_by("-due", "-pk")[:MOST])
    due = [one for one in asked if one.due.year == scope.year]
    return {
        RELEASES.name: Found(tuple(map(_line, released.order_by("-release__released_at", "-pk")[:MOST]))),
        IN_TIME.name: Found(tuple(_answered(one) for one in due), of=len(due)),
        ADOPTED.name: Found(tuple(_adopted(one, n) for one in asked if (n := _accepted(one, scope.year)))),
    }


def _of(scope: Scope, before: str) -> Q:
    """Released ones that the viewer may see and that rest on something of the place."""
    entry = f"{before}entry__"
    found = visible_q(scope.viewer, entry) & Q(**{f"{entry}state": RELEASED})
    if scope.city or scope.network:
        source = f"{entry}links_in__source__"
        found &= scope.place(source) & visible_q(scope.viewer, source)
    return found


def _line(one: Any) -> Line:
    effect = _("%(answers)d of %(asked)d Länder answered") % {"answers": one.answers, "asked": one.asked}
    on = localtime(one.release.released_at).date()
    return line_of(one.entry, on=on, effect=effect, words=_("released"))


def _answered(address: Address) -> Line:
    """One Land that was asked; it counts where the answer came in time."""
    entry, common = address.recommendation.entry, {"title": _title(address), "on": address.due}
    if not _has_answered(address):
        state = "danger" if address.due < clock.today() else "wait"
        return line_of(entry, **common, counts=0, state=state, words=_("no answer yet"))
    if _day_of(address) <= address.due:
        return line_of(entry, **common, words=_("answered in time"))
    return line_of(entry, **common, counts=0, state="warn", words=_("answered late"))


def _adopted(address: Address, number: int) -> Line:
    effect = ngettext("%(n)d paragraph accepted", "%(n)d paragraphs accepted", number) % {"n": number}
    return line_of(
        address.recommendation.entry, title=_title(address), on=_day_of(address), effect=effect, counts=number,
        words=_("accepted"),
    )  # fmt: skip


def _title(address: Address) -> str:
    return _("%(land)s on “%(title)s”") % {"land": address.state, "title": address.recommendation.title}


def _accepted(address: Any, year: int) -> int:
    if not _has_answered(address) or _day_of(address).year != year:
        return 0
    return sum(one.position == Position.ACCEPTED for one in address.answer.by_paragraph.values())


def _has_answered(address: Any) -> bool:
    return getattr(address, "answer", None) is not None


def _day_of(address: Any) -> Any:
    return localtime(address.answer.entry.created_at).date()


def register() -> None:
    """At start."""
    register_account(Account("recommendations", (RELEASES, IN_TIME, ADOPTED), read))
