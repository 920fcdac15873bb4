"""All kinds of phases, in the order in which they are offered."""

from __future__ import annotations

from netzwerkstatt.workshops.models import PhaseKind
from netzwerkstatt.workshops.phases.cluster import ClusterPhase
from netzwerkstatt.workshops.phases.collect import Collect
from netzwerkstatt.workshops.phases.comment import Comment
from netzwerkstatt.workshops.phases.decide import Decide
from netzwerkstatt.workshops.phases.dots import Dots
from netzwerkstatt.workshops.phases.feedback import Feedback
from netzwerkstatt.workshops.phases.groups import Groups
from netzwerkstatt.workshops.phases.input import Input
from netzwerkstatt.workshops.phases.kind import KINDS
from netzwerkstatt.workshops.phases.notes import Notes
from netzwerkstatt.workshops.phases.opinion import Opinion
from netzwerkstatt.workshops.phases.pause import Pause
from netzwerkstatt.workshops.phases.questions import Questions
from netzwerkstatt.workshops.phases.ranking import Ranking
from netzwerkstatt.workshops.phases.rating import Rating
from netzwerkstatt.workshops.phases.resistance import Resistance
from netzwerkstatt.workshops.phases.talk import Talk
from netzwerkstatt.workshops.phases.words import Words

ALL = (
    Input, Talk, Notes, Collect, ClusterPhase, Comment, Dots, Rating, Ranking, Resistance, Questions, Opinion, Words,
    Groups, Decide, Feedback, Pause,
)  # fmt: skip


def declare() -> None:
    """At start. Raises `ValueError` for a kind that has no object, or an object without a kind."""
    for kind in ALL:
        KINDS.setdefault(kind.code, kind())
    if set(KINDS) != set(PhaseKind.values):
        raise ValueError(f"kinds of phases without an object: {set(KINDS) ^ set(PhaseKind.values)}")
