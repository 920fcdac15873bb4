"""A result as a page shows it: pictures with their tables, the networks beside the whole, and how it was counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots.counting import OfOption, OnAxis, Result, Tally
from netzwerkstatt.foundation.ballots.exact import rounded
from netzwerkstatt.foundation.ballots.models import Kind, Stance
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.foundation.ui.charts import Cell, Chart, ChartKind, Drawing, Series, draw
from netzwerkstatt.foundation.ui.formatting import number

METHODS: Final[Mapping[Kind, str | Promise]] = {
    Kind.DOTS: gettext_lazy("Dots are added up."),
    Kind.RATING: gettext_lazy("The mean of all voices, on each scale by itself."),
    Kind.RANKING: gettext_lazy(
        "Borda count: with n items the first place gets n − 1 points, the last none. Items left without a place share"
        " the remaining points equally."
    ),
    Kind.RESISTANCE: gettext_lazy(
        "Systemic consensing after Siegfried Schrotta and Erich Visotschnig: what meets the least resistance comes"
        " closest to consensus. Group acceptance is the part of the greatest possible resistance that nobody voiced."
    ),
    Kind.AGREEMENT: gettext_lazy(
        "The share of those who agree among those who agree or disagree; passing does not count."
    ),
    Kind.UPVOTE: gettext_lazy("One voice each."),
}


@dataclass(frozen=True)
class NetworkCell:
    """What one network says to one option; without `shown` it must not be told."""

    mean: str
    voices: int
    shown: bool


@dataclass(frozen=True)
class NetworkRow:
    """One option on one axis, network by network."""

    title: str
    axis: str
    whole: str
    voices: int
    cells: list[NetworkCell]
    mean_of_means: str


@dataclass(frozen=True)
class Shown:
    """Everything a result's part of a page needs."""

    result: Result
    drawings: list[Drawing]
    method: str
    networks: list[str]
    rows: list[NetworkRow]
    withheld: bool
    turnout: str


def shown(result: Result, *, title: str = "") -> Shown:
    """The result, ready to be drawn. `title` replaces the finding above the picture."""
    rows = [_network_row(result, option, axis) for option in result.options for axis in option.axes]
    return Shown(
        result=result,
        drawings=[draw(chart) for chart in _charts(result, title)],
        method=str(METHODS[Kind(result.ballot.kind)]),
        networks=[_network_name(network) for network in result.networks],
        rows=rows if result.networks else [],
        withheld=result.withheld,
        turnout=_turnout(result),
    )


def _turnout(result: Result) -> str:
    if result.turnout is None:
        return ""
    return ngettext("%(n)s voice", "%(n)s voices", result.turnout) % {"n": number(result.turnout)}


def _charts(result: Result, title: str) -> list[Chart]:
    if not result.options:
        return []
    names = tuple(option.title for option in result.options)
    title = title or finding(result)
    match result.ballot.kind:
        case Kind.AGREEMENT:
            return [_stances(result, names, title)]
        case Kind.RATING if len(result.ballot.axes) == 2:
            return [_two_axes(result, names, title)]
    return [_bars(result, names, title)]


def finding(result: Result) -> str:
    """What came out, in one sentence."""
    best = result.options[0]
    if not best.first.tally.voices:
        return _("Nobody has said anything yet")
    words = {
        Kind.DOTS: _("Most dots lie on “%(title)s”"),
        Kind.RATING: _("“%(title)s” is rated highest"),
        Kind.RANKING: _("“%(title)s” comes first"),
        Kind.RESISTANCE: _("“%(title)s” meets the least resistance"),
        Kind.AGREEMENT: _("“%(title)s” finds the most agreement"),
        Kind.UPVOTE: _("“%(title)s” has the most voices"),
    }[Kind(result.ballot.kind)]
    return words % {"title": best.title}


def _bars(result: Result, names: tuple[str, ...], title: str) -> Chart:
    values = tuple(_drawn(result, option) for option in result.options)
    highlights = {0: "own"} | {place: "other" for place, option in enumerate(result.options) if option.is_passive}
    return Chart(
        kind=ChartKind.COMPARE, title=title, categories=names, series=(Series(_measure(result), values),),
        subtitle=_subtitle(result), source=_turnout(result), highlights=highlights,
        category_label=_("What was asked"), locale=_locale(),
    )  # fmt: skip


