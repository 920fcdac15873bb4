"""One phase as it is planned: plain values, the same for the plan page, the presets and a preset that somebody keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries import plain
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.workshops.phases.kind import KINDS

MOST_PHASES = 24


@dataclass(frozen=True)
class PhasePlan:
    """What is planned for one phase; fields that its kind does not ask for keep what stands here.

    `dots` is the budget of each person; `identity` who stands at a contribution; `reveals` when others see it, the
    kind's own habit where it is empty; `items`, `most`, `words` and `axes` say what is voted on and by which scales;
    `method` is the key of the method of the toolbox by which it is done.
    """

    kind: str
    title: str
    prompt: str
    minutes: int
    dots: int | None = None
    identity: str = "anonymous"
    reveals: str = ""
    taboo_free: bool = False
    items: str = "ideas"
    most: int = 7
    words: str = ""
    axes: tuple[str, ...] = ()
    guidance: str = ""
    method: str = ""

    @classmethod
    def of(cls, phase: Any) -> PhasePlan:
        """What stands in a phase."""
        values = {field.name: getattr(phase, field.name) for field in fields(cls)}
        return cls(**{**values, "axes": tuple(phase.axes)})

    def columns(self) -> dict[str, Any]:
        """What a phase keeps of it, by column."""
        return {**asdict(self), "kind": str(self.kind), "axes": list(self.axes)}

    def as_data(self) -> dict[str, Any]:
        """For JSON; what has its usual value is left out."""
        usual = {field.name: field.default for field in fields(self)}
        return {name: value for name, value in asdict(self).items() if value != usual[name]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> PhasePlan:
        """From JSON; names that are not known any more are passed over."""
        known = {field.name for field in fields(cls)}
        given = {name: value for name, value in data.items() if name in known}
        return cls(**{**given, "axes": tuple(given.get("axes", ()))})


def length(plans: Iterable[PhasePlan]) -> int:
    """Minutes altogether."""
    return sum(plan.minutes for plan in plans)


def checked(plan: PhasePlan) -> PhasePlan:
    """The plan as it is kept. Raises `Invalid` with the fields that do not hold."""
    if plan.kind not in KINDS:
        raise Invalid({"kind": _("There is no such phase.")})
    return KINDS[plan.kind].planned(plan)


def line(field: str, text: str, longest: int) -> str:
    """One line of words, or none. Raises `Invalid` at the field where it is too long."""
    return plain.one_line(text, field, longest=longest, needed=False)


def prose(field: str, text: str, longest: int) -> str:
    """Some lines of words, or none. Raises `Invalid` at the field where they are too many."""
    return plain.prose(text, field, longest=longest, needed=False)
