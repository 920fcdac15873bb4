"""What of a problem has versions, and what goes when it is deleted."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned
from netzwerkstatt.problems.kinds import PROBLEM
from netzwerkstatt.problems.models import Attempt, Problem


def declare() -> None:
    """At start."""
    labels = {"title": _("The problem in one sentence"), "affected": _("Who is affected")}
    declare_versioned(Versioned(PROBLEM.code, labels, _read, without=frozenset({"summary"})))
    declare_erasure(Erasure(PROBLEM.code, "problem", _erase))


def _read(entry: Entry) -> dict[str, Any]:
    return {"affected": Problem.objects.filter(entry=entry).values_list("affected", flat=True).first()}


def _erase(entry: Entry) -> None:
    Attempt.objects.filter(problem=entry.pk).delete()
    Problem.objects.filter(entry=entry).delete()
