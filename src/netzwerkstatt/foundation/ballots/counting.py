"""What came out of a ballot: three queries whatever its size, exact arithmetic, nothing before the reveal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db.models import Count, Sum

from netzwerkstatt.foundation.ballots.models import Ballot, Kind, Option, Stance, Vote, Voter
from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.network.models import CityNetwork

NOT_RANKED = 0
ELSEWHERE = None
"""The key of voices that belong to no network."""


@dataclass(frozen=True)
class Tally:
    """What some voices said to one option on one axis.

    `total` is the sum of dots, of values, of Borda points, or the voices in favour. `mean` is `total` by the voices
    that took a stand: to pass is none. `distribution` says for each value how many voices gave it, lowest first.
    """

    voices: int
    total: Fraction
    counted: int
    distribution: tuple[tuple[int, int], ...]

    @property
    def mean(self) -> Fraction | None:
        return self.total / self.counted if self.counted else None

    def voices_for(self, value: int) -> int:
        """How many gave this value."""
        return dict(self.distribution).get(value, 0)


@dataclass(frozen=True)
class OfNetwork:
    """A network's own tally; `network` is None for the voices that belong to none."""

    network: CityNetwork | None
    tally: Tally


@dataclass(frozen=True)
class OnAxis:
    """One option on one axis: all voices, the networks that can be shown, and the mean of those networks' means.

    `withheld` says that some networks are not shown, because too few of theirs spoke or because somebody could
    compute those from the rest.
    """

    label: str
    tally: Tally
    networks: tuple[OfNetwork, ...]
    withheld: bool

    @property
    def mean_of_means(self) -> Fraction | None:
        """Every network counts the same, however many of it spoke."""
        means = [one.tally.mean for one in self.networks if one.network is not None]
        known = [mean for mean in means if mean is not None]
        return sum(known, Fraction(0)) / len(known) if len(known) > 1 else None

    def of(self, network: CityNetwork | None) -> Tally | None:
        """The tally of this network, if it is shown."""
        return next((one.tally for one in self.networks if one.network == network), None)


@dataclass(frozen=True)
class OfOption:
    """What came out for one option."""

    id: int
    title: str
    url: str
    is_passive: bool
    axes: tuple[OnAxis, ...]
    highest: int

    @property
    def first(self) -> OnAxis:
        return self.axes[0]

    @property
    def acceptance(self) -> Fraction | None:
        """Group acceptance in systemic consensing: the part of the greatest possible resistance that is not there."""
        mean = self.first.tally.mean
        return None if mean is None else 1 - mean / self.highest


@dataclass(frozen=True)
class Result:
    """What came out, the best first; `turnout` is how many persons said something, None where it is not told."""

    ballot: Ballot
    options: tuple[OfOption, ...]
    turnout: int | None

    @cached_property
    def networks(self) -> list[CityNetwork | None]:
        """All networks that are shown for some option, those of no network last."""
        found = {one.network for option in self.options for axis in option.axes for one in axis.networks}
        return sorted(found, key=lambda n: (n is None, n.state.position if n else 0, n.name if n else ""))

    @property
    def withheld(self) -> bool:
        return any(axis.withheld for option in self.options for axis in option.axes)

    @property
    def passive(self) -> OfOption | None:
        """What "leave it as it is" got."""
        return next((option for option in self.options if option.is_passive), None)


@dataclass
class _Count:
    """A tally while it is being counted."""

    voices: int = 0
    total: Fraction = Fraction(0)
    counted: int = 0
    by_value: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    def add(self, value: int, voices: int, worth: Fraction | int, counted: int) -> None:
        self.voices += voices
        self.total += worth
        self.counted += counted
        self.by_value[value] += voices

    def done(self, *, with_values: bool) -> Tally:
        values = tuple(sorted(self.by_value.items())) if with_values else ()
        return Tally(self.voices, self.total, self.counted, values)


Counts = Mapping[tuple[int, int], Mapping[int | None, _Count]]


def result_of(ballot: Ballot) -> Result | None:
    """What came out; None as long as nobody may know. Three queries, four where networks are shown."""
    if not ballot.is_shown:
        return None
    options = list(Option.objects.filter(ballot=ballot).select_related("entry"))
    turned_out = _turnout(ballot)
    counts = _counts(ballot, options, turned_out)
    networks = _networks({key for by_network in counts.values() for key in by_network}) if not ballot.is_open else {}
    found = [_of_option(ballot, option, counts, networks) for option in options]
    voices = sum(turned_out.values()) if ballot.shows_turnout else None
    return Result(ballot, tuple(sorted(found, key=lambda one: _standing(ballot, one))), voices)


