"""Who may see an entry: every change of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import events, rules, thread
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import Organisation

MOST_NAMES = 200
DECIDERS = gettext_lazy("Who may see it is decided by who wrote it and by the coordinators of its city and network.")


@action(rule=rules.shows_entry, refusal=DECIDERS)
def open_to(*, actor: Any, entry: Entry, visibility: str) -> Entry:
    """Everybody, the alliance, the network or the city may see the entry. Records `entry.opened_to`; once.

    Raises `Invalid` for a place it does not belong to, and where something public came of it: the thread of what
    everybody may read stays whole.
    """
    kept = Entry.objects.select_for_update().get(pk=entry.pk)
    wanted = Visibility(visibility)
    if wanted == kept.visibility:
        return kept
    if (wanted == Visibility.NETWORK and not kept.network_id) or (wanted == Visibility.CITY and not kept.city_id):
        raise Invalid({"visibility": _("It belongs to no such place.")})
    if kept.visibility == Visibility.PUBLIC and (public := _public_outcome(kept)):
        message = _("Everybody may read what came of it: “%(title)s”. So its origin stays open, too.")
        raise Invalid({"visibility": message % {"title": public.title}})
    before, kept.visibility = kept.visibility, wanted
    kept.save(update_fields=["visibility"])
    record(events.OPENED_TO(kept, actor, visibility=str(wanted), before=before))
    return kept


@action(rule=rules.shows_entry, refusal=DECIDERS)
def show_to(
    *,
    actor: Any,
    entry: Entry,
    person: Person | None = None,
    organisation: Organisation | None = None,
    until: date | None = None,
) -> Audience:
    """One person or organisation may see the entry besides, until a day. Asked again, only the day changes.

    Records `entry.shown_to`. Raises `Invalid` for nobody, for both at once, and for a day that is over.
    """
    if (person is None) == (organisation is None):
        raise Invalid({"": _("Please name one person or one organisation.")})
    if until is not None and until < clock.today():
        raise Invalid({"until": _("This day is over.")})
    if Audience.objects.filter(entry=entry).count() >= MOST_NAMES:
        raise Invalid({"": _("That is the most names an entry can have. Perhaps the alliance should see it?")})
    shown, new = Audience.objects.get_or_create(
        entry=entry, person=person, organisation=organisation, defaults={"until": until}
    )
    if new or shown.until != until:
        Audience.objects.filter(pk=shown.pk).update(until=until)
        shown.until = until
        record(events.SHOWN_TO(entry, actor, **_named(shown), until=until.isoformat() if until else ""))
    return shown


@action(rule=rules.shows_entry, on="entry", refusal=DECIDERS)
def stop_showing(*, actor: Any, entry: Entry, shown: Audience) -> None:
    """This name no longer sees it; asked again, nothing happens. Records `entry.no_longer_shown`."""
    gone, _of = Audience.objects.filter(pk=shown.pk, entry=entry).delete()
    if gone:
        record(events.NO_LONGER_SHOWN(entry, actor, **_named(shown)))


def _named(shown: Audience) -> dict[str, Any]:
    return {"person": shown.person_id} if shown.person_id else {"organisation": shown.organisation_id}


def _public_outcome(entry: Entry) -> Entry | None:
    return next((one for one in thread.outcomes(entry) if one.is_public), None)
