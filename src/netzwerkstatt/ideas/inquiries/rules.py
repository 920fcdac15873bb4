"""Who may do what with inquiries: a city asks, answers and sums up for itself; partners read along."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.foundation.network.rules import is_partner, speaks_for_a_city, speaks_for_city
from netzwerkstatt.ideas.inquiries.models import AskedCity
from netzwerkstatt.ideas.inquiries.queries import asked_of


@rules.predicate
def is_open(person: Any, subject: Any = None) -> bool:
    """The inquiry (or that of the city asked) is neither summed up nor closed."""
    inquiry = getattr(subject, "inquiry", subject)
    return bool(getattr(inquiry, "is_open", False))


@rules.predicate
def is_asked(person: Any, subject: Any = None) -> bool:
    """Speaks for a city that is asked and has not answered."""
    mine = asked_of(subject, person)
    return mine is not None and mine.state != AskedCity.State.ANSWERED


reads_inquiries = is_partner
asks = speaks_for_a_city
asks_for_city = speaks_for_city
answers_for_city = speaks_for_city
sums_up = speaks_for_city
can_answer = speaks_for_a_city & is_open & is_asked
offers_to_sum_up = is_open & speaks_for_city
