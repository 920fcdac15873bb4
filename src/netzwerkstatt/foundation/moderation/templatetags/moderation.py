"""The quiet way to report something, for any page."""

from __future__ import annotations

from django import template
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

from netzwerkstatt.foundation.ui.templatetags.ui import icon

register = template.Library()


@register.simple_tag
def report_link(kind: str, public_id: str, what: str = "") -> SafeString:
    """A quiet link to the page where anybody who sees a thing can report it: `{% report_link "comment" id %}`.

    `what` is read aloud after the word, where one page has many of them ("comment by Jana").
    """
    spoken = format_html('<span class="kern-sr-only"> {}</span>', what) if what else ""
    return format_html(
        '<a class="quiet meta row row--tight report-link" href="{}" rel="nofollow">{}<span>{}{}</span></a>',
        reverse("moderation:report", kwargs={"kind": kind, "public_id": public_id}),
        icon("flag"),
        pgettext("moderation", "Report"),
        spoken,
    )
