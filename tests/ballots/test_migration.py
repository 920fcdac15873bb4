"""Dots that were given before there were other kinds of votes are all still there, on the same items."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Ballot, Voter
from tests.ballots.conftest import a_home

BEFORE = [("ballots", "0001_initial")]


def migrate(targets=None):
    """To these, or to the newest of every room: going back takes along what was built on it."""
    executor = MigrationExecutor(connection)
    targets = targets or executor.loader.graph.leaf_nodes()
    executor.migrate(targets)
    return MigrationExecutor(connection).loader.project_state(targets).apps


@pytest.mark.django_db(transaction=True)
def test_dots_that_were_given_stay_where_they_lie():
    home, (a, b, _c) = a_home()
    guest = Guest.welcome("place")[0]
    old = migrate(BEFORE)
    try:
        ballot = old.get_model("ballots", "Ballot").objects.create(home_id=home.pk, budget=5, closed_at=timezone.now())
        still_open = old.get_model("ballots", "Ballot").objects.create(home_id=home.pk, budget=5)
        dots = old.get_model("ballots", "Dots")
        for number, who in ((3, guest.pk), (2, None)):
            voter = old.get_model("ballots", "Voter").objects.create(
                ballot=ballot, guest_id=who, budget=5, spent=number + 1
            )
            dots.objects.create(voter=voter, ballot=ballot, item_id=a.pk, number=number)
            dots.objects.create(voter=voter, ballot=ballot, item_id=b.pk, number=1)
    finally:
        migrate()
    kept = Ballot.objects.get(pk=ballot.pk)
    assert voting.result(kept) == {a.pk: (5, 2), b.pk: (2, 2)}
    assert voting.dots_of(kept, guest) == {a.pk: 3, b.pk: 1}
    assert len({kept.public_id, Ballot.objects.get(pk=still_open.pk).public_id}) == 2
    assert voting.result(Ballot.objects.get(pk=still_open.pk)) == {}
    assert Voter.objects.count() == 2
