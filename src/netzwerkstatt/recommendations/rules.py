"""Who may draft, write, release and answer."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.network.rules import (
    coordinates_a_network,
    is_alliance_coordinator,
    is_partner,
    speaks_for_a_state,
    speaks_for_state,
)


@rules.predicate
def is_author(person: Any, recommendation: Any = None) -> bool:
    """Began this draft."""
    return person is not None and recommendation is not None and recommendation.entry.author_id == person.pk


@rules.predicate
def wrote_the_text(person: Any, amendment: Any = None) -> bool:
    """Began the draft that the amendment is about."""
    return person is not None and amendment is not None and amendment.text.author_id == person.pk


may_draft = is_partner
may_amend = is_partner
may_decide = (is_partner & wrote_the_text) | is_alliance_coordinator | coordinates_a_network
may_withdraw = is_author
may_edit = (is_partner & is_author) | is_alliance_coordinator | coordinates_a_network
may_release = is_alliance_coordinator
may_answer = speaks_for_state
may_answer_somewhere = speaks_for_a_state


@rules.predicate
def _answered_it(person: Any, answer: Any = None) -> bool:
    """Sits in the ministry of the Land that answered."""
    return answer is not None and bool(speaks_for_state.test(person, answer.address.state))


may_answer_or_edit = _answered_it | is_alliance_coordinator | coordinates_a_network
