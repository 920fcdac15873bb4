"""What tests do in a workshop again and again."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from django.test import Client

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Phase, Workshop


def phase_of(workshop: Workshop, kind: str) -> Phase:
    return workshop.phases.select_related("workshop__entry", "ballot").get(kind=kind)


def say(phase: Phase, texts: Iterable[str], who: Guest | Person | None = None) -> Guest | Person:
    """Somebody – a new guest, if nobody is given – writes these ideas down."""
    who = who or actions.join(code=phase.workshop.code)[0]
    for text in texts:
        actions.contribute(actor=who, phase=phase, text=text, client_id=uuid4())
    return who


def browser(person: Person | None = None) -> Client:
    """A browser that posts from our own pages; signed in, if somebody is given."""
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    if person:
        client.force_login(person)
    return client


def phone(workshop: Workshop) -> Client:
    """A phone that came in with the code."""
    client = browser()
    client.post("/join", {"code": workshop.code})
    return client
