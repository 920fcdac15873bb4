"""Tickets: a signed word that its bearer may follow this stream, as this audience, until then. Nothing is kept of it.

The page that gives one out has checked the right to; the endpoint checks the signature alone, without a database. A
stream ends when its ticket does, so a right that ended is of no more use after `LIFE` at the latest.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from django.core import signing

from netzwerkstatt.foundation.live.registry import Eyes, followed

LIFE: Final = 15 * 60
_SALT: Final = "netzwerkstatt.live.ticket"


class NoTicketError(Exception):
    """The ticket is none of ours, is not for this stream, or its time is over."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """Who may follow what: `until` is a time of the wall clock, in seconds."""

    kind: str
    stream: str
    eyes: Eyes
    until: int


def ticket_for(kind: str, stream: str, audience: str, language: str) -> str:
    """A ticket that is good for `LIFE` seconds. Raises `LookupError` for an audience that the room did not name."""
    if audience not in followed(kind).audiences:
        raise LookupError(f"streams of the kind {kind} have no audience {audience}")
    said = [kind, stream, audience, language, int(time.time()) + LIFE]
    return signing.Signer(salt=_SALT).sign_object(said)


def read_ticket(text: str, stream: str) -> Ticket:
    """What the ticket says. Raises `NoTicketError` where it is not one for this stream, or no longer."""
    try:
        kind, named, audience, language, until = signing.Signer(salt=_SALT).unsign_object(text)
    except (signing.BadSignature, ValueError, TypeError):
        raise NoTicketError from None
    if named != stream or until <= time.time():
        raise NoTicketError
    return Ticket(kind, named, Eyes(audience, language), until)
