"""When a place was computed anew: which computed cards of it have other figures today."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.evidence import events
from netzwerkstatt.evidence.adapter import Basis, Futures
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Answer, Asked, answer_among, computed, measure_of, slot_of
from netzwerkstatt.evidence.computed.cards import rests_on
from netzwerkstatt.evidence.computed.shares import answer_of_shares, asked_of
from netzwerkstatt.evidence.computed.twins import asked_again
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.importing.changes import forget_known
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, LaterFigures, Projection, Series
from netzwerkstatt.evidence.profiles.queries import history_of, profile_of
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record, unit_of_work


def note_shares(dataset: Dataset) -> int:
    """Mark every card of shares that come out otherwise since this dataset is there; how many. Records `evidence.figures_changed`."""
    if not Series.objects.filter(dataset=dataset, indicator__key="population_by_age_sex").exists():
        return 0
    found = 0
    cards = EvidenceCard.objects.filter(projection__isnull=True, query__computed=pictures.SHARES).select_related(
        "entry"
    )
    for card in cards.order_by("pk").iterator(chunk_size=50):
        try:
            today, origins = answer_of_shares(asked_of(card))
        except Invalid:  # the newer table has other age groups: there is no other figure
            continue
        if dataset.pk in {one.dataset for one in origins}:
            found += _note(card, dataset, _changed(card.read_figures, today.figures))
    if found:
        forget_known()
    return found


def note_recomputed(newest: Projection) -> int:
    """Mark every computed card of the place whose figures come out otherwise from its newest middle path; how many.

    Records `evidence.figures_changed` each. For the worker: a card of a scenario is computed anew. May be done again at any time.
    """
    cards = EvidenceCard.objects.filter(projection__key=newest.key).select_related("entry").order_by("pk")
    basis = Basis.of(newest.basis)
    found = 0
    for card in cards.iterator(chunk_size=50):
        try:
            changed = _changed(card.read_figures, _today(card, newest, basis).figures)
        except Invalid:  # its year lies before the newest figures: what was expected then has become the past
            continue
        datasets = rests_on(basis.sources, newest)
        known = {source["dataset"] for source in card.sources or []}
        if datasets:
            found += _note(card, next((one for one in datasets if one.pk not in known), datasets[0]), changed)
    if found:
        forget_known()
    return found


def note_twins(key: str) -> int:
    """Mark every card of a place's twin cities that come out otherwise today; how many. Records `evidence.figures_changed` each.

    For the worker: seconds where all of Germany is there. May be done again at any time.
    """
    cards = EvidenceCard.objects.filter(query__computed=pictures.TWINS, query__key=key).select_related("entry")
    found = 0
    for card in cards.order_by("pk").iterator(chunk_size=50):
        try:
            today, datasets = asked_again(card, kept=False)
        except Invalid:  # there is nothing left to compare with, so no other figure either
            continue
        known = {source["dataset"] for source in card.sources or []}
        dataset = Dataset.objects.get(pk=next((one for one in datasets if one not in known), datasets[0]))
        found += _note(card, dataset, _changed(card.read_figures, today.figures, gone=_("no longer among them")))
    if found:
        forget_known()
    return found


def _note(card: EvidenceCard, dataset: Dataset, changed: list[dict[str, str]]) -> int:
    if not changed:
        return 0
    with unit_of_work():
        _made, new = LaterFigures.objects.get_or_create(card=card, dataset=dataset, defaults={"figures": changed})
        if new:
            told = {"dataset": dataset.pk, "table": dataset.table_code, "changed": len(changed)}
            record(events.FIGURES_CHANGED(card, **told))
    return int(new)


def _today(card: EvidenceCard, newest: Projection, basis: Basis) -> Answer:
    """The card's question, put to the newest middle path."""
    asked = Asked.of(card.question)
    if measure := measure_of(asked.chart):
        shown = profile_of(newest.key) if basis.year == asked.year else None
        return answer_among(measure, asked.year, shown.among if shown is not None else ())
    middle = Futures.of(newest.outcome) if asked.whole and newest.outcome else None
    return computed(asked, basis, history_of(newest.key), middle=middle)


def _changed(figures: list[Figure], today: list[Figure], gone: str = "") -> list[dict[str, str]]:
    """The figures that come out otherwise, in words; with `gone` also those that are not there any more."""
    now = {slot_of(one): one for one in today}
    changed = []
    for one in figures:
        then = now.get(slot_of(one))
        if then is not None and then.value != one.value:
            changed.append({"label": one.label, "before": one.raw, "after": then.raw})
        elif then is None and gone:
            changed.append({"label": one.label, "before": one.raw, "after": gone})
    return changed
