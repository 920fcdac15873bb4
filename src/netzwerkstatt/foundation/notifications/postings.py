"""Mails to people without an account who asked for one: to confirm something, to hear what became of it.

Each is claimed, sent and marked as a mail to a person is (`sending.py`), at least once, under one Message-ID. A room
declares its kinds in `AppConfig.ready`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F
from django.template.loader import render_to_string
from django.utils import translation

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.notifications.letters import signed_link
from netzwerkstatt.foundation.notifications.models import Mailing, Posting
from netzwerkstatt.foundation.notifications.notify import new_message_id
from netzwerkstatt.foundation.notifications.sending import AT_ONCE, STALE, TRIES, Failure, hand_over
from netzwerkstatt.foundation.ui.formatting import daytime

State = Mailing.State


@dataclass(frozen=True)
class PostLink:
    """A link in such a mail: what it does, and for how long; opening it changes nothing."""

    label: Text
    purpose: str
    lasts: timedelta


@dataclass(frozen=True)
class Post:
    """What stands in it."""

    title: Text
    paragraphs: Sequence[Text]
    links: Sequence[PostLink] = ()
    url: str = ""


KINDS: dict[str, Callable[[str], Post | None]] = {}


def declare_posting(kind: str, words: Callable[[str], Post | None]) -> None:
    """A room says what stands in its mails: `words(subject)`, None where nothing is left to tell.

    Raises `ValueError` for a kind that is there already.
    """
    if kind in KINDS:
        raise ValueError(f"postings of kind {kind} are declared twice")
    KINDS[kind] = words


def post(address: str, kind: str, subject: str) -> Posting:
    """Send a mail of this kind to the address, in the language of the page, within a minute. Raises `KeyError`."""
    if kind not in KINDS:
        raise KeyError(kind)
    language = translation.get_language() or settings.LANGUAGE_CODE
    return Posting.objects.create(
        address=address.strip().lower(), language=language, kind=kind, subject=subject, message_id=new_message_id()
    )


def are_due() -> bool:
    """Some wait to be sent, or were left by a worker that was killed. One query."""
    rows = Posting.objects.filter(state__in=[State.WAITING, State.SENDING], due_at__lte=clock.now())
    return rows.exists()


def deliver_postings() -> int:
    """Send what is due; how many went. Safe to run in several workers at once."""
    stale = Posting.objects.filter(state=State.SENDING, claimed_at__lt=clock.now() - STALE)
    stale.filter(tries__gte=TRIES).update(state=State.UNCERTAIN)
    stale.update(state=State.WAITING, due_at=clock.now())
    due = Posting.objects.filter(state=State.WAITING, due_at__lte=clock.now()).order_by("due_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if not waiting:
        return 0
    connection = get_connection()
    try:
        return sum(_send(pk, connection) for pk in waiting)
    finally:
        connection.close()


def _send(pk: int, connection: Any) -> bool:
    if not Posting.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.SENDING, claimed_at=clock.now(), tries=F("tries") + 1
    ):
        return False
    posting = Posting.objects.get(pk=pk)
    with translation.override(posting.language):
        words = KINDS[posting.kind](posting.subject) if posting.kind in KINDS else None
        if words is None:
            return _settle(posting, State.DROPPED)
        failure = hand_over(_message(posting, words), connection)
    if failure is None:
        Posting.objects.filter(pk=pk).update(sent_at=clock.now())
        return _settle(posting, State.SENT)
    return _failed(posting, failure)


def _failed(posting: Posting, failure: Failure) -> bool:
    if failure.is_final or posting.tries >= TRIES:
        return _settle(posting, State.REFUSED)
    pause = timedelta(minutes=5) * 2 ** (posting.tries - 1)
    Posting.objects.filter(pk=posting.pk).update(due_at=clock.now() + pause)
    return _settle(posting, State.WAITING)


def _settle(posting: Posting, state: str) -> bool:
    Posting.objects.filter(pk=posting.pk, state=State.SENDING).update(state=state)
    return state == State.SENT


def _message(posting: Posting, words: Post) -> EmailMultiAlternatives:
    links = []
    for one in words.links:
        until = clock.now() + one.lasts
        url = signed_link(posting.address, one.purpose, posting.subject, expires=until)
        links.append((one.label, url, daytime(until)))
    context = {
        "title": words.title,
        "paragraphs": words.paragraphs,
        "links": links,
        "url": settings.BASE_URL + words.url if words.url else "",
        "alliance": str(the_alliance() or "Netzwerkstatt"),
        "language": posting.language,
    }
    message = EmailMultiAlternatives(
        subject=" ".join(str(words.title).split())[:140],
        body=render_to_string("notifications/posting.txt", context).strip() + "\n",
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[posting.address],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": posting.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
        },
    )
    message.attach_alternative(render_to_string("notifications/posting.html", context), "text/html")
    return message
