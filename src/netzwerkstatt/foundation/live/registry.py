"""What can be followed: a room says what each audience sees of a stream, and what an event changes in it.

The law, for every audience: a view at number k, with the changes of the events k+1 … n merged into it, is the view at n.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

from netzwerkstatt.foundation.events.models import Event

View = dict[str, Any]


class Whole(dict[str, Any]):
    """What `render` may give instead of a change: the whole view as it is now. What is new in it is sent."""


Snapshot = Callable[[str, str, str], View]
Render = Callable[[Event, str, str], View | None]


class Eyes(NamedTuple):
    """With whose eyes a stream is read: what is rendered is rendered once for all who share them."""

    audience: str
    language: str


@dataclass(frozen=True)
class Followed:
    """A kind of stream. `snapshot(stream, audience, language)` is the view as it is now, as plain values of JSON.

    `render(event, audience, language)` is what the event changed in this view, as a merge patch (RFC 7396): keys with
    their new values as they are *now*, None for what is gone; or the whole view as a `Whole`; or None altogether where
    this audience sees nothing of it. Both run with the language activated, see the database as of one moment, and hold
    nothing that is hidden from the audience. `forgets` names types of events after which nothing older may be sent again
    as it was, because a text in it was replaced; where a key is taken away, that holds anyhow.
    """

    kind: str
    snapshot: Snapshot
    render: Render
    audiences: frozenset[str]
    forgets: frozenset[str] = frozenset()


_followed: dict[str, Followed] = {}


def register(
    kind: str, *, snapshot: Snapshot, render: Render, audiences: Iterable[str], forgets: Iterable[str] = ()
) -> Followed:
    """From now on streams of this kind can be followed. To be called in `AppConfig.ready`.

    Raises `ValueError` for a kind that is taken, or without an audience.
    """
    if kind in _followed:
        raise ValueError(f"streams of the kind {kind} are registered twice")
    made = Followed(kind, snapshot, render, frozenset(audiences), frozenset(forgets))
    if not made.audiences:
        raise ValueError(f"nobody could follow streams of the kind {kind}: name an audience")
    _followed[kind] = made
    return made


def followed(kind: str) -> Followed:
    """What the room registered. Raises `LookupError` for a kind that nobody did."""
    try:
        return _followed[kind]
    except KeyError:
        raise LookupError(f"no streams of the kind {kind} can be followed") from None
