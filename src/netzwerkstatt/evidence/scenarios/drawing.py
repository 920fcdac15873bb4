"""A scenario beside the middle path: the fan, the differences in words, and what services would need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from netzwerkstatt.evidence.adapter import Basis, Futures, Kind, Scenario, project
from netzwerkstatt.evidence.models import Projection, ScenarioEntry
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.evidence.scenarios.forms import HOMES
from netzwerkstatt.evidence.standards import MOVES
from netzwerkstatt.foundation.ui.charts import Band, Fan, Path
from netzwerkstatt.foundation.ui.formatting import number, signed

YEAR = 2040
"""The year a scenario is summed up for, where its futures reach that far."""

CLASS = 24
"""Children in a class: an assumption that is named beside the figure."""


@lru_cache(maxsize=64)
def _basis(pk: int, fingerprint: str) -> Basis:
    del fingerprint
    return Basis.of(Projection.objects.only("basis").get(pk=pk).basis)


@lru_cache(maxsize=256)
def tried(pk: int, fingerprint: str, scenario: Scenario) -> Futures:
    """The futures of a scenario as a page shows them while a slider moves.

    The same assumptions are computed once in each process. What is kept is computed by the worker, with the chance of single
    persons.
    """
    return quickly(_basis(pk, fingerprint), scenario)


def quickly(basis: Basis, scenario: Scenario) -> Futures:
    """A thousand futures without the chance of single persons."""
    return project(basis, scenario, whole=False)


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a year in the scenario and on the middle path, in words."""

    label: str
    now: str
    usual: str
    here: str
    difference: str


@dataclass(frozen=True, slots=True)
class Service:
    """What would be needed: a figure now and in a year, with what it rests on. `name` is that of the sum in `Futures`."""

    name: str
    label: str
    now: str
    then: str
    band: str
    rests_on: str


def fan(basis: Basis, futures: Futures, usual: Futures, history: tuple[tuple[int, float], ...], year: int) -> Fan:
    """The scenario's fan with the middle path as a second line."""
    made = drawing.fan(basis, futures, history, mark=year, other=usual, other_label=_("Middle path"))
    return replace(made, title=finding(basis, futures, usual, year))


def on_one_scale(fans: Sequence[Fan]) -> list[Fan]:
    """The same fans with room for each other's bands, so that a higher line means more people in all of them."""
    room = tuple(value for fan in fans for band in fan.bands for value in (*band.low, *band.high))
    return [replace(fan, room=room) for fan in fans]


def finding(basis: Basis, futures: Futures, usual: Futures, year: int) -> str:
    """What comes of the scenario, in one sentence."""
    here, there = (one.at("total", year) for one in (futures, usual))
    difference = drawing.round_to(here - there, basis, least=10)
    words = {"year": year, "middle": number(drawing.round_to(here, basis)), "more": number(abs(difference))}
    if difference > 0:
        return _("In %(year)d, about %(middle)s people would live here: %(more)s more than on the middle path") % words
    if difference < 0:
        return _("In %(year)d, about %(middle)s people would live here: %(more)s fewer than on the middle path") % words
    return _("In %(year)d, about %(middle)s people would live here, as on the middle path") % words


def finding_of(kept: ScenarioEntry) -> str:
    """The sentence of a kept scenario, read with its projections; empty until the worker has found both futures."""
    if not kept.projection.outcome or not kept.usual.outcome:
        return ""
    futures, usual = Futures.of(kept.projection.outcome), Futures.of(kept.usual.outcome)
    return finding(Basis.of(kept.usual.basis), futures, usual, min(YEAR, futures.years[-1]))


def changes(basis: Basis, futures: Futures, usual: Futures, year: int) -> list[Change]:
    """By age group: now, on the middle path and in the scenario."""
    return [
        Change(words, number(now), number(there), number(here), signed(here - there))
        for _name, words, now, there, here in rows_of_changes(basis, futures, usual, year)
    ]


def rows_of_changes(basis: Basis, futures: Futures, usual: Futures, year: int) -> list[tuple[str, str, int, int, int]]:
    """Name and words of each age group, with its people now, on the middle path and in the scenario."""

    def people(futures: Futures, name: str, year: int) -> int:
        return drawing.round_to(futures.at(name, year), basis, least=10)

    spans = ((name, group_words(*span)) for name, span in _SHOWN)
    return [
        (name, words, people(usual, name, basis.year), people(usual, name, year), people(futures, name, year))
        for name, words in (("total", _("All")), *spans)
    ]


