"""What people type about inquiries."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.ui.forms import CheckboxSelectMultiple, Form, ModelMultipleChoiceField, RadioSelect
from netzwerkstatt.foundation.versions.forms import EditForm
from netzwerkstatt.ideas.inquiries.models import LONGEST

USUAL = timedelta(days=14)
ALL, SOME = "all", "some"


def in_two_weeks() -> Any:
    """The usual day."""
    return clock.today() + USUAL


class InquiryForm(Form):
    """The question, whom it is for, and until when."""

    question = forms.CharField(
        label=_("Your question"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
        help_text=_("As you would ask a colleague: does anybody have experience with …?"),
    )
    context = forms.CharField(
        label=_("What should the others know?"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("A few lines: what you plan, what you tried, what you need to decide."),
    )
    city = forms.ModelChoiceField(label=_("Which city asks?"), queryset=City.objects.none(), empty_label=None)
    due = forms.DateField(label=_("Answers until"), initial=in_two_weeks)
    whom = forms.ChoiceField(
        label=_("Whom do you ask?"),
        choices=[(ALL, _("All other cities")), (SOME, _("Only the cities chosen below"))],
        initial=ALL,
        widget=RadioSelect,
    )
    cities = ModelMultipleChoiceField(
        label=_("Chosen cities"), queryset=City.objects.all(), required=False, widget=CheckboxSelectMultiple
    )
    themes = ModelMultipleChoiceField(
        label=_("Themes"), queryset=Theme.objects.all(), required=False, widget=CheckboxSelectMultiple
    )
    widths = {"due": "medium", "city": "medium"}

    def __init__(self, *args: Any, cities: QuerySet[City], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["city"].queryset = cities  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Who asks only some says which."""
        given = super().clean() or {}
        if given.get("whom") == SOME and not given.get("cities") and "cities" not in self.errors:
            self.add_error("cities", _("Please choose at least one other city."))
        return given


class AnswerForm(Form):
    """What a city answers. The words may be empty here, because a letter also takes "nothing to say"."""

    text = forms.CharField(
        label=pgettext_lazy("inquiry", "Your answer"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("What worked, what did not, what you would do differently."),
    )
    link = forms.CharField(
        label=_("A project or an idea that shows it"),
        max_length=300,
        required=False,
        help_text=_("The address of its page, or its number such as P-12. May stay empty."),
    )
    call_welcome = forms.BooleanField(label=_("You are welcome to call us about it"), required=False)


class PageAnswerForm(AnswerForm):
    """The same on a page of its own, where saying nothing has another button."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].required = True


class ChangeAnswerForm(EditForm, PageAnswerForm):
    """An answer again, on top of what colleagues saved meanwhile."""


class LessonForm(Form):
    """What was learned, in four parts."""

    title = forms.CharField(
        label=_("The experience in one sentence"),
        max_length=240,
        widget=forms.Textarea(attrs={"rows": 2, "data-count": ""}),
    )
    works = forms.CharField(
        label=pgettext_lazy("experience", "What works"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 6})
    )
    fails = forms.CharField(
        label=pgettext_lazy("experience", "What does not work"),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    where = forms.CharField(
        label=_("Where it is done"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    contact = forms.CharField(
        label=_("Whom to ask"),
        max_length=240,
        required=False,
        help_text=_("An office rather than a person, where everybody can read it."),
    )


class ChangeLessonForm(EditForm, LessonForm):
    """An experience again, on top of what colleagues saved meanwhile."""


class SummaryForm(LessonForm):
    """The experience, and who may read it."""

    visibility = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (Visibility.PUBLIC, _("Everybody, without signing in")),
            (Visibility.ALLIANCE, _("Everybody who works in the alliance")),
        ],
        initial=Visibility.PUBLIC,
        widget=RadioSelect,
    )
