"""The lines below a project: measures and milestones, money, who was heard, what was decided, interim balances.

Each is written by one action, new (`line=None`) or again. `edition` is the one the writer read.
"""

from __future__ import annotations

from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import EventType, record
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.actions.stages import locked
from netzwerkstatt.projects.models import (
    Balance,
    BudgetLine,
    Expense,
    Funding,
    Hearing,
    Help,
    Line,
    Need,
    Project,
    Resolution,
    Step,
)
from netzwerkstatt.projects.models.plan import MOST_CENTS

L = TypeVar("L", bound=Line)
MOST_LINES = 200
MOST_HEADS = 1_000_000


class ChangedMeanwhile(Invalid):
    """Somebody else changed this line since the writer read it; nothing was saved. `edition` is the one to save on."""

    def __init__(self, line: Any) -> None:
        self.edition = line.edition
        text = _("Somebody else changed this meanwhile; it now says: “%(line)s”. Save again if your words shall stand.")
        super().__init__({"": text % {"line": line}})


@action(rule=rules.may_write, refusal=SPEAKERS)
def plan_step(
    *,
    actor: Person,
    project: Project,
    kind: str,
    what: str,
    due: date,
    who: str = "",
    line: Step | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Step:
    """A measure, with who does it, or a milestone. Records `project.step_planned`.

    Raises `Invalid` where words are missing, `ChangedMeanwhile` where somebody else changed it.
    """
    if kind not in Step.Kind.values:
        raise Invalid({"kind": _("Please say whether it is a measure or a milestone.")})
    is_measure = kind == Step.Kind.MEASURE
    said = {
        "kind": kind,
        "what": one_line(what, "what", longest=240),
        "who": one_line(who, "who", longest=160, needed=is_measure),
        "due": due,
    }
    return write_line(Step, actor, project, line, edition, client_id, said, events.STEP_PLANNED)


@action(rule=rules.may_write, refusal=SPEAKERS)
def finish_step(*, actor: Person, project: Project, step: Step) -> Step:
    """The measure is done, the milestone reached, today. Records `project.step_finished`; twice, the first day stays."""
    locked(project)
    now = _there(Step, project, step)
    if now.done_on is None:
        now.done_on = clock.today()
        now.save(update_fields=["done_on"])
        record(events.STEP_FINISHED(project, actor, line=now.pk))
    return now


@action(rule=rules.may_write, refusal=SPEAKERS)
def write_budget(
    *,
    actor: Person,
    project: Project,
    purpose: str,
    cents: int,
    kind: str = BudgetLine.Kind.ONCE,
    line: BudgetLine | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> BudgetLine:
    """What something costs, once or every year. Records `project.budget_written`. Raises as `plan_step` does."""
    if kind not in BudgetLine.Kind.values:
        raise Invalid({"kind": _("Please say whether it is paid once or every year.")})
    said = {"kind": kind, "purpose": one_line(purpose, "purpose", longest=240), "cents": _amount(cents)}
    return write_line(BudgetLine, actor, project, line, edition, client_id, said, events.BUDGET_WRITTEN)


@action(rule=rules.may_write, refusal=SPEAKERS)
def note_expense(
    *,
    actor: Person,
    project: Project,
    spent_on: date,
    purpose: str,
    cents: int,
    budget: BudgetLine | None = None,
    line: Expense | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Expense:
    """What was paid, on which day, for which line of the budget. Records `project.money_spent`.

    Raises as `plan_step`, and for a day ahead or a budget line of another project.
    """
    if budget is not None and budget.project_id != project.pk:
        raise Invalid({"budget": _("This line belongs to another project.")})
    said = {
        "spent_on": _not_ahead(spent_on, "spent_on"),
        "purpose": one_line(purpose, "purpose", longest=240),
        "cents": _amount(cents),
        "budget": budget,
    }
    return write_line(Expense, actor, project, line, edition, client_id, said, events.MONEY_SPENT)


@action(rule=rules.may_write, refusal=SPEAKERS)
def name_funding(
    *,
    actor: Person,
    project: Project,
    source: str,
    cents: int,
    state: str = Funding.State.PLANNED,
    apply_until: date | None = None,
    line: Funding | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Funding:
    """Where money comes from, and until when one has to apply. Records `project.funding_named`. Raises as `plan_step`."""
    if state not in Funding.State.values:
        raise Invalid({"state": _("Please say how far it is.")})
    said = {
        "source": one_line(source, "source", longest=240),
        "cents": _amount(cents),
        "state": state,
        "apply_until": apply_until,
    }
    return write_line(Funding, actor, project, line, edition, client_id, said, events.FUNDING_NAMED)


@action(rule=rules.may_write, refusal=SPEAKERS)
def note_hearing(
    *,
    actor: Person,
    project: Project,
    held_on: date,
    groups: str,
    format: str,  # noqa: A002 - the word of the domain
    heads: int | None = None,
    came_of: str = "",
    line: Hearing | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Hearing:
    """Who was heard, when and how. Records `project.hearing_noted`. Raises as `plan_step`, and for a day ahead."""
    if heads is not None and not 0 < heads <= MOST_HEADS:
        raise Invalid({"heads": _("Please write how many people took part.")})
    said = {
        "held_on": _not_ahead(held_on, "held_on"),
        "groups": one_line(groups, "groups", longest=240),
        "format": one_line(format, "format", longest=240),
        "heads": heads,
        "came_of": prose(came_of, "came_of", longest=2000, needed=False),
    }
    return write_line(Hearing, actor, project, line, edition, client_id, said, events.HEARING_NOTED)


@action(rule=rules.may_write, refusal=SPEAKERS)
def note_resolution(
    *,
    actor: Person,
    project: Project,
    decided_on: date,
    body: str,
    what: str,
    number: str = "",
    line: Resolution | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Resolution:
    """What council, committee or mayor decided about it. Records `project.decided`. Raises as `plan_step`, and for a day ahead."""
    said = {
        "decided_on": _not_ahead(decided_on, "decided_on"),
        "body": one_line(body, "body", longest=160),
        "what": one_line(what, "what", longest=240),
        "number": one_line(number, "number", longest=80, needed=False),
    }
    return write_line(Resolution, actor, project, line, edition, client_id, said, events.DECIDED)


@action(rule=rules.may_write, refusal=SPEAKERS)
def draw_balance(
    *,
    actor: Person,
    project: Project,
    drawn_on: date,
    reached: str,
    decision: str,
    barriers: str = "",
    favoured: str = "",
    line: Balance | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Balance:
    """What was reached, what stood in the way, what helped, how it goes on; the project itself moves by `move_on`.

    Records `project.balance_drawn`. Raises as `plan_step`, and for a day ahead.
    """
    if decision not in Balance.Decision.values:
        raise Invalid({"decision": _("Please say how it goes on.")})
    said = {
        "drawn_on": _not_ahead(drawn_on, "drawn_on"),
        "reached": prose(reached, "reached", longest=2000),
        "barriers": prose(barriers, "barriers", longest=2000, needed=False),
        "favoured": prose(favoured, "favoured", longest=2000, needed=False),
        "decision": decision,
    }
    return write_line(Balance, actor, project, line, edition, client_id, said, events.BALANCE_DRAWN)


@action(rule=rules.may_write, refusal=SPEAKERS)
def remove_line(*, actor: Person, project: Project, line: Line) -> None:
    """A line goes. Records `project.line_removed` with its part; nothing where it is gone already."""
    locked(project)
    if isinstance(line, Need) and line.offers.exclude(answer=Help.Answer.UNCONFIRMED).exists():
        raise Invalid({"": _("Somebody offered this. Set how much you look for to what you have, then it is met.")})
    if isinstance(line, Need):
        line.offers.all().delete()
    gone, _rows = type(line)._default_manager.filter(pk=line.pk, project=project).delete()  # noqa: SLF001 - any kind of line
    if gone:
        record(events.LINE_REMOVED(project, actor, part=type(line).__name__.lower()))


def write_line(
    model: type[L],
    actor: Person,
    project: Project,
    line: L | None,
    edition: int,
    client_id: UUID | None,
    said: dict[str, Any],
    event: EventType,
) -> L:
    """Under the lock of the project's row: of two who write at once, the second sees what the first wrote."""
    locked(project)
    rows: Any = model._default_manager  # noqa: SLF001 - any kind of line
    if line is None:
        made = rows.filter(client_id=client_id).first() if client_id else None
        if made is not None and made.project_id == project.pk:
            return made  # type: ignore[no-any-return]
        if rows.filter(project=project).count() >= MOST_LINES:
            raise Invalid({"": _("There is no room for more than %(most)s lines.") % {"most": MOST_LINES}})
        new: L = rows.create(project=project, client_id=None if made else client_id, **said)
        record(event(project, actor, line=new.pk))
        return new
    now = _there(model, project, line)
    if all(getattr(now, name) == value for name, value in said.items()):
        return now
    if now.edition != edition:
        raise ChangedMeanwhile(now)
    for name, value in said.items():
        setattr(now, name, value)
    now.edition += 1
    now.save(update_fields=[*said, "edition"])
    record(event(project, actor, line=now.pk))
    return now


def _there(model: type[L], project: Project, line: Line) -> L:
    found: L | None = model._default_manager.filter(pk=line.pk, project=project).first()  # noqa: SLF001 - any kind
    if found is None:
        raise Invalid({"": _("Somebody removed this meanwhile. What you wrote is still here: you can copy it.")})
    return found


def _amount(cents: int) -> int:
    if not 0 < cents <= MOST_CENTS:
        raise Invalid({"cents": _("Please write an amount above nothing.")})
    return cents


def _not_ahead(day: date, field: str) -> date:
    if day > clock.today():
        raise Invalid({field: _("This day is still ahead.")})
    return day
