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
from netzwerkstatt.projects.profile.shortening import cut, length, lines_of_title, within

ROOM: Final = 20
"""Lines of text on the one page of the brief, its title among them: one of its lines is as high as two of text."""


@dataclass(frozen=True)
class Paper:
    """One kind of paper: `suffix` keeps its files apart from those of the Steckbrief."""

    code: str
    title: Text
    hint: Text
    suffix: str
    blocks: Callable[[Known], list[Block]]
    needs: str = ""
    is_one_page: bool = False


def document_of_paper(paper: Paper, known: Known) -> Document:
    """The paper as it stands today; its version is the beginning of its own checksum."""
    entry = known.project.entry
    with translation.override(language_of(known.project)):
        alliance = the_alliance()
        address = f"{settings.BASE_URL}{entry.get_absolute_url()}"
        made = Document(
            title=_short_title(known) if paper.is_one_page else entry.title,
            kind_label=str(paper.title),
            number=entry.code,
            dated=clock.today(),
            language=language_of(known.project).split("-")[0],
            subtitle=_("%(city)s, as of %(day)s") % {"city": entry.city, "day": day(clock.today())},
            issuer=alliance.name if alliance else "",
            stage=Stage.PROJECT,
            facts=_brief_facts(known) if paper.is_one_page else (),
            blocks=tuple(paper.blocks(known)),
            dated_words=_("as of"),
            check_at=address,
            address="" if paper.is_one_page else address,
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
    """One page, however much the project says: what does not fit ends with “…”. Costs and next step stand on top."""
    said, room = known.said("head"), ROOM - 2 * lines_of_title(_short_title(known))
    benefit = within([Paragraph((Run(said["benefit"], strong=True),))], 3) if said.get("benefit") else []
    room -= sum(length(block) for block in benefit)
    problem = within(_in_words(known), min(4, room - 6)) or [Paragraph("–")]
    room -= sum(length(block) for block in problem)
    aim = within(blocks_of(known.project.aim), room - 2)
    room -= sum(length(block) for block in aim)
    figures = [
        Paragraph(cut(one.card.claim, 110), note=cut(f"{one.number}. {one.source}", 140)) for one in known.cards[:1]
    ]
    return [
        *benefit,
        Heading(_("The problem")),
        *problem,
        *figures,
        Heading(_("What we do")),
        *[
            replace(block, note=_partners(known)) if block is aim[0] and isinstance(block, Paragraph) else block
            for block in aim
        ],
        *within(_points("", known.said("what").get("core", "")), max(room, 2)),
    ]


def _brief_facts(known: Known) -> tuple[tuple[str, str], ...]:
    costs = "; ".join(f"{label}: {text}".replace("\n", "; ") for label, text in known.means_lines())
    project = known.project
    what, who, until = project.first_step, project.first_step_by, project.first_step_due
    ahead = next((one for one in known.plan.steps if one.done_on is None), None)
    if project.first_step_done_on and ahead:
        what, who, until = ahead.what, ahead.who or str(ahead.get_kind_display()), ahead.due
    step = _("%(step)s – %(who)s, until %(day)s") % {"step": cut(what, 90), "who": cut(who, 30), "day": day(until)}
    return (
        (_("What it costs"), cut(costs, 140) or _("No costs are written down yet.")),
        (_("What comes next"), step),
    )


def _short_title(known: Known) -> str:
    return cut(known.project.entry.title, 84)


def _partners(known: Known) -> str:
    lines = known.partner_lines()
    return cut(_("Partners: %(names)s") % {"names": "; ".join(lines)}, 150) if lines else ""


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
    return [*_in_words(known), *_list(_("Figures"), known.figure_lines())] or [Paragraph("–")]


def _in_words(known: Known) -> list[Block]:
    """The problem as it was written, else as its city named it."""
    written = known.said("why").get("problem")
    return [*blocks_of(written)] if written else [Paragraph(entry.title) for entry in known.problems]


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
        Paper(
            "brief",
            gettext_lazy("In brief"),
            gettext_lazy("One page for whoever has two minutes."),
            "-k",
            _brief,
            is_one_page=True,
        ),
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
