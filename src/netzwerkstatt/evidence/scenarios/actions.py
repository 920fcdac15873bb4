"""Every change to scenarios: one is named and kept."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import adapter, events, rules
from netzwerkstatt.evidence.kinds import SCENARIO
from netzwerkstatt.evidence.models import Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles.actions import question
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme

LONGEST_REASONS = 4000


@action(rule=rules.makes_scenarios, on="usual")
def make_scenario(
    *,
    actor: Any,
    usual: Projection,
    scenario: adapter.Scenario,
    title: str,
    reasons: str = "",
    themes: Iterable[Theme] = (),
    client_id: UUID | None = None,
) -> ScenarioEntry:
    """Assumptions become a scenario with a name, that others can find, discuss and compare; the worker finds its futures.

    `usual` is the middle path it departs from. Records `evidence.scenario_made`. Raises `Invalid` where nothing is assumed
    otherwise, for the title or for too long reasons; a repeated `client_id` of the same person gives the first one.
    """
    if made := already_made(client_id, SCENARIO.code, actor):
        return ScenarioEntry.objects.get(entry=made)
    reasons = reasons.replace("\r\n", "\n").strip()
    if len(reasons) > LONGEST_REASONS:
        raise Invalid({"reasons": _("At most %(most)d characters, please.") % {"most": LONGEST_REASONS}})
    if scenario.is_middle:
        raise Invalid({"": _("Nothing is assumed otherwise than on the middle path. Move a slider first.")})
    city = City.objects.filter(ags=usual.key).first()
    try:
        with transaction.atomic():
            entry = create_entry(
                kind=SCENARIO.code,
                title=title,
                author=actor,
                summary=reasons,
                city=city,
                themes=themes,
                client_id=client_id,
            )
    except IntegrityError:
        if first := already_made(client_id, SCENARIO.code, actor):
            return ScenarioEntry.objects.get(entry=first)
        raise
    projection, _new = question(adapter.Basis.of(usual.basis), scenario)
    made_one = ScenarioEntry.objects.create(
        entry=entry, key=usual.key, place=usual.name, reasons=reasons, projection=projection, usual=usual
    )
    record(events.SCENARIO_MADE(made_one, actor, key=usual.key, fingerprint=projection.fingerprint))
    return made_one
