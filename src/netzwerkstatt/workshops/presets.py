"""Phases to begin with. A city without experience can start with them as they are."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from netzwerkstatt.workshops.models import Format, PhaseKind


@dataclass(frozen=True)
class PhasePlan:
    """One phase as it is planned. `dots` is the budget of each person, for phases in which dots are given."""

    kind: str
    title: str
    prompt: str
    minutes: int
    dots: int | None = None


def preset(format: str, question: str = "") -> list[PhasePlan]:  # noqa: A002 – the word of the model
    """Sensible phases of a format; the question is asked where ideas are collected."""
    if format == Format.IDEAS:
        return [
            PhasePlan(PhaseKind.COLLECT, _("What it takes"), question or _("What does it take to make this real?"), 40),
            PhasePlan(PhaseKind.CHOOSE, _("Agree"), _("What do we start with, and who goes first?"), 30),
        ]
    return [
        PhasePlan(PhaseKind.COLLECT, _("Collect ideas"), question or _("What could help?"), 30),
        PhasePlan(PhaseKind.CLUSTER, _("Cluster"), _("What belongs together?"), 20),
        PhasePlan(PhaseKind.DOTS, _("Weigh"), _("What should we go on with?"), 10, 5),
        PhasePlan(PhaseKind.CHOOSE, _("Choose"), _("Which ideas do we take further?"), 20),
    ]
