"""When newer figures arrive, the middle paths that rest on them are computed anew, without anybody asking."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable

from django_tasks import task

from netzwerkstatt.evidence import adapter, events
from netzwerkstatt.evidence.catalogue.keys import parents_of, same_place
from netzwerkstatt.evidence.computed.later import note_recomputed, note_twins
from netzwerkstatt.evidence.models import Projection
from netzwerkstatt.evidence.profiles.actions import question
from netzwerkstatt.evidence.profiles.alike import alike
from netzwerkstatt.evidence.profiles.basis import Missing, basis_of
from netzwerkstatt.evidence.profiles.queries import latest_projections
from netzwerkstatt.foundation.events.log import record, unit_of_work

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Places for one job: each costs some two dozen queries."""


def renew_after(keys: Iterable[str], *, ages: bool) -> int:
    """Figures of these territories have come: every place that was computed and rests on one of them is looked at again; where they are
    `ages`, every other place may have other twins.

    One query; the worker does the rest. How many places rest on them.
    """
    arrived = {other for key in keys for other in same_place(key)}
    known = list(Projection.objects.filter(middle=True).order_by("key").values_list("key", flat=True).distinct())
    due = [key for key in known if arrived & {key, *parents_of(key)}]
    for start in range(0, len(due), AT_ONCE):
        renew.enqueue(due[start : start + AT_ONCE])
    if ages:
        others = sorted(set(known) - set(due))
        for start in range(0, len(others), AT_ONCE):
            look_for_twins.enqueue(others[start : start + AT_ONCE])
    return len(due)


@task()
def renew(keys: list[str]) -> None:
    """Put the question of each place anew; where its figures have stayed the same, it is the same question and is not computed again.

    Records `evidence.projection_renewed` for each that is new. May be done again at any time.
    """
    for key in keys:
        try:
            basis = basis_of(key)
        except Missing as missing:
            log.warning("The future of %s cannot be computed anew: %s", key, missing.word)
            continue
        with unit_of_work():
            made, new = question(basis, adapter.Scenario())
            if not new and made.state == Projection.State.READY:
                note_recomputed(made)
                twins_anew(made)
            if new:
                record(events.PROJECTION_RENEWED(made, None, key=key, fingerprint=made.fingerprint))


@task()
def look_for_twins(keys: list[str]) -> None:
    """Ages of other places have come: which cities are alike is looked up anew. May be done again at any time."""
    for one in latest_projections(keys).values():
        with unit_of_work():
            twins_anew(one)


def twins_anew(projection: Projection) -> None:
    """The cities that are alike today, and the cards of them that come out otherwise."""
    found = json.loads(json.dumps(alike(projection.key)))
    if found != projection.alike:
        Projection.objects.filter(pk=projection.pk).update(alike=found)
        note_twins(projection.key)
