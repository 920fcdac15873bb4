"""What people type around invitations: whom one looks for, when one can come, and the answer."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.network.models import City, State, Theme
from netzwerkstatt.foundation.ui.forms import DateInput, Form, RadioSelect
from netzwerkstatt.workshops.models.pool import MOST_A_MONTH


class PoolFilter(forms.Form):
    """Whom one looks for."""

    q = forms.CharField(label=_("Name, function or competence"), required=False, max_length=120)
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("all themes")
    )
    land = forms.ModelChoiceField(
        label=_("Land"), queryset=State.objects.all(), required=False, empty_label=_("all Länder")
    )
    free_on = forms.DateField(label=_("Free on"), required=False, widget=DateInput)
    apart = forms.ModelChoiceField(
        label=_("Without ties to"), queryset=City.objects.all(), required=False, empty_label=_("any city")
    )


class TimeForm(Form):
    """How often one comes at most, and days on which one cannot."""

    widths: ClassVar[dict[str, str]] = {"most": "short", "since": "medium", "until": "medium"}

    most = forms.IntegerField(
        label=_("Workshops a month, at most"),
        min_value=1,
        max_value=MOST_A_MONTH,
        required=False,
        help_text=_("Empty: no limit."),
    )
    since = forms.DateField(label=_("Not there from"), required=False)
    until = forms.DateField(label=_("until and with"), required=False)

    def clean(self) -> None:
        super().clean()
        data = self.cleaned_data
        for one, other in (("since", "until"), ("until", "since")):
            if data.get(one) and not data.get(other) and other not in self.errors:
                self.add_error(other, _("Please give both days; for a single one the same twice."))


class AnswerForm(Form):
    """A word with the answer to an invitation; nothing has to be said."""

    word = forms.CharField(
        label=_("A word to the host"),
        max_length=240,
        required=False,
        help_text=_("Why you cannot come, who could come in your place, what you need. Only the host reads it."),
    )
    needs = forms.CharField(
        label=_("Access and food"),
        max_length=240,
        required=False,
        help_text=_("For example step-free, an induction loop, vegetarian. It is deleted on the day after."),
    )
    conflict = forms.CharField(
        label=_("Conflict of interest"),
        max_length=240,
        required=False,
        help_text=_("For example a contract with the host city, or a bid. Leave it empty where there is none."),
    )


class AnswerWithPhotosForm(AnswerForm):
    """The same, where photos are taken: also whether one may be seen on them. Nothing is chosen beforehand."""

    photos = forms.ChoiceField(
        label=_("Photos are taken. May you be seen on them?"),
        choices=[("yes", _("Yes, I agree")), ("no", _("No"))],
        required=False,
        widget=RadioSelect,
        help_text=_("The whole text stands on the page of the workshop. You can take your consent back at any time."),
    )
