"""The job behind a profile: a question that waits is put to the engine. Runs in the worker, as often as need be."""

from __future__ import annotations

import hashlib
import json
import logging
from typing import Any

from django_tasks import task

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.computed.later import note_recomputed, note_twins
from netzwerkstatt.evidence.models import Projection
from netzwerkstatt.evidence.profiles.alike import alike
from netzwerkstatt.foundation.events import clock

log = logging.getLogger(__name__)

LONGEST_REASON = 500


@task()
def compute(pk: int) -> None:
    """Find the futures of a projection that waits, and for the middle path the cities that are alike and the cards that changed.

    Killed at any point, it can simply run again: the same question has the same answer, and the last statement alone makes it
    ready. Whatever goes wrong is kept as the reason, and in the log.
    """
    waiting = Projection.objects.filter(pk=pk, state=Projection.State.WAITING)
    asked = waiting.first()
    if asked is None:
        return
    try:
        basis, scenario = adapter.Basis.of(asked.basis), adapter.Scenario.of(asked.scenario)
        outcome = adapter.project(basis, scenario).plain
        found = alike(asked.key) if asked.middle else {}
    except Exception as error:
        log.exception("The projection %s could not be made", asked)
        reason = (str(error).strip() or type(error).__name__)[:LONGEST_REASON].replace("\x00", "")
        waiting.update(state=Projection.State.FAILED, reason=reason)
        return
    waiting.update(
        state=Projection.State.READY,
        outcome=outcome,
        outcome_sha256=fingerprint_of(outcome),
        alike=found,
        made_at=clock.now(),
    )
    if asked.middle:
        asked.refresh_from_db()
        note_recomputed(asked)
        note_twins(asked.key)


def fingerprint_of(outcome: dict[str, Any]) -> str:
    """The SHA-256 of an outcome's canonical JSON."""
    return hashlib.sha256(json.dumps(outcome, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
