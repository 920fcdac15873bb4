"""Every change a person makes here. It is about her own rows alone.

What she follows and has read is told to no log (docs/decisions/own-desk-not-logged.md); how she is mailed is.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.notifications import events, notify, rules
from netzwerkstatt.foundation.notifications.kinds import KINDS
from netzwerkstatt.foundation.notifications.letters import hash_of
from netzwerkstatt.foundation.notifications.models import (
    NOT_HERS,
    CalendarKey,
    Follow,
    How,
    Mailing,
    Notice,
    Reach,
    Reader,
    SignedLink,
    Wish,
)
from netzwerkstatt.foundation.notifications.notify import Followed, new_message_id
from netzwerkstatt.foundation.notifications.reach import declare_stray, is_lost
from netzwerkstatt.foundation.notifications.words import BUNDLES, WAITING


@action(rule=rules.may_follow)
def follow(*, actor: Person, thing: Followed) -> Follow:
    """From now on the person hears of this item, city or theme; said twice, it stays as it was."""
    return notify.follow(actor, thing)


@action(rule=rules.signed_in)
def unfollow(*, actor: Person, thing: Followed) -> None:
    """The person hears of it no more, and nothing makes her follow it again but she herself."""
    notify.unfollow(actor, thing)


@action(rule=rules.own)
def mark_read(*, actor: Person, notice: Notice) -> int:
    """This notice is read, and with it all others about the same item."""
    mine = Notice.objects.filter(person=actor)
    return _read(mine.filter(entry=notice.entry_id) if notice.entry_id else mine.filter(pk=notice.pk))


@action(rule=rules.signed_in)
def mark_all_read(*, actor: Person) -> int:
    """All that was told until now is read; says how many notices that were."""
    return _read(Notice.objects.filter(person=actor, created_at__lte=clock.now()))


@action(rule=rules.signed_in)
def open_item(*, actor: Person, entry: Entry) -> int:
    """The person looks at the item: what was told of it is read."""
    return _read(Notice.objects.filter(person=actor, entry=entry))


def _read(notices: QuerySet[Notice]) -> int:
    return notices.filter(read_at__isnull=True).update(read_at=clock.now())


@action(rule=rules.signed_in, on="hour")
def choose_mails(
    *,
    actor: Person,
    hour: int,
    weekday: int,
    waiting: str,
    bundles: bool,
    follows_own: bool,
    wishes: Mapping[str, str],
) -> Reader:
    """How the person wants to be told, from the next notice on.

    Records `mail.wishes_changed` with the names of what changed; nothing where nothing did. Raises `Invalid` where what
    waits for her would be silenced, and for kinds nobody declared.
    """
    if waiting not in {How.IMMEDIATE, How.DAILY}:
        raise Invalid({"waiting": _("What waits for you comes once a day at least.")})
    if not (0 <= hour <= 23 and 0 <= weekday <= 6):
        raise Invalid({"hour": _("Please choose an hour and a day.")})
    if unknown := [name for name, how in wishes.items() if name not in KINDS or how not in How.values]:
        raise Invalid({unknown[0]: _("This cannot be chosen.")})
    given = {"hour": hour, "weekday": weekday, "waiting": waiting, "bundles": bundles, "follows_own": follows_own}
    reader = Reader.objects.select_for_update().filter(person=actor).first() or Reader(person=actor)
    changed = [name for name, value in given.items() if getattr(reader, name) != value]
    for name in changed:
        setattr(reader, name, given[name])
    if changed or reader._state.adding:  # noqa: SLF001 - Django's own way to ask whether a row is new
        reader.save()
    changed += _wish(actor, wishes)
    if changed:
        record(events.WISHES_CHANGED(actor, actor, fields=sorted(changed)))
    return reader


def _wish(actor: Person, wishes: Mapping[str, str]) -> list[str]:
    """Keep what differs from the usual; says which kinds changed."""
    before = dict(Wish.objects.filter(person=actor).values_list("kind", "how"))
    changed = [kind for kind, how in wishes.items() if before.get(kind, How.DAILY) != how]
    for kind in changed:
        Wish.objects.update_or_create(person=actor, kind=kind, defaults={"how": wishes[kind]})
    return changed


@action(rule=rules.signed_in, on="what")
def stop_mails(*, actor: Person, what: str) -> None:
    """The link at the foot of a mail: no more bundles; or what came at once comes with the day's bundle.

    Records `mail.stopped`; nothing where it was so already.
    """
    if what == BUNDLES:
        changed = _set(actor, bundles=False)
    elif what == WAITING:
        changed = _set(actor, waiting=How.DAILY)
    else:
        changed = bool(_wish(actor, {what: How.DAILY})) if what in KINDS else False
    if changed:
        record(events.BUNDLES_STOPPED(actor, actor, what=what))


def _set(actor: Person, **fields: object) -> bool:
    Reader.objects.bulk_create([Reader(person=actor)], ignore_conflicts=True)
    return bool(Reader.objects.filter(person=actor).exclude(**fields).update(**fields))


@action(rule=rules.signed_in)
def confirm_address(*, actor: Person) -> None:
    """The address works again, says the person: mails go there once more. Records `mail.address_confirmed`."""
    if Reach.objects.filter(person=actor).delete()[0]:
        record(events.ADDRESS_CONFIRMED(actor, actor))


@action(rule=rules.signed_in)
def lose_address(*, actor: Person) -> None:
    """Whoever reads the mails of this address says that they are not for her: none goes there any more, no link works.

    Records `mail.address_lost`; nothing the second time.
    """
    if is_lost(actor):
        return
    declare_stray(actor)
    _unused_links(actor).update(revoked_at=clock.now())
    record(events.ADDRESS_LOST(actor, actor))


@action(
    rule=rules.corrects_address,
    on="person",
    refusal=gettext_lazy("Only who gives people their roles corrects an address."),
)
def correct_address(*, actor: Person, person: Person, address: str) -> int:
    """A person whom no mail reaches gets another address; what waits for her is sent again. Says how many mails that are.

    Whoever reads the earlier one loses every way in: devices are signed out, links end. Records
    `mail.address_corrected`, without addresses. Raises `Invalid` where mails arrive (then she changes it herself), and
    for an address that is none or is taken.
    """
    from allauth.account.models import EmailAddress

    wanted = address.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise Invalid({"email": " ".join(error.messages)}) from error
    kept = Person.objects.select_for_update().get(pk=person.pk)
    if not is_lost(kept):
        raise Invalid({"": _("Mails to this person arrive. She changes the address on her own page.")})
    if kept.email == wanted:
        raise Invalid({"email": _("This is the address that mails do not reach.")})
    kept.email = wanted
    try:
        with transaction.atomic():
            kept.save(update_fields=["email"])
    except IntegrityError:
        raise Invalid({"email": _("Somebody else signs in with this address.")}) from None
    EmailAddress.objects.filter(user=kept).delete()
    Session.objects.filter(person=kept).delete()
    _unused_links(kept).update(revoked_at=clock.now())
    is_stray = Reach.objects.filter(person=kept, status=NOT_HERS).exists()
    Reach.objects.filter(person=kept).delete()
    record(events.ADDRESS_CORRECTED(kept, actor, person=kept.pk))
    person.email = wanted
    return _send_again(kept, everything=is_stray)


def _unused_links(person: Person) -> QuerySet[SignedLink]:
    return SignedLink.objects.filter(person=person, used_at__isnull=True, revoked_at__isnull=True)


def _send_again(person: Person, *, everything: bool) -> int:
    """What waits for her and did not arrive – or with `everything` arrived with somebody else – goes once more."""
    lost = Q(mailing__state__in=[Mailing.State.REFUSED, Mailing.State.DROPPED]) | Q(mailing__bounces__isnull=False)
    notices = Notice.objects.filter(person=person, waits=True, read_at__isnull=True)
    notices = notices if everything else notices.filter(lost).distinct()
    for notice in notices:
        notice.mailing = Mailing.objects.create(person=person, message_id=new_message_id())
        notice.save(update_fields=["mailing"])
    return len(notices)


@action(rule=rules.signed_in)
def give_calendar(*, actor: Person) -> str:
    """A new secret address for the person's own calendar; says its token, once. The one before ends.

    Records `person.calendar_given`.
    """
    token = secrets.token_urlsafe(32)
    CalendarKey.objects.update_or_create(person=actor, defaults={"token_hash": hash_of(token), "made_at": clock.now()})
    record(events.CALENDAR_GIVEN(actor, actor))
    return token


@action(rule=rules.signed_in)
def end_calendar(*, actor: Person) -> None:
    """The address of the own calendar leads nowhere any more. Records `person.calendar_ended`; nothing the second time."""
    if CalendarKey.objects.filter(person=actor).delete()[0]:
        record(events.CALENDAR_ENDED(actor, actor))
