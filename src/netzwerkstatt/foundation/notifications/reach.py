"""Whether an address still works: what mail servers refuse and report is counted, and the person decides.

An address that does not exist (5.1.x and the like) is lost at once; a full mailbox or a server that is away only after
several times. What is lost gets no mail until the person confirms or changes it; a new address begins anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.db.models import F

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.notifications.models import NOT_HERS, Bounce, Mailing, Reach

STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
GONE = {"5.1.0", "5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1", "5.4.4"}
GONE_CODES = {550, 551, 553}
FORGOTTEN_AFTER = timedelta(days=14)


def is_lost(person: Person) -> bool:
    """No mail goes to the address she has now. One query."""
    reach = Reach.objects.filter(person=person).first()
    return reach is not None and reach.is_lost and reach.address == person.email


def mark_refused(mailing: Mailing, code: int, words: str) -> None:
    """The mail server did not take the mail: `550 5.1.1 …`."""
    found = STATUS.search(words)
    status = ".".join(found.groups()) if found else ""
    hard = status in GONE if status else code in GONE_CODES
    mark_bounced(mailing, status or f"{code // 100}.0.0", hard=hard)


def mark_bounced(mailing: Mailing, status: str, *, hard: bool) -> bool:
    """Count one report about one mail, once; says whether it was new."""
    with transaction.atomic():
        _bounce, new = Bounce.objects.get_or_create(mailing=mailing, status=status[:12], defaults={"at": clock.now()})
        if not new:
            return False
        _count(mailing.person, status, hard=hard)
    return True


def declare_stray(person: Person) -> None:
    """Whoever reads the mails of her address is somebody else."""
    _count(person, NOT_HERS, hard=True)


def lost_among(people: Iterable[Person]) -> dict[int, Reach]:
    """Of these people those whom no mail reaches, by key. One query."""
    found = Reach.objects.filter(person__in=list(people)).select_related("person")
    return {one.person_id: one for one in found if one.is_lost and one.address == one.person.email}


def _count(person: Person, status: str, *, hard: bool) -> None:
    fresh = {"address": person.email, "hard": 0, "soft": 0}
    Reach.objects.bulk_create([Reach(person=person, last_at=clock.now(), **fresh)], ignore_conflicts=True)
    Reach.objects.filter(person=person).exclude(address=person.email).update(**fresh)
    Reach.objects.filter(person=person, last_at__lt=clock.now() - FORGOTTEN_AFTER).update(soft=0)
    counted = {"hard": F("hard") + 1} if hard else {"soft": F("soft") + 1}
    Reach.objects.filter(person=person).update(status=status[:12], last_at=clock.now(), **counted)


def is_gone(status: str) -> bool:
    """The status of a report (RFC 3463) says that the address does not exist."""
    return status in GONE
