"""Who may do what with evidence."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.evidence.models import Boundaries, OfficialFile, StatisticsImport
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import (
    RELEASING_ROLES,
    is_alliance_coordinator,
    is_operator,
    is_partner,
    releases_for_city,
    standing,
)

uploads_files = is_partner
makes_cards = is_partner
asks_for_projections = is_partner
makes_scenarios = is_partner

IMPORTING_ROLES = frozenset({Role.CITY_COORDINATOR, Role.NETWORK_COORDINATOR})


@rules.predicate
def coordinates_somewhere(person: Any, subject: Any = None) -> bool:
    """Coordinates a city or a network."""
    return standing(person).has_any(IMPORTING_ROLES)


@rules.predicate
def releases_some_city(person: Any, subject: Any = None) -> bool:
    """Coordinates a city or is its mayor."""
    return standing(person).has_any(RELEASING_ROLES)


class Console:
    """Whoever can start the program on this machine; figures imported there bear nobody's name."""


@rules.predicate
def sits_at_the_console(person: Any, subject: Any = None) -> bool:
    """A command of the program itself."""
    return isinstance(person, Console)


sees_all_imports = is_alliance_coordinator | is_operator
imports_register = releases_for_city | is_alliance_coordinator
imports_statistics = is_alliance_coordinator | is_operator | coordinates_somewhere | sits_at_the_console


@rules.predicate
def is_shown_by_a_card(person: Any, file: OfficialFile | None) -> bool:
    """A public card rests on the file."""
    return file is not None and file.cards.visible_to(None).exists()


@rules.predicate
def asked_for_import(person: Any, arrival: StatisticsImport | None) -> bool:
    """It is this person's own upload."""
    return arrival is not None and getattr(person, "pk", None) is not None and arrival.asked_by_id == person.pk


handles_import = sees_all_imports | asked_for_import


@rules.predicate
def brought_outlines(person: Any, boundaries: Boundaries | None) -> bool:
    """It is this person's own file of outlines."""
    return boundaries is not None and getattr(person, "pk", None) is not None and boundaries.brought_by_id == person.pk


removes_outlines = sees_all_imports | (imports_statistics & brought_outlines)
imports_register_of = handles_import
imports_some_register = releases_some_city | is_alliance_coordinator
imports_something = imports_statistics | imports_some_register


@rules.predicate
def is_in_the_catalogue(person: Any, file: OfficialFile | None) -> bool:
    """Figures or changes of borders in the catalogue were read from the file."""
    return file is not None and (file.datasets.exists() or file.border_changes.exists())


reads_file = is_partner | is_shown_by_a_card | is_in_the_catalogue


@rules.predicate
def enters_statistics(person: Any, city: Any = None) -> bool:
    """Imports official tables, or the export of the own city's register."""
    return bool(
        imports_statistics.test(person)
        if city is None
        else imports_register.test(person, city) or isinstance(person, Console)
    )
