"""What the desk asks for."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.forms import Form


def languages() -> list[tuple[str, Any]]:
    return [("", _("as my browser asks for")), *settings.LANGUAGES]


class ProfileForm(Form):
    """How the others see a person."""

    autocomplete: ClassVar = {"name": "name", "function": "organization-title"}
    name = forms.CharField(label=_("Name"), max_length=120)
    function = forms.CharField(
        label=_("Function"), help_text=_("As in “urban development”."), max_length=160, required=False
    )
    expertise = forms.CharField(
        label=_("What you are asked about"),
        help_text=_("Whoever plans a workshop finds you by these words."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=600,
        required=False,
    )
    language = forms.ChoiceField(label=_("Language of the pages"), choices=languages, required=False)
