"""Who may look into the log, and whose account one may delete."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.rules import standing


@rules.predicate
def is_data_protection(person: Any, subject: Any = None) -> bool:
    """Is the alliance's data-protection officer, or one of them."""
    return standing(person).has(frozenset({Role.DATA_PROTECTION}), None)


@rules.predicate
def is_oneself(person: Any, subject: Any = None) -> bool:
    """The account is the own one."""
    return person is not None and person == subject
