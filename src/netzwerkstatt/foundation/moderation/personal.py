"""What this room keeps about people, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, Until, declare_personal
from netzwerkstatt.foundation.moderation.models import WAITING, Case, Report

KEPT = timedelta(days=365)


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="moderation.Report",
            label=_("Reports of contributions"),
            keeps=_("Until a year after the decision, so that a decision can be understood and checked."),
            person_fields=("reporter",),
            words=("words", "visitor"),
            until=Until(_("A year after the decision"), _reports_over),
            stays=_("What you reported stays, without your name, because a decision rests on it."),
            export=_reports_of,
        )
    )
    declare_personal(
        Personal(
            model="moderation.Case",
            label=_("Decisions of the moderation"),
            keeps=_("The decision as long as the contribution; what it said when it was reported, for a year."),
            person_fields=("author", "hidden_by"),
            words=("words", "objection"),
            until=Until(_("The words a year after the decision"), _cases_over, _forget_words),
            stays=_("That something was hidden, and why, stays without your name."),
            export=_cases_of,
        )
    )


def _reports_over(now: datetime) -> QuerySet[Report]:
    return Report.objects.filter(case__decided_at__lt=now - KEPT).exclude(case__state__in=WAITING)


def _cases_over(now: datetime) -> QuerySet[Case]:
    return Case.objects.filter(decided_at__lt=now - KEPT).exclude(state__in=WAITING).exclude(words="")


def _forget_words(cases: QuerySet[Case]) -> int:
    return cases.update(words="")


def _reports_of(person: Any) -> list[dict[str, Any]]:
    return [
        {"at": r.at.isoformat(), "category": r.category, "words": r.words, "about": str(r.case)}
        for r in Report.objects.filter(reporter=person).select_related("case").order_by("at")
    ]


def _cases_of(person: Any) -> list[dict[str, Any]]:
    """What was decided about the person's contributions. Who reported is not hers to know."""
    return [
        {
            "about": str(c),
            "state": c.state,
            "reason": c.reason,
            "objection": c.objection,
            "answer": c.answer,
            "decided_at": c.decided_at.isoformat() if c.decided_at else None,
        }
        for c in Case.objects.filter(author=person).exclude(reason="").order_by("opened_at")
    ]
