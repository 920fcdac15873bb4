"""Using a signed link: find it, show it, use it up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.log import unit_of_work
from netzwerkstatt.foundation.notifications.letters import PURPOSES, Holder, LetterPage, Purpose, hash_of
from netzwerkstatt.foundation.notifications.models import SignedLink


class LinkOver(Exception):
    """The link cannot be used: `why` is "unknown", "used", "expired" or "over"."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class OpenLetter:
    """A link that can be used, with what its page shows."""

    link: SignedLink
    purpose: Purpose
    page: LetterPage

    @property
    def holder(self) -> Holder:
        return holder_of(self.link)


def holder_of(link: SignedLink) -> Holder:
    """The person the link was made for, or the address."""
    return link.person or link.address


def open_letter(token: str) -> OpenLetter:
    """The link of this token, as it can be used now. Changes nothing. Raises `LinkOver`."""
    link = SignedLink.objects.select_related("person").filter(token_hash=hash_of(token)).first()
    if link is None:
        raise LinkOver("unknown")
    return _usable(link)


def use_letter(token: str, choice: str, words: Mapping[str, Any]) -> str:
    """Do what was chosen, and use the link up – with every other one for the same purpose, subject and person.

    Raises `LinkOver`, and what the room's action raises: then nothing happened and the link can be used again.
    """
    with unit_of_work():
        link = (
            SignedLink.objects.select_for_update(of=("self",))
            .select_related("person")
            .filter(token_hash=hash_of(token))
            .first()
        )
        if link is None:
            raise LinkOver("unknown")
        letter = _usable(link)
        if choice not in {one.value for one in letter.page.choices}:
            raise LinkOver("over")
        said = letter.purpose.handle(letter.holder, link.subject, choice, words)
        SignedLink.objects.filter(
            purpose=link.purpose, subject=link.subject, person=link.person, address=link.address, used_at__isnull=True
        ).update(used_at=clock.now())
        return str(said)


def _usable(link: SignedLink) -> OpenLetter:
    if link.used_at is not None:
        raise LinkOver("used")
    if link.revoked_at is not None or (link.person is not None and not link.person.is_active):
        raise LinkOver("over")
    if link.expires_at <= clock.now():
        raise LinkOver("expired")
    purpose = PURPOSES.get(link.purpose)
    page = purpose.page(holder_of(link), link.subject) if purpose else None
    if purpose is None or page is None:
        raise LinkOver("over")
    return OpenLetter(link, purpose, page)


def language_of_letter(holder: Holder) -> str:
    """The language its page speaks: the one the person chose, else the visitor's."""
    chosen = "" if isinstance(holder, str) else holder.language
    return chosen or translation.get_language() or settings.LANGUAGE_CODE
