"""What feeds show as calendars, and answers to programs that follow them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ui import calendars


def calendar(title: str, events: Iterable[Any]) -> HttpResponse:
    """The answer to a calendar that follows this address."""
    return HttpResponse(calendars.calendar_of(title, events), content_type=calendars.CONTENT_TYPE)


def answer_event(address: Any) -> Any:
    """The day until which a Land is asked to answer."""
    entry = address.recommendation.entry
    title = _("%(land)s is asked to answer: %(title)s") % {"land": address.state, "title": entry.title}
    return calendars.day_event(
        f"{entry.public_id}-{address.state.code}", title=title, begins=address.due, url=entry.get_absolute_url(),
        made=entry.created_at,
    )  # fmt: skip
