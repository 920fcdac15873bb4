"""The blocks of a Steckbrief and their fields: forms, page and document are all made from these."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.events.errors import Text


class Goal(models.TextChoices):
    ADAPT = "adapt", _("get along with the change")
    SLOW = "slow", _("slow the change down")
    BOTH = "both", _("both")


class Type(models.TextChoices):
    SERVICE = "service", _("an offer or a service")
    PLACE = "place", _("a place or a building")
    NETWORK = "network", _("a network")
    ADVICE = "advice", _("moderation, coaching, advice")
    CONCEPT = "concept", _("a concept or a strategy")
    EVENT = "event", _("an event")


class Area(models.TextChoices):
    LOCAL = "local", _("in one city")
    SHARED = "shared", _("several cities of one Land")
    ACROSS = "across", _("across Land borders")


class Level(models.TextChoices):
    CITY = "city", pgettext_lazy("who may decide it", "the city itself")
    DISTRICT = "district", pgettext_lazy("who may decide it", "the Kreis")
    LAND = "land", pgettext_lazy("who may decide it", "the Land")


class Evidence(models.TextChoices):
    SAID = "0", _("0 – we say so")
    COUNTED = "1", _("1 – counted what was done")
    BEFORE = "2", _("2 – before and after")
    COMPARED = "3", _("3 – compared with others")
    EVALUATED = "4", _("4 – evaluated by others")


Choices = type[models.TextChoices]


@dataclass(frozen=True)
class Field:
    """One thing a block says. `kind`: "line", "text", "points" (one per line), "choice", "day", "yes", "person"."""

    name: str
    label: Text
    kind: str = "text"
    needed: bool = False
    hint: Text = ""
    choices: Choices | None = None


@dataclass(frozen=True)
class Block:
    """A part of the Steckbrief that is written, saved and changed on its own."""

    code: str
    title: Text
    fields: tuple[Field, ...]

    def field(self, name: str) -> Field:
        """The field of this name."""
        return next(field for field in self.fields if field.name == name)


ONE_PER_LINE = _("One point per line.")

BLOCKS: tuple[Block, ...] = (
    Block(
        "head",
        _("At a glance"),
        (
            Field("benefit", _("What one gains by it"), "line", True, _("One sentence a baker understands.")),
            Field("begins", _("Since when"), "day", True),
            Field("ends", _("Until when"), "day"),
            Field("goal", _("What it aims at"), "choice", True, choices=Goal),
            Field("type", _("What it is"), "choice", True, choices=Type),
            Field("area", _("Where it works"), "choice", True, choices=Area),
            Field(
                "contact",
                _("Who answers questions"),
                "person",
                True,
                _("Gets a mail when it is time to look at it again."),
            ),
            Field(
                "reach",
                _("How to reach them"),
                "line",
                True,
                _("Telephone or mail; everybody sees it. It is not printed."),
            ),
            Field("call", _("Calls are welcome"), "yes"),
            Field("visit", _("One can come and see it"), "yes"),
            Field("licence", _("Under which licence it may be copied"), "line"),
        ),
    ),
    Block(
        "why",
        _("Why"),
        (
            Field("problem", _("The problem"), "text", True, _("What was the matter, for whom?")),
            Field("groups", _("For whom"), "line"),
            Field("reached", _("How many it shall reach"), "line"),
        ),
    ),
    Block(
        "what",
        _("What"),
        (
            Field(
                "core",
                _("What has to stay as it is"),
                "points",
                True,
                _("One per line. Without it, it is another project."),
            ),
            Field("may_vary", _("What others may do differently"), "points", hint=ONE_PER_LINE),
            Field("procedure", _("How it goes, step by step"), "points", hint=ONE_PER_LINE),
            Field("participation", _("How citizens and businesses took part"), "points", hint=ONE_PER_LINE),
            Field("legal", _("Legal basis"), "line"),
            Field("level", _("Who may decide it"), "choice", choices=Level),
        ),
    ),
    Block(
        "means",
        _("Means"),
        (
            Field("staff", _("Staff"), "line", hint=_("As a share of a full post.")),
            Field("time", _("How long until it shows an effect"), "line"),
            Field("decision", _("Which political decision it needs"), "line"),
            Field("infrastructure", _("What has to be there"), "line"),
        ),
    ),
    Block(
        "effect",
        _("Effect"),
        (
            Field("evidence", _("How well that is known"), "choice", True, choices=Evidence),
            Field("results", _("Results"), "points", hint=_("One per line, with number, unit and day.")),
            Field("unintended", _("What came of it that nobody intended"), "text"),
            Field("failed", _("What did not work"), "text", True, _("The part that others read first.")),
        ),
    ),
    Block(
        "kit",
        _("To take it over"),
        (
            Field(
                "files",
                _("What is there to use"),
                "points",
                hint=_("Statute, contract, call for tenders, flyer, calculation. Attach the files to the project."),
            ),
            Field("warnings", _("What not to copy"), "text"),
            Field("asked", _("What others asked, and the answer"), "text"),
        ),
    ),
    Block(
        "ageing",
        _("How long it holds"),
        (
            Field("review_on", _("When it is looked at again"), "day", True, _("A year is usual, three at most.")),
            Field("successor", _("What came after it"), "line"),
            Field("archived", _("Why it is of the past"), "line"),
        ),
    ),
)
COUNCIL = Block(
    "council",
    _("For the council"),
    (
        Field("proposal", _("What the council shall decide"), "text", True, _("One sentence per decision.")),
        Field(
            "alternatives",
            _("Alternatives, and why not"),
            "points",
            True,
            _("One point per line; doing nothing is one of them."),
        ),
        Field("after", _("What happens after the decision"), "text"),
    ),
)
CHECK = Block(
    "check",
    _("Demografie-Check"),
    (
        Field("young", _("Effect on people under 20"), "text", True, _("None is an answer too.")),
        Field("middle", _("Effect on people from 20 to 65"), "text", True),
        Field("old", _("Effect on people over 65"), "text", True),
        Field("in_ten", _("Demand in 10 years"), "text", True, _("By the forecast, with its source.")),
        Field("in_twenty", _("Demand in 20 years"), "text", True, _("By the forecast, with its source.")),
        Field("cost", _("Running cost per head then"), "line", True),
        Field("reversible", _("Can it be undone, or used by others?"), "text", True),
        Field("together", _("Could it be done together with others?"), "text", True),
    ),
)
"""Written block by block like the Steckbrief, but no part of what is released."""
ASIDE = (COUNCIL, CHECK)
BY_CODE: dict[str, Block] = {block.code: block for block in (*BLOCKS, *ASIDE)}
"""Kept beside what is frozen, because it changes without the practice changing."""
LIVE = frozenset({"contact", "reach", "review_on"})
