"""What a room says is waiting for a person: the rows of my desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Task:
    """One thing that waits for a person. `stage` gives icon and colour, `verb` is the label of the way there."""

    stage: str
    title: str
    meta: str
    verb: str
    url: str
    due: date | None = None
