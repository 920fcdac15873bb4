"""What the desk asks for."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.languages import SPOKEN
from netzwerkstatt.foundation.accounts.models import Availability
from netzwerkstatt.foundation.network.models import State, Theme
from netzwerkstatt.foundation.ui.forms import Form, ModelMultipleChoiceField


def languages() -> list[tuple[str, Any]]:
    return [("", _("as my browser asks for")), *settings.LANGUAGES]


class ProfileForm(Form):
    """How the others see a person, and how they reach her."""

    autocomplete: ClassVar = {"name": "name", "function": "organization-title", "phone": "tel"}
    widths: ClassVar = {"available_from": "medium"}
    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(
        label=_("Function"), help_text=_("As in “urban development”."), max_length=160, required=False
    )
    themes = ModelMultipleChoiceField(
        label=_("Themes you are asked about"),
        queryset=Theme.objects.all(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    expertise = forms.CharField(
        label=_("What exactly"),
        help_text=_("In your own words. Whoever plans a workshop finds you by them."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    speaks = forms.MultipleChoiceField(
        label=_("Languages you speak with others"),
        choices=list(SPOKEN.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    calls_welcome = forms.BooleanField(
        label=_("A call is welcome"), help_text=_("Your number is shown to partners of the alliance."), required=False
    )
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    call_hours = forms.CharField(
        label=_("When"), help_text=_("As in “Tuesday and Thursday from 9 to 11”."), max_length=120, required=False
    )
    availability = forms.ChoiceField(
        required=False,
        label=_("Can you be asked at present?"),
        choices=[
            (Availability.OPEN, _("Yes")),
            (Availability.LATER, _("Again from a day on")),
            (Availability.AWAY, _("Not at present")),
        ],
        widget=forms.RadioSelect,
    )
    available_from = forms.DateField(label=_("From which day on?"), required=False)
    language = forms.ChoiceField(label=_("Language of the pages"), choices=languages, required=False)


class PeopleFilter(forms.Form):
    """Whom one looks for."""

    q = forms.CharField(label=_("Name, function or competence"), required=False, max_length=120)
    theme = forms.ModelChoiceField(
        label=_("Theme"), queryset=Theme.objects.all(), required=False, empty_label=_("all themes")
    )
    land = forms.ModelChoiceField(
        label=_("Land"), queryset=State.objects.all(), required=False, empty_label=_("all Länder")
    )
    speaks = forms.ChoiceField(label=_("Language"), choices=[("", _("all languages")), *SPOKEN.items()], required=False)
