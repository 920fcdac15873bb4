"""Who may do what with evidence."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import is_alliance_coordinator, is_operator, is_partner, standing

uploads_files = is_partner
makes_cards = is_partner

IMPORTING_ROLES = frozenset({Role.CITY_COORDINATOR, Role.NETWORK_COORDINATOR})


@rules.predicate
def coordinates_somewhere(person: Any, subject: Any = None) -> bool:
    """Coordinates a city or a network."""
    return standing(person).has_any(IMPORTING_ROLES)


class Console:
    """Whoever can start the program on this machine; figures imported there bear nobody's name."""


@rules.predicate
def sits_at_the_console(person: Any, subject: Any = None) -> bool:
    """A command of the program itself."""
    return isinstance(person, Console)


imports_statistics = is_alliance_coordinator | is_operator | coordinates_somewhere | sits_at_the_console


@rules.predicate
def is_shown_by_a_card(person: Any, file: OfficialFile | None) -> bool:
    """A public card rests on the file."""
    return file is not None and file.cards.visible_to(None).exists()


reads_file = is_partner | is_shown_by_a_card
