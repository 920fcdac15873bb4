"""Where nobody comments just now: a room says so for its kind of entry, with the reason people read.

    register_closing("workshop", lambda entry: _("…") if … else None)

in `AppConfig.ready`. The reason stands where the form would be.
"""

from __future__ import annotations

from collections.abc import Callable

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Text

Reason = Callable[[Entry], Text | None]

_closings: dict[str, list[Reason]] = {}


def register_closing(kind: str, reason: Reason) -> None:
    """`reason(entry)` says why comments on an entry of this kind are closed, or None. No query, please."""
    _closings.setdefault(kind, []).append(reason)


def comments_closed(entry: Entry) -> Text | None:
    """Why nobody can comment on this entry now; None where everybody who sees it and is signed in can."""
    return next((said for reason in _closings.get(entry.kind, ()) if (said := reason(entry))), None)
