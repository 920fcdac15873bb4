"""The forms of a project's lines, and of how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.ui.forms import Form, RadioSelect
from netzwerkstatt.foundation.versions.forms import BaseField
from netzwerkstatt.projects.actions import ChangedMeanwhile
from netzwerkstatt.projects.actions.planning import MOST_HEADS
from netzwerkstatt.projects.models import Balance, BudgetLine, Funding, Line, Project, Stage, Step
from netzwerkstatt.projects.models.project import CLOSED
from netzwerkstatt.projects.money import EuroField

R = TypeVar("R")


class LineForm(Form):
    """A line of one kind; it carries the edition that the writer read."""

    edition = BaseField()
    title: ClassVar[Any] = ""
    hint: ClassVar[Any] = ""

    def __init__(self, *args: Any, line: Line | None = None, **options: Any) -> None:
        said = {name: getattr(line, name) for name in (*self.base_fields, "edition") if hasattr(line, name)}
        said.pop("client_id", None)
        super().__init__(*args, initial=said, **options)

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.fields}

    def save(self, act: Callable[[], R]) -> R | None:
        """Run the action. Where somebody else changed the line, nothing typed is lost: the next save, which has seen
        what they wrote, stands.
        """
        return perform(self, lambda: self._tried(act))

    def _tried(self, act: Callable[[], R]) -> R:
        try:
            return act()
        except ChangedMeanwhile as meanwhile:
            seen: Any = self.data.copy()  # type: ignore[attr-defined]
            seen[self.add_prefix("edition")] = str(meanwhile.edition)
            self.data = seen
            raise


class StepForm(LineForm):
    title = _("Measure or milestone")
    hint = _("A measure is what somebody does. A milestone is how one sees that the project has come that far.")
    widths: ClassVar[Mapping[str, str]] = {"due": "medium"}
    kind = forms.ChoiceField(label=_("Kind"), choices=Step.Kind.choices, initial="measure", widget=RadioSelect)
    what = forms.CharField(label=_("What"), max_length=240)
    who = forms.CharField(
        label=_("Who does it"), help_text=_("A milestone needs nobody."), max_length=160, required=False
    )
    due = forms.DateField(label=_("Until when"))


class BudgetForm(LineForm):
    title = _("What it costs")
    hint = _("What is paid every year is counted apart from what is paid once.")
    widths: ClassVar[Mapping[str, str]] = {"cents": "medium"}
    purpose = forms.CharField(label=_("What for"), max_length=240)
    cents = EuroField(label=_("Amount in euros"))
    kind = forms.ChoiceField(
        label=_("How often"), choices=BudgetLine.Kind.choices, initial=BudgetLine.Kind.ONCE, widget=RadioSelect
    )


class ExpenseForm(LineForm):
    title = _("What was spent")
    hint = _("From bills and accounts. It stands beside what was planned, also on the page of results.")
    widths: ClassVar[Mapping[str, str]] = {"cents": "medium", "spent_on": "medium"}
    purpose = forms.CharField(label=_("What for"), max_length=240)
    cents = EuroField(label=_("Amount in euros"))
    spent_on = forms.DateField(label=_("When"), initial=clock.today)
    budget = forms.ModelChoiceField(
        label=_("For which line of the budget"),
        queryset=BudgetLine.objects.none(),
        required=False,
        empty_label=_("for none of them"),
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, **options)
        lines = BudgetLine.objects.filter(project=project).order_by(*BudgetLine.ORDER)
        self.fields["budget"].queryset = lines  # type: ignore[attr-defined]


class FundingForm(LineForm):
    title = _("Who pays for it")
    hint = _("Own means, a programme, a donor. A day to apply by stands on your city’s desk a month before.")
    widths: ClassVar[Mapping[str, str]] = {"cents": "medium", "apply_until": "medium"}
    source = forms.CharField(label=_("From where"), max_length=240)
    cents = EuroField(label=_("Amount in euros"))
    state = forms.ChoiceField(
        label=_("How far it is"), choices=Funding.State.choices, initial=Funding.State.PLANNED, widget=RadioSelect
    )
    apply_until = forms.DateField(label=_("Apply by"), required=False)


class HearingForm(LineForm):
    title = _("Who was heard")
    hint = _("Groups, not names: citizens of a district, a club, businesses.")
    widths: ClassVar[Mapping[str, str]] = {"held_on": "medium", "heads": "short"}
    held_on = forms.DateField(label=_("When"), initial=clock.today)
    groups = forms.CharField(label=_("Who"), max_length=240)
    format = forms.CharField(label=_("How"), help_text=_("Evening at the town hall, survey, visit …"), max_length=240)
    heads = forms.IntegerField(label=_("How many people"), min_value=1, max_value=MOST_HEADS, required=False)
    came_of = forms.CharField(
        label=_("What came of it"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class ResolutionForm(LineForm):
    title = _("What was decided")
    hint = _("By council, committee or mayor. With day and number everybody finds it in the council’s own papers.")
    widths: ClassVar[Mapping[str, str]] = {"decided_on": "medium", "number": "medium"}
    decided_on = forms.DateField(label=_("When"), initial=clock.today)
    body = forms.CharField(label=_("Who decided it"), help_text=_("Council, main committee, mayor …"), max_length=160)
    what = forms.CharField(label=_("What was decided"), max_length=240)
    number = forms.CharField(label=_("Number of the resolution"), max_length=80, required=False)


class BalanceForm(LineForm):
    title = _("Interim balance")
    hint = _("Half an hour together is enough. What did not work is worth as much as what did.")
    widths: ClassVar[Mapping[str, str]] = {"drawn_on": "medium"}
    drawn_on = forms.DateField(label=_("Day"), initial=clock.today)
    reached = forms.CharField(label=_("What we reached"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    barriers = forms.CharField(
        label=_("What stood in the way"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    favoured = forms.CharField(
        label=_("What helped"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    decision = forms.ChoiceField(label=_("How it goes on"), choices=Balance.Decision.choices, widget=RadioSelect)


class StageForm(Form):
    stage = forms.ChoiceField(
        label=_("How far it is"),
        choices=Stage.choices,
        widget=RadioSelect(
            hints={
                Stage.IDEA: _("It is being prepared."),
                Stage.TRIAL: _("It is tried in a small way."),
                Stage.RUNNING: _("It runs."),
                Stage.ENDED: _("It is over, as planned."),
                Stage.STOPPED: _("We stopped it before its end. That is a result."),
                Stage.FAILED: _("It did not work. That is a result."),
            }
        ),
    )
    lesson = forms.CharField(
        label=_("What others can learn from it"),
        help_text=_("Needed when the project is over: what you would do again, what not, and why."),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def __init__(self, *args: Any, project: Project, **options: Any) -> None:
        super().__init__(*args, initial={"stage": project.stage, "lesson": project.lesson}, **options)

    @property
    def closes(self) -> bool:
        """The chosen stage is an end."""
        return self.cleaned_data["stage"] in CLOSED
