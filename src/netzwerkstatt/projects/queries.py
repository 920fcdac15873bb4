"""Every read of projects; each a fixed number of queries, whatever their number."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.desk import Task, Waiting, each
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.together import read_together
from netzwerkstatt.foundation.network.models import City, Organisation, State, Theme
from netzwerkstatt.foundation.network.rules import RELEASING_ROLES, standing
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.projects import rules
from netzwerkstatt.projects.models import (
    Balance,
    BudgetLine,
    Expense,
    Funding,
    Hearing,
    Help,
    Indicator,
    Line,
    Need,
    Partner,
    ProfileRelease,
    Project,
    Resolution,
    Stage,
    Step,
)
from netzwerkstatt.projects.money import euros
from netzwerkstatt.projects.needs import how_much, needs_of, offers_to

SOON = timedelta(days=14)
A_MONTH = timedelta(days=31)
LARGEST_KEY = 2**63 - 1
MOST = 60
MOST_LINES = 500
KIND_OF_IDEAS = "idea"
BEGINNINGS = ("idea", "ideas-workshop")


@dataclass(frozen=True)
class Plan:
    """What a project plans, spends, heard and found out, in the order people read it."""

    steps: list[Step]
    budget: list[BudgetLine]
    funding: list[Funding]
    heard: list[Hearing]
    balances: list[Balance]
    ideas: list[Entry]
    needs: list[Need]
    offers: list[Help]
    releases: list[ProfileRelease]
    indicators: list[Indicator]
    spent: list[Expense]
    decided: list[Resolution]

    @property
    def release(self) -> ProfileRelease | None:
        """The Steckbrief as it was released last."""
        return self.releases[0] if self.releases else None

    @property
    def once(self) -> int:
        """Cents that are paid once."""
        return sum(line.cents for line in self.budget if line.kind == BudgetLine.Kind.ONCE)

    @property
    def yearly(self) -> int:
        """Cents that are paid every year."""
        return sum(line.cents for line in self.budget if line.kind == BudgetLine.Kind.YEARLY)

    @property
    def paid(self) -> int:
        """Cents that were spent."""
        return sum(line.cents for line in self.spent)

    @property
    def planned(self) -> int:
        """Cents that are planned: once, and one year of what is paid every year."""
        return self.once + self.yearly

    @property
    def granted(self) -> int:
        """Cents that are sure."""
        return sum(line.cents for line in self.funding if line.state == Funding.State.GRANTED)

    @property
    def heads(self) -> int:
        """How many people took part, as far as somebody counted."""
        return sum(line.heads or 0 for line in self.heard)


@dataclass(frozen=True)
class ProjectOfACity:
    """A project on a city's page; `as_partner` when another city owns it."""

    project: Project
    as_partner: bool


def listed(viewer: Any, land: State | None = None, *, practice: bool = False) -> QuerySet[Project]:
    """Projects this viewer may see, the latest first, with city, themes and partners; those released as a good practice
    say so in `is_practice`, and with `practice` there are only these. Three queries a page.
    """
    released = Exists(ProfileRelease.objects.filter(project=OuterRef("pk")))
    found: Any = Project.objects.visible_to(viewer).with_entry().prefetch_related(Prefetch("partners", _partners()))
    found = found.filter(released) if practice else found
    found = found.annotate(is_practice=released)
    if land is not None:
        found = found.filter(entry__network__state=land)
    listed_in_order: QuerySet[Project] = found.order_by("-entry__created_at", "-entry__id")
    return listed_in_order


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


def _ideas_behind(project: Project, viewer: Any) -> QuerySet[Entry]:
    """The ideas that the project came from directly, as far as this viewer may see them."""
    found = Entry.objects.visible_to(viewer).filter(links_out__target=project.entry, kind=KIND_OF_IDEAS).distinct()
    return found.select_related("home").order_by("created_at", "id")[:MOST]


def plan_of(project: Project, viewer: Any) -> Plan:
    """All lines below the project with every offer of help, the ideas it came from as far as this viewer may see them,
    and its last release. One query.
    """
    kinds: tuple[Any, ...] = (Step, BudgetLine, Funding, Hearing, Balance)
    lines = (kind.objects.filter(project=project).order_by(*kind.ORDER)[:MOST_LINES] for kind in kinds)
    last = ProfileRelease.objects.filter(project=project).order_by("-number")[:1]
    figures = Indicator.objects.filter(project=project).select_related("card").order_by(*Indicator.ORDER)[:MOST]
    spent = Expense.objects.filter(project=project).select_related("budget").order_by(*Expense.ORDER)[:MOST_LINES]
    decided = Resolution.objects.filter(project=project).order_by(*Resolution.ORDER)[:MOST_LINES]
    before = (_ideas_behind(project, viewer), needs_of(project), offers_to(project), last, figures, spent, decided)
    return Plan(*read_together(*lines, *before))


def way_of(project: Project) -> tuple[list[str], int]:
    """The stages of a project by name, and how far it is. Where it was stopped, nobody claims that it ever ran."""
    if project.stage in {Stage.STOPPED, Stage.FAILED}:
        return [str(Stage.IDEA.label), str(Stage(project.stage).label)], 2
    way = [Stage.IDEA, Stage.TRIAL, Stage.RUNNING, Stage.ENDED]
    now = len(way) if project.is_closed else way.index(Stage(project.stage))
    return [str(stage.label) for stage in way], now


