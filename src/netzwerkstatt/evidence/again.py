"""A card's question asked again, years later: of what the card was made from, and of what is in the store today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from netzwerkstatt.evidence.adapter import Basis
from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Answer, Asked, among_of, answer_among, computed, measure_of
from netzwerkstatt.evidence.computed.shares import answer_of_shares, asked_of, datasets_of
from netzwerkstatt.evidence.computed.twins import asked_again
from netzwerkstatt.evidence.from_store import Question, fingerprint
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.profiles.basis import Missing, basis_of
from netzwerkstatt.evidence.profiles.queries import history_of, profile_of
from netzwerkstatt.foundation.entries.files import DamagedError
from netzwerkstatt.foundation.events.errors import Invalid


@dataclass(frozen=True)
class Repeated:
    """Whether the very figures come out of what was kept, and whether today's store gives the same."""

    holds: bool
    same_today: bool


def ask_again(card: EvidenceCard) -> Repeated | None:
    """Ask a card's question of the figures that it was made from, and of today's store; None for cards without one.

    What is computed is computed anew, which takes up to some seconds.
    """
    if not card.query:
        return None
    holds = _there(source["figures_sha256"] for source in card.sources or [])
    try:
        holds = holds and _from_kept(card) == card.data_sha256
        return Repeated(holds, _from_today(card) == card.data_sha256)
    except DamagedError:
        return Repeated(holds=False, same_today=False)
    except (Missing, Invalid):
        return Repeated(holds, same_today=False)


def _there(fingerprints: Iterable[str]) -> bool:
    """The datasets still lie there, byte for byte."""
    return all(
        (path := shelf.shelf.path_of(sha)).is_file() and shelf.fingerprint(path) == sha for sha in set(fingerprints)
    )


def _from_kept(card: EvidenceCard) -> str:
    """The fingerprint of the answer of what the card was made from."""
    if not card.is_computed:
        return fingerprint(Question.from_json(card.question).rows(datasets_of(card)))
    if card.question["computed"] == pictures.TWINS:
        return asked_again(card, kept=True)[0].fingerprint
    if card.projection is None:
        return answer_of_shares(asked_of(card), datasets_of(card))[0].fingerprint
    return _computed_again(card, Basis.of(card.projection.basis)).fingerprint


def _computed_again(card: EvidenceCard, start: Basis) -> Answer:
    asked = Asked.of(card.question)
    if measure := measure_of(asked.chart):
        return answer_among(measure, asked.year, among_of(card.question["among"]))
    counted = [
        (int(one.iso[:4]), float(one.value or 0))
        for one in card.read_figures
        if one.quality == pictures.COUNTED and pictures.names_of(one).get("path") == "counted"
    ]
    return computed(asked, start, counted)


def _from_today(card: EvidenceCard) -> str:
    """The fingerprint of the answer of the figures that are in the store today. Raises `Missing` or `Invalid`."""
    if not card.is_computed:
        return fingerprint(Question.from_json(card.question).rows())
    if card.question["computed"] == pictures.TWINS:
        return asked_again(card, kept=False)[0].fingerprint
    if card.projection_id is None:
        return answer_of_shares(asked_of(card))[0].fingerprint
    asked, key = Asked.of(card.question), card.territories[0]["key"]
    if measure := measure_of(asked.chart):
        shown = profile_of(key)
        if shown is None or shown.basis is None or shown.basis.year != asked.year:
            raise Missing("ages")
        return answer_among(measure, asked.year, shown.among).fingerprint
    return computed(asked, basis_of(key), history_of(key)).fingerprint
