"""An indicator of a project as it is typed."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.projects.forms.plan import LineForm

_NUMBER: dict[str, Any] = {"max_digits": 15, "decimal_places": 2, "localize": True}


class CardField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django knows no arguments here
    """An evidence card by number and claim. A key beyond every number is a choice that does not exist."""

    def label_from_instance(self, obj: Any) -> str:
        """B-142 Young women became fewer."""
        return f"{obj.code} {obj.title}"

    def to_python(self, value: Any) -> Any:
        """The card. Raises `ValidationError` for what cannot be chosen."""
        if value and len(str(value)) > 18 and not isinstance(value, Entry):
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class IndicatorForm(LineForm):
    title = _("Indicator")
    hint = _("Two or three are enough. Each begins with a figure that has a source: choose the card it stands on.")
    widths: ClassVar[Mapping[str, str]] = dict.fromkeys(
        ("unit", "baseline", "target", "target_on", "now", "now_on"), "medium"
    )
    what = forms.CharField(label=_("What you count"), max_length=240)
    unit = forms.CharField(label=_("Unit"), help_text=_("People, per cent, advices a year."), max_length=60)
    card = CardField(
        queryset=Entry.objects.none(), label=_("Evidence card it starts from"), empty_label=_("Please choose")
    )
    baseline = forms.DecimalField(label=_("How it was"), **_NUMBER)
    target = forms.DecimalField(label=_("How it shall be"), **_NUMBER)
    target_on = forms.DateField(label=_("Until when"))
    now = forms.DecimalField(label=_("How it is now"), required=False, **_NUMBER)
    now_on = forms.DateField(label=_("Counted on"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, Any] = self.fields
        cards = Entry.objects.visible_to(None).filter(kind="evidence")
        fields["card"].queryset = cards.order_by("-created_at", "-pk")

    def words(self) -> dict[str, Any]:
        """What the action takes; numbers without the places nobody typed."""
        said = super().words()
        return {
            name: Decimal(value) if name in {"baseline", "target", "now"} and value is not None else value
            for name, value in said.items()
        }
