"""The sliders of a scenario, and what one says when one keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.evidence.adapter import Kind, Scenario
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.evidence.standards import MOVES
from netzwerkstatt.foundation.ui.forms import Form

FIRST, LAST = 2025, 2050
HOMES: Final = (
    (Kind.CARE, gettext_lazy("for people in need of care")),
    (Kind.STUDENTS, gettext_lazy("for students and apprentices")),
    (Kind.REFUGEES, gettext_lazy("for refugees")),
)
MOST_PERSONS = 4.0


@dataclass(frozen=True, slots=True)
class Slider:
    """One slider as it is drawn: its field, unit and whether a plus stands before its value."""

    field: forms.BoundField
    unit: str = ""
    signed: bool = False

    @property
    def value(self) -> Any:
        """Where it stands."""
        found = self.field.value()
        return self.field.initial if found in {None, ""} else found

    @property
    def shown(self) -> str:
        """The value in words, as the page says it before any script runs."""
        text = str(self.value)
        sign = "\u2212" if text.startswith("-") else "+" if self.signed and text.strip("0.") else ""
        unit = f"\u202f{self.unit}" if self.unit else ""
        return f"{sign}{text.lstrip('-').replace('.', ',')}{unit}"


def _range(low: float, high: float, step: float, label: Any, *, initial: float = 0, hint: Any = "") -> forms.Field:
    widget = forms.NumberInput(attrs={"type": "range", "min": low, "max": high, "step": step})
    if not float(step).is_integer():
        return forms.FloatField(
            label=label, min_value=low, max_value=high, required=False, initial=initial, help_text=hint, widget=widget
        )
    return forms.IntegerField(
        label=label,
        min_value=int(low),
        max_value=int(high),
        required=False,
        initial=int(initial),
        help_text=hint,
        widget=widget,
    )


class ScenarioForm(forms.Form):
    """What is assumed otherwise. Short names, because they stand in an address that people send to each other."""

    f = _range(-40, 40, 5, gettext_lazy("Births per woman"), hint=gettext_lazy("from the first year on"))
    e = _range(
        -3, 5, 0.5, gettext_lazy("Life expectancy"), hint=gettext_lazy("more or fewer years of life in the last year")
    )
    d = _range(
        0,
        200,
        5,
        gettext_lazy("New homes a year"),
        hint=gettext_lazy("half of those who move in come from elsewhere: an assumption"),
    )
    df = _range(FIRST, LAST, 1, gettext_lazy("built from"), initial=2026)
    dt = _range(FIRST, LAST, 1, gettext_lazy("until"), initial=2035)
    p = _range(1, MOST_PERSONS, 0.1, gettext_lazy("People in each home"), initial=2.4)
    h = _range(-300, 300, 10, gettext_lazy("Places of a home"), hint=gettext_lazy("below nought: a home is closed"))
    hy = _range(FIRST, LAST, 1, gettext_lazy("opened or closed in"), initial=2028)
    hk = forms.ChoiceField(label=gettext_lazy("What is it for?"), choices=HOMES, required=False, initial=Kind.CARE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for at, span in enumerate(_SPANS):
            words = group_words(*span)
            self.fields[f"i{at}"] = _range(-60, 100, 5, _("In, %(ages)s") % {"ages": words})
            self.fields[f"o{at}"] = _range(-60, 100, 5, _("Out, %(ages)s") % {"ages": words})
        if self.is_bound:  # a slider without a value stands in the middle of its scale, whatever is assumed
            given = {name: self.data.get(name) or str(field.initial) for name, field in self.fields.items()}
            self.data = given

    def clean(self) -> dict[str, Any]:
        """Building ends after it begins."""
        given: dict[str, Any] = super().clean() or {}
        if not self.errors and self._or(given, "df") > self._or(given, "dt"):
            self.add_error("dt", _("Building cannot end before it begins."))
        return given

    def _or(self, given: dict[str, Any], name: str) -> Any:
        value = given.get(name)
        return self.fields[name].initial if value in {None, ""} else value

    @property
    def scenario(self) -> Scenario:
        """The assumptions; what is missing or does not hold stands where the middle path has it."""
        given = getattr(self, "cleaned_data", {})

        def take(name: str) -> Any:
            return self._or(given, name)

        return Scenario(
            fertility=float(take("f")),
            life=float(take("e")),
            moves_in=tuple(float(take(f"i{at}")) for at in range(len(MOVES))),
            moves_out=tuple(float(take(f"o{at}")) for at in range(len(MOVES))),
            dwellings=int(take("d")),
            built_from=int(take("df")),
            built_to=int(take("dt")),
            persons_per_dwelling=float(take("p")),
            home=int(take("h")),
            home_year=int(take("hy")),
            home_kind=str(take("hk")),
        )

    # How the template shows them, in groups.

    @property
    def births(self) -> tuple[Slider, ...]:
        return (Slider(self["f"], "%", signed=True), Slider(self["e"], _("years"), signed=True))

    @property
    def moves(self) -> tuple[tuple[Slider, Slider], ...]:
        return tuple(
            (Slider(self[f"i{at}"], "%", signed=True), Slider(self[f"o{at}"], "%", signed=True))
            for at in range(len(MOVES))
        )

    @property
    def homes(self) -> tuple[Slider, ...]:
        return (Slider(self["d"]), Slider(self["df"]), Slider(self["dt"]), Slider(self["p"]))

    @property
    def home(self) -> tuple[Slider, ...]:
        return (Slider(self["h"], signed=True), Slider(self["hy"]))


_SPANS: Final = tuple((first, (MOVES[at + 1] - 1) if at + 1 < len(MOVES) else None) for at, first in enumerate(MOVES))


class KeepForm(Form):
    """A scenario's name and reasons."""

    widths: ClassVar = {}
    title = forms.CharField(
        label=gettext_lazy("What is this scenario about?"),
        max_length=160,
        help_text=gettext_lazy("One sentence, as in: What if 40 homes a year are built on the old works?"),
    )
    reasons = forms.CharField(
        label=gettext_lazy("Why these assumptions?"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Plans, decisions, experience of others. Whoever discusses it will ask."),
    )
