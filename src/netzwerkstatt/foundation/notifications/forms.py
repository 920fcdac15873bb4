"""How a person wants to be told."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.notifications.kinds import KINDS
from netzwerkstatt.foundation.notifications.models import How, Reader, Weekday
from netzwerkstatt.foundation.ui.forms import Form, RadioSelect


class MailForm(Form):
    """What waits, what is followed, when; one question for each kind that rooms declare."""

    widths = {"hour": "medium", "weekday": "medium"}
    waiting = forms.ChoiceField(
        label=_("What waits for me"),
        help_text=_("Invitations, questions, approvals: what nobody but you can answer."),
        choices=[(How.IMMEDIATE, How.IMMEDIATE.label), (How.DAILY, How.DAILY.label)],
        widget=RadioSelect,
    )
    bundles = forms.BooleanField(
        label=_("Send me bundles"),
        help_text=_("Without them, news stands on your page only; what waits for you still comes."),
        required=False,
    )
    hour = forms.TypedChoiceField(label=_("Hour of the bundle"), coerce=int)
    weekday = forms.TypedChoiceField(label=_("Day of what comes once a week"), choices=Weekday.choices, coerce=int)
    follows_own = forms.BooleanField(
        label=_("Follow by itself what concerns me"),
        help_text=_("What you write, comment or are invited to. You can stop following each of them."),
        required=False,
    )

    def __init__(self, *args: Any, reader: Reader, wishes: dict[str, str], **options: Any) -> None:
        names = ("waiting", "bundles", "hour", "weekday", "follows_own")
        kinds = {f"kind-{code}": wishes.get(code, How.DAILY) for code in KINDS}
        super().__init__(*args, initial={name: getattr(reader, name) for name in names} | kinds, **options)
        fields: dict[str, Any] = self.fields
        fields["hour"].choices = [(hour, f"{hour}:00") for hour in range(24)]
        for code, kind in KINDS.items():
            fields[f"kind-{code}"] = forms.ChoiceField(label=cast("str", kind.label), choices=How.choices)

    @property
    def kinds(self) -> list[Any]:
        """The questions about kinds, drawn together."""
        return [self[name] for name in self.fields if name.startswith("kind-")]

    def wishes(self) -> dict[str, str]:
        """What was chosen, by kind."""
        return {name.removeprefix("kind-"): how for name, how in self.cleaned_data.items() if name.startswith("kind-")}


class AddressForm(Form):
    """The address that works."""

    email = forms.EmailField(label=_("E-mail address"), max_length=254)
