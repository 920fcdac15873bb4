"""Every read of projects; each a fixed number of queries, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.desk import Task
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, Organisation, State
from netzwerkstatt.foundation.network.rules import RELEASING_ROLES, standing
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.projects import rules
from netzwerkstatt.projects.models import Partner, Project

SOON = timedelta(days=14)
MOST = 60
KIND_OF_IDEAS = "idea"
BEGINNINGS = ("idea", "ideas-workshop")


@dataclass(frozen=True)
class ProjectOfACity:
    """A project on a city's page; `as_partner` when another city owns it."""

    project: Project
    as_partner: bool


def listed(viewer: Any, land: State | None = None) -> QuerySet[Project]:
    """Projects this viewer may see, the latest first, with city, themes and partners. Three queries a page."""
    found = Project.objects.visible_to(viewer).with_entry().prefetch_related(Prefetch("partners", _partners()))
    if land is not None:
        found = found.filter(entry__network__state=land)
    return found.order_by("-entry__created_at", "-entry__id")


def partners_of(project: Project) -> list[Partner]:
    """Cities first, then organisations, by name. One query."""
    found = _partners().filter(project=project)
    return sorted(found, key=lambda partner: (partner.city is None, str(partner)))


def partnership_among(partners: list[Partner], viewer: Any) -> Partner | None:
    """The partnership that this viewer can answer for, the one without answer first; no query of its own."""
    mine = [partner for partner in partners if rules.may_answer_partnership.test(viewer, partner)]
    return min(mine, key=lambda partner: not partner.is_asked, default=None)


def partnership_to_answer(project: Project, viewer: Any, *, asked: bool) -> Partner | None:
    """The same, read from the database; with `asked`, only where there is no answer yet."""
    found = partnership_among(partners_of(project), viewer)
    return None if found is None or (asked and not found.is_asked) else found


def origins_of(project: Project, viewer: Any) -> list[Entry]:
    """What the project came from directly, as far as this viewer may see it. One query."""
    found = Entry.objects.visible_to(viewer).filter(links_out__target=project.entry).distinct()
    return list(found.select_related("city__network__state", "network__state", "home").order_by("created_at", "id"))


def is_late(project: Project) -> bool:
    """The day of the first step has passed, and it is not done."""
    return project.first_step_done_on is None and project.first_step_due < clock.today()


def of_city(city: City, viewer: Any) -> list[ProjectOfACity]:
    """Projects that a city owns or carries as a partner, the latest first. Three queries."""
    found = (
        Project.objects.visible_to(viewer)
        .filter(
            Q(entry__city=city)
            | Q(pk__in=Partner.objects.filter(city=city).exclude(answer=Partner.Answer.DECLINES).values("project"))
        )
        .with_entry()
        .order_by("-entry__created_at", "-entry__id")[:20]
    )
    return [ProjectOfACity(project, project.entry.city_id != city.pk) for project in found]


def of_organisation(organisation: Organisation, viewer: Any) -> list[Partner]:
    """The projects that an organisation carries, or is asked to carry, the latest first. Two queries."""
    projects = {one.pk: one for one in _carried(organisation, viewer)}
    found = Partner.objects.filter(organisation=organisation, project__in=projects).order_by("-project__entry")
    partnerships = list(found)
    for one in partnerships:
        one.project = projects[one.project_id]
    return partnerships


def _carried(organisation: Organisation, viewer: Any) -> Any:
    named = Partner.objects.filter(organisation=organisation).exclude(answer=Partner.Answer.DECLINES)
    return Project.objects.visible_to(viewer).filter(pk__in=named.values("project")).with_entry()[:60]


def ideas_from(origin: Entry, viewer: Any) -> list[Idea]:
    """Ideas that a project can come from, the chosen ones first: the idea itself, or those made in a workshop and
    those it came from. At most two queries, at most sixty of each.
    """
    ideas = Idea.objects.visible_to(viewer).select_related("entry")
    if origin.kind == KIND_OF_IDEAS:
        return list(ideas.filter(entry=origin))
    made_there = ideas.filter(home=origin).order_by("-dots", "entry")
    chosen = list(made_there.filter(standing=Standing.CHOSEN)[:MOST]) or list(made_there[:MOST])
    brought = ideas.filter(entry__links_out__target=origin).exclude(home=origin).distinct()
    return [*chosen, *brought.order_by("-dots", "entry")[:MOST]]


def preselected(ideas: list[Idea]) -> list[str]:
    """Public ids of the ideas to begin with: those chosen in the workshop, where one chose; else all."""
    chosen = [idea for idea in ideas if idea.standing == Standing.CHOSEN]
    return [idea.public_id for idea in chosen or ideas]


def beginnings(viewer: Any) -> list[Entry]:
    """Ideen-Werkstätten a project can begin with, the latest first. One query."""
    found = Entry.objects.visible_to(viewer).filter(kind="ideas-workshop")
    return list(found.select_related("city__network__state", "home").order_by("-created_at", "-id")[:15])


def waiting_for(person: Person) -> list[Task]:
    """Cities asked whether they carry a project; first steps that are due within two weeks, or late. Two queries."""
    return [*_partnerships_asked(person), *_first_steps(person)]


def _partnerships_asked(person: Person) -> list[Task]:
    cities = [scope for role, scope in standing(person).roles if role in RELEASING_ROLES]
    organisations = standing(person).organisations
    if not cities and not organisations:
        return []
    asked = Partner.objects.filter(
        Q(city__in=cities) | Q(organisation__in=organisations),
        answer=Partner.Answer.WAITING,
        project__entry__deleted_at__isnull=True,
    ).select_related("city", "organisation", "project__entry__city")
    return [
        Task(
            stage="project",
            title=_("Does %(city)s carry “%(project)s”?") % {"city": partner.who, "project": partner.project.title},
            meta=(
                _("%(owner)s names your city as a partner")
                if partner.city
                else _("%(owner)s names your organisation as a partner")
            )
            % {"owner": partner.project.entry.city},
            verb=_("Give the answer"),
            url=f"{partner.project.get_absolute_url()}#partnership",
        )
        for partner in asked.order_by("-pk")[:20]
    ]


def _first_steps(person: Person) -> list[Task]:
    cities = standing(person).cities
    if not cities:
        return []
    due = (
        Project.objects.filter(entry__city__in=cities, entry__deleted_at__isnull=True, first_step_done_on__isnull=True)
        .filter(first_step_due__lte=clock.today() + SOON)
        .select_related("entry")
        .order_by("first_step_due", "pk")[:20]
    )
    return [
        Task(
            stage="project",
            title=project.first_step,
            meta=_("First step of “%(project)s”, by %(who)s")
            % {"project": project.title, "who": project.first_step_by},
            verb=_("Open the project"),
            url=project.get_absolute_url(),
            due=project.first_step_due,
        )
        for project in due
    ]


def _partners() -> QuerySet[Partner]:
    return Partner.objects.select_related("city__network__state", "organisation__city")
