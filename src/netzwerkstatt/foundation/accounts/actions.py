"""What a person changes about the own account. Each is recorded without addresses, keys or device names."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts import events
from netzwerkstatt.foundation.accounts.access import signed_in
from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record


@action(rule=signed_in, on="address")
def change_address(*, actor: Person, address: str) -> Person:
    """The person has another e-mail address, which she has shown to be hers.

    What django-allauth knew of earlier addresses is forgotten: nobody signs in with one. Records
    `person.address_changed`, nothing where it is the same; raises `Invalid` for an address that is none or is taken.
    """
    from allauth.account.models import EmailAddress

    wanted = address.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise Invalid({"email": " ".join(error.messages)}) from error
    person = Person.objects.select_for_update().get(pk=actor.pk)
    if person.email == wanted:
        return person
    person.email = wanted
    try:
        with transaction.atomic():
            person.save(update_fields=["email"])
    except IntegrityError:
        raise Invalid({"email": _("Somebody else signs in with this address.")}) from None
    EmailAddress.objects.filter(user=person).delete()
    record(events.ADDRESS_CHANGED(person, actor))
    return person


@action(rule=signed_in, on="language")
def choose_language(*, actor: Person, language: str) -> Person:
    """The person's pages and mails speak this language, on every device from the next sign-in on.

    Records `person.language_chosen`; nothing where nothing changes.
    """
    if Person.objects.filter(pk=actor.pk).exclude(language=language).update(language=language):
        actor.language = language
        record(events.LANGUAGE_CHOSEN(actor, actor))
    return actor


@action(rule=signed_in, on="handle")
def sign_out_device(*, actor: Person, handle: str) -> bool:
    """End one of the person's own sessions, by the handle on her page; says whether there was one.

    Records `person.device_signed_out`.
    """
    ended = next((one for one in Session.objects.filter(person=actor) if one.handle == handle), None)
    if ended is None:
        return False
    ended.delete()
    record(events.DEVICE_SIGNED_OUT(actor, actor, devices=1))
    return True


@action(rule=signed_in, on="here")
def sign_out_other_devices(*, actor: Person, here: str | None) -> int:
    """End all of the person's sessions but the one with this key; says how many there were.

    Records `person.device_signed_out`; nothing where there was none.
    """
    ended, _rows = Session.objects.filter(person=actor).exclude(session_key=here or "").delete()
    if ended:
        record(events.DEVICE_SIGNED_OUT(actor, actor, devices=ended))
    return ended


@action(rule=signed_in, on="actor")
def remove_password(*, actor: Person) -> Person:
    """The person signs in by passkey or code alone from now on.

    Records `person.password_removed`; nothing where there was no password. Other sessions end with the password.
    """
    if not actor.has_usable_password():
        return actor
    actor.set_unusable_password()
    actor.save(update_fields=["password"])
    record(events.PASSWORD_REMOVED(actor, actor))
    return actor


@action(rule=signed_in, on="here")
def note_new_password(*, actor: Person, here: str | None) -> None:
    """The password was changed or chosen: all other devices of the person are signed out.

    Records `person.password_changed`.
    """
    Session.objects.filter(person=actor).exclude(session_key=here or "").delete()
    record(events.PASSWORD_CHANGED(actor, actor))


@action(rule=signed_in, on="kind")
def note_way_added(*, actor: Person, kind: str) -> None:
    """A passkey or an app was added. Records `person.way_added`."""
    record(events.WAY_ADDED(actor, actor, kind=kind))


@action(rule=signed_in, on="kind")
def note_way_removed(*, actor: Person, kind: str) -> None:
    """A passkey or an app was taken away. Records `person.way_removed`."""
    record(events.WAY_REMOVED(actor, actor, kind=kind))


@action(rule=signed_in, on="actor")
def note_new_codes(*, actor: Person) -> None:
    """New recovery codes were made. Records `person.recovery_codes_renewed`."""
    record(events.CODES_RENEWED(actor, actor))


@action(rule=signed_in, on="kind")
def note_provider(*, actor: Person, kind: str) -> None:
    """The account of a provider was tied to the person's. Records `person.provider_linked`."""
    record(events.PROVIDER_LINKED(actor, actor, kind=kind))
