"""What a project gives out on paper before anything is released: council paper, one page in brief, Demografie-Check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.documents.blocks import (
    QR,
    Block,
    Document,
    Heading,
    List,
    Paragraph,
    Run,
    Stage,
    Table,
    sha256_of,
)
from netzwerkstatt.foundation.documents.marked import blocks_of
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.projects.money import euros
from netzwerkstatt.projects.profile.blocks import CHECK
from netzwerkstatt.projects.profile.content import language_of, lines_of
from netzwerkstatt.projects.profile.known import Known


@dataclass(frozen=True)
class Paper:
    """One kind of paper: `suffix` keeps its files apart from those of the Steckbrief."""

    code: str
    title: Text
    hint: Text
    suffix: str
    blocks: Callable[[Known], list[Block]]
    needs: str = ""


def document_of_paper(paper: Paper, known: Known) -> Document:
    """The paper as it stands today; its version is the beginning of its own checksum."""
    entry = known.project.entry
    with translation.override(language_of(known.project)):
        alliance = the_alliance()
        address = f"{settings.BASE_URL}{entry.get_absolute_url()}"
        made = Document(
            title=entry.title,
            kind_label=str(paper.title),
            number=entry.code,
            dated=clock.today(),
            language=language_of(known.project).split("-")[0],
            subtitle=_("%(city)s, as of %(day)s") % {"city": entry.city, "day": day(clock.today())},
            issuer=alliance.name if alliance else "",
            stage=Stage.PROJECT,
            blocks=tuple(paper.blocks(known)),
            dated_words=_("as of"),
            check_at=address,
            address=address,
        )
    return replace(made, version=sha256_of(made.to_json())[:8])


def file_id(public_id: str, paper: Paper) -> str:
    """Under which name its files are kept."""
    return f"{public_id}{paper.suffix}"


def _council(known: Known) -> list[Block]:
    council = known.said("council")
    return [
        *_section(_("What the council shall decide"), council.get("proposal", "")),
        Heading(_("A Problem")),
        *_problem(known),
        Heading(_("B Solution")),
        *blocks_of(known.project.aim),
        *_points(_("What has to stay as it is"), known.said("what").get("core", "")),
        *_measures(known),
        *_list(_("Partners"), known.partner_lines()),
        Heading(_("C Alternatives")),
        *_points("", council.get("alternatives", "")),
        Heading(_("D Costs")),
        *_costs(known),
        *_section(_("What happens after the decision"), council.get("after", "")),
        *(_check(known) if known.blocks.get("check") else ()),
    ]


def _brief(known: Known) -> list[Block]:
    benefit = known.said("head").get("benefit")
    address = f"{settings.BASE_URL}{known.project.entry.get_absolute_url()}"
    return [
        *([Paragraph((Run(benefit, strong=True),))] if benefit else []),
        Heading(_("The problem")),
        *_problem(known)[:3],
        Heading(_("What we do")),
        *blocks_of(known.project.aim),
        *_points("", known.said("what").get("core", "")),
        *_list(_("Partners"), known.partner_lines()[:6]),
        Heading(_("What it costs")),
        *[
            Paragraph((Run(f"{label}: ", strong=True), Run(text.replace("\n", "; "))))
            for label, text in known.means_lines()
        ],
        Heading(_("What comes next")),
        Paragraph(
            _("%(step)s – %(who)s, until %(day)s")
            % {
                "step": known.project.first_step,
                "who": known.project.first_step_by,
                "day": day(known.project.first_step_due),
            }
        ),
        QR(address, _("All about the project")),
    ]


def _check(known: Known) -> list[Block]:
    said = known.said("check")
    rows = tuple((str(field.label), " ".join(lines_of(field, said.get(field.name))) or "–") for field in CHECK.fields)
    caption = _("Demografie-Check")
    note = _("– = nobody answered it yet.") if any(answer == "–" for _label, answer in rows) else ""
    yearly = [Paragraph((Run(_("Running cost today") + ": ", strong=True), Run(euros(known.plan.yearly))))]
    return [
        Heading(caption),
        Table(caption, (_("What is asked"), _("Answer")), rows, note=note),
        *(yearly if known.plan.yearly else []),
    ]


def _problem(known: Known) -> list[Block]:
    written = known.said("why").get("problem")
    said: list[Block] = [*blocks_of(written)] if written else [Paragraph(entry.title) for entry in known.problems]
    return [*said, *_list(_("Figures"), known.figure_lines())] or [Paragraph("–")]


def _measures(known: Known) -> list[Block]:
    if not known.plan.steps:
        return []
    rows = tuple((step.what, step.who or str(step.get_kind_display()), day(step.due)) for step in known.plan.steps)
    caption = _("Measures and milestones")
    return [Heading(caption, level=2), Table(caption, (_("What"), _("Who does it"), _("Until when")), rows)]


def _costs(known: Known) -> list[Block]:
    plan, found = known.plan, list[Block]()
    if plan.budget:
        rows = [(one.purpose, str(one.get_kind_display()), euros(one.cents)) for one in plan.budget]
        sums = ((_("Once, together"), plan.once), (_("Every year, together"), plan.yearly))
        rows += [(label, "", euros(cents)) for label, cents in sums if cents]
        header = (_("What for"), _("How often"), _("Amount"))
        found.append(Table(_("What it costs"), header, tuple(rows), numeric=(2,)))
    if plan.funding:
        rows = [(one.source, str(one.get_state_display()), euros(one.cents)) for one in plan.funding]
        rows.append((_("Granted so far"), "", euros(plan.granted)))
        header = (_("From where"), _("How far it is"), _("Amount"))
        found.append(Table(_("Who pays for it"), header, tuple(rows), numeric=(2,)))
    return found or [Paragraph(_("No costs are written down yet."))]


def _section(title: str, text: str) -> list[Block]:
    return [Heading(title), *blocks_of(text)] if text else []


def _points(title: str, text: str) -> list[Block]:
    return _list(title, [line.strip() for line in text.split("\n") if line.strip()])


def _list(title: str, lines: list[Any]) -> list[Block]:
    if not lines:
        return []
    head: list[Block] = [Paragraph((Run(f"{title}:", strong=True),))] if title else []
    return [*head, List(tuple(str(line) for line in lines))]


PAPERS: Final[dict[str, Paper]] = {
    paper.code: paper
    for paper in (
        Paper(
            "council",
            gettext_lazy("Council paper"),
            gettext_lazy("Problem, solution, alternatives, costs – with the Demografie-Check, where it is written."),
            "-v",
            _council,
            "council",
        ),
        Paper("brief", gettext_lazy("In brief"), gettext_lazy("One page for whoever has two minutes."), "-k", _brief),
        Paper(
            "check",
            gettext_lazy("Demografie-Check"),
            gettext_lazy("Who is affected, what is needed in 10 and 20 years, what it costs per head then."),
            "-d",
            _check,
            "check",
        ),
    )
}
