"""The workshop of whoever runs it, and buttons that may be refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.access import MemberRequest
from netzwerkstatt.foundation.entries.pages import find_visible
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.workshops.elsewhere import must_be_here
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.rules import runs_workshop


def mine(request: MemberRequest, public_id: str, *, wherever: bool = False) -> Workshop:
    """A workshop that the viewer runs. Raises `NotAllowed` for everybody else, and `Elsewhere` for one that is lent out,
    unless the page is there `wherever` it is.
    """
    found = find_visible(Workshop, public_id, request.viewer)
    if not runs_workshop.test(request.viewer, found):
        city = str(found.entry.city or "")
        raise NotAllowed(_("Only %(city)s and the facilitator can do this.") % {"city": city})
    if not wherever:
        must_be_here(found)
    return found


def or_said(request: HttpRequest, act: Callable[[], Any]) -> bool:
    """Run an action of a bare button; what does not hold is said on top of the next page."""
    try:
        act()
    except Invalid as invalid:
        messages.warning(request, " ".join(str(text) for text in invalid.fields.values()))
        return False
    return True
