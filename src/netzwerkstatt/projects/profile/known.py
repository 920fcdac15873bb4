"""What a project knows of its Steckbrief before anybody wrote a word of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.evidence import queries as evidence
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import themes
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.projects import queries
from netzwerkstatt.projects.models import Funding, Partner, Profile, ProfileBlock, Project, Sketch, Step
from netzwerkstatt.projects.money import euros
from netzwerkstatt.projects.profile.blocks import Area
from netzwerkstatt.projects.templatetags.numbers import plain_number

MOST_FIGURES = 12
A_YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Known:
    """Everything a Steckbrief is made of, read once."""

    project: Project
    profile: Profile | None
    blocks: dict[str, ProfileBlock]
    plan: queries.Plan
    partners: list[Partner]
    problems: list[Entry]
    cards: list[Any]
    sketch: Sketch | None = None

    @cached_property
    def wants_theme(self) -> bool:
        """Whether a theme belongs to it: it has one, or the alliance has some to choose from. One query at most."""
        return bool(self.project.entry.theme_list) or themes().exists()

    def said(self, block: str) -> dict[str, Any]:
        """What was written in a block, with what is kept beside it."""
        found = dict(self.blocks[block].data) if block in self.blocks else {}
        if self.profile is not None:
            live = {"head": ("contact_id", "reach"), "ageing": ("review_on",)}.get(block, ())
            for name in live:
                value = getattr(self.profile, name)
                found[name.removesuffix("_id")] = value.isoformat() if hasattr(value, "isoformat") else value
        return found

    def suggested(self, block: str, writer: Person | None = None) -> dict[str, Any]:
        """What the project knows already, for a block that nobody wrote yet. Whoever writes may be asked about it."""
        if block in self.blocks:
            return {}
        made: dict[str, dict[str, Any]] = {
            "head": {
                "begins": self.project.entry.when.isoformat(),
                "benefit": self.project.aim.split("\n")[0][:240],
                "area": self._area(),
                "contact": writer.pk if writer else None,
            },
            "why": {"problem": "\n".join(entry.title for entry in self.problems), **self._sketched("why")},
            "what": {"procedure": self._procedure(), "participation": self._participation(), **self._sketched("what")},
            "effect": {"results": self._results(), "failed": self._failed()},
            "ageing": {"review_on": (clock.today() + A_YEAR).isoformat()},
        }
        return made.get(block, {})

    def _area(self) -> str:
        """As far as the cities reach that carry it."""
        own = self.project.entry.city
        cities = [one.city for one in self._carrying() if one.city is not None]
        if own is None or not cities:
            return Area.LOCAL
        lands = {city.network.state_id for city in (own, *cities)}
        return Area.SHARED if len(lands) == 1 else Area.ACROSS

    def _sketched(self, block: str) -> dict[str, str]:
        """What the group wrote on the canvas that the project came from."""
        if self.sketch is None:
            return {}
        boxes = {"why": {"groups": self.sketch.for_whom}, "what": {"legal": self.sketch.legal}}
        return {name: " ".join(text.split())[:240] for name, text in boxes[block].items() if text}

    def partner_lines(self) -> list[str]:
        """Who carries it, and with what."""
        return [f"{one}: {one.contribution}" if one.contribution else str(one) for one in self._carrying()]

    def _carrying(self) -> list[Partner]:
        return [one for one in self.partners if one.answer != Partner.Answer.DECLINES]

    def means_lines(self) -> list[tuple[str, str]]:
        """What it costs and who pays, from the plan."""
        found = []
        if self.plan.once:
            found.append((_("Paid once"), euros(self.plan.once)))
        if self.plan.yearly:
            found.append((_("Paid every year"), euros(self.plan.yearly)))
        paid = [f for f in self.plan.funding if f.state != Funding.State.REFUSED]
        if paid:
            lines = [f"{one.source}: {euros(one.cents)} ({one.get_state_display()})" for one in paid]
            found.append((_("Who pays for it"), "\n".join(lines)))
        return found

    def decided_lines(self) -> list[str]:
        """What was decided about it, by whom and when."""
        return [
            ", ".join(filter(None, (f"{one.body}: {one.what}", day(one.decided_on), one.number)))
            for one in self.plan.decided
        ]

    def figure_lines(self) -> list[str]:
        """The figures it rests on: claim, what is counted, source."""
        return [f"{card.card.claim} ({card.number}; {card.subline}. {card.source})" for card in self.cards]

    def indicator_lines(self) -> list[str]:
        """By which figures one sees whether it works."""
        found = []
        for one in self.plan.indicators:
            text = _("%(what)s: from %(baseline)s to %(target)s %(unit)s by %(day)s (%(card)s)") % {
                "what": one.what,
                "baseline": plain_number(one.baseline),
                "target": plain_number(one.target),
                "unit": one.unit,
                "day": day(one.target_on),
                "card": one.card.code,
            }
            if one.now is not None:
                text += _("; %(now)s on %(day)s") % {"now": plain_number(one.now), "day": day(one.now_on)}
            found.append(text)
        return found

    def _procedure(self) -> str:
        measures = [step for step in self.plan.steps if step.kind == Step.Kind.MEASURE]
        return "\n".join(step.what for step in measures)

    def _participation(self) -> str:
        return "\n".join(self._heard(one) for one in reversed(self.plan.heard))

    def _heard(self, one: Any) -> str:
        heads = ngettext("%(heads)s person", "%(heads)s people", one.heads) % {"heads": one.heads} if one.heads else ""
        return ", ".join(part for part in (one.groups, one.format, heads, day(one.held_on)) if part)

    def _results(self) -> str:
        done = [step for step in self.plan.steps if step.kind == Step.Kind.MILESTONE and step.done_on]
        lines = [f"{step.what} ({day(step.done_on)})" for step in done]
        return "\n".join([*lines, *(one.reached.replace("\n", " ") for one in self.plan.balances)])

    def _failed(self) -> str:
        said = [*(one.barriers for one in self.plan.balances), self.project.lesson]
        return "\n\n".join(text for text in said if text)


def known(project: Project) -> Known:
    """Read all of it, as far as everybody may see it. Some ten queries, whatever the project's size."""
    prefetch_related_objects([project.entry], "themes")
    walked = thread.walk(project, None)
    before = [step.entry for step in walked.steps if step.entry is not None and step.id in walked.before]
    alive = [entry for entry in before if entry.deleted_at is None]
    cards = [entry.pk for entry in alive if entry.kind == "evidence"][:MOST_FIGURES]
    rows = EvidenceCard.objects.with_entry().filter(pk__in=cards).order_by("entry__created_at") if cards else []
    return Known(
        project,
        Profile.objects.filter(project=project).select_related("contact").first(),
        {one.block: one for one in ProfileBlock.objects.filter(project=project)},
        queries.plan_of(project, None),
        queries.partners_of(project),
        [entry for entry in alive if entry.kind == "problem"],
        [evidence.shown(card) for card in rows],
        Sketch.objects.filter(project=project).first(),
    )
