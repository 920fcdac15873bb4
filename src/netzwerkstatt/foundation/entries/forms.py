"""What people choose about entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.queries import people_to_show
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.queries import organisations
from netzwerkstatt.foundation.ui.forms import Form


class VisibilityForm(Form):
    """Which circle may see it; circles the entry has no place in are not offered."""

    visibility = forms.ChoiceField(label=_("Which circle?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, entry: Entry, **options: Any) -> None:
        super().__init__(*args, **options)
        words = {
            Visibility.PUBLIC: _("Everybody, without signing in"),
            Visibility.ALLIANCE: _("Everybody who works in the alliance"),
            Visibility.NETWORK: entry.network and _("The network: {name}").format(name=entry.network),
            Visibility.CITY: entry.city and _("Only the city: {name}").format(name=entry.city),
        }
        fields: dict[str, Any] = self.fields
        fields["visibility"].choices = [(kind.value, text) for kind, text in words.items() if text]


class ShowForm(Form):
    """One more name, and until when."""

    person = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("A person"), required=False, empty_label=_("nobody chosen")
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        label=_("Or an organisation, with everybody who belongs to it"),
        required=False,
        empty_label=_("none chosen"),
    )
    until = forms.DateField(
        label=_("Until when?"), required=False, help_text=_("Empty: until somebody takes the name away.")
    )
    widths = {"until": "medium"}

    def __init__(self, *args: Any, entry: Entry, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = people_to_show(entry)
        fields["organisation"].queryset = organisations()