def _drawn(result: Result, option: OfOption) -> Cell:
    tally = option.first.tally
    if result.ballot.kind in {Kind.RATING, Kind.RESISTANCE}:
        return rounded(tally.mean)
    whole = tally.total.denominator == 1
    return int(tally.total) if whole else rounded(tally.total)


def _measure(result: Result) -> str:
    return {
        Kind.DOTS: _("dots"),
        Kind.RATING: pgettext("ballot", "mean"),
        Kind.RANKING: _("points"),
        Kind.RESISTANCE: _("mean resistance"),
        Kind.UPVOTE: _("voices"),
        Kind.AGREEMENT: pgettext("ballot", "agree"),
    }[Kind(result.ballot.kind)]


def _subtitle(result: Result) -> str:
    ballot = result.ballot
    scale = {"lowest": ballot.lowest, "highest": ballot.highest}
    match ballot.kind:
        case Kind.RESISTANCE:
            return _("Mean resistance from %(lowest)d (none) to %(highest)d (greatest); the lowest first") % scale
        case Kind.RATING:
            return _("%(axis)s, mean from %(lowest)d to %(highest)d") % {**scale, "axis": ballot.axes[0]}
        case Kind.RANKING:
            return _("Points by Borda; the most first")
    return ""


def _stances(result: Result, names: tuple[str, ...], title: str) -> Chart:
    rows = [(Stance.AGREE, "own"), (Stance.PASS, "mute"), (Stance.DISAGREE, "minus")]
    series = tuple(
        Series(str(stance.label), tuple(option.first.tally.voices_for(stance) for option in result.options), tone)
        for stance, tone in rows
    )
    return Chart(
        kind=ChartKind.COMPARE, title=title, categories=names, series=series, subtitle=pgettext("ballot", "Voices"),
        source=_turnout(result), category_label=_("What was asked"), locale=_locale(),
    )  # fmt: skip


def _two_axes(result: Result, names: tuple[str, ...], title: str) -> Chart:
    ballot = result.ballot
    series = tuple(
        Series(axis, tuple(rounded(option.axes[place].tally.mean) for option in result.options))
        for place, axis in enumerate(ballot.axes)
    )
    said = _("Means of all voices; right: %(right)s, up: %(up)s") % {"right": ballot.axes[0], "up": ballot.axes[1]}
    return Chart(
        kind=ChartKind.SCATTER, title=title, categories=names, series=series, subtitle=said, source=_turnout(result),
        scale=(ballot.lowest, ballot.highest), category_label=_("What was asked"), locale=_locale(),
    )  # fmt: skip


def _network_row(result: Result, option: OfOption, axis: OnAxis) -> NetworkRow:
    cells = []
    for network in result.networks:
        tally = axis.of(network)
        cells.append(NetworkCell(_figure(result, tally), tally.voices if tally else 0, tally is not None))
    means = axis.mean_of_means
    return NetworkRow(
        title=option.title, axis=axis.label, whole=_figure(result, axis.tally), voices=axis.tally.voices, cells=cells,
        mean_of_means="" if means is None or result.ballot.kind == Kind.DOTS else _percent_or_number(result, means),
    )  # fmt: skip


def _figure(result: Result, tally: Tally | None) -> str:
    if tally is None:
        return ""
    if result.ballot.kind in {Kind.DOTS, Kind.UPVOTE}:
        return number(int(tally.total))
    return "–" if tally.mean is None else _percent_or_number(result, tally.mean)


def _percent_or_number(result: Result, value: Fraction) -> str:
    if result.ballot.kind == Kind.AGREEMENT:
        return f"{number(rounded(value * 100, 0), 0)}\u202f%"
    return number(rounded(value))


def _network_name(network: CityNetwork | None) -> str:
    return str(network) if network is not None else _("in no network")


def _locale() -> str:
    return get_language() or "de"


def acceptances(result: Result) -> list[tuple[str, str, bool]]:
    """For resistance: title, group acceptance in per cent, whether it is "leave it as it is"."""
    return [
        (option.title, f"{number(rounded(option.acceptance * 100, 0), 0)}\u202f%", option.is_passive)
        for option in result.options
        if option.acceptance is not None
    ]