_SHOWN: tuple[tuple[str, tuple[int, int | None]], ...] = (
    ("0-17", (0, 17)), ("20-64", (20, 64)), ("65+", (65, None)), ("80+", (80, None)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Need:
    """A service that futures tell of: its words, what its figures rest on, and how many people make one of its unit."""

    label: str
    unit: str
    rests_on: str
    people: int = 1

    def of(self, persons: float) -> int:
        """In the service's unit: classes whole, people in tens."""
        return round(persons / self.people) if self.people > 1 else int(round(persons, -1))


def needs(basis: Basis) -> dict[str, Need]:
    """Day care, primary school and care, each with the year of its rate; what is not known of a place is left out."""
    found = {}
    if basis.kita:
        rates = _("rates of the district by age, %(year)d") % {"year": basis.kita_year}
        found["kita"] = Need(_("Children in day care"), _("Children"), rates)
    size = _("children of primary-school age by the Land's key date, %(size)d to a class") % {"size": CLASS}
    found["pupils"] = Need(_("Classes of primary school"), _("Classes"), size, CLASS)
    if basis.care is not None:
        rate = _("as many for each person of 75 and older as in the district in %(year)d") % {"year": basis.care_year}
        found["care"] = Need(_("People in need of care"), _("People"), rate)
    return found


def services(basis: Basis, futures: Futures, year: int) -> list[Service]:
    """What would be needed of each service, in words."""
    return [_service(basis, futures, name, need, year) for name, need in needs(basis).items()]


def _service(basis: Basis, futures: Futures, name: str, need: Need, year: int) -> Service:
    now, then, low, high = (
        number(need.of(value))
        for value in (
            futures.at(name, basis.year), futures.at(name, year), futures.at(name, year, 0.1), futures.at(name, year, 0.9),
        )
    )  # fmt: skip
    band = _("in 80 of 100 futures %(low)s to %(high)s") % {"low": low, "high": high}
    return Service(name, need.label, now, then, band, need.rests_on)


def service_fan(basis: Basis, futures: Futures, usual: Futures | None, name: str, year: int) -> Fan:
    """What would be needed of a service over the years; nothing of it was counted. `usual` is a second line."""
    need = needs(basis)[name]

    def row(of: Futures, quantile: float = 0.5) -> tuple[float, ...]:
        return tuple(float(need.of(value)) for value in of.row(name, quantile))

    middle = row(futures)
    now, then = (number(int(middle[futures.years.index(one)])) for one in (basis.year, year))
    words = {"what": need.label, "then": then, "year": year, "now": now, "first": basis.year}
    return Fan(
        title=_("%(what)s: about %(then)s in %(year)d, %(now)s in %(first)d") % words,
        subtitle=f"{need.label}, {basis.name}: {need.rests_on}",
        observed=(),
        years=futures.years,
        middle=middle,
        bands=tuple(
            Band(label, row(futures, low), row(futures, high))
            for label, low, high in ((_("80 of 100"), 0.1, 0.9), (_("95 of 100"), 0.025, 0.975))
        ),
        others=(Path(_("Middle path"), usual.years, row(usual)),) if usual is not None else (),
        source=drawing.source_of(basis),
        **drawing.fan_words(year, middle[futures.years.index(year)]),
    )


def assumptions(scenario: Scenario) -> list[str]:
    """What is assumed otherwise than on the middle path, as sentences."""
    said = []
    if scenario.fertility:
        said.append(
            _("Births per woman: %(percent)s per cent from the first year on.")
            % {"percent": signed(scenario.fertility, 0)}
        )
    if scenario.life:
        said.append(
            _("Life expectancy: %(years)s years in the last year, growing evenly until then.")
            % {"years": signed(scenario.life, 1)}
        )
    said += _of_moves(scenario.moves_in, _("Moves in, %(ages)s: %(percent)s per cent."))
    said += _of_moves(scenario.moves_out, _("Moves out, %(ages)s: %(percent)s per cent."))
    if scenario.dwellings:
        said.append(
            _(
                "New homes: %(number)s a year from %(first)d to %(last)d, %(people)s people in each, half of them from elsewhere."
            )
            % {
                "number": number(scenario.dwellings),
                "first": scenario.built_from,
                "last": scenario.built_to,
                "people": number(scenario.persons_per_dwelling, 1),
            }
        )
    if scenario.home:
        words = dict(HOMES).get(scenario.home_kind, dict(HOMES)[Kind.CARE])
        sentence = (
            _("A home %(what)s opens with %(places)s places in %(year)d.")
            if scenario.home > 0
            else _("A home %(what)s with %(places)s places closes in %(year)d.")
        )
        said.append(sentence % {"what": words, "places": number(abs(scenario.home)), "year": scenario.home_year})
    return said or [_("Nothing is assumed otherwise: this is the middle path.")]


def _of_moves(percents: tuple[float, ...], sentence: str) -> list[str]:
    if len(set(percents)) == 1 and percents[0]:
        return [sentence % {"ages": _("all ages"), "percent": signed(percents[0], 0)}]
    spans = [(first, MOVES[at + 1] - 1 if at + 1 < len(MOVES) else None) for at, first in enumerate(MOVES)]
    return [
        sentence % {"ages": group_words(*span), "percent": signed(percent, 0)}
        for span, percent in zip(spans, percents, strict=True)
        if percent
    ]
