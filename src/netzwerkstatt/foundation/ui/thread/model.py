"""What hangs on the thread, before it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a knot says about its item."""

    DONE = "done"
    NOW = "now"
    OPEN = "open"
    GAP = "gap"
    STONE = "stone"


@dataclass(frozen=True, slots=True)
class LandMark:
    """A Land's letters and the number of its colour; the name where there is room for it."""

    code: str
    index: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Strand:
    """Further items of the same step, or any small link at a knot."""

    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage of the cycle and its word in the reader's language."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Edge:
    """`target` came of `source`; both are public ids."""

    source: str
    target: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Knot:
    """One item, in words. `count` > 1 makes it a stack. A gap keeps nothing but its key: what is hidden is absent."""

    public_id: str
    kind: str = ""
    stage: str = ""
    kind_label: str = ""
    title: str = ""
    when: str = ""
    url: str | None = None
    lands: tuple[LandMark, ...] = ()
    city: str = ""
    number: str = ""
    state: State = State.DONE
    strand: tuple[Strand, ...] = ()
    more: int = 0
    year: int | None = None
    note: str = ""
    note_links: tuple[Strand, ...] = ()
    count: int = 1

    @property
    def css(self) -> str:
        """The stage as a CSS name and as the name of its icon."""
        return (self.stage or self.kind).lower().replace("_", "-")

    @property
    def is_gap(self) -> bool:
        """Not public."""
        return self.state is State.GAP

    @property
    def is_open(self) -> bool:
        """Not yet happened."""
        return self.state is State.OPEN

    @property
    def is_now(self) -> bool:
        """The item whose page this is."""
        return self.state is State.NOW

    @property
    def is_stone(self) -> bool:
        """Deleted; the thread stays."""
        return self.state is State.STONE


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a stepper."""

    label: str
    state: str
    number: int


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of a set-up or a transfer."""

    steps: tuple[Step, ...]

    @classmethod
    def of(cls, labels: Sequence[str], now: int) -> "Steps":
        """Steps by their names; `now` counts from 0, `now == len(labels)` means all are done."""
        states = ("done" if place < now else "now" if place == now else "next" for place in range(len(labels)))
        return cls(
            tuple(
                Step(label, state, place + 1) for place, (label, state) in enumerate(zip(labels, states, strict=True))
            )
        )
