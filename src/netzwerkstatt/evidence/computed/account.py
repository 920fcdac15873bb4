"""What a computed card says of itself, from its question: how it came about, its sources, the figure that stands for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.asking import Asked, difference_of_two, largest_change, measure_of
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.alike import WHOLE
from netzwerkstatt.evidence.profiles.words import ALIKE, METHODS
from netzwerkstatt.evidence.scenarios import drawing as scenario_drawing
from netzwerkstatt.foundation.ui.formatting import day, number, signed


@dataclass(frozen=True)
class Account:
    """How a computed card came about: methods and assumptions as sentences, and what one needs to compute it again.

    `behind` are figures that its picture does not show, as a table with its head.
    """

    methods: tuple[str, ...]
    assumptions: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    asked: str
    behind: tuple[tuple[str, ...], tuple[tuple[str, ...], ...]] | None = None


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
        assumptions=_assumptions(asked),
        facts=(*facts, (_("Program"), method)),
        asked=query["asked"],
        behind=_compared(card) if asked.chart == pictures.TWINS else None,
    )


def _compared(card: EvidenceCard) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The figures by which cities are alike: a row for each place."""
    rows: dict[str, dict[str, Figure]] = {}
    for one in card.read_figures:
        if one.place is not None and (name := pictures.names_of(one)["figure"]) != pictures.OVERLAP:
            rows.setdefault(pictures.short_name(one.place.name), {})[name] = one
    names = [name for name in ALIKE if any(name in row for row in rows.values())]

    def said(name: str, one: Figure | None) -> str:
        return number(one.value, 0 if name in WHOLE else 1) if one is not None else "–"

    return (
        (_("Place"), *(str(ALIKE[name]) for name in names)),
        tuple((place, *(said(name, row.get(name)) for name in names)) for place, row in rows.items()),
    )


def _assumptions(asked: Asked) -> tuple[str, ...]:
    """What is assumed otherwise; of two scenarios each sentence with its letter."""
    if asked.scenario is None:
        return ()
    if asked.other is None:
        return tuple(scenario_drawing.assumptions(asked.scenario))
    return tuple(
        f"{letter}: {said}"
        for (_name, letter), one in zip(pictures.TWO_NAMES, (asked.scenario, asked.other), strict=True)
        for said in scenario_drawing.assumptions(one)
    )


def source_line_of(card: EvidenceCard) -> str:
    """All tables that a computed card rests on, and that it is our own computation."""
    line = drawing.source_line(card.question["cited"], estimated=card.question["estimated"])
    made = _("Computed on %(day)s.") % {"day": day(card.entry.created_at)}
    return f"{line} {made}"


def headline_of(card: EvidenceCard, figures: Sequence[Figure]) -> tuple[str, str]:
    """The figure that stands for a computed card where there is room for one only, and what it is."""
    asked = Asked.of(card.question)
    at = [one for one in figures if one.iso[:4] == str(asked.year)]
    first = at[0] if asked.chart == pictures.SHARES else figures[0]
    place = first.place.name if first.place else ""
    mark = _("estimated") if card.question["estimated"] else _("computed")
    value, what = _standing_for(asked, card, figures, at)
    return value, " · ".join(part for part in (what, place, str(asked.year), mark) if part)


def _standing_for(asked: Asked, card: EvidenceCard, figures: Sequence[Figure], at: Sequence[Figure]) -> tuple[str, str]:
    """The figure with its unit, and what it counts where the place alone does not say it."""
    measure = measure_of(asked.chart)
    what = ""
    if measure is not None:
        value = f"{number(figures[0].value, measure.decimals)}{_unit(card.unit)}"
    elif asked.chart == pictures.SHARES:
        value = f"{number(at[0].value, 1)}{_unit(card.unit)}"
    elif asked.chart == pictures.CHANGES:
        what, difference, _against = largest_change(figures)
        value = signed(difference)
    elif asked.chart == pictures.TWO:
        value, what = signed(difference_of_two(figures, asked.year)), _("A against B")
    elif asked.chart == pictures.TWINS:
        nearest = next(one for one in figures if pictures.names_of(one)["figure"] == pictures.OVERLAP)
        value = f"{number(nearest.value)}{_unit(card.unit)}"
        what = f"{card.measure}: {nearest.place.name if nearest.place else ''}"
    elif asked.chart == pictures.FAN or asked.chart.startswith(pictures.SERVICE):
        middle = next(one for one in at if pictures.names_of(one)["path"] == "middle")
        value = _("about %(number)s") % {"number": number(middle.value)}
        what = _("Middle") if asked.chart == pictures.FAN else card.measure
    else:
        value, what = f"{number(_share_of_old(at), 0)}\u202f%", _("65 years and older")
    return value, what


def _unit(unit: str) -> str:
    return f"\u202f{unit}" if unit else ""


def _share_of_old(figures: Sequence[Figure]) -> float | None:
    """Per cent of 65 and older among the figures of one year: of a pyramid, of groups, of shares."""
    found: dict[str, float] = {}
    for one in figures:
        of = pictures.names_of(one)
        if of.get("path", "middle") == "middle" and one.value is not None:
            found.setdefault(of["age"], 0.0)
            found[of["age"]] += float(one.value)
    whole = sum(found.values())
    old = sum(value for name, value in found.items() if pictures.span_of(name)[0] >= 65)
    return old / whole * 100 if whole else None
