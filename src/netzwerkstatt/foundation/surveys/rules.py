"""Who makes surveys and runs them, who may answer, who reads what came out."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import is_alliance_coordinator, is_partner, standing
from netzwerkstatt.foundation.surveys.models import Answering, Survey

MAKERS = frozenset({Role.CITY_COORDINATOR, Role.NETWORK_COORDINATOR, Role.ALLIANCE_COORDINATOR})


@rules.predicate
def may_make(person: Any, subject: Any = None) -> bool:
    """Coordinates a city, a network or the alliance."""
    return standing(person).has_any(MAKERS)


@rules.predicate
def coordinates_its_place(person: Any, survey: Survey | None = None) -> bool:
    """Coordinates the city or the network that asks."""
    if survey is None:
        return False
    entry, roles = survey.entry, standing(person)
    if entry.city_id is not None:
        return roles.has(frozenset({Role.CITY_COORDINATOR}), entry.city_id)
    return entry.network_id is not None and roles.has(frozenset({Role.NETWORK_COORDINATOR}), entry.network_id)


@rules.predicate
def is_answerable_by(person: Any, survey: Survey | None = None) -> bool:
    """Public ones by everybody; the others by who works in the alliance."""
    return survey is not None and (survey.answering == Answering.PUBLIC or is_partner.test(person, None))


@rules.predicate
def results_are_out(person: Any, survey: Survey | None = None) -> bool:
    """The survey is closed, and its maker wants the results to be read."""
    return survey is not None and survey.is_closed and survey.shows_results


may_run = coordinates_its_place | is_alliance_coordinator
may_answer = is_answerable_by
may_read_results = may_run | results_are_out
