"""From a view to a card in one click: the form that a view shows below what can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID, uuid4

from django.urls import reverse

from netzwerkstatt.evidence.from_store import Question


@dataclass(frozen=True)
class Keep:
    """Where the form goes and what it carries; `what` names it for those who do not see what stands above it."""

    address: str
    given: tuple[tuple[str, str], ...]
    what: str = ""

    @cached_property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """What it carries, and a mark by which a second click is known."""
        return (*self.given, ("client_id", str(uuid4())))


def from_figures(question: Question, title: str) -> Keep:
    """Figures of the store, or shares of ages of them; `title` is the finding above them."""
    return Keep(reverse("evidence:keep-card"), (*question.pairs, ("title", title)), title)


def of_place(
    key: str, chart: str, year: int, view: str, *, query: str = "", scenario: str = "", other: str = "", what: str = ""
) -> Keep:
    """What is computed of a place: `query` are assumptions of sliders, `scenario` the public id of one that was kept, `other`
    that of the one beside it.
    """
    address = reverse("evidence:keep-computed", args=[key]) + (f"?{query}" if query else "")
    given: Iterable[tuple[str, str]] = (
        ("chart", chart), ("year", str(year)), ("view", view), ("scenario", scenario), ("other", other),
    )  # fmt: skip
    return Keep(address, tuple((name, value) for name, value in given if value), what)


def client_id_of(text: str) -> UUID | None:
    """The mark of a form; None for anything else."""
    try:
        return UUID(text)
    except ValueError:
        return None
