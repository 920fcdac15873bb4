"""What a view computes, as a question that a card can keep, and its answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.adapter import GROUPS, Basis, Futures, Scenario, group_name
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.queries import Among, Measure, key_measures
from netzwerkstatt.evidence.scenarios import drawing as scenario_drawing
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.ui.formatting import day, number

MEASURE = "measure-"
"""A key figure of the profile: this and its key."""

OF_AGES = ("0-17", "18-64", "65+")
History = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which picture of a place, for which year, under which assumptions; `view` is the address of the page that shows it.

    `scenario` is None for the middle path. `whole`: with the chance of single persons, as the worker computes; without it what
    a page shows while a slider moves.
    """

    chart: str
    year: int
    scenario: Scenario | None = None
    whole: bool = True
    view: str = ""

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        assumed = self.scenario.plain if self.scenario is not None else None
        return {"computed": self.chart, "year": self.year, "assumed": assumed, "whole": self.whole, "view": self.view}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Asked:
        """From what `plain` gave."""
        assumed = Scenario.of(plain["assumed"]) if plain["assumed"] else None
        return cls(plain["computed"], plain["year"], assumed, plain["whole"], plain["view"])


@dataclass(frozen=True, slots=True)
class Answer:
    """The figures of a picture, with the finding above them and what they count."""

    figures: list[Figure]
    finding: str
    counted: str
    measure: str
    unit: str

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of every figure with its place, time and what tells it apart."""
        plain = [[*slot_of(one), str(one.value)] for one in self.figures]
        return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()


def slot_of(one: Figure) -> tuple[str, ...]:
    """What a figure is of, in every language the same."""
    place = one.place.key or one.place.level if one.place else ""
    return (place, one.iso, *(variable for _dimension, variable, _label in one.categories))


def measure_of(chart: str) -> Measure | None:
    """The key figure that a question is about."""
    key = chart.removeprefix(MEASURE)
    return next((one for one in key_measures() if MEASURE + one.key == chart), None) if key != chart else None


def answer(asked: Asked, basis: Basis, futures: Futures, usual: Futures | None, history: History) -> Answer:
    """The answer from futures that are there; `usual` is the middle path beside a scenario.

    Raises `Invalid` (field "question") for a picture or a year that there is none of.
    """
    if asked.year not in futures.years:
        raise Invalid({"question": _("Nothing was computed for this year.")})
    place = Place(basis.key, basis.name, "")
    match asked.chart:
        case pictures.PYRAMID:
            bars = drawing.pyramid(basis, futures, asked.year)
            found = pictures.of_pyramid(bars, place, basis.year, asked.year, estimated=basis.estimated)
            return Answer(found, _of_place(basis, bars.title), bars.subtitle, _("People"), _("Number"))
        case pictures.FAN:
            fan = (
                scenario_drawing.fan(basis, futures, usual, tuple(history), asked.year)
                if usual is not None
                else drawing.fan(basis, futures, history, mark=asked.year)
            )
            finding = _of_place(basis, fan.title)
            return Answer(pictures.of_fan(fan, place), finding, fan.subtitle, _("People"), _("Number"))
        case pictures.AGES:
            stacked = drawing.ages_over_time(basis, futures, drawing.few(futures.years))
            found = pictures.of_stacked(stacked, place, OF_AGES)
            return Answer(found, _of_place(basis, stacked.title), stacked.subtitle, _("Share of people"), "%")
        case pictures.GROUPS:
            return _groups(asked, basis, futures, place)
    raise Invalid({"question": _("This address names no figures.")})


def _of_place(basis: Basis, finding: str) -> str:
    """On its own page a finding names its place."""
    return f"{basis.name}: {finding}"


def _groups(asked: Asked, basis: Basis, futures: Futures, place: Place) -> Answer:
    rows = drawing.groups_of(basis, futures, asked.year)
    ends = (("middle", _("Middle")), ("low80", _("at least")), ("high80", _("at most")))
    found = [
        pictures.figure(place, asked.year, value, pictures.COMPUTED, ("age", group_name(span), words), ("path", *end))
        for span, (words, *values) in zip(GROUPS, rows, strict=True)
        for end, value in zip(ends, values, strict=True)
    ]
    named = {
        "place": basis.name,
        "year": asked.year,
        "share": number(drawing.share(futures.ages(asked.year), 65, None), 0),
    }
    finding = _("%(place)s, %(year)d: %(share)s per cent are 65 or older") % named
    counted = _("People by age, middle of all futures and the band of 80 of 100")
    return Answer(found, finding, f"{counted}, {basis.name}", _("People"), _("Number"))


def answer_among(measure: Measure, year: int, among: Sequence[Among]) -> Answer:
    """A key figure of a place beside its network and what it lies in. Raises `Invalid` where it cannot be computed."""
    values = [(one, measure.of(one.people)) for one in among]
    found = [
        pictures.figure(Place(one.key, one.name, one.level), year, round(value, measure.decimals), pictures.COMPUTED)
        for one, value in values
        if np.isfinite(value)
    ]
    if not values or not np.isfinite(values[0][1]):
        raise Invalid({"question": _("There is no figure for these places and years.")})
    own = number(found[0].value, measure.decimals)
    unit = f"\u202f{measure.unit}" if measure.unit else ""
    named = {"what": measure.label, "place": among[0].name, "value": f"{own}{unit}", "day": day(date(year, 12, 31))}
    finding = _("%(place)s, %(what)s: %(value)s on %(day)s") % named
    return Answer(found, finding, measure.definition, measure.label, measure.unit)


def computed(asked: Asked, basis: Basis, history: History, *, middle: Futures | None = None) -> Answer:
    """The answer computed anew from what a place starts from: a tenth of a second, with whole persons some seconds.

    `middle` are the futures of the middle path, where they are there already.
    """
    middle = middle or _futures(basis, Scenario(), whole=asked.whole)
    if asked.scenario is None:
        return answer(asked, basis, middle, None, history)
    return answer(asked, basis, _futures(basis, asked.scenario, whole=asked.whole), middle, history)


def _futures(basis: Basis, scenario: Scenario, *, whole: bool) -> Futures:
    return adapter.project(basis, scenario) if whole else scenario_drawing.quickly(basis, scenario)


# ── persons beside each other, for JSON ─────────────────────────────────────


def plain_among(among: Iterable[Among]) -> list[dict[str, Any]]:
    """Exact, so that the same figures come out of it again."""
    return [
        {"key": one.key, "name": one.name, "level": one.level, "mark": one.mark, "people": one.people.tolist()}
        for one in among
    ]


def among_of(plain: Iterable[Mapping[str, Any]]) -> list[Among]:
    """From what `plain_among` gave."""
    return [Among(**{**one, "people": np.array(one["people"])}, cited=()) for one in plain]
