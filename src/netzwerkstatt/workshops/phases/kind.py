"""A kind of phase: what it allows, what it needs to be planned, what it shows where, and how it ends.

Pages and actions ask the object and contain no "if kind is …". A new kind is a new file with one class, named in
`phases/known.py`.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.methods.vocabulary import PhaseFit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from netzwerkstatt.foundation.ballots.forms import VoteForm
    from netzwerkstatt.workshops.models import Phase, Workshop
    from netzwerkstatt.workshops.phases.writing import Written
    from netzwerkstatt.workshops.plans import PhasePlan
    from netzwerkstatt.workshops.seat import Seat

KINDS: dict[str, Kind] = {}


class Hand(Enum):
    """What people in the room do in a phase with their phones."""

    WRITE = "write"
    VOTE = "vote"
    DOTS = "dots"
    SUPPORT = "support"
    TAKE_ON = "take-on"
    GROUP = "group"


class Kind:
    """One kind of phase. This one: people listen or talk, and nothing is done on the phone.

    `asks` names the fields of a plan that it needs beside name, question and minutes; `identities` and `revealing` are
    the choices it leaves, the first one being its habit. `fit` is what the toolbox calls it: methods that say they are
    good for that are offered first; none at all where it is None. `phone`, `console` and `shown` are its fragments: what people
    in the room see, what the facilitator sees while it is open, and what came of it afterwards; `wall` what hangs at the
    wall while it is open and after it.
    """

    code: ClassVar[str]
    says: ClassVar[Text]
    minutes: ClassVar[int] = 15
    asks: ClassVar[frozenset[str]] = frozenset()
    identities: ClassVar[tuple[str, ...]] = ("anonymous",)
    revealing: ClassVar[tuple[str, ...]] = ("button",)
    hands: ClassVar[frozenset[Hand]] = frozenset()
    is_final_when_shown: ClassVar[bool] = False
    brings_ideas: ClassVar[bool] = False
    builds_on_ideas: ClassVar[bool] = False
    is_about_ideas: ClassVar[bool] = False
    is_of_words: ClassVar[bool] = False
    asks_for: ClassVar[Text] = ""
    fit: ClassVar[PhaseFit | None] = None
    phone: ClassVar[str] = "workshops/phone/listen.html"
    console: ClassVar[str] = "workshops/console/listen.html"
    shown: ClassVar[str] = "workshops/shown/outcome.html"
    wall: ClassVar[str] = "workshops/wall/listen.html"

    # ------------------------------------------------------------ planning

    def planned(self, plan: PhasePlan) -> PhasePlan:
        """The plan as it is kept: what this kind does not ask for has its usual value.

        Raises `Invalid` with the fields that do not hold.
        """
        from netzwerkstatt.workshops.plans import line, prose

        title = line("title", plan.title, 80)
        if not title:
            raise Invalid({"title": _("Each phase needs a name.")})
        if not 1 <= plan.minutes <= 600:
            raise Invalid({"minutes": _("Between 1 and 600 minutes, please.")})
        return replace(
            plan,
            kind=self.code,
            title=title,
            prompt=line("prompt", plan.prompt, 240),
            guidance=prose("guidance", plan.guidance, 1000),
            identity=self._one_of("identity", plan.identity, self.identities),
            reveals=self._one_of("reveals", plan.reveals, self.revealing),
            method=plan.method.strip() if self.fit else "",
            **self._own(plan),
        )

    def _one_of(self, field: str, value: str, allowed: tuple[str, ...]) -> str:
        """The choice, or this kind's habit where it leaves none."""
        if not value or field not in self.asks:
            return allowed[0]
        if value not in allowed:
            raise Invalid({field: self.refusal_of(field)})
        return value

    def refusal_of(self, field: str) -> Text:
        """Why a choice does not fit this kind."""
        return _("This kind of phase does not allow that.")

    def _own(self, plan: PhasePlan) -> dict[str, Any]:
        """What only some kinds ask for: checked, or back to its usual value."""
        return {
            "dots": self._dots(plan) if "dots" in self.asks else None,
            "taboo_free": plan.taboo_free and "taboo_free" in self.asks,
            "items": self._items(plan) if "items" in self.asks else "ideas",
            "most": self._most(plan) if "items" in self.asks else 7,
            "words": self._words(plan) if "words" in self.asks else "",
            "axes": self._axes(plan) if "axes" in self.asks else (),
        }

    def _dots(self, plan: PhasePlan) -> int:
        dots = 5 if plan.dots is None else plan.dots
        if not 1 <= dots <= 100:
            raise Invalid({"dots": _("Between 1 and 100 dots, please.")})
        return dots

    def _items(self, plan: PhasePlan) -> str:
        if plan.items not in {"ideas", "clusters", "words"}:
            raise Invalid({"items": _("Please choose what is voted on.")})
        if plan.items == "words" and not plan.words.strip():
            raise Invalid({"words": _("Please write what is voted on, one in each line.")})
        return plan.items

    def _most(self, plan: PhasePlan) -> int:
        if not 1 <= plan.most <= 30:
            raise Invalid({"most": _("Between 1 and 30, please.")})
        return plan.most

    def _words(self, plan: PhasePlan) -> str:
        lines = [" ".join(one.split()) for one in plan.words.splitlines() if one.strip()]
        if len(lines) > 30:
            raise Invalid({"words": _("At most 30 lines, please.")})
        if any(len(one) > 240 for one in lines):
            raise Invalid({"words": _("At most 240 characters in each line, please.")})
        return "\n".join(lines)

    def _axes(self, plan: PhasePlan) -> tuple[str, ...]:
        axes = tuple(" ".join(axis.split()) for axis in plan.axes if axis.strip())
        if len(axes) > 2 or any(len(axis) > 40 for axis in axes):
            raise Invalid({"axes": _("One scale or two, each with a name of at most 40 characters.")})
        return axes or self.usual_axes()

    def usual_axes(self) -> tuple[str, ...]:
        """The scales where none are named."""
        return ()

    # ------------------------------------------------------------ running

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        """Make ready what the phase needs; both are locked. Raises `Invalid` where it cannot begin."""

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        """The phase has just ended; both are locked."""

    def uncover(self, workshop: Workshop, phase: Phase) -> int:
        """Show what waits; says how many texts or voices that were. Both are locked."""
        return 0

    def frozen(self, workshop: Workshop, phase: Phase) -> None:
        """The workshop closes: nothing more is taken."""

    def option_for(self, phase: Phase, note: Any) -> Any:
        """What one votes for who wants this note answered; None where that is not asked."""
        return None

    def keep(self, phase: Phase, written: Sequence[Written]) -> list[Any]:
        """Make of these texts what this kind makes of texts, in this order. Called inside an action."""
        return []

    def taken(self, text: str) -> str:
        """A text as it is kept. Raises `Invalid` (field "text") for one that does not hold."""
        from netzwerkstatt.ideas.writing import checked

        return checked(text)

    # ------------------------------------------------------------ pages

    def sheet(self, phase: Phase, seat: Seat, data: Any = None) -> VoteForm | None:
        """The sheet on which this seat votes, with what it said before; None where nobody votes on a sheet."""
        return None

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        """What its fragment on the phone needs."""
        return {}

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        """What its fragment on the console needs while it is open, or holds something that waits."""
        return {}

    def shows_while_open(self, phase: Phase) -> bool:
        """Whether something of it hangs at the wall while it is open."""
        return True

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        """What its fragment on the wall needs: what everybody in the room may see, the newest first where it is much."""
        return self.what_came(phase)

    def what_came(self, phase: Phase) -> dict[str, Any]:
        """What its fragment about the result needs; nothing that is still hidden."""
        return {}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        """The result as plain values, for the record of the workshop; nothing that is still hidden."""
        return {"words": phase.outcome} if phase.outcome else {}

    def has_result(self, phase: Phase) -> bool:
        """Whether there is anything to show."""
        return bool(phase.outcome)
