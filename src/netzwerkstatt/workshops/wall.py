"""The wall: what everybody in the room sees, ready for its fragments. Nothing that is still hidden, no names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.counting import OfOption, Result, Tally, result_of
from netzwerkstatt.foundation.ballots.models import Ballot, Kind, Stance
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.models import Phase, Workshop

BARS = 7
BUNDLES = 4
OF_A_BUNDLE = 3
STEPS = 6


@dataclass(frozen=True)
class Part:
    """A piece of a bar: where it begins and how long it is, in percent, and in which tone."""

    width: int
    tone: str
    left: int = 0


@dataclass(frozen=True)
class Bar:
    """One line of a result: in total, then network by network where five or more voices of it were given."""

    title: str
    figure: str
    parts: tuple[Part, ...]
    networks: tuple[tuple[str, str, tuple[Part, ...]], ...] = ()


@dataclass(frozen=True)
class Bundle:
    """A cluster at the wall with its first ideas."""

    title: str
    size: int
    ideas: tuple[str, ...]


def wall_of(workshop: Workshop, phases: Sequence[Phase]) -> dict[str, Any]:
    """Everything the wall shows now, by what is open, else by what was open last."""
    running = queries.open_phase_of(phases)
    started = workshop.started_at or clock.now()
    over = [phase for phase in phases if phase.is_closed and phase.closed_at]
    last = max(over, key=lambda one: one.closed_at or started, default=None)
    phase = running or last
    shows = phase is not None and _is_to_be_seen(phase)
    return {
        "workshop": workshop,
        "entry": workshop.entry,
        "phase": phase,
        "is_open": running is not None,
        "next_phase": None if running else queries.next_phase_of(phases),
        "count": _count(phase) if phase else None,
        "body": phase.about.wall if phase and shows else "",
        "steps": _steps(phases),
        **(phase.about.on_wall(phase) if phase and shows else {}),
    }


def _is_to_be_seen(phase: Phase) -> bool:
    """Something of this phase may hang there: it is open and shows what comes, or it is over and was shown."""
    return phase.about.shows_while_open(phase) if phase.is_open else phase.about.has_result(phase)


@dataclass(frozen=True)
class Count:
    """A large number beside a few words."""

    n: int
    words: str


def _count(phase: Phase) -> Count | None:
    if phase.ballot is not None and not phase.about.is_of_words:
        voted = voting.turnout(phase.ballot)
        return Count(voted, ngettext("person has voted", "people have voted", voted))
    if phase.about.is_of_words and (phase.is_open or phase.contributions):
        if phase.waiting and not phase.is_open:
            return Count(
                phase.waiting,
                ngettext("contribution waits for the reveal", "contributions wait for the reveal", phase.waiting),
            )
        return Count(phase.contributions, ngettext("contribution", "contributions", phase.contributions))
    return None


@dataclass(frozen=True)
class Knot:
    """A phase on the thread at the foot."""

    title: str
    css: str


def _steps(phases: Sequence[Phase]) -> list[Knot]:
    """Six phases around the one that is open, so that their names can be read from the last row."""
    rows = [phase for phase in phases if not phase.is_skipped]
    now = next((place for place, phase in enumerate(rows) if phase.is_open), None)
    done = max((place for place, phase in enumerate(rows) if phase.is_closed), default=-1)
    centre = now if now is not None else done + 1
    first = max(0, min(centre - 2, len(rows) - STEPS))
    return [Knot(phase.title, _css(phase)) for phase in rows[first : first + STEPS]]


def _css(phase: Phase) -> str:
    return "is-now" if phase.is_open else "is-done" if phase.is_closed else "is-next"


# ---------------------------------------------------------------- results as bars


def bars_of(ballot: Ballot | None) -> list[Bar]:
    """The result as bars, the best first; empty as long as nobody may know. Three queries, or four."""
    found = result_of(ballot) if ballot else None
    if found is None:
        return []
    options = found.options
    if found.ballot.kind == Kind.RATING and len(found.ballot.axes) > 1:  # of several scales the last one is drawn
        options = tuple(sorted(options, key=lambda one: -(one.axes[-1].tally.mean or 0)))
    return [_bar(found, option) for option in options[:BARS]]


def _bar(result: Result, option: OfOption) -> Bar:
    axis = option.axes[-1]
    networks = tuple(
        (_network(one.network), _short_figure(result, one.tally), _parts(result, one.tally, one.tally))
        for one in axis.networks
        if result.ballot.kind not in {Kind.DOTS, Kind.RANKING}
    )
    figure = _figure(result, axis.tally)
    if len(option.axes) > 1:
        figure = " · ".join(f"{one.label} {_figure(result, one.tally)}" for one in reversed(option.axes))
    return Bar(option.title, figure, _parts(result, axis.tally, _most(result)), networks)


def _network(network: Any) -> str:
    return network.state.name if network else pgettext("network", "no network")


def _most(result: Result) -> Tally:
    return max((option.axes[-1].tally for option in result.options), key=lambda tally: tally.total)


def _figure(result: Result, tally: Tally) -> str:
    match result.ballot.kind:
        case Kind.DOTS:
            return ngettext("%(n)s dot", "%(n)s dots", int(tally.total)) % {"n": number(int(tally.total))}
        case Kind.RANKING:
            return ngettext("%(n)s point", "%(n)s points", round(tally.total)) % {"n": number(round(tally.total))}
        case Kind.AGREEMENT:
            against, passed = tally.voices_for(Stance.DISAGREE), tally.voices_for(Stance.PASS)
            said = {"agree": tally.voices_for(Stance.AGREE), "against": against, "passed": passed}
            return _("%(agree)d for it · %(against)d against · %(passed)d pass") % said
    return "–" if tally.mean is None else number(round(float(tally.mean), 1), 1)


def _short_figure(result: Result, tally: Tally) -> str:
    """For the line of a network: its bar shows the rest."""
    if result.ballot.kind == Kind.AGREEMENT:
        return _("%(agree)d for it") % {"agree": tally.voices_for(Stance.AGREE)}
    return _figure(result, tally)


def _parts(result: Result, tally: Tally, most: Tally) -> tuple[Part, ...]:
    ballot = result.ballot
    match ballot.kind:
        case Kind.AGREEMENT:
            voices = tally.voices or 1
            agree, against = tally.voices_for(Stance.AGREE), tally.voices_for(Stance.DISAGREE)
            own, minus = round(100 * agree / voices), round(100 * against / voices)
            passed = 100 - own - minus if tally.voices else 0
            return Part(own, "own"), Part(passed, "mute", own), Part(minus, "minus", own + passed)
        case Kind.DOTS | Kind.RANKING:
            return (Part(round(100 * tally.total / most.total) if most.total else 0, "own"),)
    share = Fraction(0) if tally.mean is None else (tally.mean - ballot.lowest) / (ballot.highest - ballot.lowest)
    return (Part(round(100 * share), "own"),)


def dots_of(workshop: Workshop) -> list[Bar]:
    """After the dots: clusters where there are some, else ideas. Two queries."""
    clusters = [(one.title, one.dots) for one in queries.clusters(workshop)[:BARS] if one.dots]
    rows = clusters or [
        (idea.entry.title, idea.dots)
        for idea in Idea.objects.filter(home=workshop.entry, dots__gt=0, entry__hidden_at=None, entry__deleted_at=None)
        .select_related("entry")
        .order_by("-dots", "entry")[:BARS]
    ]
    most = max((dots for _title, dots in rows), default=1)
    return [
        Bar(
            title,
            ngettext("%(n)s dot", "%(n)s dots", dots) % {"n": number(dots)},
            (Part(round(100 * dots / most), "own"),),
        )
        for title, dots in rows
    ]


# ---------------------------------------------------------------- clusters


def bundles_of(workshop: Workshop) -> dict[str, Any]:
    """The largest clusters with their first ideas, how many more there are, and what lies in none. Three queries."""
    clusters = list(Cluster.objects.filter(home=workshop.entry, size__gt=0).order_by("-size", "id"))
    first = clusters[:BUNDLES]
    rows: dict[int, list[str]] = {cluster.pk: [] for cluster in first}
    ideas = Idea.objects.filter(cluster__in=first, entry__hidden_at=None, entry__deleted_at=None)
    for cluster, title in ideas.order_by("-dots", "entry").values_list("cluster", "entry__title")[:400]:
        if len(rows[cluster]) < OF_A_BUNDLE:
            rows[cluster].append(title)
    return {
        "bundles": [Bundle(one.title, one.size, tuple(rows[one.pk])) for one in first],
        "more_bundles": [(one.title, one.size) for one in clusters[BUNDLES : BUNDLES + 6]],
        "alone": max(0, workshop.ideas - sum(one.size for one in clusters)),
    }


# ---------------------------------------------------------------- the address of the wall


def wall_key(workshop: Workshop) -> str:
    """With this a projector without an account shows the wall, as long as the workshop runs."""
    return signing.Signer(salt="workshops.wall").signature(f"{workshop.public_id}:{workshop.key}")


def opens_wall(workshop: Workshop, key: str) -> bool:
    """Whether this key is the one of this workshop, which runs."""
    if not workshop.is_running or not key:
        return False
    signer = signing.Signer(salt="workshops.wall")
    try:
        signer.unsign(f"{workshop.public_id}:{workshop.key}{signer.sep}{key}")
    except signing.BadSignature:
        return False
    return True
