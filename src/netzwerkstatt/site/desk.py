"""What waits for a person, from all rooms."""

from __future__ import annotations

from django.core.cache import cache

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.queries import waiting_for as commitments_waiting
from netzwerkstatt.foundation.entries.desk import Task
from netzwerkstatt.foundation.moderation.queries import waiting_for as moderation_waiting
from netzwerkstatt.foundation.notifications.queries import waiting_for as mails_waiting
from netzwerkstatt.ideas.inquiries.queries import waiting_for as inquiries_waiting
from netzwerkstatt.problems.queries import waiting_for as problems_waiting
from netzwerkstatt.projects.queries import waiting_for as projects_waiting
from netzwerkstatt.recommendations.queries import waiting_for as recommendations_waiting
from netzwerkstatt.recommendations.resistance import waiting_for as resistance_waiting
from netzwerkstatt.site.organisations.queries import waiting_for as voices_waiting
from netzwerkstatt.workshops.queries import waiting_for as workshops_waiting

ROOMS = (
    moderation_waiting,
    problems_waiting,
    workshops_waiting,
    inquiries_waiting,
    projects_waiting,
    commitments_waiting,
    recommendations_waiting,
    resistance_waiting,
    voices_waiting,
    mails_waiting,
)


SHORT = 20
"""Seconds for which the number beside "My desk" may be behind; the desk itself never is."""


def number_waiting(person: Person) -> int:
    """How many things wait, for the head of every page: asking every room costs more than most pages. One query."""
    key = _key(person)
    number: int | None = cache.get(key)
    return keep_number(person, len(waiting_for(person))) if number is None else number


def keep_number(person: Person, number: int) -> int:
    """What was just counted."""
    cache.set(_key(person), number, SHORT)
    return number


def _key(person: Person) -> str:
    return f"desk-{person.pk}"


def waiting_for(person: Person) -> list[Task]:
    """Everything that waits for this person, what is due first on top; a few queries per room."""
    tasks = [task for room in ROOMS for task in room(person)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due, task.title))
