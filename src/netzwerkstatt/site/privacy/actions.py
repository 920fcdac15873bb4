"""Opening the log, taking it along, and leaving."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.site.privacy import audit, events
from netzwerkstatt.site.privacy.rules import is_data_protection, is_oneself

SHORTEST_REASON = 10
ONLY_DATA_PROTECTION = gettext_lazy("Only the data-protection officer may do this.")


@dataclass(frozen=True)
class Place:
    """Where events are told that belong to no item."""

    stream: str
    public_id: str = ""


AUDIT, ALLIANCE = Place(audit.STREAM), Place("alliance")


@action(rule=is_data_protection, on="reason", refusal=ONLY_DATA_PROTECTION)
def open_audit(*, actor: Person, reason: str) -> None:
    """The log is open to this officer for an hour, for a reason that every other officer reads.

    Records `audit.opened`; nothing while it is open for the same reason. Raises `Invalid` for a reason of a few letters.
    """
    words = " ".join(reason.split())
    if len(words) < SHORTEST_REASON:
        raise Invalid({"reason": _("Please say in a sentence why you have to look.")})
    opening = audit.opening_of(actor)
    if opening is None or opening.reason != words:
        record(events.AUDIT_OPENED(AUDIT, actor, reason=words))


@action(rule=is_data_protection, on="filters", refusal=ONLY_DATA_PROTECTION)
def take_audit_along(*, actor: Person, filters: dict[str, str]) -> None:
    """The officer takes what the filters show as a file. Records `audit.exported`.

    Raises `Invalid` where the log is not open.
    """
    if audit.opening_of(actor) is None:
        raise Invalid({"": _("The log is closed again. Please say why you have to look.")})
    record(events.AUDIT_EXPORTED(AUDIT, actor, filters=sorted(name for name, value in filters.items() if value)))


@action(rule=is_oneself, on="person")
def delete_account(*, actor: Person, person: Person) -> None:
    """The person leaves: in one transaction every room erases or keeps without the name what it has of her.

    Records `account.deleted`, without the name. Raises `Invalid` for the alliance's last administrator.
    """
    if is_last_administrator(person, lock=True):
        raise Invalid({"": _("You are the last coordinator of the alliance. Give the role to somebody else first.")})
    for personal in all_personal():
        if personal.erase is not None:
            personal.erase(person)
    Person.objects.get(pk=person.pk).delete()
    record(events.ACCOUNT_DELETED(ALLIANCE))


def is_last_administrator(person: Person, *, lock: bool = False) -> bool:
    """Nobody else coordinates the alliance today. With `lock`, two who leave at the same moment wait for each other."""
    today = clock.today()
    held = Membership.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today), role=Role.ALLIANCE_COORDINATOR, since__lte=today
    ).order_by("pk")
    if lock:
        held = held.select_for_update()
    coordinators = set(held.filter(person__is_active=True).values_list("person", flat=True))
    return coordinators == {person.pk}
