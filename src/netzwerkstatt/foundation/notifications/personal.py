"""What this room keeps about people, and for how long."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, Until, declare_harmless, declare_personal
from netzwerkstatt.foundation.notifications.models import Mailing, Notice, Posting, Reminder, SignedLink

A_YEAR = timedelta(days=365)
HALF_A_YEAR = timedelta(days=182)
A_MONTH = timedelta(days=30)
HERE = "notifications."


def declare() -> None:
    """At start. All of it goes with the person."""
    declare_personal(
        Personal(
            HERE + "Follow",
            _("What you follow"),
            _("So that you hear of it. Until you stop following it."),
            ("person",),
        )
    )
    declare_personal(
        Personal(
            HERE + "Reader",
            _("How you are told"),
            _("The hour and kind of mails you chose, and when you were last here. As long as your account."),
            ("person",),
        )
    )
    declare_personal(
        Personal(
            HERE + "Wish", _("How you are told, by kind"), _("What you chose. As long as your account."), ("person",)
        )
    )
    declare_personal(
        Personal(
            HERE + "Notice",
            _("Notices to you"),
            _("So that you can read what concerned you."),
            ("person",),
            words=("text",),
            until=Until(_("One year."), _old_notices),
        )
    )
    declare_personal(
        Personal(
            HERE + "Mailing",
            _("Mails to you"),
            _("That a mail went and when, so that none goes twice; not its words."),
            ("person",),
            until=Until(_("Half a year."), _old_mailings),
        )
    )
    declare_personal(
        Personal(
            HERE + "CalendarKey",
            _("The secret address of your calendar"),
            _("That there is one and since when; of the address itself only a checksum. Until you end it."),
            ("person",),
        )
    )
    declare_personal(
        Personal(
            HERE + "Posting",
            _("Mails to people without an account"),
            _("The address somebody gave, so that an answer reaches it; not its words."),
            words=("address",),
            until=Until(_("One month."), _old_postings),
            export=lambda _person: [],
        )
    )
    declare_personal(
        Personal(
            HERE + "SignedLink",
            _("Links in mails to you"),
            _("What a link is for and until when; of the link itself only a checksum."),
            ("person",),
            words=("address",),
            until=Until(_("One month after the link has ended."), _ended_links),
        )
    )
    declare_personal(
        Personal(
            HERE + "Reminder",
            _("Reminders to you"),
            _("So that you are reminded once, and not twice."),
            ("person",),
            words=("text",),
            until=Until(_("One year after the reminder."), _old_reminders),
        )
    )
    declare_personal(
        Personal(
            HERE + "Reach",
            _("Whether mails reach you"),
            _("What mail servers said about your address. Until you confirm the address."),
            ("person",),
            words=("address",),
        )
    )
    declare_harmless(HERE + "Follow", "by_itself", because="whether following began by itself")
    for model in ("SignedLink", "CalendarKey"):
        declare_harmless(HERE + model, "token_hash", because="a check sum that opens nothing")


def _old_notices(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(created_at__lt=now - A_YEAR)


def _old_mailings(now: datetime) -> QuerySet[Mailing]:
    done = ~Q(state__in=[Mailing.State.WAITING, Mailing.State.SENDING])
    return Mailing.objects.filter(done, made_at__lt=now - HALF_A_YEAR)


def _old_postings(now: datetime) -> QuerySet[Posting]:
    return Posting.objects.filter(made_at__lt=now - A_MONTH)


def _ended_links(now: datetime) -> QuerySet[SignedLink]:
    return SignedLink.objects.filter(expires_at__lt=now - A_MONTH)


def _old_reminders(now: datetime) -> QuerySet[Reminder]:
    return Reminder.objects.filter(rung_at__lt=now - A_YEAR)
