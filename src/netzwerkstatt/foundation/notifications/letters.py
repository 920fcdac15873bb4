"""Answering without signing in: links that are good for one purpose, one subject, one person, once, for a while.

Opening a link only shows what can be chosen; a post acts – programs that look at mails open every link in them.
Of a link only the hash is kept. A room declares its purposes in `AppConfig.ready`.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.notifications.models import SignedLink

Holder = Person | str


@dataclass(frozen=True)
class LetterChoice:
    """One way to answer: a button on the page of a link."""

    value: str
    label: Text
    primary: bool = False


@dataclass(frozen=True)
class LetterPage:
    """What the page of a link shows: what it is about, and what can be chosen.

    `form` is a form class (of `ui.forms`) for answers that need words; its cleaned data comes with the choice. Without
    any choice the page only leads on: `url` is where the thing stands, opened after signing in where it must be.
    """

    title: Text
    text: Text
    choices: Sequence[LetterChoice] = ()
    facts: Sequence[tuple[Text, Text]] = ()
    form: type[Any] | None = None
    url: str = ""
    url_label: Text = ""


@dataclass(frozen=True)
class Purpose:
    """What links of this name are for.

    `page(holder, subject)` gives what is shown, or None where the thing is over: then the link is, too.
    `handle(holder, subject, choice, words)` does it, by an action of the room with the holder as actor, and gives the
    sentence that says what happened. It runs in the transaction that uses the link up; `Invalid` leaves it unused.
    """

    name: str
    handle: Callable[[Holder, str, str, Mapping[str, Any]], Text]
    page: Callable[[Holder, str], LetterPage | None]


PURPOSES: dict[str, Purpose] = {}


def declare_purpose(
    name: str,
    handle: Callable[[Holder, str, str, Mapping[str, Any]], Text],
    page: Callable[[Holder, str], LetterPage | None],
) -> Purpose:
    """A room says what its links do. Raises `ValueError` for a name that is there already."""
    if name in PURPOSES:
        raise ValueError(f"the purpose {name} is declared twice")
    PURPOSES[name] = Purpose(name, handle, page)
    return PURPOSES[name]


def signed_link(holder: Holder, purpose: str, subject: str, *, expires: datetime) -> str:
    """A new link, whole, for a mail to this person (or address). Raises `KeyError` for a purpose nobody declared."""
    token = secrets.token_urlsafe(32)
    person = holder if isinstance(holder, Person) else None
    SignedLink.objects.create(
        token_hash=hash_of(token),
        purpose=PURPOSES[purpose].name,
        subject=subject,
        person=person,
        address="" if person else str(holder).strip().lower(),
        made_at=clock.now(),
        expires_at=expires,
    )
    return settings.BASE_URL + reverse("notifications:letter", args=[token])


def hash_of(token: str) -> str:
    """What is kept of a link."""
    return hashlib.sha256(token.encode()).hexdigest()


def revoke_links(purpose: str, subject: str, *, holder: Holder | None = None) -> int:
    """The thing is over: links to it end. Says how many did."""
    links = SignedLink.objects.filter(purpose=purpose, subject=subject, used_at__isnull=True, revoked_at__isnull=True)
    if holder is not None:
        links = links.filter(person=holder) if isinstance(holder, Person) else links.filter(address=holder.lower())
    return links.update(revoked_at=clock.now())
