"""Problems in the public API."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public
from netzwerkstatt.problems.models import Problem


class AttemptOut(BaseModel):
    """Something that was tried."""

    text: str = Field(description=gettext_noop("What was tried."))
    result: str = Field(description=gettext_noop("How it went."))
    verdict: str = Field(description=gettext_noop("helped, hardly or stopped; empty where nobody said."))


class ProblemOut(ItemOut):
    """A demographic problem that one city names."""

    affected: str = Field(description=gettext_noop("Who is affected."))
    attempts: list[AttemptOut] = Field(description=gettext_noop("What was tried, and how it went."))


def shape(rows: list[Problem]) -> list[ProblemOut]:
    """One page of problems. One query."""
    shared = common(problem.entry for problem in rows)
    return [
        ProblemOut(
            **shared[problem.pk],
            affected=problem.affected,
            attempts=[
                AttemptOut(text=one.text, result=one.result, verdict=one.verdict) for one in problem.attempts.all()
            ],
        )
        for problem in rows
    ]


PROBLEMS = Collection(
    path="problems",
    one="problem",
    label=_("Problems"),
    about=_("What cities named: whom it affects, and what was tried."),
    schema=ProblemOut,
    rows=lambda: public(Problem).prefetch_related("attempts"),
    shape=shape,
)
