"""What hosts type around the people who come."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ui.forms import Form
from netzwerkstatt.workshops.models.consent import LONGEST_CONSENT, MOST_FORMS
from netzwerkstatt.workshops.queries import possible_facilitators


class HandOverForm(Form):
    """Who facilitates from now on."""

    facilitator = forms.ModelChoiceField(
        label=_("Facilitation"),
        queryset=Person.objects.none(),
        required=False,
        empty_label=_("The host city itself"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["facilitator"].queryset = possible_facilitators()  # type: ignore[attr-defined]


class CallOffForm(Form):
    """Why it does not take place."""

    why = forms.CharField(
        label=_("Why it does not take place"),
        max_length=240,
        error_messages={"required": _("Please say in one sentence why it does not take place.")},
        help_text=_("Everybody who sees the workshop reads it."),
    )


class EchoForm(Form):
    """What became of it."""

    words = forms.CharField(
        label=_("What became of it?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Which ideas are on their way, which are stuck, and why. “Nothing yet” is an answer."),
    )


class FormsForm(Form):
    """How many signed forms there are."""

    widths: ClassVar[dict[str, str]] = {"given": "short", "refused": "short"}

    given = forms.IntegerField(label=_("agree"), min_value=0, max_value=MOST_FORMS)
    refused = forms.IntegerField(label=_("do not agree"), min_value=0, max_value=MOST_FORMS)


class ConsentTextForm(Form):
    """One text in the languages of the installation; the first has to be there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[code] = forms.CharField(
                label=name,
                required=code == settings.LANGUAGE_CODE,
                max_length=LONGEST_CONSENT,
                widget=forms.Textarea(attrs={"rows": 9, "lang": code}),
                error_messages={"required": _("What shall people agree to?")},
            )
