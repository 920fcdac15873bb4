"""Projects in the public API."""

from __future__ import annotations

import datetime

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public
from netzwerkstatt.projects.models import BudgetLine, Funding, Partner, Project


class PartnerOut(BaseModel):
    """Who carries a project with its owner, and has said so."""

    name: str = Field(description=gettext_noop("Name."))
    city: str | None = Field(description=gettext_noop("Key of the city, where it is one."))
    contribution: str = Field(description=gettext_noop("What it gives."))


class ProjectOut(ItemOut):
    """What a city and its partners do about a problem."""

    stage: str = Field(description=gettext_noop("idea, trial, running, ended, stopped or failed."))
    aim: str = Field(description=gettext_noop("What shall be reached."))
    first_step: str = Field(description=gettext_noop("The first step."))
    first_step_due: datetime.date = Field(description=gettext_noop("Until when."))
    first_step_done: datetime.date | None = Field(description=gettext_noop("When it was done."))
    closed_on: datetime.date | None = Field(description=gettext_noop("When it ended, was stopped or failed."))
    lesson: str = Field(description=gettext_noop("What others can learn from it."))
    partners: list[PartnerOut] = Field(description=gettext_noop("Cities and organisations that carry it."))
    costs_once: int = Field(description=gettext_noop("Planned costs that are paid once, in cents."))
    costs_yearly: int = Field(description=gettext_noop("Planned costs of every year, in cents."))
    granted: int = Field(description=gettext_noop("Funding that is granted, in cents."))


def shape(rows: list[Project]) -> list[ProjectOut]:
    """One page of projects. One query."""
    shared = common(project.entry for project in rows)
    return [
        ProjectOut(
            **shared[one.pk], stage=one.stage, aim=one.aim, first_step=one.first_step,
            first_step_due=one.first_step_due, first_step_done=one.first_step_done_on, closed_on=one.closed_on,
            lesson=one.lesson, partners=[_partner(partner) for partner in one.partners.all()],
            costs_once=_cents(one, BudgetLine.Kind.ONCE), costs_yearly=_cents(one, BudgetLine.Kind.YEARLY),
            granted=sum(
                line.cents for line in one.funding_lines.all() if line.state == Funding.State.GRANTED
            ),
        )
        for one in rows
    ]  # fmt: skip


def _partner(partner: Partner) -> PartnerOut:
    city = partner.city
    return PartnerOut(name=partner.who.name, city=city.slug if city else None, contribution=partner.contribution)


def _cents(project: Project, kind: str) -> int:
    return sum(line.cents for line in project.budgetline_lines.all() if line.kind == kind)


_CARRYING = Partner.objects.filter(answer=Partner.Answer.CARRIES).select_related("city", "organisation")

PROJECTS = Collection(
    path="projects",
    one="project",
    label=_("Projects"),
    about=_("What cities do with their partners, how far it is, what it costs – and what others can learn from it."),
    schema=ProjectOut,
    rows=lambda: public(Project).prefetch_related(
        Prefetch("partners", _CARRYING.order_by("pk")), "budgetline_lines", "funding_lines"
    ),
    shape=shape,
)
