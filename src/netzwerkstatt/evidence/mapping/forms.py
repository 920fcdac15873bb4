"""The form with which outlines come in."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.mapping.arriving import LARGEST, TOO_LARGE
from netzwerkstatt.foundation.ui.forms import FileField, Form


class OutlinesForm(Form):
    """A GeoJSON file, and what it does not say of itself."""

    widths: ClassVar = {"status_on": "medium"}
    file = FileField(
        label=_("Outlines (GeoJSON)"),
        help_text=_("Areas in degrees (WGS 84) with the official key of each: Länder, districts or municipalities."),
        most=lambda: LARGEST,
        error_messages={"large": TOO_LARGE},
    )
    name = forms.CharField(
        label=_("What do they show?"), max_length=120, help_text=_("For instance: Districts of Saxony, 2024")
    )
    status_on = forms.DateField(
        label=_("Borders as on"),
        widget=forms.DateInput,
        help_text=_("Figures of another day may belong to other borders; the map says so where it is known."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("As its licence wants it named, such as © GeoBasis-DE / BKG 2024"),
    )
    licence = forms.CharField(label=_("Licence"), max_length=120, initial="dl-de/by-2-0")
