"""Asking for the futures of a place. The worker finds them; the same question is answered once."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from netzwerkstatt.evidence import adapter, events, rules
from netzwerkstatt.evidence.models import Projection
from netzwerkstatt.evidence.profiles.basis import Missing, basis_of
from netzwerkstatt.evidence.profiles.tasks import compute
from netzwerkstatt.evidence.profiles.words import MISSING
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record


@action(rule=rules.asks_for_projections)
def project_place(*, actor: Any, key: str) -> Projection:
    """Have the middle path of a place computed from the figures that are in the store now.

    Where nothing has changed since the last time, that one comes back and nothing is recorded; one that failed is tried again.
    Records `evidence.projection_asked`. Raises `Invalid` with what is missing where the store has too little.
    """
    try:
        basis = basis_of(key)
    except Missing as missing:
        raise Invalid({"": MISSING[missing.word]}) from missing
    projection, new = question(basis, adapter.Scenario())
    if new:
        record(events.PROJECTION_ASKED(projection, actor, key=key, fingerprint=projection.fingerprint))
    return projection


def question(basis: adapter.Basis, scenario: adapter.Scenario) -> tuple[Projection, bool]:
    """The question as it is kept, and whether it is new; one that waits gets its job in the same transaction."""
    with transaction.atomic():
        found, new = Projection.objects.get_or_create(
            fingerprint=adapter.fingerprint(basis, scenario),
            defaults={
                "key": basis.key,
                "name": basis.name,
                "year": basis.year,
                "middle": scenario.is_middle,
                "basis": basis.plain,
                "scenario": scenario.plain,
            },
        )
        if found.state == Projection.State.FAILED:
            Projection.objects.filter(pk=found.pk).update(state=Projection.State.WAITING, reason="")
            found.refresh_from_db()
        if found.state == Projection.State.WAITING:
            compute.enqueue(found.pk)
            found.refresh_from_db()  # where jobs run at once, it is ready already
    return found, new
