"""The two sheets a chart is drawn on."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sheet:
    """Width and type sizes of a drawing; the narrow sheet has larger letters and fewer ticks."""

    name: str
    width: float
    text: float
    value: float
    strong: float
    ticks: int

    @property
    def cls(self) -> str:
        """The class of the drawing's svg."""
        return f"chart chart--{self.name}"


WIDE = Sheet("wide", width=700, text=14, value=16, strong=20, ticks=6)
NARROW = Sheet("narrow", width=390, text=15, value=15, strong=18, ticks=4)
