"""What happened with a project, as far as its page tells it to everybody: for those who follow it from outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.queries import Plan, plan_of

MOST = 50


@dataclass(frozen=True)
class News:
    """One thing that happened. `key` is its place on the page of the project, and never changes."""

    key: str
    title: str
    words: str
    on: date


def news_of(project: Project) -> list[News]:
    """The fifty youngest, the youngest first; what is only planned is no news yet. One query."""
    found = [*_begun(project), *_of_plan(plan_of(project, None)), *_closed(project)]
    return sorted(found, key=lambda one: one.on)[::-1][:MOST]


def _begun(project: Project) -> Iterator[News]:
    yield News("founded", _("Founded"), project.aim, project.entry.when)
    if project.first_step_done_on:
        yield News("first-step", _("First step done"), project.first_step, project.first_step_done_on)


def _closed(project: Project) -> Iterator[News]:
    if project.closed_on:
        yield News("closed", str(project.get_stage_display()), project.lesson, project.closed_on)


def _of_plan(plan: Plan) -> Iterator[News]:
    for step in plan.steps:
        if step.done_on:
            yield News(f"steps-{step.pk}", f"{step.get_kind_display()}: {step.what}", "", step.done_on)
    for one in plan.decided:
        yield News(f"decided-{one.pk}", f"{one.body}: {one.what}", one.number, one.decided_on)
    for heard in plan.heard:
        title = _("Heard: %(groups)s") % {"groups": heard.groups}
        yield News(f"heard-{heard.pk}", title, heard.came_of or heard.format, heard.held_on)
    for balance in plan.balances:
        title = _("Interim balance")
        yield News(
            f"balance-{balance.pk}", f"{title}: {balance.get_decision_display()}", balance.reached, balance.drawn_on
        )
    if plan.release:
        title = _("Steckbrief released, release %(n)d") % {"n": plan.release.number}
        yield News(f"release-{plan.release.number}", title, "", localtime(plan.release.released_at).date())
