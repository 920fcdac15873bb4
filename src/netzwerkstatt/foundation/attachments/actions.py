"""Every change to attachments. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments import events, rules, store
from netzwerkstatt.foundation.attachments.formats import FORMATS
from netzwerkstatt.foundation.attachments.models import LONGEST_ALT, LONGEST_NAME, MOST, Attachment
from netzwerkstatt.foundation.attachments.receiving import Received, receive
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.plain import one_line
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record

PACE = Limit("attachment", burst=60, per=timedelta(hours=1))
EDITORS = gettext_lazy("Whoever wrote this, and whoever speaks for its city, can attach files.")
NOT_FOR_YOU = gettext_lazy("This is not there, or not for you to see.")


def look_into(*, actor: Person, name: str, data: bytes) -> Received:
    """The file as it may be kept; changes nothing but how often this person may ask.

    Takes processor time, therefore outside of every transaction, and at most sixty an hour. Raises `Invalid` at "file"
    with what is wrong, `TooMany`.
    """
    spend(PACE, str(actor.pk))
    return receive(name, data)


@action(rule=rules.may_attach, refusal=EDITORS)
def attach(
    *,
    actor: Person,
    entry: Entry,
    file: Received,
    name: str = "",
    alt: str = "",
    is_decoration: bool = False,
    client_id: UUID | None = None,
) -> Attachment:
    """Hang a file that was looked into (`receiving.receive`) on an entry.

    The bytes are on disk before the row is written; a crash between the two leaves a file that is swept after a day.
    Records `attachment.added`. Sent twice with the same client id, the first one's attachment comes back. Raises
    `NotAllowed` for who may not, `Invalid` for a picture without words (field "alt") or more than thirty files.
    """
    if made := _already_made(actor, client_id):
        return made
    _check_visible(actor, entry)
    if Attachment.objects.filter(entry=entry, removed_at__isnull=True).count() >= MOST:
        raise Invalid({"file": _("There are thirty files here already. Please remove one first.")})
    given = _named(name or file.name)
    words, decoration = _described(file.format, alt, is_decoration=is_decoration)
    blobs = [file.data, *([file.thumbnail] if file.thumbnail else [])]
    kept = [store.keep(blob) for blob in blobs]
    try:
        with transaction.atomic():
            attachment = Attachment.objects.create(
                entry=entry, format=file.format, name=given, alt=words, is_decoration=decoration,
                size=len(file.data), width=file.width, height=file.height, sha256=kept[0],
                thumbnail=kept[1] if file.thumbnail else "", uploader=actor, client_id=client_id,
            )  # fmt: skip
    except IntegrityError:
        if made := _already_made(actor, client_id):
            return made
        raise
    transaction.on_commit(lambda: [store.keep(blob) for blob in blobs])  # swept in this very moment, it comes back
    record(events.ATTACHED(entry, actor, attachment=attachment.public_id))
    return attachment


@action(rule=rules.may_attach, refusal=EDITORS)
def describe(
    *, actor: Person, attachment: Attachment, name: str, alt: str = "", is_decoration: bool = False
) -> Attachment:
    """Give an attachment another name, a picture other words.

    Records `attachment.described`; the same again changes nothing. Raises `NotAllowed` for who may not, `Invalid` for
    no name (field "name") or a picture without words ("alt").
    """
    now = _locked(actor, attachment)
    given = _named(name)
    words, decoration = _described(now.format, alt, is_decoration=is_decoration)
    if (given, words, decoration) != (now.name, now.alt, now.is_decoration):
        now.name, now.alt, now.is_decoration = given, words, decoration
        now.save(update_fields=["name", "alt", "is_decoration"])
        record(events.DESCRIBED(now.entry, actor, attachment=now.public_id))
    return now


@action(rule=rules.may_attach, refusal=EDITORS)
def remove(*, actor: Person, attachment: Attachment) -> None:
    """Take an attachment away: name, words and file go, that there was one stays.

    The bytes are swept within a day or two, unless they hang elsewhere too. Records `attachment.removed`; what is
    removed already stays so. Raises `NotAllowed` for who may not.
    """
    _check_visible(actor, attachment.entry)
    now = Attachment.objects.select_for_update().get(pk=attachment.pk)
    if now.removed_at is None:
        now.removed_at, now.sha256, now.thumbnail, now.name, now.alt = clock.now(), "", "", "", ""
        now.save(update_fields=["removed_at", "sha256", "thumbnail", "name", "alt"])
        record(events.REMOVED(attachment.entry, actor, attachment=now.public_id))


def hide(attachment: Attachment, hidden: bool) -> None:  # noqa: FBT001 - moderation's face: one of two states
    """Hidden, it is there for its uploader alone. Moderation calls this inside its own decision and records that."""
    Attachment.objects.filter(pk=attachment.pk).update(hidden_at=clock.now() if hidden else None)


def _already_made(actor: Person, client_id: UUID | None) -> Attachment | None:
    return Attachment.objects.filter(client_id=client_id, uploader=actor).first() if client_id else None


def _check_visible(actor: Person, entry: Entry) -> None:
    if not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise NotAllowed(NOT_FOR_YOU)


def _locked(actor: Person, attachment: Attachment) -> Attachment:
    _check_visible(actor, attachment.entry)
    now = Attachment.objects.select_for_update(of=("self",)).select_related("entry__home").get(pk=attachment.pk)
    if now.removed_at is not None:
        raise Invalid({"name": _("This file was removed meanwhile.")})
    return now


def _named(name: str) -> str:
    return one_line(name, "name", longest=LONGEST_NAME)


def _described(code: str, alt: str, *, is_decoration: bool) -> tuple[str, bool]:
    """Words and decoration of a picture; other files have neither."""
    if not FORMATS[code].is_picture:
        return "", False
    words = one_line(alt, "alt", longest=LONGEST_ALT, needed=False)
    if not words and not is_decoration:
        raise Invalid({"alt": _("Say in one sentence what the picture shows, or that it is decoration.")})
    return words, is_decoration and not words
