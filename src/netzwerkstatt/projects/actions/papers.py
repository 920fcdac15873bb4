"""Council paper, brief and Demografie-Check on paper: made in the worker from what the project says today."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering, retry_rendering
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.queries import rendering_of
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.actions.stages import locked
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.profile.blocks import BY_CODE
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.projects.profile.papers import PAPERS, document_of_paper, file_id


@action(rule=rules.may_write, refusal=SPEAKERS)
def print_paper(*, actor: Person, project: Project, paper: str) -> Rendering:
    """Have the paper made as PDF and DOCX. Records `project.paper_asked`; nothing where it says what it said before.

    Raises `Invalid` for a paper that does not exist, and where its own part lacks what it needs.
    """
    if paper not in PAPERS:
        raise Invalid({"": _("There is no such part.")})
    about = PAPERS[paper]
    kept = locked(project)
    read = known(Project.objects.with_entry().get(pk=kept.pk))
    if about.needs:
        said, block = read.said(about.needs), BY_CODE[about.needs]
        if any(field.needed and not said.get(field.name) for field in block.fields):
            raise Invalid({"": _("Something is missing: %(blocks)s.") % {"blocks": block.title}})
    document = document_of_paper(about, read)
    name = file_id(kept.public_id, about)
    there = rendering_of(name, version=document.version)
    if there is not None and there.state == Rendering.State.FAILED:
        return retry_rendering(rendering=there)
    if there is None:
        record(events.PAPER_ASKED(kept, actor, paper=paper))
    return request_rendering(public_id=name, document=document)
