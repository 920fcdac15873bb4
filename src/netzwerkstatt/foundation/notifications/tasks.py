"""The job that sends: outside of any transaction, so that a claim is known before the mail server is spoken to."""

from __future__ import annotations

import imaplib
import logging

from django.conf import settings
from django_tasks import task

from netzwerkstatt.foundation.notifications import bounces, postings, sending

log = logging.getLogger(__name__)


@task()
def deliver() -> None:
    """Send what is due."""
    sending.deliver()
    postings.deliver_postings()


@task()
def read_bounces() -> None:
    """Read the reports of mail servers, where a mailbox is set. A mailbox that is away is tried the next time."""
    try:
        bounces.read_bounces(settings.BOUNCES)
    except (bounces.UnknownMailbox, OSError, imaplib.IMAP4.error) as error:
        log.warning("the mailbox of bounces could not be read: %s", type(error).__name__)
