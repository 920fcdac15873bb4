"""Whether what a voice says fits its ballot. Nothing here asks the database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots.models import Ballot, Kind
from netzwerkstatt.foundation.events.errors import Invalid

Said = Mapping[int, Sequence[int]]
Row = tuple[int, int, int]


def field_of(option: int) -> str:
    """The name of an option's field, in forms and in errors."""
    return f"option-{option}"


def checked(ballot: Ballot, said: Said, *, weight: int, options: int) -> tuple[list[Row], int]:
    """Rows (option, axis, value) to keep, and how much of the budget they take.

    Raises `Invalid`, with the field of the option where one is at fault.
    """
    rows = _CHECKS[Kind(ballot.kind)](ballot, said, weight, options)
    return rows, sum(value for *_where, value in rows) if ballot.kind == Kind.DOTS else len(said) if rows else 0


def _dots(ballot: Ballot, said: Said, weight: int, _options: int) -> list[Row]:
    budget, given = (ballot.budget or 0) * weight, {option: _one(option, values) for option, values in said.items()}
    if any(number < 0 for number in given.values()):
        raise Invalid({"": _("A number of dots is 0 or more.")})
    if sum(given.values()) > budget:
        message = _("You have %(budget)d dots and gave %(total)d. Please take some back.")
        raise Invalid({"": message % {"budget": budget, "total": sum(given.values())}})
    return [(option, 0, number) for option, number in given.items() if number]


def _rating(ballot: Ballot, said: Said, _weight: int, _options: int) -> list[Row]:
    _on_scale(ballot, said)
    lacking = [option for option, values in said.items() if len(values) != len(ballot.axes)]
    if lacking:
        raise Invalid({field_of(option): _("Please give a value on every scale.") for option in lacking})
    return [(option, axis, value) for option, values in said.items() for axis, value in enumerate(values)]


def _ranking(ballot: Ballot, said: Said, _weight: int, _options: int) -> list[Row]:
    _on_scale(ballot, said)
    ranks = {option: _one(option, values) for option, values in said.items()}
    twice = [option for option, rank in ranks.items() if list(ranks.values()).count(rank) > 1]
    if twice:
        raise Invalid({field_of(option): _("Each place goes to one item only.") for option in twice})
    if sorted(ranks.values()) != list(range(1, len(ranks) + 1)):
        raise Invalid({"": _("Please begin with the first place and leave none out.")})
    return [(option, 0, rank) for option, rank in ranks.items()]


def _resistance(ballot: Ballot, said: Said, _weight: int, options: int) -> list[Row]:
    _on_scale(ballot, said)
    if said and len(said) != options:
        raise Invalid({"": _("Please say something to each of them; only then can they be compared.")})
    return [(option, 0, _one(option, values)) for option, values in said.items()]


def _agreement(ballot: Ballot, said: Said, _weight: int, _options: int) -> list[Row]:
    _on_scale(ballot, said)
    return [(option, 0, _one(option, values)) for option, values in said.items()]


def _upvote(_ballot: Ballot, said: Said, _weight: int, _options: int) -> list[Row]:
    return [(option, 0, 1) for option, values in said.items() if _one(option, values) == 1]


def _one(option: int, values: Sequence[int]) -> int:
    if len(values) != 1:
        raise Invalid({field_of(option): _("One value, please.")})
    return values[0]


def _on_scale(ballot: Ballot, said: Said) -> None:
    wrong = [option for option, values in said.items() if not _all_in(values, ballot.scale)]
    if wrong:
        message = _("A value from %(lowest)d to %(highest)d, please.")
        scale = {"lowest": ballot.lowest, "highest": ballot.highest}
        raise Invalid({field_of(option): message % scale for option in wrong})


def _all_in(values: Iterable[int], scale: range) -> bool:
    return all(value in scale for value in values)


_CHECKS: Mapping[Kind, Callable[[Ballot, Said, int, int], list[Row]]] = {
    Kind.DOTS: _dots,
    Kind.RATING: _rating,
    Kind.RANKING: _ranking,
    Kind.RESISTANCE: _resistance,
    Kind.AGREEMENT: _agreement,
    Kind.UPVOTE: _upvote,
}
