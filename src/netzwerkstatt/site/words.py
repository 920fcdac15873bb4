"""Numbers as people say them."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.ui.formatting import number

SPELLED = (
    pgettext_lazy("number", "no"),
    pgettext_lazy("number", "one"),
    pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"),
    pgettext_lazy("number", "four"),
    pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"),
    pgettext_lazy("number", "seven"),
    pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"),
    pgettext_lazy("number", "ten"),
    pgettext_lazy("number", "eleven"),
    pgettext_lazy("number", "twelve"),
)


def spelled(count: int) -> str:
    """A count in words up to twelve, else in figures."""
    return str(SPELLED[count]) if 0 <= count < len(SPELLED) else number(count)


def at_the_beginning(text: str) -> str:
    """With a capital letter, the rest as it is."""
    return text[:1].upper() + text[1:]
