"""Every icon of the house: 24 px grid, stroke 1.75, round ends, drawn with the same thread.

The values are the inside of an `<svg viewBox="0 0 24 24">`; colour and stroke come from the class `icon`.
"""

from typing import Final

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

STAGES: Final[dict[str, Promise]] = {
    "evidence": _("Evidence"),
    "problem": _("Problem"),
    "workshop": _("Flying workshop"),
    "idea": _("Idea"),
    "ideas-workshop": _("Ideas workshop"),
    "participation": _("Participation"),
    "project": _("Project"),
    "transfer": _("Transfer"),
    "recommendation": _("Recommendation"),
    "answer": _("The Land’s answer"),
}
"""The stages of the cycle in their order, each with its word; the keys are CSS classes and icon names alike."""

ASIDE: Final[dict[str, Promise]] = {
    "coaching": _("Coaching"),
    "conference": _("Practice day"),
    "method": _("Method"),
}
"""What stands beside the cycle; it takes the colour of working together."""

ICONS: Final[dict[str, str]] = {
    # stages
    "evidence": '<path d="M4 20h16M7 20v-6M12 20V8M17 20V4"/>',
    "problem": '<path d="M12 3.5 21 19.5H3z"/><path d="M12 10v4.2M12 17v.1"/>',
    "workshop": '<path d="M21 3 10.5 13.5M21 3l-6.5 18-4-7.5L3 9.5z"/>',
    "idea": (
        '<path d="M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.6.5.9 1.1.9 1.9h5.4c0-.8.3-1.4.9-1.9A6 6 0 0 0 12 3z"/>'
    ),
    "ideas-workshop": '<path d="M4 20l8.5-8.5M11 6.5l6.5 6.5M14 3.5l6.5 6.5-3 3L11 6.5z"/>',
    "participation": '<path d="M4 5h11v8H9l-3 3v-3H4z"/><path d="M18 9h3v8h-2v3l-3-3h-5"/>',
    "project": '<path d="M6 21V4M6 5c5-3 7 2 12-1v9c-5 3-7-2-12 1"/>',
    "transfer": (
        '<circle cx="5.5" cy="12" r="2.5"/><circle cx="18.5" cy="12" r="2.5"/>'
        '<path d="M7.5 8.5c2.5-3.5 6.5-3.5 9 0M17 5.3v3.5h-3.5"/>'
    ),
    "recommendation": '<path d="M6 3h9l4 4v14H6z"/><path d="M14.5 3v4.5H19M9.5 12h6M9.5 16h6"/>',
    "answer": '<path d="M4 20V10l8-6 8 6v10M4 20h16M9 20v-6M15 20v-6M12 20v-6"/>',
    "coaching": '<circle cx="12" cy="12" r="8.5"/><path d="m15.5 8.5-2 5-5 2 2-5z"/>',
    "conference": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"/>',
    "method": '<path d="M4 8.5h16V19H4zM9 8.5V5h6v3.5M4 13.5h16M12 12v3"/>',
    # states
    "ok": '<path d="m5 12.5 4.5 4.5L19 7.5"/>',
    "warn": '<path d="M12 3.5 21 19.5H3z"/><path d="M12 10v4.2M12 17v.1"/>',
    "danger": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7.5V13M12 16.4v.1"/>',
    "info": '<circle cx="12" cy="12" r="8.5"/><path d="M12 11v5.5M12 7.5v.1"/>',
    "wait": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "off": '<path d="M6 6l12 12M18 6 6 18"/>',
    "open": '<circle cx="12" cy="12" r="8.5" stroke-dasharray="1.5 3.6"/>',
    "changed": '<path d="M19 8a8 8 0 1 0 1 6M19.5 3.5V8H15"/>',
    # tools
    "arrow-right": '<path d="M5 12h14M13 6l6 6-6 6"/>',
    "arrow-left": '<path d="M19 12H5M11 6l-6 6 6 6"/>',
    "arrow-down": '<path d="M12 5v14M6 13l6 6 6-6"/>',
    "arrow-up": '<path d="M12 19V5M6 11l6-6 6 6"/>',
    "camera": '<path d="M3.5 8h4l1.5-2.5h6L16.5 8h4v11h-17z"/><circle cx="12" cy="13" r="3.5"/>',
    "chevron-down": '<path d="m6 9.5 6 6 6-6"/>',
    "calendar": '<path d="M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "download": '<path d="M12 4v11M7.5 11 12 15.5 16.5 11M5 20h14"/>',
    "edit": '<path d="M5 19l1-4L16 5l3 3L9 18z"/><path d="M14 7l3 3"/>',
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12z"/><circle cx="12" cy="12" r="2.8"/>'
    ),
    "filter": '<path d="M4 6h16M7 12h10M10 18h4"/>',
    "flag": '<path d="M6 21V4h11.5L15 8.2l2.5 4.3H6"/>',
    "grip": '<path d="M9 6h.01M15 6h.01M9 12h.01M15 12h.01M9 18h.01M15 18h.01"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="M11 12l8-8M16 7l2.5 2.5"/>',
    "link": (
        '<path d="M10 14a4 4 0 0 0 5.7 0l3.1-3.1a4 4 0 0 0-5.7-5.7L12 6.3"/>'
        '<path d="M14 10a4 4 0 0 0-5.7 0l-3.1 3.1a4 4 0 0 0 5.7 5.7l1.1-1.1"/>'
    ),
    "lock": '<path d="M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3"/>',
    "mail": '<path d="M3.5 6h17v12h-17z"/><path d="M3.5 7l8.5 6.5L20.5 7"/>',
    "mask": '<path d="M4 8c5-3 11-3 16 0-1 7-4 10-8 10S5 15 4 8z"/><path d="M8 11.5h2M14 11.5h2"/>',
    "menu": '<path d="M4 7h16M4 12h16M4 17h16"/>',
    "minus": '<path d="M5 12h14"/>',
    "moon": '<path d="M19.5 14.2A8 8 0 0 1 9.8 4.5a8 8 0 1 0 9.7 9.7z"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "people": (
        '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c.5-4 3-6 6.5-6s6 2 6.5 6'
        'M16 5a3.5 3.5 0 0 1 0 6.5M18 14.5c2 .8 3.2 2.7 3.5 5.5"/>'
    ),
    "person": '<circle cx="12" cy="8" r="3.8"/><path d="M4.5 20.5c.6-4.3 3.4-6.5 7.5-6.5s6.9 2.2 7.5 6.5"/>',
    "pin": '<path d="M12 21c4.5-4.8 6.5-8.2 6.5-11a6.5 6.5 0 0 0-13 0c0 2.8 2 6.2 6.5 11z"/><circle cx="12" cy="10" r="2.3"/>',
    "play": '<path d="M8 5.5 18.5 12 8 18.5z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 8.5V4h10v4.5M7 16.5H4.5v-8h15v8H17M7 13.5h10V20H7z"/>',
    "screen": '<path d="M3 5h18v11H3zM9 20h6M12 16v4"/>',
    "redo": '<path d="M20 9H10a5.5 5.5 0 0 0 0 11h5M16 5l4 4-4 4"/>',
    "search": '<circle cx="11" cy="11" r="6.5"/><path d="m16 16 4.5 4.5"/>',
    "share": '<path d="M12 15V4M8 7.5 12 3.5l4 4M5.5 12v8h13v-8"/>',
    "sun": (
        '<circle cx="12" cy="12" r="4"/>'
        '<path d="M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4"/>'
    ),
    "trash": '<path d="M5 7h14M9.5 7V4.5h5V7M7 7l.8 13h8.4L17 7M10.5 10.5v6M13.5 10.5v6"/>',
    "undo": '<path d="M4 9h10a5.5 5.5 0 0 1 0 11H9M8 5 4 9l4 4"/>',
    "upload": '<path d="M12 16V5M7.5 9 12 4.5 16.5 9M5 20h14"/>',
}

