"""Shares of ages that a comparison or a map computes, as cards: their figures come from one table each, nothing is estimated."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.catalogue import Source
from netzwerkstatt.evidence.comparing.queries import gather_shares, shares, unfit_of
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Answer, Asked
from netzwerkstatt.evidence.computed.cards import made_from, program
from netzwerkstatt.evidence.figures import Place
from netzwerkstatt.evidence.from_store import MOST_FIGURES, MOST_PLACES, Question
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, Territory
from netzwerkstatt.evidence.profiles.basis import cite
from netzwerkstatt.foundation.entries.writing import already_made
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid


@action(rule=rules.makes_cards, on="question")
def make_card_from_shares(*, actor: Any, question: Question, title: str, client_id: UUID | None = None) -> EvidenceCard:
    """Shares of ages of some places and years become a card that never changes; `question.indicator` is the code of the share.

    Records `evidence.card_made`. Raises `Invalid` (field "question") where there is no figure, there are too many or a place's age
    groups do not fit.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    found, origins = answer_of_shares(question)
    last = max(int(one.iso[:4]) for one in found.figures)
    query = Asked(pictures.SHARES, last, view=question.view).plain | question.to_json()
    asked = hashlib.sha256(json.dumps(question.to_json(), sort_keys=True).encode()).hexdigest()
    query |= program() | {
        "asked": asked, "estimated": False, "methods": [], "cited": [cite(one) for one in origins],
    }  # fmt: skip
    datasets = Dataset.objects.select_related("file").filter(pk__in=[one.dataset for one in origins])
    newest_first = sorted(origins, key=lambda one: one.rank, reverse=True)
    by_pk = {one.pk: one for one in datasets}
    return made_from(
        actor=actor, found=found, title=title, datasets=[by_pk[one.dataset] for one in newest_first], query=query,
        key=question.territories[0] if len(question.territories) == 1 else "", client_id=client_id,
    )  # fmt: skip


def answer_of_shares(question: Question, among: Container[int] | None = None) -> tuple[Answer, tuple[Source, ...]]:
    """The shares as they are today, or as some datasets alone give them, and where they come from. Three queries."""
    choice = next((one for one in shares() if one.code == question.indicator), None)
    if choice is None or not question.years:
        raise Invalid({"question": _("This address names no figures.")})
    if len(question.territories) > MOST_PLACES:
        raise Invalid({"question": _("One card shows at most %(most)d places.") % {"most": MOST_PLACES}})
    known = {one.key: one for one in Territory.objects.filter(key__in=question.territories)}
    places = [Place(key, known[key].name, known[key].level) for key in question.territories if key in known]
    found = gather_shares([one.key for one in places], choice, question.years, among=among)
    if unfit := unfit_of([(one.key, one.name) for one in places], choice, found):
        raise Invalid({"question": f"{unfit.reason} {unfit.way_out}"})
    figures = [
        pictures.figure(place, found.days[year], round(value, found.decimals), pictures.COMPUTED)
        for place in places
        for year in question.years
        if (value := found.values.get((place.key, year))) is not None
    ]
    if not figures:
        raise Invalid({"question": _("There is no figure for these places and years.")})
    if len(figures) > MOST_FIGURES:
        raise Invalid({"question": _("One card shows at most %(most)d figures.") % {"most": MOST_FIGURES}})
    return Answer(figures, choice.name, choice.definition, choice.name, "%"), found.origins


def asked_of(card: EvidenceCard) -> Question:
    """What a card of shares asks."""
    return Question.from_json(card.question)


def datasets_of(card: EvidenceCard) -> Sequence[int]:
    """The datasets that a card was made from."""
    return [source["dataset"] for source in card.sources or []]
