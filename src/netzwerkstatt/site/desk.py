"""What waits for a person, from all rooms."""

from __future__ import annotations

from collections.abc import Callable

from django.core.cache import caches
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.queries import waiting_for as commitments_waiting
from netzwerkstatt.foundation.entries.desk import Task, tasks_of
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

_numbers = caches["of-this-process"]


def number_waiting(person: Person) -> int:
    """How many things wait, for the head of every page. One query at the first page within twenty seconds, then none."""
    number: int | None = _numbers.get(_key(person))
    return keep_number(person, len(waiting_for(person))) if number is None else number


def keep_number(person: Person, number: int) -> int:
    """What was just counted."""
    _numbers.set(_key(person), number, SHORT)
    return number


class CountAnewMiddleware:
    """Who did something sees at once what still waits for her."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        viewer = getattr(request, "viewer", None)
        if viewer is not None and request.method == "POST":
            _numbers.delete(_key(viewer))
        return response


def _key(person: Person) -> str:
    return f"desk-{person.pk}"


def waiting_for(person: Person) -> list[Task]:
    """Everything that waits for this person, what is due first on top. One query, and one for her roles."""
    tasks = tasks_of(waiting for room in ROOMS for waiting in room(person))
    return sorted(tasks, key=lambda task: (task.due is None, task.due, task.title))
