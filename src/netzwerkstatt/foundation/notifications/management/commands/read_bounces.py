"""`netzwerkstatt manage read_bounces`: which mails did not arrive."""

from __future__ import annotations

import imaplib
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from netzwerkstatt.foundation.notifications.bounces import UnknownMailbox, read_bounces


class Command(BaseCommand):
    help = "Read reports about mails that did not arrive, from NETZWERKSTATT_BOUNCES or the mailbox given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mailbox", nargs="?", default=settings.BOUNCES, help="maildir:/…, mbox:/… or imaps://…")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["mailbox"]:
            raise CommandError("No mailbox: set NETZWERKSTATT_BOUNCES, or name one.")
        try:
            messages, counted = read_bounces(options["mailbox"])
        except (UnknownMailbox, OSError, imaplib.IMAP4.error) as error:
            # the words of the error may hold the password that stands in the address
            raise CommandError(f"The mailbox could not be read: {type(error).__name__}") from None
        self.stdout.write(f"{messages} new messages, {counted} of them say that a mail did not arrive")
