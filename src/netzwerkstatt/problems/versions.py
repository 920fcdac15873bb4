"""What of a problem has versions, and what goes when it is deleted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Protocol

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.versions.erasing import Erasure, declare_erasure
from netzwerkstatt.foundation.versions.keeping import Versioned, declare_versioned, names_of
from netzwerkstatt.problems.kinds import PROBLEM
from netzwerkstatt.problems.models import Attempt, Problem, Verdict


class Told(Protocol):
    """An attempt, as it is kept or as it is typed."""

    @property
    def text(self) -> str: ...
    @property
    def result(self) -> str: ...
    @property
    def verdict(self) -> str: ...


def declare() -> None:
    """At start."""
    labels = {
        "title": _("The problem in one sentence"),
        "affected": _("Who is affected"),
        "tried": _("What was tried"),
        "themes": _("Themes"),
    }
    shown = {"tried": tried_in_words}
    declare_versioned(Versioned(PROBLEM.code, labels, _read, without=frozenset({"summary"}), shown=shown))
    declare_erasure(Erasure(PROBLEM.code, "problem", _erase))


def as_lines(attempts: Iterable[Told]) -> str:
    """Attempts as a version keeps them: one a line, its parts with tabs between; none of them holds one."""
    return "\n".join(f"{one.text}\t{one.result}\t{one.verdict}" for one in attempts)


def tried_in_words(lines: str) -> str:
    """Kept attempts, as people read them: what, how it went, whether it helped."""
    return "\n".join(_in_words(*line.split("\t")) for line in lines.split("\n"))


def _in_words(text: str, result: str = "", verdict: str = "") -> str:
    told = f"{text}: {result}" if result else text
    return f"{told} ({Verdict(verdict).label})" if verdict in Verdict.values else told


def _read(entry: Entry) -> dict[str, Any]:
    attempts = Attempt.objects.filter(problem=entry.pk).order_by("position")
    return {
        "affected": Problem.objects.filter(entry=entry).values_list("affected", flat=True).first(),
        "tried": as_lines(attempts),
        "themes": names_of(entry.themes.all()),
    }


def _erase(entry: Entry) -> None:
    Attempt.objects.filter(problem=entry.pk).delete()
    Problem.objects.filter(entry=entry).delete()
