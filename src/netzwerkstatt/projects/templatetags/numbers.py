"""Numbers of a project as people read them."""

from decimal import Decimal

from django import template

from netzwerkstatt.foundation.ui.formatting import number

register = template.Library()


@register.filter
def plain_number(value: Decimal) -> str:
    """A number without the places that say nothing: 12, 12.5."""
    return number(value, 0 if value == value.to_integral() else 1 if value * 10 == (value * 10).to_integral() else 2)
