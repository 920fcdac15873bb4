"""How far a project is: from the idea to its end, whichever it is."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.texts.plain import prose
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.models import Project, Stage
from netzwerkstatt.projects.models.project import CLOSED


@action(rule=rules.may_write, refusal=SPEAKERS)
def move_on(*, actor: Person, project: Project, stage: str) -> Project:
    """The project is an idea, on trial or running; one that was closed goes on, and what was learned stays with it.

    Records `project.moved_on`; nothing where it is there already. Raises `Invalid` for any other stage.
    """
    if stage not in set(Stage.values) - set(CLOSED):
        raise Invalid({"stage": _("Please say how far the project is.")})
    kept = locked(project)
    if kept.stage != stage:
        kept.stage, kept.closed_on = stage, None
        kept.save(update_fields=["stage", "closed_on"])
        record(events.MOVED_ON(kept, actor, stage=stage))
    return kept


@action(rule=rules.may_write, refusal=SPEAKERS)
def close_project(*, actor: Person, project: Project, stage: str, lesson: str) -> Project:
    """The project ended, was stopped or failed – a result each, with what others can learn from it.

    Records `project.closed`; nothing where all of it is said already. The day stays the first on which it was closed
    so. Raises `Invalid` without a lesson.
    """
    if stage not in CLOSED:
        raise Invalid({"stage": _("Please say how the project ended.")})
    kept = locked(project)
    said = prose(lesson, "lesson", longest=4000)
    if (kept.stage, kept.lesson) == (stage, said):
        return kept
    if kept.stage != stage:
        kept.closed_on = clock.today()
    kept.stage, kept.lesson = stage, said
    kept.save(update_fields=["stage", "closed_on", "lesson"])
    record(events.CLOSED(kept, actor, stage=stage))
    return kept


def locked(project: Project) -> Project:
    """The project's row, held until the end of the transaction. Raises `Invalid` where it was deleted."""
    kept: Project = Project.objects.select_for_update(of=("self",)).select_related("entry").get(pk=project.pk)
    if kept.entry.deleted_at is not None:
        raise Invalid({"": _("This project was deleted meanwhile.")})
    return kept
