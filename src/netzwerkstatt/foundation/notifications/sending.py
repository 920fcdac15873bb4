"""Mails on their way: each is claimed, sent, and marked as sent – in the worker, never while a page is made.

The claim is committed before the mail server hears of the mail. A worker that is killed between claim and mark leaves it
`sending`; nobody knows then whether it arrived. A bundle is not sent again (at most once: everything in it stands on
the person's page as well); a mail that waits for an answer is sent again under the same Message-ID (at least once: most
programs show it as one). See docs/decisions/mails-once.md.
"""

from __future__ import annotations

import logging
import smtplib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db.models import F

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.notifications.models import Mailing
from netzwerkstatt.foundation.notifications.reach import is_lost, mark_refused
from netzwerkstatt.foundation.notifications.words import Letter, compose

log = logging.getLogger(__name__)

STALE = timedelta(minutes=15)
TRIES = 8
AT_ONCE = 200
MARK = "X-Netzwerkstatt-Mail"

State = Mailing.State


@dataclass(frozen=True)
class Failure:
    """Why a mail did not go: what the mail server answered, or that it could not be spoken to."""

    code: int
    words: str
    certain: bool

    @property
    def is_final(self) -> bool:
        return 500 <= self.code < 600


def deliver() -> int:
    """Send what is due; how many mails went. Safe to run in several workers at once."""
    settle_interrupted()
    due = Mailing.objects.filter(state=State.WAITING, due_at__lte=clock.now()).order_by("due_at", "pk")
    waiting = list(due.values_list("pk", flat=True)[:AT_ONCE])
    if not waiting:
        return 0
    connection = get_connection()
    try:
        return sum(_send(pk, connection) for pk in waiting)
    finally:
        connection.close()


def settle_interrupted() -> None:
    """Mails whose worker was killed: bundles are let go, the others wait again."""
    stale = Mailing.objects.filter(state=State.SENDING, claimed_at__lt=clock.now() - STALE)
    stale.filter(day__isnull=False).update(state=State.UNCERTAIN)
    stale.filter(day__isnull=True, tries__gte=TRIES).update(state=State.UNCERTAIN)
    stale.filter(day__isnull=True).update(state=State.WAITING, due_at=clock.now())


def _send(pk: int, connection: Any) -> bool:
    """Claim one mail and send it; False where another worker has it, or it did not go."""
    now = clock.now()
    if not Mailing.objects.filter(pk=pk, state=State.WAITING).update(
        state=State.SENDING, claimed_at=now, tries=F("tries") + 1
    ):
        return False
    mailing = Mailing.objects.select_related("person").get(pk=pk)
    letter = None if is_lost(mailing.person) else compose(mailing)
    if letter is None:
        _set(mailing, State.DROPPED)
        return False
    failure = hand_over(message_of(mailing, letter), connection)
    if failure is None:
        _set(mailing, State.SENT)
        return True
    _settle_failure(mailing, failure)
    return False


def message_of(mailing: Mailing, letter: Letter) -> EmailMultiAlternatives:
    """The mail with the headers that let programs know it for what it is. Bounces go to the envelope's sender."""
    message = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=settings.BOUNCE_ADDRESS or settings.DEFAULT_FROM_EMAIL,
        to=[mailing.person.email],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mailing.message_id,
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "OOF, AutoReply",
            "List-Unsubscribe": f"<{letter.stop_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            MARK: mailing.message_id.strip("<>").partition("@")[0],
        },
    )
    message.attach_alternative(letter.html, "text/html")
    for file in letter.enclosures:
        message.attach(file.name, file.content, file.content_type)
    return message


def hand_over(message: EmailMultiAlternatives, connection: Any) -> Failure | None:
    """Give the mail to the server; None when it took it."""
    try:
        connection.open()
    except smtplib.SMTPResponseException as error:
        connection.close()
        return Failure(421, _words(error.smtp_error), certain=True)
    except (smtplib.SMTPException, OSError) as error:
        connection.close()
        return Failure(0, type(error).__name__, certain=True)
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()), (450, b""))
        return _after(connection, Failure(code, _words(words), certain=True))
    except smtplib.SMTPResponseException as error:
        return _after(connection, Failure(error.smtp_code, _words(error.smtp_error), certain=True))
    except (smtplib.SMTPException, OSError) as error:
        return _after(connection, Failure(0, type(error).__name__, certain=False))
    return None


def _after(connection: Any, failure: Failure) -> Failure:
    """The next mail begins with a new conversation."""
    connection.close()
    return failure


def _settle_failure(mailing: Mailing, failure: Failure) -> None:
    log.warning("mail %s did not go, try %s: code %s", mailing.pk, mailing.tries, failure.code or failure.words)
    if failure.is_final:
        mark_refused(mailing, failure.code, failure.words)
        _set(mailing, State.REFUSED)
    elif not failure.certain and mailing.is_bundle:
        _set(mailing, State.UNCERTAIN)
    elif mailing.tries >= TRIES:
        mark_refused(mailing, failure.code or 450, failure.words)
        _set(mailing, State.REFUSED)
    else:
        pause = timedelta(minutes=5) * 2 ** (mailing.tries - 1)
        _set(mailing, State.WAITING, due_at=clock.now() + pause)


def _set(mailing: Mailing, state: str, **more: Any) -> None:
    sent = {"sent_at": clock.now()} if state == State.SENT else {}
    Mailing.objects.filter(pk=mailing.pk, state=State.SENDING).update(state=state, **sent, **more)


def _words(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else str(answer)
