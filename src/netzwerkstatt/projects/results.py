"""What the room of projects has to show for a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Prefetch, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from netzwerkstatt.foundation.entries.results import (
    EURO,
    MOST,
    PEOPLE,
    Account,
    Found,
    Line,
    Measure,
    Scope,
    line_of,
    register_account,
)
from netzwerkstatt.projects.models import BudgetLine, Expense, Funding, Hearing, Partner, Project, Stage
from netzwerkstatt.projects.money import euros

BEGUN = Measure(
    "projects", gettext_lazy("Projects begun"),
    gettext_lazy("Projects that were founded in the year, counted with the city that owns them."),
    order=20, ledger=True, key=True,
)  # fmt: skip
ENDED = Measure(
    "projects-ended", gettext_lazy("Projects ended with a lesson"),
    gettext_lazy("Projects that ended, were stopped or failed in the year. Each says what others can learn from it."),
    order=25,
)  # fmt: skip
ACROSS = Measure(
    "projects-across", gettext_lazy("Projects with a partner from another Land"),
    gettext_lazy("Projects begun in the year that a city of another Land carries, and has said so."), order=30,
)  # fmt: skip
CARRIED = Measure(
    "carried-by", gettext_lazy("Businesses and clubs that carry a project"),
    gettext_lazy("Organisations that said they carry a project begun in the year. Each counts once for each project."),
    order=32,
)  # fmt: skip
HEARD = Measure(
    "heard", gettext_lazy("People heard in projects"),
    gettext_lazy("Heads counted where citizens, businesses or clubs were heard in the year. Where nobody counted, the item stands with none."),
    order=33, unit=PEOPLE,
)  # fmt: skip
COSTS = Measure(
    "costs", gettext_lazy("Planned costs of projects in euro"),
    gettext_lazy("Budget of the projects begun in the year: what is paid once, and one year of what is paid every year. Planned, not spent."),
    order=50, unit=EURO, key=True,
)  # fmt: skip
SPENT = Measure(
    "spent", gettext_lazy("Spent on projects in euro"),
    gettext_lazy("What was paid in the year, as the cities wrote it down from their bills. What stands in no project is not in it."),
    order=51, unit=EURO,
)  # fmt: skip
GRANTED = Measure(
    "granted", gettext_lazy("Funding granted in euro"),
    gettext_lazy("Funding of the projects begun in the year that is granted. What is planned, applied for or refused does not count."),
    order=52, unit=EURO,
)  # fmt: skip

_STATES = {Stage.ENDED: "ok", Stage.STOPPED: "minus", Stage.FAILED: "minus", Stage.RUNNING: "wait", Stage.TRIAL: "wait"}
_NOTHING = Value(0, output_field=BigIntegerField())


def read(scope: Scope) -> Mapping[str, Found]:
    """Four queries."""
    rows = list(_projects(scope)[:MOST])
    begun = [one for one in rows if localtime(one.entry.created_at).year == scope.year]
    ended = [one for one in rows if one.closed_on and one.closed_on.year == scope.year]
    total, sure = sum(one.costs for one in begun), sum(one.granted for one in begun)
    note = _("%(percent)d percent granted") % {"percent": min(100, round(100 * sure / total))} if total and sure else ""
    return {
        BEGUN.name: Found(tuple(_line(one, cents=one.costs or None) for one in begun)),
        ENDED.name: Found(tuple(_line(one, on=one.closed_on) for one in ended)),
        ACROSS.name: Found(tuple(_across(one) for one in begun if _elsewhere(one))),
        CARRIED.name: Found(tuple(_carried(one) for one in begun if _organisations(one))),
        HEARD.name: _heard(scope),
        SPENT.name: _spent(scope),
        COSTS.name: Found(tuple(_paid(one, one.costs) for one in begun if one.costs), note),
        GRANTED.name: Found(tuple(_paid(one, one.granted) for one in begun if one.granted)),
    }


def _projects(scope: Scope) -> QuerySet[Any]:
    """Projects that began or ended in the year, with costs and partners. Two queries."""
    partners = Partner.objects.filter(answer=Partner.Answer.CARRIES)
    partners = partners.select_related("city__network", "organisation").order_by("pk")
    rows = Project.objects.filter(scope.seen(), scope.within("entry__created_at") | scope.within("closed_on"))
    found: QuerySet[Any] = (
        rows.annotate(costs=_sum(BudgetLine.objects), granted=_sum(Funding.objects.filter(state=Funding.State.GRANTED)))
        .select_related("entry__city__network")
        .prefetch_related(Prefetch("partners", partners, to_attr="carrying"))
        .order_by("-entry__created_at", "-pk")
    )
    return found


def _sum(lines: Any) -> Coalesce:
    """The cents of these lines of a project."""
    of_it = lines.filter(project=OuterRef("pk")).order_by().values("project").annotate(sum=Sum("cents"))
    return Coalesce(Subquery(of_it.values("sum")), _NOTHING, output_field=BigIntegerField())


def _heard(scope: Scope) -> Found:
    """Where people were heard. One query."""
    rows = Hearing.objects.filter(scope.seen("project__entry__"), scope.within("held_on"))
    rows = rows.select_related("project__entry__city").order_by("-held_on", "-pk")
    return Found(tuple(_hearing(one) for one in rows[:MOST]))


def _spent(scope: Scope) -> Found:
    """What was paid in the year, by project. One query."""
    paid = Expense.objects.filter(scope.within("spent_on"))
    rows: Any = Project.objects.filter(scope.seen(), pk__in=paid.values("project")).annotate(paid=_sum(paid))
    planned = rows.annotate(costs=_sum(BudgetLine.objects)).select_related("entry__city")
    found = planned.order_by("-paid", "-pk")[:MOST]
    return Found(tuple(_paid_of(one) for one in found))


def _paid_of(project: Any) -> Line:
    said = _("of %(planned)s planned") % {"planned": euros(project.costs)} if project.costs else ""
    return line_of(
        project.entry, cents=project.paid, counts=project.paid, effect=said, words=project.get_stage_display()
    )


def _hearing(one: Hearing) -> Line:
    effect = one.groups
    if one.heads:
        said = ngettext("%(n)d person: %(groups)s", "%(n)d people: %(groups)s", one.heads)
        effect = said % {"n": one.heads, "groups": one.groups}
    return line_of(one.project.entry, on=one.held_on, counts=one.heads or 0, words=one.format, effect=effect)


def _line(project: Any, **more: Any) -> Line:
    carrying = len(project.carrying)
    effect = ngettext("%(n)d partner", "%(n)d partners", carrying) % {"n": carrying} if carrying else ""
    state = _STATES.get(Stage(project.stage), "open")
    return line_of(project.entry, **{"effect": effect, "state": state, "words": project.get_stage_display(), **more})


def _paid(project: Any, cents: int) -> Line:
    return _line(project, cents=cents, counts=cents)


def _elsewhere(project: Any) -> list[str]:
    """Names of the cities of other Länder that carry it."""
    home = project.entry.city.network.state_id if project.entry.city else None
    return [str(one.city) for one in project.carrying if one.city and one.city.network.state_id != home]


def _across(project: Any) -> Line:
    return _line(project, effect=_("with %(cities)s") % {"cities": ", ".join(_elsewhere(project))})


def _organisations(project: Any) -> list[str]:
    return [str(one.organisation) for one in project.carrying if one.organisation]


def _carried(project: Any) -> Line:
    names = _organisations(project)
    return _line(project, effect=", ".join(names), counts=len(names))


def register() -> None:
    """At start."""
    register_account(Account("projects", (BEGUN, ENDED, ACROSS, CARRIED, HEARD, COSTS, SPENT, GRANTED), read))
