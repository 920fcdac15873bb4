"""What the pages of organisations ask for."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.network.models import City, Organisation, OrganisationKind, State
from netzwerkstatt.foundation.ui.forms import Form


class OrganisationForm(Form):
    """Name, kind and city of an organisation."""

    widths: ClassVar = {"kind": "medium"}
    name = forms.CharField(label=_("Name of the organisation"), max_length=160)
    kind = forms.ChoiceField(label=_("Kind"), choices=OrganisationKind.choices)
    city = forms.ModelChoiceField(
        City.objects,
        label=_("City"),
        help_text=_("Whoever coordinates or leads this city answers for who speaks for the organisation."),
        required=False,
        empty_label=_("no city of the alliance"),
    )

    @classmethod
    def of(cls, organisation: Organisation, data: Any = None) -> OrganisationForm:
        """Filled in with what is known."""
        known = {"name": organisation.name, "kind": organisation.kind, "city": organisation.city_id}
        return cls(data, initial=known)


class VoiceForm(Form):
    """Who speaks for an organisation, and how that is known."""

    autocomplete: ClassVar = {"email": "off", "name": "off"}
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"), help_text=_("We ask the person by mail; it counts when she has said yes.")
    )
    vouched = forms.CharField(
        label=_("How do you know it?"),
        help_text=_("As in “letter of the board of 3 November” or “register of associations, call back”."),
        max_length=160,
    )


class OrganisationFilter(forms.Form):
    """Which organisations one looks for."""

    q = forms.CharField(label=_("Name or city"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("all kinds")), *OrganisationKind.choices], required=False)
    land = forms.ModelChoiceField(State.objects, label=_("Land"), required=False, empty_label=_("all Länder"))
