"""Opening a ballot, casting and withdrawing a vote, closing, revealing. Rooms call these inside their own actions.

Votes write no event: who said what is nobody's business, and the number is told by the room when it closes the vote.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots.checking import checked
from netzwerkstatt.foundation.ballots.models import MOST, MOST_PERSONS, Ballot, Kind, Option, Vote, Voter
from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import CityNetwork, Organisation
from netzwerkstatt.foundation.network.rules import standing

SCALES = {(1, 5), (0, 10)}


@dataclass(frozen=True)
class Table:
    """Several persons who speak with one sheet; its secretary enters it, and it counts as all of them."""

    name: str
    persons: int


Who: TypeAlias = Guest | Person | Organisation | Table


@dataclass(frozen=True)
class Voice:
    """Who speaks, for which network, and – for an organisation or a table – who writes it down."""

    who: Who
    by: Person | None = None
    network: CityNetwork | int | None = None

    @property
    def weight(self) -> int:
        return self.who.persons if isinstance(self.who, Table) else 1

    @property
    def key(self) -> dict[str, Any]:
        """The column that makes this voice the same one the next time."""
        match self.who:
            case Table(name=name):
                return {"table": " ".join(name.split())}
            case Guest():
                return {"guest": self.who}
            case Person():
                return {"person": self.who}
        return {"organisation": self.who}


# ---------------------------------------------------------------- opening


def open_ballot(home: Entry, budget: int) -> Ballot:
    """Dots on whatever belongs to `home`. Raises `Invalid` for a budget outside 1–100."""
    return open_dots(home, budget)


def open_dots(home: Entry, budget: int, items: Iterable[Entry | str] = (), *, question: str = "") -> Ballot:
    """Everybody has so many dots. Without `items`, whatever the room allows can get some."""
    if not 1 <= budget <= 100:
        raise Invalid({"budget": _("Between 1 and 100 dots, please.")})
    return _opened(Ballot(home=home, kind=Kind.DOTS, budget=budget, question=question), items)


def open_rating(
    home: Entry,
    items: Iterable[Entry | str],
    axes: Sequence[str],
    *,
    scale: tuple[int, int] = (1, 5),
    question: str = "",
) -> Ballot:
    """Each item gets a value on one axis or on two (effect × effort). Raises `Invalid` for another number or scale."""
    if not 1 <= len(axes) <= 2 or not all(axis.strip() for axis in axes):
        raise Invalid({"axes": _("One scale or two, each with a name, please.")})
    if scale not in SCALES:
        raise Invalid({"scale": _("A scale goes from 1 to 5 or from 0 to 10.")})
    lowest, highest = scale
    ballot = Ballot(
        home=home, kind=Kind.RATING, axes=[axis.strip() for axis in axes], lowest=lowest, highest=highest,
        question=question,
    )  # fmt: skip
    return _opened(ballot, items, fewest=1)


def open_ranking(home: Entry, items: Iterable[Entry | str], *, question: str = "") -> Ballot:
    """Everybody puts the items, or some of them, into an order."""
    ballot = _opened(Ballot(home=home, kind=Kind.RANKING, lowest=1, highest=2, question=question), items, fewest=2)
    Ballot.objects.filter(pk=ballot.pk).update(highest=ballot.options.count())
    ballot.refresh_from_db()
    return ballot


def open_resistance(home: Entry, items: Iterable[Entry | str], *, question: str = "") -> Ballot:
    """Everybody says how much each item goes against them, 0–10; "leave it as it is" always stands among them."""
    ballot = Ballot(home=home, kind=Kind.RESISTANCE, lowest=0, highest=10, question=question)
    return _opened(ballot, items, fewest=1, passive=True)


def open_agreement(home: Entry, items: Iterable[Entry | str], *, question: str = "") -> Ballot:
    """Everybody agrees, disagrees or passes, statement by statement."""
    ballot = Ballot(home=home, kind=Kind.AGREEMENT, lowest=-1, highest=1, question=question)
    return _opened(ballot, items, fewest=1)


def upvotes(entry: Entry) -> Ballot:
    """The standing ballot that asks of an entry "yes, this one"; made with the first vote, seen by all from then on."""
    now = clock.now()
    ballot, new = Ballot.objects.get_or_create(
        home=entry, kind=Kind.UPVOTE, question="", defaults={"opened_at": now, "revealed_at": now}
    )
    if new:
        Option.objects.create(ballot=ballot, entry=entry)
    return ballot


def open_upvotes(home: Entry, question: str) -> Ballot:
    """Up-votes for things that are added one by one (`add_option`), seen by all while it is open.

    `question` tells this ballot from others of the same home. Asked twice, the same one comes back.
    """
    now = clock.now()
    ballot, _new = Ballot.objects.get_or_create(
        home=home, kind=Kind.UPVOTE, question=question[:240], defaults={"opened_at": now, "revealed_at": now}
    )
    return ballot


def add_option(ballot: Ballot, words: str) -> Option:
    """One more thing to vote for, in an open ballot of up-votes."""
    return Option.objects.create(ballot=ballot, position=ballot.options.count() + 1, words=words[:240])


def _opened(ballot: Ballot, items: Iterable[Entry | str], *, fewest: int = 0, passive: bool = False) -> Ballot:
    given = list(items)
    if len(given) < fewest:
        raise Invalid({"items": _("There is nothing to vote on yet.")})
    options = [
        Option(position=place, entry=item) if isinstance(item, Entry) else Option(position=place, words=item)
        for place, item in enumerate(given, 1)
    ]
    if passive:
        options.append(Option(position=len(given) + 1, is_passive=True))
    with transaction.atomic():
        ballot.save()
        for option in options:
            option.ballot = ballot
        Option.objects.bulk_create(options)
    return ballot


# ---------------------------------------------------------------- casting


def cast(ballot: Ballot, voice: Voice, said: Mapping[int, Sequence[int]]) -> Voter:
    """This is what the voice says now, by option id a value for each axis; it replaces what it said before.

    Nothing said is a vote withdrawn. The ballot's row is taken first and the voice's second, so that parallel requests
    come one after the other and none waits in a circle. Raises `Invalid` (field "option-<id>" where one is at fault)
    when the ballot is closed or what is said does not fit it; then the earlier vote stays. Raises `NotAllowed` where
    somebody speaks for an organisation that is not theirs.
    """
    _may_speak(voice)
    options = list(Option.objects.filter(ballot=ballot, pk__in=list(said)).values_list("pk", flat=True))
    if len(options) != len(said):
        raise Invalid({"": _("One of these does not belong to this vote.")})
    rows, spent = checked(ballot, said, weight=voice.weight, options=_number_of_options(ballot, said))
    with transaction.atomic():
        _lock_open(ballot)
        voter = _voter(ballot, voice)
        Vote.objects.filter(voter=voter).delete()
        Voter.objects.filter(pk=voter.pk).update(
            spent=spent,
            weight=voice.weight,
            budget=_budget(ballot, voice),
            cast_by=voice.by,
            network_id=_pk(voice.network),
        )
        Vote.objects.bulk_create(
            [
                Vote(
                    voter=voter,
                    ballot=ballot,
                    option_id=option,
                    axis=axis,
                    value=value,
                    is_rank=ballot.kind == Kind.RANKING,
                )
                for option, axis, value in rows
            ]
        )
    voter.refresh_from_db()
    return voter


def withdraw(ballot: Ballot, voice: Voice) -> None:
    """The voice says nothing any more. Raises `Invalid` once the ballot is closed; twice is once."""
    cast(ballot, voice, {})


def give_dots(
    ballot: Ballot,
    voter: Who,
    dots: Mapping[Entry, int],
    *,
    network: CityNetwork | int | None = None,
    by: Person | None = None,
) -> Voter:
    """This is how the voter's dots lie now, by entry: it replaces what the voter gave before; given twice, it is the
    same. Raises what `cast` raises.
    """
    given = {entry.pk: number for entry, number in dots.items() if number}
    voice = Voice(voter, by=by, network=network)
    checked(ballot, {pk: [number] for pk, number in given.items()}, weight=voice.weight, options=len(given))
    with transaction.atomic():
        Option.objects.bulk_create([Option(ballot=ballot, entry_id=pk) for pk in given], ignore_conflicts=True)
        known = Option.objects.filter(ballot=ballot, entry__in=list(given)).values_list("pk", "entry")
        return cast(ballot, voice, {option: [given[entry]] for option, entry in known})


def lay_dots(
    ballot: Ballot, voter: Guest | Person, item: Entry, number: int, *, network: CityNetwork | int | None = None
) -> None:
    """So many dots of this voter lie on this entry now; what lies on others stays. The way of a single tap, of which a
    hall makes hundreds a second: by hand, in three statements on SQLite and four on PostgreSQL, where `give_dots` takes
    a dozen. Taps in parallel come one after the other, because the ballot's row is taken first.

    To be called inside a transaction. Raises `Invalid` above the budget and when the ballot is closed.
    """
    if number < 0:
        raise Invalid({"": _("A number of dots is 0 or more.")})
    column, budget = "guest_id" if isinstance(voter, Guest) else "person_id", ballot.budget or 0
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            _lock_open(ballot)  # before anything is read: who waited reads what the one before wrote
        cursor.execute(_LIES.format(whose=column), [voter.pk, item.pk, ballot.pk])
        row = cursor.fetchone()
        if row is None:
            raise Invalid({"": _("The vote is closed.")})
        before, option, now = row
        spent = (before or 0) - (now or 0) + number
        if spent > budget:
            message = _("You have %(budget)d dots and gave %(total)d. Please take some back.")
            raise Invalid({"": message % {"budget": budget, "total": spent}})
        cursor.execute(_SPENT.format(whose=column), [ballot.pk, voter.pk, budget, spent, _pk(network)])
        (sheet,) = cursor.fetchone()
        if option is None and number:
            option = _new_option(ballot, item)
        if number:
            cursor.execute(_LAID, [sheet, ballot.pk, option, number, False])
        elif now is not None:
            cursor.execute(
                "DELETE FROM ballots_vote WHERE voter_id = %s AND option_id = %s AND axis = 0", [sheet, option]
            )


_LIES: Final = (
    "SELECT v.spent, o.id, w.value FROM ballots_ballot b"
    " LEFT JOIN ballots_voter v ON v.ballot_id = b.id AND v.{whose} = %s"
    " LEFT JOIN ballots_option o ON o.ballot_id = b.id AND o.entry_id = %s"
    " LEFT JOIN ballots_vote w ON w.voter_id = v.id AND w.option_id = o.id AND w.axis = 0"
    " WHERE b.id = %s AND b.closed_at IS NULL"
)
_SPENT: Final = (
    "INSERT INTO ballots_voter (ballot_id, {whose}, weight, budget, spent, network_id) VALUES (%s, %s, 1, %s, %s, %s)"
    " ON CONFLICT (ballot_id, {whose}) DO UPDATE SET spent = excluded.spent, network_id = excluded.network_id RETURNING id"
)
_LAID: Final = (
    "INSERT INTO ballots_vote (voter_id, ballot_id, option_id, axis, value, is_rank) VALUES (%s, %s, %s, 0, %s, %s)"
    " ON CONFLICT (voter_id, option_id, axis) DO UPDATE SET value = excluded.value"
)


def _new_option(ballot: Ballot, item: Entry) -> int:
    """The option of an entry to which nobody gave a dot yet."""
    Option.objects.bulk_create([Option(ballot=ballot, entry=item)], ignore_conflicts=True)
    return int(Option.objects.values_list("pk", flat=True).get(ballot=ballot, entry=item))


def weigh_anew(home: Entry, table: Table) -> None:
    """The table has another number of people: what it said in votes that are open counts as all of these.

    What is closed was said by those who sat there then, and stays. Raises `Invalid` (field "persons") where it gave more
    dots than its people have now; then nothing changes anywhere.
    """
    voice = Voice(table)
    with transaction.atomic():
        for ballot in Ballot.objects.select_for_update(no_key=True).filter(home=home, closed_at=None).order_by("pk"):
            voter = Voter.objects.select_for_update().filter(ballot=ballot, **voice.key).first()
            if voter is None:
                continue
            budget = _budget(ballot, voice)
            if voter.spent > budget:
                said = _("This table gave %(spent)d dots; %(persons)d people have %(budget)d. Take some back first.")
                numbers = {"spent": voter.spent, "persons": table.persons, "budget": budget}
                raise Invalid({"persons": said % numbers})
            Voter.objects.filter(pk=voter.pk).update(weight=voice.weight, budget=budget)


def said_by(ballot: Ballot, who: Who | None) -> dict[int, tuple[int, ...]]:
    """What this voice says now: by option id a value for each axis. One query."""
    if who is None:
        return {}
    key = {f"voter__{column}": value for column, value in Voice(who).key.items()}
    found: dict[int, list[int]] = {}
    for option, value in Vote.objects.filter(ballot=ballot, **key).order_by("axis").values_list("option", "value"):
        found.setdefault(option, []).append(value)
    return {option: tuple(values) for option, values in found.items()}


def dots_of(ballot: Ballot, voter: Who | None) -> dict[int, int]:
    """What this voter gave: dots by entry id."""
    if voter is None:
        return {}
    key = {f"voter__{column}": value for column, value in Voice(voter).key.items()}
    return dict(Vote.objects.filter(ballot=ballot, **key).values_list("option__entry", "value"))


# ---------------------------------------------------------------- the end


def close_ballot(ballot: Ballot, *, reveal: bool = True) -> bool:
    """No more votes from now on; says whether it was open. Waits for votes that are being written.

    With `reveal=False` the result stays hidden until `reveal_ballot`.
    """
    now = clock.now()
    times = {"closed_at": now, "revealed_at": now} if reveal else {"closed_at": now}
    return bool(Ballot.objects.filter(pk=ballot.pk, closed_at__isnull=True).update(**times))


def reopen_ballot(ballot: Ballot) -> bool:
    """Votes are taken again; says whether it was closed. What somebody has seen stays closed, except up-votes."""
    closed = Ballot.objects.filter(Q(revealed_at__isnull=True) | Q(kind=Kind.UPVOTE), pk=ballot.pk)
    return bool(closed.filter(closed_at__isnull=False).update(closed_at=None))


def reveal_ballot(ballot: Ballot) -> bool:
    """Everybody sees the result from now on; says whether it was hidden. Only closed ballots are revealed."""
    hidden = Ballot.objects.filter(pk=ballot.pk, closed_at__isnull=False, revealed_at__isnull=True)
    return bool(hidden.update(revealed_at=clock.now()))


def result(ballot: Ballot) -> dict[int, tuple[int, int]]:
    """Dots and distinct voices by entry id; empty before the reveal – what is hidden is absent.

    A table counts as its persons, but never as more than the dots it gave.
    """
    if not ballot.is_shown:
        return {}
    rows = Vote.objects.filter(ballot=ballot).order_by().values("option__entry")
    counted = rows.annotate(dots=Sum("value"), voices=Sum(Least("voter__weight", "value")))
    return {row["option__entry"]: (row["dots"], row["voices"]) for row in counted}


def voices_by_option(ballot: Ballot) -> dict[int, int]:
    """How many persons said something to each option; empty before the reveal. One query."""
    if not ballot.is_shown:
        return {}
    rows = Vote.objects.filter(ballot=ballot).order_by().values("option")
    return {row["option"]: row["n"] for row in rows.annotate(n=Sum("voter__weight"))}


def turnout(ballot: Ballot) -> int:
    """How many persons said something."""
    return Voter.objects.filter(ballot=ballot, spent__gt=0).aggregate(n=Sum("weight"))["n"] or 0


def turnouts(ballots: Iterable[int]) -> dict[int, int]:
    """How many persons have said something, by ballot. One query."""
    rows = Voter.objects.filter(ballot__in=list(ballots), spent__gt=0).order_by().values("ballot")
    return {row["ballot"]: row["n"] for row in rows.annotate(n=Sum("weight"))}


def votes_in(ballot: Ballot) -> int:
    """How many votes lie in it: another number where somebody said something or took it back. One query."""
    return Vote.objects.filter(ballot=ballot).count()


def counted_by_hand(ballot: Ballot) -> int:
    """For how many people at tables somebody has counted and entered what they said."""
    rows = Voter.objects.filter(ballot=ballot, spent__gt=0, table__isnull=False)
    return rows.aggregate(n=Sum("weight"))["n"] or 0


def cut_ties(home: Entry) -> None:
    """From now on nobody – not the database either – knows who said what.

    Every sheet is written anew without its voter, in an order drawn by lot for each ballot by itself: neither when
    somebody voted nor the same place in two ballots ties them together. Where a network of few spoke, no sheet keeps
    its network; nothing is published then that was not published before. Five statements for each ballot.
    """
    for ballot in Ballot.objects.filter(home=home).order_by("pk"):
        _without_voters(ballot)


def _without_voters(ballot: Ballot) -> None:
    sheets = list(Voter.objects.filter(ballot=ballot))
    said: dict[int, list[Vote]] = {sheet.pk: [] for sheet in sheets}
    for vote in Vote.objects.filter(ballot=ballot).order_by("option", "axis"):
        said[vote.voter_id].append(vote)
    spoke: dict[int | None, int] = {}
    for sheet in sheets:
        spoke[sheet.network_id] = spoke.get(sheet.network_id, 0) + sheet.weight
    keeps_networks = publishable(spoke) == spoke.keys()
    secrets.SystemRandom().shuffle(sheets)
    Voter.objects.filter(ballot=ballot).delete()
    anew = Voter.objects.bulk_create(
        [
            Voter(
                ballot=ballot, network_id=sheet.network_id if keeps_networks else None, weight=sheet.weight,
                budget=sheet.budget, spent=sheet.spent,
            )
            for sheet in sheets
        ]
    )  # fmt: skip
    Vote.objects.bulk_create(
        [
            Vote(
                voter=voter, ballot=ballot, option_id=vote.option_id, axis=vote.axis, value=vote.value,
                is_rank=vote.is_rank,
            )
            for sheet, voter in zip(sheets, anew, strict=True)
            for vote in said[sheet.pk]
        ],
        batch_size=2000,
    )  # fmt: skip


def _may_speak(voice: Voice) -> None:
    if isinstance(voice.who, Organisation) and voice.who.pk not in standing(voice.by).organisations:
        raise NotAllowed(_("Only somebody who speaks for the organisation can cast its vote."))
    if isinstance(voice.who, Table) and (not voice.who.name.strip() or not 1 <= voice.who.persons <= MOST_PERSONS):
        raise Invalid({"persons": _("Please name the table and say how many persons sit at it.")})


def _number_of_options(ballot: Ballot, said: Mapping[int, Sequence[int]]) -> int:
    """Only kinds that want a word to every item need to know how many there are."""
    needs = ballot.kind == Kind.RESISTANCE and bool(said)
    return Option.objects.filter(ballot=ballot).aggregate(n=Count("pk"))["n"] if needs else 0


def _lock_open(ballot: Ballot) -> None:
    """Hold the ballot to the end of the transaction. NO KEY, because others hold its key while they add rows to it."""
    open_ones = Ballot.objects.filter(Q(closed_at__isnull=True), pk=ballot.pk)
    if not open_ones.select_for_update(no_key=True).exists():
        raise Invalid({"": _("The vote is closed.")})


def _voter(ballot: Ballot, voice: Voice) -> Voter:
    new = Voter(ballot=ballot, budget=_budget(ballot, voice), weight=voice.weight, **voice.key)
    Voter.objects.bulk_create([new], ignore_conflicts=True)
    return Voter.objects.select_for_update().get(ballot=ballot, **voice.key)


def _budget(ballot: Ballot, voice: Voice) -> int:
    return ballot.budget * voice.weight if ballot.budget else MOST


def _pk(network: CityNetwork | int | None) -> int | None:
    return network.pk if isinstance(network, CityNetwork) else network
