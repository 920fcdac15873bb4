"""A card from a view that computes: pyramid, fan, key figure, scenario. What it says of itself comes from its question."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

import netzwerkstatt
from netzwerkstatt.evidence import adapter, events, rules
from netzwerkstatt.evidence.actions import entry_of_card
from netzwerkstatt.evidence.adapter import Basis, Futures
from netzwerkstatt.evidence.catalogue.cells import source_of
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Answer, Asked, answer, answer_among, measure_of, plain_among
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.from_store import plain_source
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.queries import Among, history_of, profile_of
from netzwerkstatt.evidence.profiles.words import METHODS, OF_PEOPLE
from netzwerkstatt.evidence.scenarios import drawing as scenario_drawing
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.writing import already_made
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.formatting import day, number

LONGEST_TITLE = 240


@action(rule=rules.makes_cards, on="usual")
def make_card_from_computation(
    *, actor: Any, usual: Projection, asked: Asked, kept: ScenarioEntry | None = None, client_id: UUID | None = None
) -> EvidenceCard:
    """What a view has computed becomes a card that never changes: the question with its assumptions, what it started from, every
    figure, and the fingerprint of them all. Its sentence is the finding above the picture.

    `usual` is the middle path of the place; with `kept` it is the card of a scenario that people can find, and tied to it.
    Records `evidence.card_made`. Raises `Invalid` (field "question") where nothing was computed or its datasets are gone.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    found, among = _answer(usual, asked, kept)
    basis = Basis.of(usual.basis)
    cited = tuple(dict.fromkeys(line for one in among for line in one.cited)) or basis.sources
    datasets = rests_on(cited, usual)
    if not datasets:
        raise Invalid({"question": _("The tables that this was computed from are not in the store any more.")})
    query = (
        asked.plain
        | program()
        | {
            "asked": usual.fingerprint if kept is None else kept.projection.fingerprint,
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
        projection=usual, kept=kept,
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
    kept: ScenarioEntry | None = None,
) -> EvidenceCard:
    """The card of an answer, for the actions that make one; of the city with this key. Records `evidence.card_made`."""
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
    if kept is not None:
        thread.link(entry, thread.DERIVED_FROM, kept.entry, by=actor)
    record(events.CARD_MADE(card, actor, file=card.file_sha256, refs=[query["computed"]]))
    return card


def _answer(usual: Projection, asked: Asked, kept: ScenarioEntry | None) -> tuple[Answer, Sequence[Among]]:
    """The answer as the page shows it, from futures that are there already."""
    if measure := measure_of(asked.chart):
        shown = profile_of(usual.key)
        among = shown.among if shown is not None else ()
        return answer_among(measure, usual.year, among), among
    if usual.outcome is None:
        raise Invalid({"question": _("Nothing was computed for this year.")})
    basis, history = Basis.of(usual.basis), history_of(usual.key)
    if asked.scenario is None:
        return answer(asked, basis, Futures.of(usual.outcome), None, history), ()
    if asked.whole and kept is not None and kept.projection.outcome:
        return answer(asked, basis, Futures.of(kept.projection.outcome), Futures.of(usual.outcome), history), ()
    here, middle = (
        scenario_drawing.tried(usual.pk, usual.fingerprint, one) for one in (asked.scenario, adapter.Scenario())
    )
    return answer(asked, basis, here, middle, history), ()


def rests_on(cited: Iterable[str], projection: Projection) -> list[Dataset]:
    """The datasets that were cited, the newest first. Two queries.

    Projections from before fingerprints were cited name their tables only: of each the datasets that were there then.
    """
    lines = [line.split("\t") for line in cited]
    named = Dataset.objects.select_related("file").filter(
        figures_sha256__in={line[3] for line in lines if len(line) > 3}
    )
    known = list(named)
    if not known:
        codes = {line[1] for line in lines if len(line) > 1}
        known = list(
            Dataset.objects.select_related("file").filter(table_code__in=codes, imported_at__lte=projection.asked_at)
        )
    return sorted(known, key=lambda one: source_of(one).rank, reverse=True)


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


# ── what it says of itself ──────────────────────────────────────────────────


@dataclass(frozen=True)
class Account:
    """How a computed card came about: methods and assumptions as sentences, and what one needs to compute it again."""

    methods: tuple[str, ...]
    assumptions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    asked: str


def account_of(card: EvidenceCard) -> Account | None:
    """None for a card that quotes a file."""
    if not card.is_computed:
        return None
    query, asked = card.question, Asked.of(card.question)
    facts = [(_("Year"), str(asked.year))]
    if card.projection_id is not None and not measure_of(asked.chart):
        with_chance = (
            _("with the chance of single persons") if asked.whole else _("without the chance of single persons")
        )
        facts += [(_("Futures"), f"{number(query['futures'])}, {with_chance}"), (_("Beginning of chance (seed)"), str(query["seed"]))]  # fmt: skip
    method = _("method %(method)d of Netzwerkstatt %(version)s") % query
    return Account(
        methods=tuple(str(METHODS[word]) for word in query["methods"] if word in METHODS),
        assumptions=tuple(scenario_drawing.assumptions(asked.scenario)) if asked.scenario is not None else (),
        facts=(*facts, (_("Program"), method)),
        asked=query["asked"],
    )


def source_line_of(card: EvidenceCard) -> str:
    """All tables that a computed card rests on, and that it is our own computation."""
    line = drawing.source_line(card.question["cited"], estimated=card.question["estimated"])
    made = _("Computed on %(day)s.") % {"day": day(card.entry.created_at)}
    return f"{line} {made}"


def headline_of(card: EvidenceCard, figures: Sequence[Figure]) -> tuple[str, str]:
    """The figure that stands for a computed card where there is room for one only, and what it is."""
    asked = Asked.of(card.question)
    place = figures[0].place.name if figures[0].place else ""
    mark = _("estimated") if card.question["estimated"] else _("computed")
    meta = f"{place} · {asked.year} · {mark}"
    at = [one for one in figures if one.iso[:4] == str(asked.year)]
    if asked.chart == pictures.FAN:
        middle = next(one for one in at if one.categories[0][1] == "middle")
        return _("about %(number)s") % {"number": number(middle.value)}, " · ".join((_("Middle"), meta))
    if measure := measure_of(asked.chart):
        return f"{number(figures[0].value, measure.decimals)}{_unit(card.unit)}", meta
    if asked.chart == pictures.SHARES:
        return (
            f"{number(at[0].value, 1)}{_unit(card.unit)}",
            f"{at[0].place.name if at[0].place else ''} · {asked.year} · {mark}",
        )
    return f"{number(_share_of_old(at), 0)}\u202f%", " · ".join((_("65 years and older"), meta))


def _unit(unit: str) -> str:
    return f"\u202f{unit}" if unit else ""


def _share_of_old(figures: Sequence[Figure]) -> float | None:
    """Per cent of 65 and older among the figures of one year: of a pyramid, of groups, of shares."""
    found: dict[str, float] = {}
    for one in figures:
        of = {dimension: variable for dimension, variable, _label in one.categories}
        if of.get("path", "middle") == "middle" and one.value is not None:
            found.setdefault(of["age"], 0.0)
            found[of["age"]] += float(one.value)
    whole = sum(found.values())
    old = sum(value for name, value in found.items() if pictures.span_of(name)[0] >= 65)
    return old / whole * 100 if whole else None
