"""What a person follows, what she was told, the mails that carried it, and the links that answer without signing in."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City, Theme

HOUR_OF_BUNDLES = 7
NOT_HERS = "not hers"
"""Stands for the status of a report where whoever reads the mails of an address said that they are not for her."""


class How(models.TextChoices):
    """When a mail tells of something."""

    IMMEDIATE = "immediate", pgettext_lazy("mail", "at once")
    DAILY = "daily", pgettext_lazy("mail", "once a day")
    WEEKLY = "weekly", pgettext_lazy("mail", "once a week")
    NEVER = "never", pgettext_lazy("mail", "never")


class Weekday(models.IntegerChoices):
    MONDAY = 0, _("Monday")
    TUESDAY = 1, _("Tuesday")
    WEDNESDAY = 2, _("Wednesday")
    THURSDAY = 3, _("Thursday")
    FRIDAY = 4, _("Friday")
    SATURDAY = 5, _("Saturday")
    SUNDAY = 6, _("Sunday")


class Follow(models.Model):
    """A person follows one item, city or theme. `wanted` is False where she stopped: nothing follows it for her again."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    theme = models.ForeignKey(Theme, null=True, blank=True, on_delete=models.CASCADE, related_name="follows")
    wanted = models.BooleanField(default=True)
    by_itself = models.BooleanField(default=False)
    since = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, city__isnull=True, theme__isnull=True)
                | Q(entry__isnull=True, city__isnull=False, theme__isnull=True)
                | Q(entry__isnull=True, city__isnull=True, theme__isnull=False),
                name="notifications_follow_one_thing",
            ),
            models.UniqueConstraint(fields=["person", "entry"], name="notifications_follow_entry_once"),
            models.UniqueConstraint(fields=["person", "city"], name="notifications_follow_city_once"),
            models.UniqueConstraint(fields=["person", "theme"], name="notifications_follow_theme_once"),
        ]


class Reader(models.Model):
    """How one person wants to be told, and when she was here. Without a row, the defaults hold."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="reader"
    )
    hour = models.PositiveSmallIntegerField(_("hour of the mail"), default=HOUR_OF_BUNDLES)
    weekday = models.PositiveSmallIntegerField(_("day of the weekly mail"), choices=Weekday, default=Weekday.MONDAY)
    waiting = models.CharField(max_length=10, choices=How, default=How.IMMEDIATE)
    bundles = models.BooleanField(default=True)
    follows_own = models.BooleanField(default=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    last_visit = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(hour__lte=23, weekday__lte=6), name="notifications_hour_and_day_exist"),
            models.CheckConstraint(
                condition=Q(waiting__in=[How.IMMEDIATE, How.DAILY]), name="notifications_waiting_never_silent"
            ),
        ]


class Wish(models.Model):
    """How one person wants to be mailed about one kind of notice, where it is not the usual."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    how = models.CharField(max_length=10, choices=How)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind"], name="notifications_one_wish_per_kind")]


class Mailing(models.Model):
    """One mail to one person: a bundle of a day, or one notice that cannot wait. Its words are written when it goes.

    waiting → sending → sent. `sending` is committed before the mail server hears of it.
    """

    class State(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("mail", "waiting")
        SENDING = "sending", pgettext_lazy("mail", "being sent")
        SENT = "sent", pgettext_lazy("mail", "sent")
        UNCERTAIN = "uncertain", pgettext_lazy("mail", "perhaps sent")
        REFUSED = "refused", pgettext_lazy("mail", "refused")
        DROPPED = "dropped", pgettext_lazy("mail", "nothing left to tell")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="mailings")
    day = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day"], name="notifications_one_bundle_a_day"),
        ]
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notifications_mails_to_send"),
            models.Index(fields=["claimed_at"], condition=Q(state="sending"), name="notifications_mails_under_way"),
        ]

    @property
    def is_bundle(self) -> bool:
        return self.day is not None


class Posting(models.Model):
    """One mail to an address without an account, which asked for it: its kind (`postings.py`) writes the words when it goes.

    waiting → sending → sent, as a `Mailing`. Gone a month later.
    """

    address = models.EmailField()
    language = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=Mailing.State, default=Mailing.State.WAITING)
    made_at = models.DateTimeField(default=clock.now)
    due_at = models.DateTimeField(default=clock.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    message_id = models.CharField(max_length=120, unique=True)

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="notifications_post_to_send"),
        ]


class Notice(models.Model):
    """One sentence told to one person, in her language, and where it leads."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=400)
    waits = models.BooleanField(default=False)
    how = models.CharField(max_length=10, choices=How)
    purpose = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField(default=clock.now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailing = models.ForeignKey(Mailing, null=True, blank=True, on_delete=models.SET_NULL, related_name="notices")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "event", "kind"],
                condition=Q(event__isnull=False),
                name="notifications_told_once_of_an_event",
            ),
            models.CheckConstraint(condition=~Q(text="") & ~Q(url=""), name="notifications_says_something"),
        ]
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notifications_latest_first"),
            models.Index(fields=["person", "entry"], condition=Q(read_at__isnull=True), name="notifications_unread"),
            models.Index(
                fields=["how", "person"],
                condition=Q(read_at__isnull=True, mailing__isnull=True),
                name="notifications_to_bundle",
            ),
        ]


class SignedLink(models.Model):
    """The right to answer one thing once, for whoever holds the link. Only the hash of the link is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    purpose = models.CharField(max_length=60)
    subject = models.CharField(max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    address = models.EmailField(blank=True)
    made_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, address="") | (Q(person__isnull=True) & ~Q(address="")),
                name="notifications_link_has_one_holder",
            )
        ]
        indexes = [
            models.Index(fields=["purpose", "subject"], name="notifications_links_of_thing"),
            models.Index(fields=["expires_at"], name="notifications_links_to_end"),
        ]


class CalendarKey(models.Model):
    """The secret address of a person's own calendar. Only its hash is kept; a new one ends the old one."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="calendar_key"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(default=clock.now)


class Reminder(models.Model):
    """Something to be told at a moment. The key makes it once per person, however often it is asked for."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=120)
    when = models.DateTimeField()
    kind = models.CharField(max_length=40)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    text = models.CharField(max_length=400)
    url = models.CharField(max_length=400)
    waits = models.BooleanField(default=False)
    rung_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="notifications_reminded_once")]
        indexes = [
            models.Index(fields=["when"], condition=Q(rung_at__isnull=True), name="notifications_to_ring"),
            models.Index(fields=["key"], name="notifications_reminders_key"),
        ]


class Reach(models.Model):
    """What mail servers said about a person's address. A new address begins anew; what is confirmed, too."""

    SOFT_AT_MOST: ClassVar[int] = 5

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="reach"
    )
    address = models.EmailField()
    hard = models.PositiveSmallIntegerField(default=0)
    soft = models.PositiveSmallIntegerField(default=0)
    status = models.CharField(max_length=12, blank=True)
    last_at = models.DateTimeField(default=clock.now)

    @property
    def is_stray(self) -> bool:
        """Somebody else reads what goes there, and said so."""
        return self.status == NOT_HERS

    @property
    def is_lost(self) -> bool:
        """No further mail goes there until the person confirms the address."""
        return self.hard > 0 or self.soft >= self.SOFT_AT_MOST


class Bounce(models.Model):
    """A report about one mail was taken in: read again, it counts nothing."""

    mailing = models.ForeignKey(Mailing, on_delete=models.CASCADE, related_name="bounces")
    status = models.CharField(max_length=12)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["mailing", "status"], name="notifications_bounce_counted_once")]
