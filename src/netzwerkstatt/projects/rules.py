"""Who may found a project and write at it: whoever speaks for its city."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.rules import (
    coordinates_network,
    is_partner,
    releases_for_city,
    speaks_for_a_city,
    speaks_for_city,
    speaks_for_organisation,
)

may_found = speaks_for_city
may_found_somewhere = speaks_for_a_city
may_write = speaks_for_city
may_release = releases_for_city
may_release_for = releases_for_city


@rules.predicate
def may_sketch(person: Any, origin: Any = None) -> bool:
    """Works in the alliance and may see what it comes from."""
    if not is_partner.test(person, None):
        return False
    entry = getattr(origin, "entry", origin)
    return entry is None or Entry.objects.visible_to(person).filter(pk=entry.pk).exists()


@rules.predicate
def may_found_sketch(person: Any, sketch: Any = None) -> bool:
    """Speaks for the city that owns the sketch; as long as none does, nobody."""
    owner = getattr(sketch, "owner", None)
    return owner is not None and bool(speaks_for_city.test(person, owner))


@rules.predicate
def may_answer_partnership(person: Any, partner: Any = None) -> bool:
    """Whoever releases for the city that is named as a partner says whether it carries the project; or its network's
    coordinator, because not every city has filled these offices. For an organisation, whoever speaks for it.
    """
    city, organisation = getattr(partner, "city", None), getattr(partner, "organisation", None)
    if organisation is not None:
        return bool(speaks_for_organisation.test(person, organisation))
    return city is not None and bool(releases_for_city.test(person, city) or coordinates_network.test(person, city))


@rules.predicate
def anybody(person: Any, subject: Any = None) -> bool:
    """No account is needed: a mail to the address shows that it is hers."""
    return True


@rules.predicate
def may_offer_help(person: Any, need: Any = None) -> bool:
    """Whoever has an account: a citizen, a business, a club, another city."""
    return isinstance(person, Person) and person.is_active


@rules.predicate
def may_answer_help(person: Any, offer: Any = None) -> bool:
    """Whoever speaks for the project's city."""
    return offer is not None and bool(may_write.test(person, offer.need.project))


@rules.predicate
def may_withdraw_help(person: Any, offer: Any = None) -> bool:
    """Who offered it, and whoever speaks for the organisation in whose name it was offered."""
    if offer is None or not isinstance(person, Person):
        return False
    return offer.person_id == person.pk or bool(speaks_for_organisation.test(person, offer.organisation))