LOOP: Final = "M0 54C40 54 88 44 86 24C85 9 71 1 56 1S27 9 26 24C24 44 72 54 112 54"
"""The loop of the thread around an icon, in a `viewBox="0 0 112 60"`."""

MARK: Final = (
    "M0 40H20C24.82 40 29.62 38.44 33.33 35.75C37.04 33.07 39.62 29.3 40.65 25.5C41.67 21.7 41.14 17.93 39.48 15.25"
    "C37.82 12.56 35.07 11 32.3 11C29.53 11 26.78 12.56 25.12 15.25C23.46 17.93 22.92 21.7 23.95 25.5"
    "C24.97 29.3 27.56 33.07 31.27 35.75C34.98 38.44 39.78 40 44.6 40C49.42 40 54.22 38.44 57.93 35.75"
    "C61.64 33.07 64.22 29.3 65.25 25.5C66.27 21.7 65.74 17.93 64.08 15.25C62.42 12.56 59.67 11 56.9 11"
    "C54.13 11 51.38 12.56 49.72 15.25C48.06 17.93 47.52 21.7 48.55 25.5C49.57 29.3 52.16 33.07 55.87 35.75"
    "C59.58 38.44 64.38 40 69.2 40C74.02 40 78.82 38.44 82.53 35.75C86.23 33.07 88.82 29.3 89.85 25.5"
    "C90.87 21.7 90.33 17.93 88.67 15.25C87.02 12.56 84.27 11 81.5 11C78.73 11 75.98 12.56 74.32 15.25"
    "C72.66 17.93 72.12 21.7 73.15 25.5C74.17 29.3 76.76 33.07 80.47 35.75C84.18 38.44 88.97 40 93.8 40H109.8"
)
"""The logo's line, in a `viewBox="0 0 110 44"`: three networks, one thread."""


def icon_paths(name: str) -> SafeString:
    """The drawing inside the icon's svg; a name that does not exist is a mistake of ours and raises `KeyError`."""
    return mark_safe(ICONS[name])  # noqa: S308 - our own constants above


def stage_of(kind: str) -> str:
    """The CSS name of a kind: `Ideas_Workshop` and `ideas-workshop` are the same stage."""
    return str(kind).lower().replace("_", "-")
