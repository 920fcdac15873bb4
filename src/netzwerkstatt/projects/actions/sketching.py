"""A group sketches a project; one click makes it one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import found_project
from netzwerkstatt.projects.actions.planning import ChangedMeanwhile
from netzwerkstatt.projects.models import CostClass, Project, Sketch
from netzwerkstatt.projects.models.sketch import LONGEST_BOX

SOON = timedelta(weeks=4)
MOST_SKETCHES = 100
_PARTNERS = gettext_lazy("Only people who work in the alliance sketch projects.")


@action(rule=rules.may_sketch, on="origin", refusal=_PARTNERS)
def write_sketch(
    *,
    actor: Person,
    origin: Entry,
    title: str,
    cluster: Cluster | None = None,
    ideas: Iterable[Idea] = (),
    figure: Entry | None = None,
    cities: Iterable[City] = (),
    first_step: str = "",
    first_step_by: str = "",
    first_step_due: date | None = None,
    cost_class: str = "",
    owner: City | None = None,
    sketch: Sketch | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
    boxes: Mapping[str, str] | None = None,
) -> Sketch:
    """What the group thinks of so far, new (`sketch=None`) or again; `boxes` are those of `Sketch.BOXES`.

    With a cluster it comes from all of its ideas, else from `ideas`. Records `project.sketch_written`. Raises `Invalid`
    without a title or an idea, for a first step more than four weeks ahead, and once a project came of it;
    `ChangedMeanwhile` where somebody else wrote it since `edition`. The same `client_id` gives the same sketch.
    """
    Entry.objects.select_for_update().get(pk=origin.pk)
    if sketch is None and client_id and (made := Sketch.objects.filter(client_id=client_id, origin=origin).first()):
        return made
    now = Sketch.objects.select_for_update().get(pk=sketch.pk, origin=origin) if sketch else None
    chosen = _sources(origin, cluster, ideas)
    said = {
        "title": one_line(title, "title", longest=240),
        "cluster": cluster,
        "figure": figure,
        "first_step": one_line(first_step, "first_step", longest=240, needed=False),
        "first_step_by": one_line(first_step_by, "first_step_by", longest=160, needed=False),
        "first_step_due": _soon(first_step_due, now),
        "cost_class": cost_class if cost_class in CostClass.values else "",
        "owner": owner,
        **{name: prose((boxes or {}).get(name, ""), name, longest=LONGEST_BOX, needed=False) for name in Sketch.BOXES},
    }
    carrying = {city.pk for city in cities} - {owner.pk if owner else 0}
    if now is None:
        if Sketch.objects.filter(origin=origin).count() >= MOST_SKETCHES:
            raise Invalid({"": _("There is no room for more than %(most)s sketches.") % {"most": MOST_SKETCHES}})
        now = Sketch.objects.create(origin=origin, author=actor, client_id=client_id, **said)
    else:
        if now.is_founded:
            raise Invalid({"": _("A project came of this sketch meanwhile. Please write there.")})
        if _same(now, said) and _keys(now.ideas) == {idea.pk for idea in chosen} and _keys(now.cities) == carrying:
            return now
        if now.edition != edition:
            raise ChangedMeanwhile(now)
        for name, value in said.items():
            setattr(now, name, value)
        now.edition += 1
        now.written_at = clock.now()
        now.save(update_fields=[*said, "edition", "written_at"])
    now.ideas.set(chosen)
    now.cities.set(carrying)
    record(events.SKETCH_WRITTEN(now, actor, sketch=now.public_id))
    return now


@action(
    rule=rules.may_found_sketch,
    on="sketch",
    refusal=gettext_lazy("Whoever speaks for the city that owns it founds the project."),
)
def found_from_sketch(*, actor: Person, sketch: Sketch) -> Project:
    """The owner's city takes it into its hands: a project with its thread to every idea, the workshop and the figure.

    Records `project.founded`; pressed twice, the same project comes back. Raises `Invalid` with the boxes that are
    still empty, and where a first step's day has passed.
    """
    now = Sketch.objects.select_for_update(of=("self",)).select_related("origin", "owner").get(pk=sketch.pk)
    if now.project is not None:
        return now.project
    if empty := missing(now):
        raise Invalid({"": _("Still empty: %(boxes)s.") % {"boxes": ", ".join(str(label) for label in empty)}})
    owner: Any = now.owner
    due: Any = now.first_step_due
    project = found_project(
        actor=actor,
        city=owner,
        title=now.title,
        aim=now.idea,
        ideas=list(now.ideas.select_related("entry")),
        workshop=None if now.origin.kind == "idea" else now.origin,
        first_step=now.first_step,
        first_step_by=now.first_step_by,
        first_step_due=due,
        partner_cities=list(now.cities.all()),
        themes=list(now.origin.themes.all()),
    )
    if now.figure is not None:
        thread.link(project, thread.SUPPORTED_BY, now.figure, by=actor)
    now.project = project
    now.save(update_fields=["project"])
    sketch.project = project
    return project


def missing(sketch: Sketch) -> list[Any]:
    """The boxes without which no project begins, by their labels."""
    needed = {
        "idea": gettext_lazy("the idea"),
        "first_step": gettext_lazy("the first step"),
        "first_step_by": gettext_lazy("who does it"),
        "first_step_due": gettext_lazy("until when"),
        "owner": gettext_lazy("which city owns it"),
    }
    return [label for name, label in needed.items() if not getattr(sketch, name)]


def _sources(origin: Entry, cluster: Cluster | None, ideas: Iterable[Idea]) -> list[Idea]:
    """The ideas it comes from: of this workshop, or those it was planned from."""
    if cluster is not None:
        if cluster.home_id != origin.pk:
            raise Invalid({"source": _("This cluster lies in another workshop.")})
        found = list(Idea.objects.filter(cluster=cluster))
    else:
        found = list(ideas)
    if not found:
        raise Invalid({"source": _("A project comes from at least one idea. Please choose one.")})
    return found


def _soon(due: date | None, now: Sketch | None) -> date | None:
    if due is None or (now is not None and now.first_step_due == due):
        return due
    if not clock.today() < due <= clock.today() + SOON:
        raise Invalid({"first_step_due": _("Within the next four weeks, please: else it is not the first step yet.")})
    return due


def _same(now: Sketch, said: dict[str, Any]) -> bool:
    return all(getattr(now, name) == value for name, value in said.items())


def _keys(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))
