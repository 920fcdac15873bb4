"""What people fill in to ask for help, to offer it and to answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.ui.forms import Form, RadioSelect
from netzwerkstatt.projects.forms.plan import LineForm
from netzwerkstatt.projects.models import Line, Need
from netzwerkstatt.projects.models.plan import MOST_CENTS
from netzwerkstatt.projects.money import cents_of

NO_AMOUNT = _("Please write a whole number, such as 12.")
NO_MONEY = _("Please write an amount such as 12500 or 12.500,50.")


def _amount(form: Form, *, money: bool) -> int | None:
    """What was typed as amount, in cents or as a whole number; what is neither is said at its field."""
    typed = form.cleaned_data.get("amount")
    if not typed:
        return None
    cents = cents_of(typed)
    found = cents if money or cents is None or cents % 100 else cents // 100
    if found is None or not 0 < found <= MOST_CENTS or (not money and cents is not None and cents % 100):
        form.add_error("amount", NO_MONEY if money else NO_AMOUNT)
        return None
    return found


def _typed(amount: int, *, money: bool) -> str:
    return f"{amount // 100},{amount % 100:02}" if money else str(amount)


class NeedForm(LineForm):
    title = _("What the project needs")
    hint = _("Small and exact is answered sooner: two hours on Saturdays rather than support.")
    widths: ClassVar[Mapping[str, str]] = {"amount": "medium", "unit": "medium", "unit_one": "medium"}
    kind = forms.ChoiceField(label=_("What kind of help"), choices=Need.Kind.choices, widget=RadioSelect)
    what = forms.CharField(label=_("What you look for"), max_length=240)
    amount = forms.CharField(
        label=_("How much"),
        help_text=_("A whole number; money in euros."),
        max_length=24,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    unit = forms.CharField(
        label=_("Counted in"),
        help_text=_("Hours a month, rooms, places, evenings. Money needs no unit."),
        max_length=60,
        required=False,
    )
    unit_one = forms.CharField(
        label=_("One of it is called"),
        help_text=_("Hour a month, room, place: only where it is another word."),
        max_length=60,
        required=False,
    )

    def __init__(self, *args: Any, line: Line | None = None, **options: Any) -> None:
        super().__init__(*args, line=line, **options)
        if isinstance(line, Need):
            self.initial["amount"] = _typed(line.amount, money=line.is_money)

    def clean(self) -> dict[str, Any]:
        """The amount in the unit it is kept in."""
        super().clean()
        self.cleaned_data["amount"] = _amount(self, money=self.cleaned_data.get("kind") == Need.Kind.MONEY)
        return self.cleaned_data


class OfferForm(Form):
    widths: ClassVar[Mapping[str, str]] = {"amount": "medium"}
    amount = forms.CharField(
        label=_("How much of it"), max_length=24, widget=forms.TextInput(attrs={"inputmode": "decimal"})
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("For whom you offer it"),
        required=False,
        empty_label=_("for myself"),
    )
    words = forms.CharField(
        label=_("What you would like to say about it"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reach = forms.CharField(
        label=_("How the city reaches you"),
        help_text=_("Telephone or mail. Only the city of this project sees it."),
        max_length=160,
        required=False,
    )

    def __init__(self, *args: Any, need: Need, person: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.need = need
        fields: dict[str, Any] = self.fields
        mine = standing(person).organisations
        if mine:
            fields["organisation"].queryset = Organisation.objects.filter(pk__in=mine)
        else:
            del fields["organisation"]
        fields["amount"].help_text = _("In euros.") if need.is_money else need.unit

    def clean(self) -> dict[str, Any]:
        """The amount in the unit of the need."""
        super().clean()
        self.cleaned_data["amount"] = _amount(self, money=self.need.is_money)
        return self.cleaned_data


class UnsignedOfferForm(OfferForm):
    """The same for somebody without an account."""

    name = forms.CharField(label=_("Your name"), max_length=160)
    email = forms.EmailField(
        label=_("Your e-mail address"),
        help_text=_("A mail asks you to confirm the offer. Only the city of this project sees the address."),
        max_length=254,
    )
    field_order = ("amount", "name", "email", "reach", "words")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reach"].label = _("Telephone")
        self.fields["reach"].help_text = _("If a call is welcome.")


class AnswerHelpForm(Form):
    words = forms.CharField(
        label=_("A sentence to who offers it"),
        help_text=_("Accepted: what happens next. Declined: why. Without a reason no offer is declined."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
