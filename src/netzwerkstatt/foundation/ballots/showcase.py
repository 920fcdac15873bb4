"""Examples of every sheet and every result for the page of all parts; made up, and nothing of it is in a database."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from netzwerkstatt.foundation.ballots.counting import OfNetwork, OfOption, OnAxis, Result, Tally
from netzwerkstatt.foundation.ballots.forms import VoteForm
from netzwerkstatt.foundation.ballots.models import Ballot, Kind, Option
from netzwerkstatt.foundation.ballots.showing import acceptances, shown
from netzwerkstatt.foundation.network.models import CityNetwork, State

ITEMS = ("Rufbus nach 20 Uhr", "Eine Ansprechperson im Rathaus", "Probewohnen für vier Wochen")
TITLES = {
    Kind.DOTS: "Punkte", Kind.RATING: "Bewerten", Kind.RANKING: "Reihen", Kind.RESISTANCE: "Widerstand messen",
    Kind.AGREEMENT: "Zustimmen", Kind.UPVOTE: "Dafür",
}  # fmt: skip
SHAPES: dict[Kind, dict[str, Any]] = {
    Kind.DOTS: {"budget": 5},
    Kind.RATING: {"axes": ["Wirkung", "Aufwand"], "lowest": 1, "highest": 5},
    Kind.RANKING: {"lowest": 1, "highest": 3},
    Kind.RESISTANCE: {"lowest": 0, "highest": 10},
    Kind.AGREEMENT: {"lowest": -1, "highest": 1},
    Kind.UPVOTE: {},
}
SAID: dict[Kind, dict[int, tuple[int, ...]]] = {
    Kind.DOTS: {1: (3,)}, Kind.RATING: {1: (4, 2)}, Kind.RANKING: {2: (1,), 1: (2,)},
    Kind.RESISTANCE: {1: (2,), 2: (0,), 3: (7,), 4: (9,)}, Kind.AGREEMENT: {1: (1,), 2: (-1,)},
}  # fmt: skip


def examples(key: str) -> dict[str, Any]:
    """Sheets – empty, filled in, refused – and results for one appearance of the page."""
    sheets = [
        (TITLES[kind], VoteForm(ballot=_ballot(kind), options=_options(kind), said=said, auto_id=f"id_{key}{kind}_%s"))
        for kind, said in SAID.items()
    ]
    refused = VoteForm(
        {"option-1": "11"}, ballot=_ballot(Kind.RESISTANCE), options=_options(Kind.RESISTANCE)[:2],
        auto_id=f"id_{key}refused_%s",
    )  # fmt: skip
    refused.add_error("option-2", "Bitte sagen Sie zu jedem etwas; nur dann lassen sie sich vergleichen.")
    results = [(TITLES[kind], _result(kind)) for kind in Kind]
    return {
        "suffix": f" ({key})",
        "sheets": [*sheets, ("Abgelehnt", refused)],
        "results": [
            (title, shown(one), acceptances(one) if one.ballot.kind == Kind.RESISTANCE else [])
            for title, one in results
        ],
    }


def _ballot(kind: Kind) -> Ballot:
    return Ballot(kind=kind, **SHAPES[kind])


def _options(kind: Kind) -> list[Option]:
    found = [Option(pk=place, words=words) for place, words in enumerate(ITEMS, 1)]
    return [*found, Option(pk=len(ITEMS) + 1, is_passive=True)] if kind == Kind.RESISTANCE else found


def _result(kind: Kind) -> Result:
    ballot = _ballot(kind)
    by_kind: dict[Kind, list[tuple[int, ...]]] = {
        Kind.DOTS: [(31,), (24,), (9,)], Kind.RATING: [(101, 52), (84, 47), (63, 96)], Kind.RANKING: [(38,), (25,), (6,)],
        Kind.RESISTANCE: [(41,), (66,), (121,), (163,)], Kind.AGREEMENT: [(19,), (14,), (6,)],
        Kind.UPVOTE: [(12,), (7,), (3,)],
    }  # fmt: skip
    options = tuple(
        OfOption(option.pk, str(option), "", option.is_passive, _axes(ballot, totals), ballot.highest)
        for option, totals in zip(_options(kind), by_kind[kind], strict=True)
    )
    return Result(ballot, options, 23)


def _axes(ballot: Ballot, totals: Sequence[int]) -> tuple[OnAxis, ...]:
    networks = [CityNetwork(pk=n, name=name, state=State(pk=n, position=n)) for n, name in ((1, "Nord"), (2, "Süd"))]
    by_network = [] if ballot.kind == Kind.UPVOTE else networks
    return tuple(
        OnAxis(
            label, Tally(23, Fraction(total), 23, _stances(ballot, total)),
            tuple(OfNetwork(one, Tally(9, Fraction(total * 9, 23), 9, ())) for one in by_network), withheld=True,
        )
        for label, total in zip(ballot.axes or [""], totals, strict=True)
    )  # fmt: skip


def _stances(ballot: Ballot, agreeing: int) -> tuple[tuple[int, int], ...]:
    return ((-1, 21 - agreeing), (0, 2), (1, agreeing)) if ballot.kind == Kind.AGREEMENT else ()
