"""Money in cents: how people type it, and how they read it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.projects.models.plan import MOST_CENTS

NARROW_SPACES = str.maketrans("", "", " \u00a0\u202f\u2009€'’")
_TYPED = re.compile(r"(?P<whole>\d{1,3}(?:(?P<sign>[.,])\d{3})(?:(?P=sign)\d{3})*|\d{1,13})(?:[.,](?P<part>\d{1,2}))?")


def cents_of(typed: str) -> int | None:
    """12500, 12.500, 12,500, 12 500,50 and 12500.5 in cents; None for what is no amount.

    Three digits after a sign are thousands, one or two are cents, in every language.
    """
    found = _TYPED.fullmatch(typed.translate(NARROW_SPACES))
    if found is None:
        return None
    whole = re.sub(r"[.,]", "", found["whole"])
    return int(whole) * 100 + int((found["part"] or "0").ljust(2, "0"))


def euros(cents: int) -> str:
    """12 500 € in German, 12,500 € in English; the cents only where there are some."""
    amount = Decimal(cents) / 100
    return f"{number(amount, 2 if cents % 100 else 0)}\u00a0€"


class EuroField(forms.CharField):
    """An amount as people type it; the value is in cents."""

    default_error_messages = {"no_amount": _("Please write an amount such as 12500 or 12.500,50.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=24, **options)
        self.widget.attrs["inputmode"] = "decimal"

    def prepare_value(self, value: Any) -> Any:
        """Cents as an amount that can be typed again."""
        return f"{value // 100},{value % 100:02}" if isinstance(value, int) else value

    def clean(self, value: Any) -> Any:
        """The cents. Raises `ValidationError` for what is no amount above nothing."""
        typed = super().clean(value)
        cents = cents_of(typed)
        if cents is None or not 0 < cents <= MOST_CENTS:
            raise forms.ValidationError(self.error_messages["no_amount"], code="no_amount")
        return cents
