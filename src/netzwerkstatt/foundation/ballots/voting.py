"""Opening a ballot, giving dots, closing it, counting. Rooms call these inside their own actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots.models import Ballot, Dots, Voter
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid


def open_ballot(home: Entry, budget: int) -> Ballot:
    """A new ballot on the items of `home`. Raises `Invalid` for a budget outside 1–100."""
    if not 1 <= budget <= 100:
        raise Invalid({"budget": _("Between 1 and 100 dots, please.")})
    return Ballot.objects.create(home=home, budget=budget)


def give_dots(ballot: Ballot, voter: Guest | Person, dots: Mapping[Entry, int]) -> Voter:
    """This is how the voter's dots lie now: it replaces what the voter gave before; given twice, it is the same.

    The voter's row is locked, so that parallel requests come one after the other. Raises `Invalid` where the ballot
    is closed, a number is negative, or the sum is above the budget; then the earlier dots stay.
    """
    given = {item: number for item, number in dots.items() if number}
    total = sum(given.values())
    if any(number < 0 for number in given.values()):
        raise Invalid({"": _("A number of dots is 0 or more.")})
    if total > ballot.budget:
        message = _("You have %(budget)d dots and gave %(total)d. Please take some back.")
        raise Invalid({"": message % {"budget": ballot.budget, "total": total}})
    with transaction.atomic():
        row = _voter(ballot, voter)
        if not Ballot.objects.select_for_update().filter(pk=ballot.pk, closed_at__isnull=True).exists():
            raise Invalid({"": _("The vote is closed.")})
        Dots.objects.filter(voter=row).delete()
        Voter.objects.filter(pk=row.pk).update(spent=total)
        Dots.objects.bulk_create([Dots(voter=row, ballot=ballot, item=i, number=n) for i, n in given.items()])
    return row


def close_ballot(ballot: Ballot) -> bool:
    """No more dots from now on; says whether it was open. Waits for votes that are being written."""
    closed = Ballot.objects.filter(pk=ballot.pk, closed_at__isnull=True).update(closed_at=clock.now())
    return bool(closed)


def dots_of(ballot: Ballot, voter: Guest | Person | None) -> dict[int, int]:
    """What this voter gave: dots by item id."""
    if voter is None:
        return {}
    return dict(Dots.objects.filter(ballot=ballot, **_key("voter__", voter)).values_list("item", "number"))


def result(ballot: Ballot) -> dict[int, tuple[int, int]]:
    """Dots and distinct voters by item id; empty while the ballot is open – what is hidden is absent."""
    if ballot.closed_at is None:
        return {}
    rows = Dots.objects.filter(ballot=ballot).values("item").annotate(dots=Sum("number"), voters=Count("voter"))
    return {row["item"]: (row["dots"], row["voters"]) for row in rows}


def turnout(ballot: Ballot) -> int:
    """How many voters gave at least one dot."""
    return Voter.objects.filter(ballot=ballot, spent__gt=0).count()


def cut_ties(home: Entry) -> None:
    """From now on nobody – not the database either – knows whose dots these were."""
    Voter.objects.filter(ballot__home=home).update(guest=None, person=None)


def _voter(ballot: Ballot, voter: Guest | Person) -> Voter:
    Voter.objects.bulk_create([Voter(ballot=ballot, budget=ballot.budget, **_key("", voter))], ignore_conflicts=True)
    return Voter.objects.select_for_update().get(ballot=ballot, **_key("", voter))


def _key(prefix: str, voter: Guest | Person) -> dict[str, Any]:
    return {f"{prefix}{'guest' if isinstance(voter, Guest) else 'person'}": voter}
