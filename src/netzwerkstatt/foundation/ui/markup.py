"""The one door for markup that was not made by a template."""

from django.utils.safestring import SafeString, mark_safe


def made_by_us(markup: str) -> SafeString:
    """Markup that our own code drew or rendered – an SVG, a handbook page – and that holds nothing people typed."""
    return mark_safe(markup)  # noqa: S308 - who calls this answers for it