def line_of(project: Project, model: type[Line], key: int) -> Line | None:
    """The line of this kind with this key, if it belongs to the project. One query."""
    rows: Any = model._default_manager  # noqa: SLF001 - any kind of line
    return rows.filter(project=project, pk=key).first() if key <= LARGEST_KEY else None


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


def themes_from(origin: Entry) -> list[Theme]:
    """The themes of what a project comes from, else of the workshop it was said in. Two queries at most."""
    found = list(origin.themes.all())
    return found or (list(origin.home.themes.all()) if origin.home else [])


def beginnings(viewer: Any) -> list[Entry]:
    """Ideen-Werkstätten a project can begin with, the latest first. One query."""
    found = Entry.objects.visible_to(viewer).filter(kind="ideas-workshop")
    return list(found.select_related("city__network__state", "home").order_by("-created_at", "-id")[:15])


def waiting_for(person: Person) -> list[Waiting]:
    """Cities asked whether they carry a project; first steps, measures and milestones that are due within two weeks, or
    late; funding to apply for within a month; offers of help to answer.
    """
    return [
        Waiting(_partnerships_asked(person), each(_partnership_asked)),
        Waiting(_help_offered(person), each(_help)),
        Waiting(_first_steps(person), each(_first_step)),
        Waiting(_steps(person), each(_step)),
        Waiting(_funding(person), each(_funds)),
    ]


def _help_offered(person: Person) -> QuerySet[Help]:
    waiting = Help.objects.filter(
        answer=Help.Answer.WAITING,
        need__project__entry__city__in=standing(person).cities,
        need__project__entry__deleted_at__isnull=True,
        need__project__entry__hidden_at__isnull=True,
    ).select_related("person", "organisation", "need__project__entry")
    return waiting.order_by("offered_at", "pk")[:20]


def _help(offer: Help) -> Task:
    return Task(
        stage="project",
        title=_("%(who)s offers %(given)s")
        % {
            "who": offer.organisation or (offer.person.name if offer.person else _("A person")),
            "given": how_much(offer.need, offer.amount),
        },
        meta=_("%(need)s, for “%(project)s”") % {"need": offer.need.what, "project": offer.need.project.title},
        verb=_("Answer the offer"),
        url=reverse("projects:answer-help", args=[offer.need.project.public_id, offer.pk]),
    )


def _partnerships_asked(person: Person) -> QuerySet[Partner]:
    cities = [scope for role, scope in standing(person).roles if role in RELEASING_ROLES]
    organisations = standing(person).organisations
    asked = Partner.objects.filter(
        Q(city__in=cities) | Q(organisation__in=organisations),
        answer=Partner.Answer.WAITING,
        project__entry__deleted_at__isnull=True,
        project__entry__hidden_at__isnull=True,
    ).select_related("city", "organisation", "project__entry__city")
    return asked.order_by("-pk")[:20]


def _partnership_asked(partner: Partner) -> Task:
    return Task(
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


def _first_steps(person: Person) -> QuerySet[Project]:
    cities = standing(person).cities
    due = (
        Project.objects.filter(
            entry__city__in=cities,
            entry__deleted_at__isnull=True,
            entry__hidden_at__isnull=True,
            first_step_done_on__isnull=True,
        )
        .filter(first_step_due__lte=clock.today() + SOON)
        .select_related("entry")
        .order_by("first_step_due", "pk")
    )
    return due[:20]


def _first_step(project: Project) -> Task:
    return Task(
        stage="project",
        title=project.first_step,
        meta=_("First step of “%(project)s”, by %(who)s") % {"project": project.title, "who": project.first_step_by},
        verb=_("Open the project"),
        url=project.get_absolute_url(),
        due=project.first_step_due,
    )


def _steps(person: Person) -> QuerySet[Step]:
    cities = standing(person).cities
    due = Step.objects.filter(
        project__entry__city__in=cities,
        project__entry__deleted_at__isnull=True,
        project__entry__hidden_at__isnull=True,
        project__closed_on__isnull=True,
        done_on__isnull=True,
        due__lte=clock.today() + SOON,
    ).select_related("project__entry")
    return due.order_by("due", "pk")[:20]


def _step(step: Step) -> Task:
    return Task(
        stage="project",
        title=step.what,
        meta=(_("Measure of “%(project)s”, by %(who)s") if step.who else _("Milestone of “%(project)s”"))
        % {"project": step.project.title, "who": step.who},
        verb=_("Open the project"),
        url=f"{step.project.get_absolute_url()}#steps",
        due=step.due,
    )


def _funding(person: Person) -> QuerySet[Funding]:
    cities = standing(person).cities
    due = Funding.objects.filter(
        project__entry__city__in=cities,
        project__entry__deleted_at__isnull=True,
        project__entry__hidden_at__isnull=True,
        project__closed_on__isnull=True,
        state=Funding.State.PLANNED,
        apply_until__range=(clock.today(), clock.today() + A_MONTH),
    ).select_related("project__entry")
    return due.order_by("apply_until", "pk")[:20]


def _funds(funding: Funding) -> Task:
    return Task(
        stage="project",
        title=_("Apply for %(amount)s: %(source)s") % {"amount": euros(funding.cents), "source": funding.source},
        meta=_("Funding of “%(project)s”") % {"project": funding.project.title},
        verb=_("Open the project"),
        url=f"{funding.project.get_absolute_url()}#funding",
        due=funding.apply_until,
    )


def _partners() -> QuerySet[Partner]:
    return Partner.objects.select_related("city__network__state", "organisation__city")
