"""What people type in this room."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.models import EvidenceCard, ScenarioEntry
from netzwerkstatt.foundation.network.models import City, State, Theme
from netzwerkstatt.foundation.ui.forms import Form, ModelMultipleChoiceField
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.problems.actions import LONGEST_AFFECTED, MOST_ATTEMPTS, Tried
from netzwerkstatt.problems.models import Verdict


class _Words(Form):
    """The problem in one sentence, and whom it concerns."""

    statement = forms.CharField(
        label=_("The problem in one sentence"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
        help_text=_("So plain that another city can say: we have that too."),
    )
    affected = forms.CharField(
        label=_("Who is affected?"),
        max_length=LONGEST_AFFECTED,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_(
            "People, businesses, clubs: how many, and how they notice it. The first paragraph stands in large type."
        ),
    )
    themes = ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=forms.CheckboxSelectMultiple
    )


class ProblemForm(_Words):
    """The words, and whose problem it is."""

    city = forms.ModelChoiceField(label=_("Which city has it?"), queryset=City.objects.none(), empty_label=None)
    field_order = ("statement", "city")

    def __init__(self, *args: Any, cities: QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]


class ChangeForm(EditForm, _Words):
    """The same words again, for the city that named the problem."""

    named: ClassVar[Mapping[str, str]] = {"title": "statement"}


class AttemptForm(forms.Form):
    """One line of what was tried."""

    text = forms.CharField(label=_("What was it?"), required=False, max_length=160)
    result = forms.CharField(label=_("How it went"), required=False, max_length=400)
    verdict = forms.ChoiceField(
        label=_("Did it help?"), required=False, choices=[("", _("not assessed")), *Verdict.choices]
    )

    def clean(self) -> dict[str, Any]:
        """How something went needs something that went."""
        given = super().clean() or {}
        if not given.get("text") and given.get("result") and "text" not in self.errors:
            self.add_error("text", _("What was tried here?"))
        return given


AT_FIRST, MORE = 5, 3
_MOST: dict[str, Any] = {"max_num": MOST_ATTEMPTS, "absolute_max": MOST_ATTEMPTS, "validate_max": True}
Attempts = forms.formset_factory(AttemptForm, extra=AT_FIRST, **_MOST)
MoreAttempts = forms.formset_factory(AttemptForm, extra=MORE, **_MOST)


def tried(attempts: Any) -> list[Tried]:
    """What the lines of a valid formset say."""
    return [
        Tried(given["text"], given.get("result", ""), given.get("verdict", ""))
        for line in attempts.forms
        if (given := line.cleaned_data) and given.get("text")
    ]


class SupportForm(Form):
    """A card among those shown."""

    card = forms.ModelChoiceField(
        label=_("Evidence"),
        queryset=EvidenceCard.objects.none(),
        to_field_name="entry__public_id",
        error_messages={"required": _("Please choose one."), "invalid_choice": _("This evidence is not here.")},
    )

    def __init__(self, *args: Any, cards: QuerySet[EvidenceCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["card"].queryset = cards  # type: ignore[attr-defined]


class DiscussForm(Form):
    """A scenario, or a problem, among those shown."""

    chosen = forms.ModelChoiceField(
        label=_("Scenario"),
        queryset=ScenarioEntry.objects.none(),
        to_field_name="entry__public_id",
        error_messages={"required": _("Please choose one."), "invalid_choice": _("This one is not here.")},
    )

    def __init__(self, *args: Any, among: QuerySet[Any], label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["chosen"].queryset = among  # type: ignore[attr-defined]
        self.fields["chosen"].label = label


class FilterForm(forms.Form):
    """Which problems the list shows."""

    q = forms.CharField(label=_("Search the problems"), required=False, max_length=120)
    land = forms.ModelChoiceField(
        label=_("Land"), queryset=State.objects.all(), required=False, to_field_name="code", empty_label=_("all Länder")
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.all(),
        required=False,
        to_field_name="slug",
        empty_label=_("all themes"),
    )
    city = forms.ModelChoiceField(
        queryset=City.objects.all(), required=False, to_field_name="slug", widget=forms.HiddenInput
    )
