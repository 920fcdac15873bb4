"""What the set-up asks for."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.network.models import (
    CITY_ROLES,
    NETWORK_ROLES,
    STATE_ROLES,
    CentralPlace,
    City,
    CityNetwork,
    Role,
    State,
)
from netzwerkstatt.foundation.ui.forms import Form


def languages_of(text: str) -> dict[str, str]:
    """`hsb: Budyšin, pl: Budziszyn` as a dictionary. Raises `ValidationError` where a part has no language."""
    names: dict[str, str] = {}
    for part in filter(None, (piece.strip() for piece in text.replace("\n", ",").split(","))):
        code, colon, name = (piece.strip() for piece in part.partition(":"))
        if not colon or not name or not 2 <= len(code) <= 10:
            raise forms.ValidationError(_("Write the language before the name, as in “hsb: Budyšin, pl: Budziszyn”."))
        names[code] = name
    return names


class OtherNames(forms.CharField):
    """Names in further languages, typed as `hsb: Budyšin`; cleaned to a dictionary."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Name in other languages"),
            help_text=_("Language and name, as in “hsb: Budyšin, pl: Budziszyn”."),
            required=False,
            max_length=400,
        )

    def clean(self, value: Any) -> Any:
        return languages_of(super().clean(value))


class FirstAdministrator(Form):
    """The first account."""

    autocomplete: ClassVar = {"email": "email", "name": "name", "password": "new-password"}
    name = forms.CharField(label=_("Your name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"), help_text=_("You sign in with it."))
    password = forms.CharField(
        label=_("Password"),
        help_text=_("At least twelve characters. Without one, you sign in with a code that we send by e-mail."),
        widget=forms.PasswordInput(render_value=True),
        required=False,
        max_length=200,
    )


class AllianceForm(Form):
    """Name and purpose."""

    name = forms.CharField(label=_("Name of the alliance"), max_length=160)
    purpose = forms.CharField(
        label=_("What it is for"),
        help_text=_("Two or three sentences for the start page."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
        max_length=1000,
    )


class StateForm(Form):
    """One Land."""

    widths: ClassVar = {"code": "short", "key": "short"}
    name = forms.CharField(label=_("Name of the Land"), max_length=160)
    code = forms.CharField(label=_("Letters"), help_text=_("Two or three, as in TH."), min_length=2, max_length=3)
    key = forms.CharField(
        label=_("Key"),
        help_text=_("The first two digits of its municipality keys, as in 16."),
        required=False,
        max_length=2,
    )


class NetworkForm(Form):
    """One network of cities."""

    name = forms.CharField(label=_("Name of the network"), max_length=160)
    state = forms.ModelChoiceField(State.objects, label=_("Land"), empty_label=None)
    focus = forms.CharField(
        label=_("Theme focus"), help_text=_("What this network works on most."), required=False, max_length=240
    )


class CityForm(Form):
    """One city."""

    widths: ClassVar = {"ags": "medium", "latitude": "medium", "longitude": "medium", "population": "medium"}
    name = forms.CharField(label=_("Name of the city"), max_length=160)
    network = forms.ModelChoiceField(CityNetwork.objects, label=_("Network"), empty_label=None)
    ags = forms.CharField(
        label=_("Municipality key (AGS)"), help_text=_("Eight digits, as in 15087220."), min_length=8, max_length=8
    )
    district_name = forms.CharField(
        label=_("District (Kreis)"),
        help_text=_("For a city that is a district of its own, its own name."),
        max_length=160,
    )
    other_names = OtherNames()
    latitude = forms.FloatField(label=_("Latitude"), help_text=_("As in 51.65"), min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Longitude"), help_text=_("As in 11.50"), min_value=-180, max_value=180)
    central_place = forms.ChoiceField(
        label=_("Central-place function"), choices=[("", _("not given")), *CentralPlace.choices], required=False
    )
    population = forms.IntegerField(label=_("Population"), required=False, min_value=1)
    population_source = forms.CharField(
        label=_("Source and date of the population"),
        help_text=_("As in “Destatis, Gemeindeverzeichnis, 31.12.2022”."),
        required=False,
        max_length=200,
    )


class ThemeForm(Form):
    """One field of themes."""

    name = forms.CharField(label=_("Name of the theme"), max_length=160)
    synonyms = forms.CharField(
        label=_("Other words for it"), help_text=_("People may search for these."), required=False, max_length=400
    )


class PersonForm(Form):
    """Somebody with a role; the place that the role needs is chosen with it."""

    autocomplete: ClassVar = {"email": "off", "name": "off"}
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    function = forms.CharField(
        label=_("Function"), help_text=_("As in “urban development”."), required=False, max_length=160
    )
    role = forms.ChoiceField(label=_("Role and place"))
    expertise = forms.CharField(
        label=_("Expertise"),
        help_text=_("For experts: what they are asked about."),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=600,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["role"]).choices = role_choices()

    def place(self) -> dict[str, Any]:
        """The chosen role and its city, network or Land, as `invite_person` takes them."""
        role, _colon, scope = self.cleaned_data["role"].partition(":")
        if not scope:
            return {"role": role}
        kind, _dash, pk = scope.partition("-")
        models: dict[str, Any] = {"city": City, "network": CityNetwork, "state": State}
        return {"role": role, kind: models[kind].objects.get(pk=pk)}


def role_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every role in every place it can belong to, grouped by place."""
    groups: list[tuple[str, list[tuple[str, str]]]] = [
        (
            str(_("The whole alliance")),
            [(r.value, str(r.label)) for r in (Role.ALLIANCE_COORDINATOR, Role.DATA_PROTECTION)],
        )
    ]
    places = [("city", City, CITY_ROLES), ("network", CityNetwork, NETWORK_ROLES), ("state", State, STATE_ROLES)]
    for kind, model, roles in places:
        groups += [
            (str(place), [(f"{role.value}:{kind}-{place.pk}", f"{role.label}, {place}") for role in roles])
            for place in model._default_manager.all()  # noqa: SLF001
        ]
    return groups
