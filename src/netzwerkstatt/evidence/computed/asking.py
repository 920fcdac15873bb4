"""What a view computes, as a question that a card can keep, and its answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import adapter
from netzwerkstatt.evidence.adapter import GROUPS, Basis, Futures, Scenario, group_name
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.queries import Among, Measure, key_measures
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.evidence.scenarios import drawing as scenario_drawing
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.ui.charts import Fan
from netzwerkstatt.foundation.ui.formatting import day, number

MEASURE = "measure-"
"""A key figure of the profile: this and its key."""

OF_AGES = ("0-17", "18-64", "65+")
History = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which picture of a place, for which year, under which assumptions; `view` is the address of the page that shows it.

    `scenario` is None for the middle path. `whole`: with the chance of single persons, as the worker computes; without it what
    a page shows while a slider moves. `other` is a second scenario that stands beside the first, `names` are both their titles.
    """

    chart: str
    year: int
    scenario: Scenario | None = None
    whole: bool = True
    view: str = ""
    other: Scenario | None = None
    names: tuple[str, ...] = ()

    @property
    def plain(self) -> dict[str, Any]:
        """For JSON."""
        assumed = self.scenario.plain if self.scenario is not None else None
        plain = {"computed": self.chart, "year": self.year, "assumed": assumed, "whole": self.whole, "view": self.view}
        if self.other is None:
            return plain
        return plain | {"other": self.other.plain, "names": list(self.names)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Asked:
        """From what `plain` gave."""
        assumed, other = (Scenario.of(one) if one else None for one in (plain["assumed"], plain.get("other")))
        names = tuple(plain.get("names", ()))
        return cls(plain["computed"], plain["year"], assumed, plain["whole"], plain["view"], other, names)


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


@dataclass(frozen=True, slots=True)
class Computed:
    """The futures that a question needs: its own, beside a scenario the middle path, and those of a second scenario."""

    futures: Futures
    usual: Futures | None = None
    other: Futures | None = None


def answer(asked: Asked, basis: Basis, found: Computed, history: History) -> Answer:
    """The answer from futures that are there.

    Raises `Invalid` (field "question") for a picture or a year that there is none of.
    """
    if asked.year not in found.futures.years:
        raise Invalid({"question": _("Nothing was computed for this year.")})
    make = _service if asked.chart.startswith(pictures.SERVICE) else _ANSWERS.get(asked.chart)
    if make is None:
        raise Invalid({"question": _("This address names no figures.")})
    return make(asked, Place(basis.key, basis.name, ""), basis, found, history)


def _pyramid(asked: Asked, place: Place, basis: Basis, found: Computed, _history: History) -> Answer:
    bars = drawing.pyramid(basis, found.futures, asked.year)
    figures = pictures.of_pyramid(bars, place, basis.year, asked.year, estimated=basis.estimated)
    return Answer(figures, _of_place(basis, bars.title), bars.subtitle, _("People"), _("Number"))


def _many(asked: Asked, place: Place, basis: Basis, found: Computed, history: History) -> Answer:
    fan = _fan(basis, found.futures, found.usual, history, asked.year)
    return Answer(pictures.of_fan(fan, place), _of_place(basis, fan.title), fan.subtitle, _("People"), _("Number"))


def _ages(_asked: Asked, place: Place, basis: Basis, found: Computed, _history: History) -> Answer:
    stacked = drawing.ages_over_time(basis, found.futures, drawing.few(found.futures.years))
    figures = pictures.of_stacked(stacked, place, OF_AGES)
    return Answer(figures, _of_place(basis, stacked.title), stacked.subtitle, _("Share of people"), "%")


def _fan(basis: Basis, futures: Futures, usual: Futures | None, history: History, year: int) -> Fan:
    if usual is None:
        return drawing.fan(basis, futures, history, mark=year)
    return scenario_drawing.fan(basis, futures, usual, tuple(history), year)


def _service(asked: Asked, place: Place, basis: Basis, found: Computed, _history: History) -> Answer:
    name = asked.chart.removeprefix(pictures.SERVICE)
    need = scenario_drawing.needs(basis).get(name)
    if need is None:
        raise Invalid({"question": _("There is no figure for these places and years.")})
    fan = scenario_drawing.service_fan(basis, found.futures, found.usual, name, asked.year)
    finding = f"{basis.name}, {fan.title}"
    return Answer(pictures.of_fan(fan, place), finding, fan.subtitle, need.label, need.unit)


def _changes(asked: Asked, place: Place, basis: Basis, found: Computed, _history: History) -> Answer:
    usual = found.usual or found.futures
    rows = scenario_drawing.rows_of_changes(basis, found.futures, usual, asked.year)
    paths = ("now", "usual", "here") if found.usual is not None else ("now", "usual")
    figures = [
        pictures.figure(
            place, basis.year if path == "now" else asked.year, values[at], pictures.COMPUTED, ("age", name, words),
            ("path", path, pictures.column_words(path, basis.year if path == "now" else asked.year)),
        )
        for at, path in enumerate(paths)
        for name, words, *values in rows
    ]  # fmt: skip
    finding = _of_place(basis, changed_most(figures, asked.year, basis.year))
    counted = _("People by age, %(place)s, 31 December %(now)d and %(then)d")
    named = {"place": basis.name, "now": basis.year, "then": asked.year}
    return Answer(figures, finding, counted % named, _("People"), _("Number"))


def changed_most(figures: Sequence[Figure], year: int, first: int) -> str:
    """The age group in which a scenario lies furthest from the middle path, or the middle path from today, in one sentence."""
    age, difference, against = largest_change(figures)
    words = {"number": number(abs(difference)), "ages": age, "year": year, "first": first}
    if against == "usual":
        if difference > 0:
            return _("In %(year)d, about %(number)s more people aged %(ages)s than on the middle path") % words
        if difference < 0:
            return _("In %(year)d, about %(number)s fewer people aged %(ages)s than on the middle path") % words
        return _("In %(year)d, as many people of every age as on the middle path") % words
    if difference > 0:
        return _("By %(year)d, about %(number)s more people aged %(ages)s than in %(first)d") % words
    if difference < 0:
        return _("By %(year)d, about %(number)s fewer people aged %(ages)s than in %(first)d") % words
    return _("By %(year)d, as many people of every age as in %(first)d") % words


def largest_change(figures: Sequence[Figure]) -> tuple[str, int, str]:
    """Words of the age group that changes most, by how many people, and against which path: "usual" or "now"."""
    paths: dict[str, dict[str, int]] = {}
    for one in figures:
        named = pictures.names_of(one)
        if named["age"] != pictures.WHOLE:
            paths.setdefault(named["path"], {})[named["age"]] = int(one.value or 0)
    against, here = ("usual", "here") if "here" in paths else ("now", "usual")
    changes = {age: value - paths[against][age] for age, value in paths[here].items()}
    age = max(changes, key=lambda one: abs(changes[one]))
    return group_words(*pictures.span_of(age)), changes[age], against


LONGEST_NAME: Final = 48
"""Of a scenario in the sentence of a card about two of them."""


def _two(asked: Asked, place: Place, basis: Basis, found: Computed, history: History) -> Answer:
    if found.usual is None or found.other is None:
        raise Invalid({"question": _("This address names no figures.")})
    fans = [_fan(basis, one, found.usual, history, asked.year) for one in (found.futures, found.other)]
    figures = pictures.of_two(fans, place)
    first, second = (Truncator(one).chars(LONGEST_NAME) for one in asked.names)
    difference = difference_of_two(figures, asked.year)
    words = {"first": first, "second": second, "year": asked.year, "number": number(abs(difference))}
    if difference > 0:
        finding = _("In %(year)d, about %(number)s more people with “%(first)s” than with “%(second)s”") % words
    elif difference < 0:
        finding = _("In %(year)d, about %(number)s fewer people with “%(first)s” than with “%(second)s”") % words
    else:
        finding = _("In %(year)d, as many people with “%(first)s” as with “%(second)s”") % words
    counted = _("Number of people, %(place)s, middle of all futures. A: “%(first)s”, B: “%(second)s”")
    named = {"place": basis.name, "first": asked.names[0], "second": asked.names[1]}
    return Answer(figures, _of_place(basis, finding), counted % named, _("People"), _("Number"))


def difference_of_two(figures: Sequence[Figure], year: int) -> int:
    """How many people the first of two scenarios has more than the second in a year."""
    at = {pictures.names_of(one)["path"]: int(one.value or 0) for one in figures if one.iso[:4] == str(year)}
    return at["a"] - at["b"]


def _of_place(basis: Basis, finding: str) -> str:
    """On its own page a finding names its place."""
    return f"{basis.name}: {finding}"


def _groups(asked: Asked, place: Place, basis: Basis, computed: Computed, _history: History) -> Answer:
    futures = computed.futures
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


_ANSWERS: Final = {
    pictures.PYRAMID: _pyramid, pictures.FAN: _many, pictures.AGES: _ages, pictures.GROUPS: _groups,
    pictures.CHANGES: _changes, pictures.TWO: _two,
}  # fmt: skip


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
        return answer(asked, basis, Computed(middle), history)
    here, other = (
        _futures(basis, one, whole=asked.whole) if one is not None else None for one in (asked.scenario, asked.other)
    )
    return answer(asked, basis, Computed(here or middle, middle, other), history)


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
