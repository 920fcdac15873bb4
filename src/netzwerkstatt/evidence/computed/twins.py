"""Cities that are alike, and the one that is least alike, as a card: what makes them so, with the figures behind it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

import numpy as np
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import rules
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Answer, Asked
from netzwerkstatt.evidence.computed.cards import datasets_cited, made_from, program
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import EvidenceCard, Projection, Territory
from netzwerkstatt.evidence.profiles.alike import Alike, alike, rounded
from netzwerkstatt.evidence.profiles.words import ALIKE
from netzwerkstatt.foundation.entries.writing import already_made
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid

LEVEL: Final = Territory.Level.MUNICIPALITY


@action(rule=rules.makes_cards, on="usual")
def make_card_from_twins(
    *, actor: Any, usual: Projection, view: str = "", client_id: UUID | None = None
) -> EvidenceCard:
    """The cities that are alike become a card that never changes: how much of the ages is the same, and the figures that were compared.

    `usual` is the middle path of the place, beside which the worker found them. Records `evidence.card_made`. Raises `Invalid`
    (field "question") where nothing was compared, or the tables are not in the store any more.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    found = usual.alike if "keys" in usual.alike else alike(usual.key)  # those of before do not say what was compared
    answer = answer_of_twins(usual.key, usual.name, found)
    datasets = datasets_cited(found["cited"])
    if not datasets:
        raise Invalid({"question": _("The tables that this was computed from are not in the store any more.")})
    question = {"key": usual.key, "keys": found["keys"]}
    asked = hashlib.sha256(json.dumps([found["year"], question], sort_keys=True).encode()).hexdigest()
    query = Asked(pictures.TWINS, found["year"], view=view).plain | question | program()
    query |= {"asked": asked, "estimated": False, "methods": [], "cited": found["cited"]}
    return made_from(
        actor=actor, found=answer, title=answer.finding, datasets=datasets, query=query, key=usual.key,
        client_id=client_id,
    )  # fmt: skip


def answer_of_twins(key: str, name: str, found: dict[str, Any]) -> Answer:
    """What was found of a place, as figures. Raises `Invalid` where there is nothing to compare."""
    if not found.get("twins"):
        raise Invalid({"question": _("There is no figure for these places and years.")})
    year, own = found["year"], found["own"]
    near = [Alike.of(one) for one in found["twins"]]
    far = Alike.of(found["contrast"]) if found["contrast"] else None
    figures = _values(Place(key, own["name"], LEVEL), year, own["values"], ("role", "own", ""))
    for one, role in [*((one, "twin") for one in near), *([(far, "contrast")] if far is not None else [])]:
        place, words = Place(one.key, one.name, LEVEL), _("least alike") if role == "contrast" else _("alike")
        figures.append(
            pictures.figure(
                place, year, round(one.overlap * 100), pictures.COMPUTED,
                ("figure", pictures.OVERLAP, _("Share of the age structure that is the same")), ("role", role, words),
            )
        )  # fmt: skip
        figures += _values(
            place, year, {name: there for name, (_here, there) in one.values.items()}, ("role", role, words)
        )
    named = {"place": pictures.short_name(name), "near": ", ".join(pictures.short_name(one.name) for one in near)}
    finding = (
        _("By size and ages most like %(place)s: %(near)s; least like it: %(far)s")
        if far is not None
        else _("By size and ages most like %(place)s: %(near)s")
    )
    named["far"] = pictures.short_name(far.name) if far is not None else ""
    counted = _(
        "How much of the age structure is the same, in per cent of the people: 100 less half the sum of the differences of all age groups by sex; %(number)d places of comparable size were compared, %(place)s, 31 December %(year)d"
    )
    told = {"number": found["among"], "place": name, "year": year}
    return Answer(figures, finding % named, counted % told, _("Same age structure"), "%")


def _values(place: Place, year: int, values: dict[str, float], role: tuple[str, str, str]) -> list[Figure]:
    # in an order of their own: a database may give the keys back in another
    return [
        pictures.figure(place, year, rounded(key, values[key]), pictures.COMPUTED, ("figure", key, str(words)), role)
        for key, words in ALIKE.items()
        if key in values and np.isfinite(values[key])
    ]


def asked_again(card: EvidenceCard, *, kept: bool) -> tuple[Answer, Sequence[int]]:
    """A card's question put to the datasets that it was made from (`kept`), or to today's; with the datasets of the answer.

    Seconds where all of Germany is there.
    """
    query = card.question
    own = {source["dataset"] for source in card.sources or []}
    found = alike(query["key"], query["year"], keys=query["keys"] if kept else (), among=own if kept else None)
    name = next(one["name"] for one in card.territories if one["key"] == query["key"])
    return answer_of_twins(query["key"], name, found), [one.pk for one in datasets_cited(found["cited"])]
