"""Who speaks for an organisation: named by whoever answers for its place, confirmed by the person herself."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network import events, rules
from netzwerkstatt.foundation.network.actions import person_of_address
from netzwerkstatt.foundation.network.models import Affiliation, City, Organisation

WHO_VOUCHES = gettext_lazy(
    "Whoever answers for the city of the organisation can do this: its coordinator, its mayor, or the coordinator of its "
    "network."
)


@action(rule=rules.vouches_for_organisation, refusal=WHO_VOUCHES)
def change_organisation(
    *, actor: Person, organisation: Organisation, name: str, kind: str, city: City | None = None
) -> Organisation:
    """Name, kind and city as they are now; who answers for it follows the city.

    Records `alliance.organisation_changed` with the names of the fields; nothing where nothing changes. Raises
    `Invalid` for a name that another one in this city has, and where the actor would not answer for it any more.
    """
    kept = Organisation.objects.select_for_update(of=("self",)).select_related("city").get(pk=organisation.pk)
    given = {"name": " ".join(name.split()), "kind": kind, "city": city}
    changed = [field for field, value in given.items() if getattr(kept, field) != value]
    if not changed:
        return kept
    for field in changed:
        setattr(kept, field, given[field])
    if not rules.vouches_for_organisation.test(actor, kept):
        raise Invalid({"city": _("You do not answer for this place. Whoever does can take the organisation there.")})
    taken = Organisation.objects.filter(name=kept.name, city=kept.city).exclude(pk=kept.pk)
    if taken.exists():
        raise Invalid({"name": _("There is an organisation of this name already.")})
    try:
        kept.full_clean(validate_constraints=False)
    except ValidationError as error:
        raise Invalid({field: " ".join(texts) for field, texts in error.message_dict.items()}) from error
    kept.save()
    record(events.ORGANISATION_CHANGED(kept, actor, name=kept.name, fields=changed))
    return kept


@action(rule=rules.vouches_for_organisation, refusal=WHO_VOUCHES)
def name_voice(*, actor: Person, organisation: Organisation, email: str, name: str, vouched: str) -> Affiliation:
    """Somebody is named who speaks for the organisation, with how that is known; she confirms it herself.

    An account is made where there is none for this address. Named twice, the same one comes back. Records
    `person.invited` for a new account, `voice.named`. Raises `Invalid` where the actor names herself, or does not say
    how it is known.
    """
    known = " ".join(vouched.split())
    if not known:
        raise Invalid({"vouched": _("Please say how you know it: a letter, a call, the register.")})
    if email.strip().casefold() == actor.email.casefold():
        raise Invalid({"email": _("Nobody vouches for herself. Please ask somebody else who may.")})
    person = person_of_address(actor, email=email, name=name)
    same = Affiliation.objects.filter(person=person, organisation=organisation, until__isnull=True)
    if there := same.first():
        return there
    voice = Affiliation(
        person=person, organisation=organisation, vouched_by=actor, vouched=known[:160], confirmed_at=None
    )
    try:
        with transaction.atomic():
            voice.save()
    except IntegrityError:
        return same.get()
    record(events.VOICE_NAMED(voice, actor, person=person.pk, organisation=organisation.name))
    return voice


@action(rule=rules.is_named_as_voice, refusal=gettext_lazy("Only who was named can confirm it."))
def confirm_voice(*, actor: Person, voice: Affiliation) -> Affiliation:
    """The person who was named says that it is so; from today on she speaks for the organisation.

    Records `voice.confirmed`; nothing where it was confirmed before.
    """
    now, today = clock.now(), clock.today()
    waiting = Affiliation.objects.filter(pk=voice.pk, confirmed_at__isnull=True)
    if waiting.update(confirmed_at=now, since=today):
        voice.confirmed_at, voice.since = now, today
        rules.forget_standing(actor)
        record(events.VOICE_CONFIRMED(voice, actor, organisation=voice.organisation.name))
    return voice


@action(
    rule=rules.is_named_as_voice | rules.vouches_for_voice,
    refusal=gettext_lazy("Only the person herself, or whoever answers for the organisation, can end this."),
)
def end_voice(*, actor: Person, voice: Affiliation) -> None:
    """The person does not speak for the organisation any more, or never did: she may say so herself.

    What was never confirmed, or began today, is as if it had not been. Records `voice.ended`; nothing where it has
    ended.
    """
    last = clock.today() - timedelta(days=1)
    held = Affiliation.objects.filter(pk=voice.pk, until__isnull=True)
    never = held.filter(confirmed_at__isnull=True) | held.filter(since__gt=last)
    if not (never.delete()[0] or held.update(until=last)):
        return
    rules.forget_standing(actor)
    rules.forget_standing(voice.person)
    record(events.VOICE_ENDED(voice, actor, person=voice.person_id, organisation=voice.organisation.name))
