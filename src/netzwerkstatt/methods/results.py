"""How often it was told how a method went."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.entries.models import visible_q
from netzwerkstatt.foundation.entries.results import MOST, Account, Found, Line, Measure, Scope, register_account
from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.kinds import METHOD
from netzwerkstatt.methods.models import MethodUse

RATED = Measure(
    "methods", gettext_lazy("Methods rated by use"),
    gettext_lazy("Reports of the year on how a method went, each with people, minutes and a verdict."), order=90,
)  # fmt: skip


def read(scope: Scope) -> Mapping[str, Found]:
    """One query."""
    place = Q(city=scope.city) if scope.city else Q(city__network=scope.network) if scope.network else Q()
    seen = Q(own__isnull=True) | visible_q(scope.viewer, "own__entry__")
    rows = MethodUse.objects.filter(place, seen, scope.within("on"), hidden_at__isnull=True)
    found = rows.select_related("own__entry", "city").order_by("-on", "-pk")[:MOST]
    return {RATED.name: Found(tuple(line for one in found if (line := _line(one))))}


def _line(use: MethodUse) -> Line | None:
    """None for a method that is not part of the software any more."""
    known = shipped().get(use.shipped)
    title = use.own.title if use.own else known.title if known else ""
    if not title:
        return None
    people = ngettext("%(n)d person", "%(n)d people", use.people) % {"n": use.people}
    minutes = ngettext("%(n)d minute", "%(n)d minutes", use.minutes) % {"n": use.minutes}
    return Line(
        title, use.get_absolute_url(), METHOD.stage, str(METHOD.label), use.on, place=str(use.city or ""),
        effect=f"{people}, {minutes}", words=str(use.get_verdict_display()),
        state={"again": "ok", "changed": "changed"}.get(use.verdict, "minus"),
    )  # fmt: skip


def register() -> None:
    """At start."""
    register_account(Account("methods", (RATED,), read))
