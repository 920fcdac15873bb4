"""A block of the Steckbrief as a form, made from its fields."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.pages import perform
from netzwerkstatt.foundation.network.models import City, Membership
from netzwerkstatt.foundation.network.queries import people_of
from netzwerkstatt.foundation.ui.forms import DateInput, Form, RadioSelect
from netzwerkstatt.foundation.versions.forms import BaseField
from netzwerkstatt.projects.actions import ChangedMeanwhile
from netzwerkstatt.projects.profile.blocks import Block, Field

R = TypeVar("R")


class BlockForm(Form):
    """One block. Nothing in it is required before the release, so that a half-written block can be saved."""

    widths: ClassVar[Mapping[str, str]] = {"begins": "medium", "ends": "medium", "review_on": "medium"}
    edition = BaseField()

    def __init__(
        self, *args: Any, block: Block, city: City | None, edition: int, said: dict[str, Any], **more: Any
    ) -> None:
        self.block = block
        super().__init__(*args, initial={**said, "edition": edition}, **more)
        for field in block.fields:
            made = _made(field, city)
            if field.needed:
                _needed_only_for_the_release(made)
            self.fields[field.name] = made

    def words(self) -> dict[str, Any]:
        """What the action takes."""
        return {name: self.cleaned_data[name] for name in self.fields if name != "client_id"}

    def save(self, act: Callable[[], R]) -> R | None:
        """Run the action; where somebody else changed the block, what was typed stays and the next save stands."""
        return perform(self, lambda: self._tried(act))

    def _tried(self, act: Callable[[], R]) -> R:
        try:
            return act()
        except ChangedMeanwhile as meanwhile:
            seen: Any = self.data.copy()  # type: ignore[attr-defined]
            seen[self.add_prefix("edition")] = str(meanwhile.edition)
            self.data = seen
            raise


class ConfirmForm(Form):
    widths: ClassVar[Mapping[str, str]] = {"review_on": "medium"}
    review_on = forms.DateField(label=_("When it is looked at again"))


def _needed_only_for_the_release(made: forms.Field) -> None:
    """It is not called optional; left empty it can be saved all the same."""
    made.required = True
    checked = made.validate
    made.validate = lambda value: None if value in made.empty_values else checked(value)  # type: ignore[method-assign]


def _made(field: Field, city: City | None) -> forms.Field:
    common: dict[str, Any] = {"label": field.label, "help_text": field.hint, "required": False}
    if field.kind == "yes":
        return forms.BooleanField(**common)
    if field.kind == "day":
        return forms.DateField(widget=DateInput(), **common)
    if field.kind == "person":
        at_work = people_of(city).order_by().values("person") if city else Membership.objects.none().values("person")
        return forms.ModelChoiceField(
            queryset=Person.objects.filter(pk__in=at_work, is_active=True).order_by("name"),
            empty_label=_("nobody yet"),
            **common,
        )
    if field.kind == "choice" and field.choices is not None:
        return forms.ChoiceField(choices=field.choices.choices, widget=RadioSelect, **common)
    if field.kind == "line":
        return forms.CharField(max_length=160 if field.name == "reach" else 240, **common)
    rows = 5 if field.kind == "points" else 4
    return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": rows}), **common)