def _turnout(ballot: Ballot) -> dict[tuple[int | None, int], int]:
    """Persons by network and by how much they said; one query."""
    rows = (
        Voter.objects.filter(ballot=ballot, spent__gt=0).order_by().values("network", "spent").annotate(n=Sum("weight"))
    )
    return {(row["network"], row["spent"]): row["n"] for row in rows}


def _counts(
    ballot: Ballot, options: Iterable[Option], turned_out: Mapping[tuple[int | None, int], int]
) -> dict[tuple[int, int], dict[int | None, _Count]]:
    """By option and axis, by network; one query that the database groups."""
    ranked = ballot.kind == Kind.RANKING
    keys = ["option", "axis", "value", "voter__network", *(["voter__spent"] if ranked else [])]
    rows = Vote.objects.filter(ballot=ballot).order_by().values(*keys)
    counts: dict[tuple[int, int], dict[int | None, _Count]] = defaultdict(lambda: defaultdict(_Count))
    unranked: dict[int, dict[tuple[int | None, int], int]] = {option.pk: dict(turned_out) for option in options}
    for row in rows.annotate(voices=Sum("voter__weight"), sheets=Count("pk")):
        value, voices, network = row["value"], row["voices"], row["voter__network"]
        worth, counted = _worth(ballot, value, voices, row["sheets"])
        counts[row["option"], row["axis"]][network].add(value, voices, worth, counted)
        if ranked:
            unranked[row["option"]][network, row["voter__spent"]] -= voices
    if ranked:
        _share_what_is_left(ballot, counts, unranked)
    return counts


def _worth(ballot: Ballot, value: int, voices: int, sheets: int) -> tuple[int, int]:
    """What so many voices (on so many sheets) with this value add up to, and how many of them took a stand."""
    match ballot.kind:
        case Kind.DOTS:
            return value * sheets, voices
        case Kind.RANKING:
            return (ballot.highest - value) * voices, voices
        case Kind.AGREEMENT:
            return (voices if value == Stance.AGREE else 0), (0 if value == Stance.PASS else voices)
    return value * voices, voices


def _share_what_is_left(
    ballot: Ballot,
    counts: dict[tuple[int, int], dict[int | None, _Count]],
    unranked: Mapping[int, Mapping[tuple[int | None, int], int]],
) -> None:
    """Borda for orders that stop early: items without a place share the points that are left over, equally."""
    for option, left in unranked.items():
        for (network, ranked), voices in left.items():
            if voices:
                share = Fraction(ballot.highest - ranked - 1, 2)
                counts[option, 0][network].add(NOT_RANKED, voices, share * voices, voices)


def _networks(keys: set[int | None]) -> dict[int, CityNetwork]:
    wanted = [key for key in keys if key is not None]
    return CityNetwork.objects.select_related("state").in_bulk(wanted) if wanted else {}


def _of_option(ballot: Ballot, option: Option, counts: Counts, networks: Mapping[int, CityNetwork]) -> OfOption:
    axes = tuple(
        _on_axis(ballot, label, counts.get((option.pk, place), {}), networks)
        for place, label in enumerate(ballot.axes or [""])
    )
    url = option.entry.get_absolute_url() if option.entry else ""
    return OfOption(option.pk, str(option), url, option.is_passive, axes, ballot.highest)


def _on_axis(
    ballot: Ballot, label: str, by_network: Mapping[int | None, _Count], networks: Mapping[int, CityNetwork]
) -> OnAxis:
    whole = _Count()
    for count in by_network.values():
        whole.voices += count.voices
        whole.total += count.total
        whole.counted += count.counted
        for value, voices in count.by_value.items():
            whole.by_value[value] += voices
    with_values = ballot.kind != Kind.DOTS
    # While a vote is open its total may be shown (an up-vote's), but no network's: who looks twice could subtract.
    shown = publishable({key: count.voices for key, count in by_network.items()}) if not ballot.is_open else frozenset()
    tallies = tuple(
        OfNetwork(networks.get(key) if key is not None else None, by_network[key].done(with_values=with_values))
        for key in sorted(shown, key=lambda key: (key is None, key or 0))
    )
    return OnAxis(label, whole.done(with_values=with_values), tallies, withheld=len(shown) < len(by_network))


def _standing(ballot: Ballot, option: OfOption) -> tuple[Any, ...]:
    """The order in which options are shown: the least resistance, else the most of what was given."""
    tally = option.first.tally
    if ballot.kind == Kind.RESISTANCE:
        return (tally.mean is None, tally.mean or 0, option.id)
    if ballot.kind in {Kind.RATING, Kind.AGREEMENT}:
        return (tally.mean is None, -(tally.mean or 0), option.id)
    return (-tally.total, option.id)
