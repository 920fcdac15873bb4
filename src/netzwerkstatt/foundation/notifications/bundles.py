"""What the worker does every little while: ring what is due, tie up the day's bundles. Sending is `sending.py`.

A bundle takes what was told before its hour and is unread. That there is at most one per person and day is a constraint
of the database; the notices of a bundle are tied to it in the same transaction, so none is mailed in two.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.notifications.models import How, Mailing, Notice, Reach, Reader, Reminder
from netzwerkstatt.foundation.notifications.notify import new_message_id, notify

LONGEST_WAIT = timedelta(days=30)
AT_ONCE = 500


def ring_reminders() -> int:
    """Tell what has become due; how many that were. Each is taken by one worker only, in one transaction."""
    due = Reminder.objects.filter(rung_at__isnull=True, when__lte=clock.now()).select_related("person", "entry")
    return sum(_ring(reminder) for reminder in due.order_by("when", "pk")[:AT_ONCE])


def _ring(reminder: Reminder) -> bool:
    with transaction.atomic():
        mine = Reminder.objects.filter(pk=reminder.pk, rung_at__isnull=True).update(rung_at=clock.now())
        if mine:
            notify(
                reminder.person,
                reminder.kind,
                about=reminder.entry,
                text=reminder.text,
                url=reminder.url,
                waits=reminder.waits,
            )
    return bool(mine)


def bundle_up() -> int:
    """Tie up the bundles whose hour has come; how many that were. A query to find them, three for each."""
    now = localtime(clock.now())
    return sum(_bundle(person, now) for person in _who_may_get_one(now))


def _who_may_get_one(now: datetime) -> list[Person]:
    """People with something to hear, no bundle today, and an address that works."""
    waiting = _to_bundle(now).values("person")
    had = Mailing.objects.filter(day=now.date()).values("person")
    lost = Reach.objects.filter(Q(hard__gt=0) | Q(soft__gte=Reach.SOFT_AT_MOST)).values("person")
    people = Person.objects.filter(pk__in=waiting, is_active=True).exclude(pk__in=had).exclude(pk__in=lost)
    return list(people.select_related("reader"))


def _to_bundle(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(
        how__in=[How.DAILY, How.WEEKLY],
        mailing__isnull=True,
        read_at__isnull=True,
        created_at__gte=now - LONGEST_WAIT,
    )


def _bundle(person: Person, now: datetime) -> bool:
    reader = getattr(person, "reader", None) or Reader(person=person)
    hour = now.replace(hour=reader.hour, minute=0, second=0, microsecond=0)
    if now < hour:
        return False
    rhythms = [How.DAILY, How.WEEKLY] if now.weekday() == reader.weekday else [How.DAILY]
    mine = _to_bundle(now).filter(person=person, how__in=rhythms, created_at__lt=hour)
    with transaction.atomic():
        if not mine.exists():
            return False
        bundle = Mailing(person=person, day=now.date(), made_at=now, due_at=now, message_id=new_message_id())
        made = Mailing.objects.bulk_create([bundle], ignore_conflicts=True)
        kept = Mailing.objects.filter(message_id=made[0].message_id).first()
        return kept is not None and bool(mine.update(mailing=kept))
