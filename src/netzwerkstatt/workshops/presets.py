"""Plans to begin with. A city without experience can start with them as they are; minutes come from practice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.workshops.models import Format, Identity, Items, PhaseKind, Preset, Reveal
from netzwerkstatt.workshops.plans import PhasePlan, length
from netzwerkstatt.workshops.rules import may_use_preset

K = PhaseKind


@dataclass(frozen=True)
class Beginning:
    """A plan to begin with, of the house or kept by somebody: the same face for both."""

    code: str
    title: Text
    note: Text
    make: Callable[[], Sequence[PhasePlan]]
    formats: frozenset[str]
    is_confidential: bool = False
    people: str = ""

    def phases(self, question: str = "") -> list[PhasePlan]:
        """The phases, in the language of whoever plans; the question is asked where ideas are first collected."""
        plans = list(self.make())
        first = next((place for place, plan in enumerate(plans) if plan.kind == K.COLLECT), None)
        if question and first is not None:
            plans[first] = replace(plans[first], prompt=question)
        return plans

    @property
    def minutes(self) -> int:
        return length(self.make())

    @property
    def number(self) -> int:
        return len(self.make())

    @property
    def duration(self) -> str:
        """2 hours 30 minutes, as people say it."""
        return spoken(self.minutes)


def spoken(minutes: int) -> str:
    """Minutes as people say them."""
    hours, rest = divmod(minutes, 60)
    said = []
    if hours:
        said.append(ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours})
    if rest or not hours:
        said.append(ngettext("%(n)d minute", "%(n)d minutes", rest) % {"n": rest})
    return " ".join(said)


def _pause(minutes: int, title: str = "") -> PhasePlan:
    return PhasePlan(K.PAUSE, title or _("Break"), "", minutes)


def _decide(minutes: int) -> PhasePlan:
    return PhasePlan(
        K.DECIDE, _("First step and godparent city"), _("Which ideas go on, and who takes them on until when?"), minutes
    )


def _feedback(minutes: int = 5) -> PhasePlan:
    return PhasePlan(K.FEEDBACK, _("How was it?"), "", minutes)


def _taboos(minutes: int) -> PhasePlan:
    return PhasePlan(
        K.NOTES, _("What nobody says aloud"), _("What can nobody say aloud here?"), minutes,
        reveals=Reveal.BUTTON, taboo_free=True,
        guidance=_("Everybody writes at least one thing. Nothing is answered, nothing is put right."),
    )  # fmt: skip


def _upside_down(minutes: int) -> PhasePlan:
    return PhasePlan(
        K.NOTES, _("Turned upside down"), _("How would we make it worse for sure?"), minutes, reveals=Reveal.CLOSE,
        taboo_free=True, guidance=_("Collect quickly, read aloud, laugh. Then ask what of it happens already."),
    )  # fmt: skip


def _ideas(minutes: int, title: str = "", prompt: str = "") -> PhasePlan:
    return PhasePlan(
        K.COLLECT, title or _("Ideas without taboos"), prompt or _("What could help?"), minutes, taboo_free=True,
        guidance=_("No criticism, no budgets, no competences. Quantity first; odd ones are welcome."),
    )  # fmt: skip


def _cluster(minutes: int) -> PhasePlan:
    return PhasePlan(K.CLUSTER, _("Cluster"), _("What belongs together?"), minutes)


def _weigh(minutes: int, dots: int = 5) -> PhasePlan:
    return PhasePlan(K.DOTS, _("Weigh"), _("What should we go on with?"), minutes, dots, reveals=Reveal.CLOSE)


def _resist(minutes: int) -> PhasePlan:
    return PhasePlan(
        K.RESISTANCE,
        _("Measure resistance"),
        _("How much does each go against you?"),
        minutes,
        items=Items.IDEAS,
        most=5,
    )


def _flying_3h() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("The problem and its figures"), "", 15),
        _taboos(10),
        _ideas(30),
        _cluster(25),
        _pause(15),
        _weigh(10),
        PhasePlan(
            K.RATING, _("Effect and effort"), _("What does it bring, what does it take?"), 15,
            axes=(_("Effort"), _("Effect")), most=7,
        ),
        PhasePlan(K.TALK, _("Deepen at tables"), _("What would it take to begin within four weeks?"), 30),
        _resist(10),
        _decide(15),
        _feedback(),
    ]  # fmt: skip


def _flying_day() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("Arriving"), _("Who is here, and from where?"), 20),
        PhasePlan(
            K.INPUT, _("See for ourselves"), _("What do we see when we walk through the place?"), 60,
            guidance=_("A walk to the place where the problem is. Figures on posters along the way."),
        ),
        _taboos(20),
        _pause(15),
        _upside_down(25),
        _ideas(35),
        _cluster(25),
        _pause(60, _("Lunch")),
        _weigh(10),
        PhasePlan(
            K.RATING, _("Courage"), _("How much courage does it take?"), 10, axes=(_("Courage"),), most=7
        ),
        PhasePlan(
            K.RATING, _("Effect and effort"), _("What does it bring, what does it take?"), 15,
            axes=(_("Effort"), _("Effect")), most=7,
        ),
        PhasePlan(
            K.TALK, _("Deepen at tables"), _("What would it take to begin within four weeks?"), 45,
            guidance=_("One idea for each table, networks mixed. Each table reports three sentences."),
        ),
        _pause(15),
        PhasePlan(
            K.COMMENT, _("Advice from the other networks"), _("What would help this idea on?"), 20,
            identity=Identity.NETWORK, reveals=Reveal.CLOSE,
        ),
        _resist(15),
        _decide(30),
        _feedback(10),
    ]  # fmt: skip


def _ideas_half_day() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("Figures"), "", 20),
        PhasePlan(K.TALK, _("Personas"), _("For whom exactly do we do it?"), 30),
        _upside_down(25),
        _ideas(30, _("Ideas, six by three by five"), _("What does it take to make this real?")),
        _cluster(20),
        _weigh(10),
        PhasePlan(
            K.TALK, _("Project sketch in groups"), _("For whom, what, with whom, and what is the first step?"), 60,
            guidance=_("One canvas for each group: “Sketch a project” on the page of the workshop, also empty to print."),
        ),
        PhasePlan(
            K.COMMENT, _("Comments from another network"), _("What helps, what is missing?"), 25,
            identity=Identity.NETWORK, reveals=Reveal.CLOSE,
        ),
        _decide(20),
    ]  # fmt: skip


def _forum() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("Impulse"), "", 10),
        PhasePlan(K.INPUT, _("Report of the first network"), "", 10),
        PhasePlan(K.INPUT, _("Report of the second network"), "", 10),
        PhasePlan(K.QUESTIONS, _("Questions"), _("What would you like to know?"), 10),
        PhasePlan(K.COLLECT, _("Collect"), _("What could help?"), 12),
        _cluster(10),
        _weigh(5, 3),
        PhasePlan(K.TALK, _("Three messages for the plenum"), _("What do we tell the others?"), 15),
        PhasePlan(K.DECIDE, _("Who continues"), _("Who goes on with it, until when?"), 8),
    ]


def _future() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("Welcome"), "", 20),
        PhasePlan(K.INPUT, _("The profile of our place"), _("What do the figures say, and what not?"), 40),
        PhasePlan(K.NOTES, _("Criticism"), _("What is wrong here? Everything may be said."), 30, taboo_free=True),
        _pause(15),
        PhasePlan(K.TALK, _("First group phase"), _("How do we want to live here in fifteen years?"), 55),
        PhasePlan(K.INPUT, _("The groups report"), "", 25),
        _pause(60, _("Lunch")),
        _ideas(30, _("Imagine"), _("What would be there if everything were possible?")),
        _cluster(20),
        _weigh(10),
        PhasePlan(K.TALK, _("Second group phase"), _("What of it can we begin, with what we have?"), 55),
        _pause(15),
        PhasePlan(K.INPUT, _("The groups report"), "", 25),
        _decide(30),
        _feedback(10),
    ]


def _peer_advice() -> list[PhasePlan]:
    return [
        PhasePlan(
            K.TALK, _("Roles"), "", 5,
            guidance=_("Who brings the case, who facilitates, who advises, who keeps the time. What is said stays here."),
        ),
        PhasePlan(K.TALK, _("The case"), _("What happened, and what is the question?"), 10),
        PhasePlan(K.TALK, _("Questions to understand"), _("What do we need to know?"), 10),
        PhasePlan(
            K.NOTES, _("What comes to mind"), _("What do you notice? No advice yet."), 10, reveals=Reveal.LIVE,
            guidance=_("Whoever brought the case listens and says nothing."),
        ),
        PhasePlan(
            K.NOTES, _("Advice"), _("What would you do in this place?"), 15, reveals=Reveal.LIVE,
            guidance=_("Whoever brought the case still says nothing."),
        ),
        PhasePlan(K.TALK, _("What I take along"), _("What of it will you try?"), 10),
    ]  # fmt: skip


def _editorial() -> list[PhasePlan]:
    return [
        PhasePlan(K.INPUT, _("Where the text stands"), "", 10),
        PhasePlan(K.QUESTIONS, _("Questions to understand"), _("What is unclear?"), 10),
        PhasePlan(
            K.NOTES, _("Reactions"), _("What is missing, what goes too far?"), 15, identity=Identity.NETWORK,
            reveals=Reveal.CLOSE,
        ),
        PhasePlan(K.TALK, _("First consent round"), _("Is it good enough for now and safe enough to try?"), 25),
        _pause(10),
        PhasePlan(
            K.RESISTANCE, _("Where variants remain"), _("How much does each go against you?"), 10, items=Items.WORDS,
            words=_("Variant A\nVariant B"),
            guidance=_("Write the variants into the plan before the phase begins."),
        ),
        PhasePlan(K.TALK, _("Second consent round"), _("What would have to change for you to carry it?"), 25),
        PhasePlan(K.DECIDE, _("Who writes what until when"), "", 10),
        _feedback(),
    ]  # fmt: skip


PRESETS: dict[str, Beginning] = {
    one.code: one
    for one in (
        Beginning(
            "flying-3h", gettext_lazy("Flying workshop, 3 hours"),
            gettext_lazy("From the problem to agreements in one afternoon."),
            _flying_3h, frozenset({Format.FLYING, Format.MEETING}), people="12–60",
        ),
        Beginning(
            "flying-day", gettext_lazy("Flying workshop, 1 day"),
            gettext_lazy("With a walk to the place, a list of taboos and time to deepen."),
            _flying_day, frozenset({Format.FLYING, Format.MEETING}), people="12–60",
        ),
        Beginning(
            "ideas-half-day", gettext_lazy("Ideas workshop, half a day"),
            gettext_lazy("From chosen ideas to project sketches."),
            _ideas_half_day, frozenset({Format.IDEAS, Format.MEETING}), people="8–40",
        ),
        Beginning(
            "forum", gettext_lazy("Forum of a practice day, 90 minutes"),
            gettext_lazy("Impulse, two reports, three messages for the plenum."),
            _forum, frozenset({Format.MEETING}), people="15–80",
        ),
        Beginning(
            "future", gettext_lazy("Future workshop, 1 day"),
            gettext_lazy("Criticism, imagination, realisation; two group phases."),
            _future, frozenset({Format.MEETING, Format.FLYING}), people="15–25",
        ),
        Beginning(
            "peer-advice", gettext_lazy("Peer advice on a case, 60 minutes"),
            gettext_lazy("Six to nine colleagues advise one. Confidential: nobody else finds it."),
            _peer_advice, frozenset({Format.MEETING}), is_confidential=True, people="6–9",
        ),
        Beginning(
            "editorial", gettext_lazy("Editorial meeting on recommendations, 120 minutes"),
            gettext_lazy("Two consent rounds, and resistance where variants remain."),
            _editorial, frozenset({Format.MEETING}), people="6–20",
        ),
    )
}  # fmt: skip


def of_kept(preset: Preset) -> Beginning:
    """A plan that somebody keeps."""
    return Beginning(
        preset.public_id, preset.title, preset.note,
        lambda: [PhasePlan.from_data(one) for one in preset.phases],
        frozenset(Format.values), is_confidential=preset.is_confidential,
    )  # fmt: skip


def beginning(preset: Any, actor: Person) -> Beginning:
    """What to begin with. Raises `Invalid` (field "preset") for one that is not there or not the actor's to use."""
    if isinstance(preset, Preset):
        if may_use_preset.test(actor, preset):
            return of_kept(preset)
    elif preset in PRESETS:
        return PRESETS[preset]
    raise Invalid({"preset": _("Please choose one of these plans.")})
