"""The face of this room: tell somebody something, follow, remind. Called inside the caller's transaction."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.utils import translation

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.notifications.kinds import KINDS, declare_notice
from netzwerkstatt.foundation.notifications.models import Follow, How, Mailing, Notice, Reader, Reminder, Wish

__all__ = ["declare_notice", "follow", "follow_by_itself", "forget_reminders", "notify", "remind", "unfollow", "unsay"]

Followed = Entry | City | Theme
LONGEST = 400


def notify(
    person: Person,
    kind: str,
    *,
    about: Entry | None,
    text: Text,
    url: str,
    waits: bool = False,
    event: Event | None = None,
    answer: tuple[str, str] | None = None,
    at: datetime | None = None,
    by_mail: bool = True,
) -> None:
    """Tell one person something: on her page at once, and by mail as she wishes.

    `text` is one sentence, lazy where it is translated: it is kept in the language of the person. `waits` says that it
    waits for this very person: its mail goes at once, unless she wants it with the day's bundle. `answer` names purpose
    and subject of a signed link, so that the mail can be answered without signing in. `at` is when it happened, else
    now; without `by_mail` only her page tells it. Told of the same event twice, only the first counts; who is not active
    is told nothing. Raises `KeyError` for a kind nobody declared.
    """
    kind = KINDS[kind].code
    if not person.is_active:
        return
    how = _how(person, kind, waits=waits) if by_mail else How.NEVER
    purpose, subject = answer or ("", "")
    notice = Notice(
        person=person,
        kind=kind,
        entry=about,
        event=event,
        text=_in_words_of(person, text),
        url=url,
        waits=waits,
        how=how,
        purpose=purpose,
        subject=subject,
        created_at=at or clock.now(),
    )
    with transaction.atomic():
        if event is not None and Notice.objects.filter(person=person, event=event, kind=kind).exists():
            return
        if how == How.IMMEDIATE:
            notice.mailing = Mailing.objects.create(
                person=person, made_at=clock.now(), due_at=clock.now(), message_id=new_message_id()
            )
        notice.save()


def unsay(url: str, *, but_to: Person | None = None) -> None:
    """What was told to others and leads to this address is on no page and in no mail to come: it quotes what is gone."""
    told = Notice.objects.filter(url=url)
    (told.exclude(person=but_to) if but_to else told).delete()


def new_message_id() -> str:
    """The name of a mail in the world: random, at the host of this installation."""
    host = urlsplit(settings.BASE_URL).hostname or "localhost"
    return f"<{secrets.token_hex(16)}@{host}>"


def language_of(person: Person) -> str:
    """The language this person reads: the chosen one, else the installation's first."""
    return person.language or settings.LANGUAGE_CODE


def _in_words_of(person: Person, text: Text) -> str:
    with translation.override(language_of(person)):
        words = " ".join(str(text).split())
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"


def _how(person: Person, kind: str, *, waits: bool) -> str:
    reader = Reader.objects.filter(person=person).first() or Reader(person=person)
    if waits:
        return str(reader.waiting)
    if not reader.bundles:
        return How.NEVER
    wish = Wish.objects.filter(person=person, kind=kind).values_list("how", flat=True).first()
    return wish or How.DAILY


def follow(actor: Person, thing: Followed) -> Follow:
    """The person follows an item, a city or a theme; asked twice, it is the same. Changes only her own row."""
    return Follow.objects.update_or_create(
        person=actor, **_one(thing), defaults={"wanted": True}, create_defaults={"wanted": True, "since": clock.now()}
    )[0]


def unfollow(actor: Person, thing: Followed) -> None:
    """The person does not follow it any more, and nothing makes her follow it again but she herself."""
    Follow.objects.update_or_create(
        person=actor, **_one(thing), defaults={"wanted": False}, create_defaults={"wanted": False, "since": clock.now()}
    )


def follow_by_itself(person: Person, entry: Entry, *, since: datetime | None = None) -> None:
    """What a person wrote, commented or is invited to, she follows – unless she stopped, or does not want that at all."""
    if Reader.objects.filter(person=person, follows_own=False).exists():
        return
    Follow.objects.bulk_create(
        [Follow(person=person, entry=entry, by_itself=True, since=since or clock.now())], ignore_conflicts=True
    )


def remind(
    when: datetime,
    person: Person,
    *,
    key: str,
    kind: str,
    about: Entry | None,
    text: Text,
    url: str,
    waits: bool = True,
) -> None:
    """Tell the person at this moment. The key is the reminder: asked for twice, rung once – even long after.

    The worker rings within a minute; a moment that has passed rings at once. `forget_reminders` takes back what has not
    rung yet.
    """
    Reminder.objects.bulk_create(
        [
            Reminder(
                person=person,
                key=key,
                when=when,
                kind=KINDS[kind].code,
                entry=about,
                text=_in_words_of(person, text),
                url=url,
                waits=waits,
            )
        ],
        ignore_conflicts=True,
    )


def forget_reminders(key: str, *, person: Person | None = None) -> None:
    """What has not rung under this key will not: the thing is done, or its day changed."""
    waiting = Reminder.objects.filter(key=key, rung_at__isnull=True)
    (waiting.filter(person=person) if person else waiting).delete()


def _one(thing: Followed) -> dict[str, Any]:
    if isinstance(thing, City):
        return {"city": thing}
    if isinstance(thing, Theme):
        return {"theme": thing}
    return {"entry": thing}
