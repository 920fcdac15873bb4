"""What is typed in and put up around a room server."""

from __future__ import annotations

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.forms import FileField, Form
from netzwerkstatt.workshops.models.lending import LONGEST_LAPTOP


class LendForm(Form):
    """Who takes the workshop along."""

    laptop = forms.CharField(
        label=_("Who takes it along"),
        max_length=LONGEST_LAPTOP,
        help_text=_("A name and a laptop, as in: Jana Weber, laptop of the town hall."),
        error_messages={"required": _("Please say who takes the workshop along.")},
    )


class TakeInForm(Form):
    """The package that came back."""

    file = FileField(
        label=_("Package from the laptop"),
        most=lambda: settings.MAX_UPLOAD_BYTES,
        help_text=_("The file that “Give back” made."),
        error_messages={"required": _("Please choose the file that came back from the laptop.")},
    )
