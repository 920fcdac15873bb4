"""A card from a view that computes: pyramid, fan, key figure, scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

import netzwerkstatt
from netzwerkstatt.evidence import adapter, events, rules
from netzwerkstatt.evidence.actions import entry_of_card
from netzwerkstatt.evidence.adapter import Basis, Futures, Scenario
from netzwerkstatt.evidence.catalogue.cells import source_of
from netzwerkstatt.evidence.computed.asking import (
    Answer,
    Asked,
    Computed,
    answer,
    answer_among,
    measure_of,
    plain_among,
)
from netzwerkstatt.evidence.from_store import plain_source
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles.queries import Among, history_of, profile_of
from netzwerkstatt.evidence.profiles.words import OF_PEOPLE
from netzwerkstatt.evidence.scenarios import drawing as scenario_drawing
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.writing import already_made
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City

LONGEST_TITLE = 240


@action(rule=rules.makes_cards, on="usual")
def make_card_from_computation(
    *,
    actor: Any,
    usual: Projection,
    asked: Asked,
    kept: ScenarioEntry | None = None,
    other: ScenarioEntry | None = None,
    client_id: UUID | None = None,
) -> EvidenceCard:
    """What a view has computed becomes a card that never changes: the question with its assumptions, what it started from, every
    figure, and the fingerprint of them all. Its sentence is the finding above the picture.

    `usual` is the middle path of the place; with `kept` it is the card of a scenario that people can find, and tied to it;
    `other` is the one that stands beside it. Records `evidence.card_made`. Raises `Invalid` (field "question") where nothing
    was computed, two scenarios depart from different paths, or its datasets are gone.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    tied = tuple(one for one in (kept, other) if one is not None)
    found, among = _answer(usual, asked, tied)
    basis = Basis.of(usual.basis)
    cited = tuple(dict.fromkeys(line for one in among for line in one.cited)) or basis.sources
    datasets = rests_on(cited, usual)
    if not datasets:
        raise Invalid({"question": _("The tables that this was computed from are not in the store any more.")})
    query = (
        asked.plain
        | program()
        | {
            "asked": ", ".join(one.projection.fingerprint for one in tied) or usual.fingerprint,
            "futures": adapter.TRAJECTORIES,
            "seed": adapter.seed_of(usual.key),
            "estimated": basis.estimated,
            "methods": [word for word in basis.methods if not among or word in OF_PEOPLE],
            "cited": list(cited),
            "among": plain_among(among),
        }
    )
    return made_from(
        actor=actor, found=found, title=found.finding, datasets=datasets, query=query, key=usual.key, client_id=client_id,
        projection=usual, tied=tied,
    )  # fmt: skip


def program() -> dict[str, Any]:
    """Which program computes, and by which method."""
    return {"method": adapter.METHOD, "version": netzwerkstatt.__version__}


def made_from(
    *,
    actor: Any,
    found: Answer,
    title: str,
    datasets: Sequence[Dataset],
    query: dict[str, Any],
    key: str,
    client_id: UUID | None,
    projection: Projection | None = None,
    tied: Sequence[ScenarioEntry] = (),
) -> EvidenceCard:
    """The card of an answer, for the actions that make one; of the city with this key, come from the scenarios `tied`.

    Records `evidence.card_made`.
    """
    entry, new = entry_of_card(
        actor=actor, title=title[:LONGEST_TITLE], explanation="", themes=(), client_id=client_id,
        city=City.objects.filter(ags=key).first() if key else None,
    )  # fmt: skip
    if not new:
        return EvidenceCard.objects.get(entry=entry)
    card = EvidenceCard.objects.create(
        entry=entry, claim=entry.title, explanation=entry.summary, query=query, projection=projection,
        data_sha256=found.fingerprint, **_content(found, datasets),
    )  # fmt: skip
    for one in tied:
        thread.link(entry, thread.DERIVED_FROM, one.entry, by=actor)
    record(events.CARD_MADE(card, actor, file=card.file_sha256, refs=[query["computed"]]))
    return card


def _answer(usual: Projection, asked: Asked, tied: Sequence[ScenarioEntry]) -> tuple[Answer, Sequence[Among]]:
    """The answer as the page shows it, from futures that are there already."""
    if measure := measure_of(asked.chart):
        shown = profile_of(usual.key)
        among = shown.among if shown is not None else ()
        return answer_among(measure, usual.year, among), among
    if asked.whole and usual.outcome is None:
        raise Invalid({"question": _("Nothing was computed for this year.")})
    if any(one.usual_id != usual.pk for one in tied):
        raise Invalid(
            {"question": _("These scenarios depart from different places or from figures of different years.")}
        )
    return answer(asked, Basis.of(usual.basis), _futures(usual, asked, tied), history_of(usual.key)), ()


def _futures(usual: Projection, asked: Asked, tied: Sequence[ScenarioEntry]) -> Computed:
    """The worker's where the question is of them, else the quick ones: only like is compared with like."""

    def found(scenario: Scenario | None, at: int | None) -> Futures:
        kept = (usual if at is None else tied[at].projection) if asked.whole else None
        if kept is not None and kept.outcome:
            return Futures.of(kept.outcome)
        return scenario_drawing.tried(usual.pk, usual.fingerprint, scenario or Scenario())

    middle = found(None, None)
    if asked.scenario is None:
        return Computed(middle)
    return Computed(found(asked.scenario, 0), middle, found(asked.other, 1) if asked.other is not None else None)


def rests_on(cited: Iterable[str], projection: Projection) -> list[Dataset]:
    """The datasets that were cited, the newest first. Two queries.

    Projections from before fingerprints were cited name their tables only: of each the datasets that were there then.
    """
    lines = list(cited)
    if known := datasets_cited(lines):
        return known
    codes = {parts[1] for line in lines if len(parts := line.split("\t")) > 1}
    then = Dataset.objects.select_related("file").filter(table_code__in=codes, imported_at__lte=projection.asked_at)
    return _newest_first(then)


def datasets_cited(cited: Iterable[str]) -> list[Dataset]:
    """The datasets with the fingerprints of lines of `basis.cite`, the newest first. One query."""
    shas = {parts[3] for line in cited if len(parts := line.split("\t")) > 3}
    return _newest_first(Dataset.objects.select_related("file").filter(figures_sha256__in=shas))


def _newest_first(datasets: Iterable[Dataset]) -> list[Dataset]:
    return sorted(datasets, key=lambda one: source_of(one).rank, reverse=True)


def _content(found: Answer, datasets: Sequence[Dataset]) -> dict[str, Any]:
    newest = datasets[0]
    places = list(dict.fromkeys(one.place for one in found.figures if one.place))
    return {
        "file": newest.file,
        "table_code": newest.table_code,
        "table_title": newest.title,
        "measure": found.measure,
        "unit": found.unit,
        "definition": found.counted.removesuffix("."),
        "territories": [{"key": one.key, "name": one.name, "level": one.level} for one in places if one.key],
        "territory_names": "; ".join(one.name for one in places),
        "reference_dates": sorted({one.iso for one in found.figures}),
        "figures": [one.to_json() for one in found.figures],
        "institution": "; ".join(dict.fromkeys(one.institution for one in datasets)),
        "licence": Counter(one.licence for one in datasets).most_common(1)[0][0],
        "as_of": newest.as_of,
        "retrieved_on": newest.retrieved_on,
        "file_sha256": newest.file_sha256,
        "sources": [plain_source(source_of(one)) for one in datasets],
    }
