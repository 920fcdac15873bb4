"""The sheet on which one votes: a field for each option and axis, and what it says when it is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from netzwerkstatt.foundation.ballots.checking import field_of
from netzwerkstatt.foundation.ballots.models import Ballot, Kind, Option, Stance
from netzwerkstatt.foundation.ui.forms import Form, RadioSelect

ENDS = {
    Kind.RESISTANCE: (gettext_lazy("no resistance"), gettext_lazy("greatest resistance")),
    Kind.RATING: (pgettext_lazy("scale", "low"), pgettext_lazy("scale", "high")),
}


class Scale(forms.RadioSelect):
    """Values side by side, each as large as a thumb, with words at both ends. Wraps on small screens."""

    template_name = "ballots/widgets/scale.html"

    def __init__(self, low: Any = "", high: Any = "") -> None:
        super().__init__()
        self.ends = (low, high)

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"low": self.ends[0], "high": self.ends[1]}


@dataclass(frozen=True)
class Item:
    """One option on the sheet with its fields; `place` is its rank now, where the ballot ranks."""

    option: Option
    title: str
    url: str
    fields: list[BoundField]
    place: int | None
    first: bool = False


class VoteForm(Form):
    """The sheet of one voice. `said` is what it said before, by option id."""

    def __init__(
        self,
        *args: Any,
        ballot: Ballot,
        options: Sequence[Option],
        said: Mapping[int, Sequence[int]] | None = None,
        weight: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ballot, self.options, self.before = ballot, list(options), dict(said or {})
        self.weight = weight
        for option in self.options:
            for axis, field in enumerate(self._fields_of(option)):
                values = self.before.get(option.pk, ())
                field.initial = values[axis] if axis < len(values) else None
                self.fields[_name(option.pk, axis)] = field

    def _fields_of(self, option: Option) -> list[forms.Field]:
        ballot = self.ballot
        match ballot.kind:
            case Kind.DOTS:
                most = (ballot.budget or 0) * self.weight
                return [forms.IntegerField(label=str(option), min_value=0, max_value=most, required=False)]
            case Kind.RANKING:
                places = [("", _("no place")), *((str(n), _("place %(number)d") % {"number": n}) for n in ballot.scale)]
                return [_choice(str(option), places, forms.Select())]
            case Kind.AGREEMENT:
                return [_choice(str(option), [(str(s.value), s.label) for s in Stance], RadioSelect())]
        steps = [(str(value), str(value)) for value in ballot.scale]
        low, high = ENDS[Kind(ballot.kind)]
        if len(ballot.axes) > 1:  # the option stands above its scales
            return [_choice(str(axis), steps, Scale(low, high)) for axis in ballot.axes]
        field = _choice(str(option), steps, Scale(low, high))
        field.help_text = str(ballot.axes[0]) if ballot.axes else ""
        return [field]

    @property
    def items(self) -> list[Item]:
        """The options with their fields; a ranking shows those with a place first, in their order."""
        found = []
        for option in self.options:
            fields = [self[_name(option.pk, axis)] for axis in range(len(self.ballot.axes or [""]))]
            place = _number(fields[0].value()) if self.ballot.kind == Kind.RANKING else None
            url = option.entry.get_absolute_url() if option.entry else ""
            found.append(Item(option, str(option), url, fields, place))
        if self.ballot.kind == Kind.RANKING:
            found.sort(key=lambda item: (item.place is None, item.place or 0))
        return found

    @property
    def left(self) -> int | None:
        """Dots that can still be given, as the voice said last."""
        if self.ballot.kind != Kind.DOTS:
            return None
        return (self.ballot.budget or 0) * self.weight - sum(sum(values) for values in self.before.values())

    @property
    def said(self) -> dict[int, list[int]]:
        """By option id the values given; options about which nothing was said are left out."""
        given: dict[int, list[int]] = {}
        for option in self.options:
            names = [_name(option.pk, axis) for axis in range(len(self.ballot.axes or [""]))]
            values = [value for name in names if (value := self.cleaned_data.get(name)) not in {None, ""}]
            if values and (self.ballot.kind != Kind.DOTS or values != [0]):
                given[option.pk] = [int(value) for value in values]
        return given

    def moved(self, move: str) -> VoteForm:
        """The same sheet with one item a place further up or down ("12:up"); nothing is cast yet.

        Works from the places as they stand on the sheet, so that it needs no JavaScript.
        """
        order = [item.option.pk for item in self.items if item.place is not None]
        option, _colon, way = move.partition(":")
        moving = next((one.pk for one in self.options if str(one.pk) == option), None)
        if moving is not None:
            order = _moved(order, moving, up=way == "up")
        said = {pk: [place] for place, pk in enumerate(order, 1)}
        return VoteForm(ballot=self.ballot, options=self.options, said=said, weight=self.weight, auto_id=self.auto_id)


def _moved(order: list[int], moving: int, *, up: bool) -> list[int]:
    if moving not in order:
        return [*order, moving]
    place = order.index(moving)
    if not up and place == len(order) - 1:
        return order[:-1]
    other = place - 1 if up else place + 1
    if 0 <= other < len(order):
        order[place], order[other] = order[other], order[place]
    return order


class _Choice(forms.TypedChoiceField):
    """One value or none. Nobody is told that a vote is optional: that goes without saying."""

    def clean(self, value: Any) -> Any:
        return None if value in self.empty_values else super().clean(value)


def _choice(label: str, choices: list[tuple[str, Any]], widget: forms.Widget) -> forms.Field:
    return _Choice(
        label=label, choices=choices, widget=widget, required=widget.use_fieldset, coerce=int, empty_value=None
    )


def _name(option: int, axis: int) -> str:
    return field_of(option) if not axis else f"{field_of(option)}-{axis}"


def _number(value: Any) -> int | None:
    shown = str(value if value is not None else "")
    return int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 6 else None
