"""An answer may point to a project or an idea: by the address of its page, or by its number."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid

POINTS_TO = ("project", "idea")
_NUMBER = re.compile(r"([A-Za-z]{1,3})-(\d{1,9})")
_ID_AT_THE_END = re.compile(r"(?:^|/)([0-9a-z]{8,16})/?(?:[?#]\S*)?$")


def pointed_at(words: str, viewer: Any) -> Entry | None:
    """What "P-12" or the address of a page names; None for nothing. Raises `Invalid` (field "link") where it is not there."""
    words = words.strip()
    if not words:
        return None
    found = Entry.objects.visible_to(viewer).filter(kind__in=POINTS_TO)
    if number := _NUMBER.fullmatch(words):
        kinds = [code for code in POINTS_TO if code in KINDS and KINDS[code].prefix == number[1].upper()]
        entry = found.filter(kind__in=kinds, number=int(number[2])).first() if kinds else None
    else:
        last = _ID_AT_THE_END.search(words)
        entry = found.filter(public_id=last[1]).first() if last else None
    if entry is None:
        raise Invalid({"link": _("There is no such project or idea. Please copy the address of its page.")})
    return entry


def pointing_words(entry: Entry | None) -> str:
    """What stands in the field for what is pointed to already."""
    return "" if entry is None else entry.code or entry.get_absolute_url()
