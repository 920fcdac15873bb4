"""Each kind of ballot takes what belongs to it, refuses the rest at its field, and counts exactly."""

from __future__ import annotations

from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.ballots import export, voting
from netzwerkstatt.foundation.ballots.counting import result_of
from netzwerkstatt.foundation.ballots.models import Ballot, Option, Vote, Voter
from netzwerkstatt.foundation.ballots.showing import acceptances, shown
from netzwerkstatt.foundation.ballots.voting import Table, Voice, cast, close_ballot, withdraw
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import Affiliation, Organisation
from tests.ballots.conftest import a_guest, some_networks

pytestmark = pytest.mark.django_db


def options_of(ballot):
    return list(Option.objects.filter(ballot=ballot).values_list("pk", flat=True))


def counted(ballot):
    close_ballot(ballot)
    ballot.refresh_from_db()
    result = result_of(ballot)
    return {option.id: option for option in result.options}


def test_resistance_always_asks_about_leaving_it_as_it_is(home):
    where, items = home
    ballot = voting.open_resistance(where, items[:1])
    draft, passive = options_of(ballot)
    assert str(Option.objects.get(pk=passive)) == "Leave it as it is"

    with pytest.raises(Invalid, match="each of them"):
        cast(ballot, Voice(a_guest()), {draft: [3]})
    cast(ballot, Voice(a_guest()), {draft: [3], passive: [8]})
    cast(ballot, Voice(a_guest()), {draft: [0], passive: [9]})
    found = counted(ballot)
    assert found[draft].first.tally.mean == Fraction(3, 2)
    assert found[draft].acceptance == Fraction(17, 20)
    assert [option.id for option in result_of(ballot).options] == [draft, passive]
    assert [share for _title, share, _passive in acceptances(result_of(ballot))] == ["85\u202f%", "15\u202f%"]


def test_a_rating_on_two_axes_wants_both(home):
    where, items = home
    ballot = voting.open_rating(where, items, ["Effect", "Effort"])
    a, b, _c = options_of(ballot)
    with pytest.raises(Invalid) as refused:
        cast(ballot, Voice(a_guest()), {a: [4]})
    assert list(refused.value.fields) == [f"option-{a}"]
    with pytest.raises(Invalid):
        cast(ballot, Voice(a_guest()), {a: [4, 6]})
    cast(ballot, Voice(a_guest()), {a: [4, 2], b: [1, 5]})
    cast(ballot, Voice(a_guest()), {a: [5, 2]})
    found = counted(ballot)
    assert [axis.tally.mean for axis in found[a].axes] == [Fraction(9, 2), 2]
    assert found[b].first.tally.voices == 1
    assert found[a].first.tally.distribution == ((4, 1), (5, 1))


@pytest.mark.parametrize("scale", [(0, 5), (1, 10), (1, 1)])
def test_a_rating_has_one_of_two_scales(home, scale):
    with pytest.raises(Invalid):
        voting.open_rating(*home, ["Effect"], scale=scale)


def test_a_ranking_allows_no_ties_and_no_gaps_and_may_stop_early(home):
    where, items = home
    ballot = voting.open_ranking(where, items)
    a, b, c = options_of(ballot)
    for wrong in ({a: [1], b: [1]}, {a: [2]}, {a: [1], b: [3]}, {a: [4]}):
        with pytest.raises(Invalid):
            cast(ballot, Voice(a_guest()), wrong)
    cast(ballot, Voice(a_guest()), {a: [1], b: [2], c: [3]})
    cast(ballot, Voice(a_guest()), {b: [1]})
    found = counted(ballot)
    # 2, 1, 0 points from the first; the second leaves a and c to share what is left: (1 + 0) / 2 each
    assert {pk: one.first.tally.total for pk, one in found.items()} == {a: Fraction(5, 2), b: 3, c: Fraction(1, 2)}
    assert sum(one.first.tally.total for one in found.values()) == 2 * (2 + 1 + 0)


def test_the_database_itself_refuses_two_items_on_one_rank(home):
    where, items = home
    ballot = voting.open_ranking(where, items)
    a, b, _c = options_of(ballot)
    voter = cast(ballot, Voice(a_guest()), {a: [1]})
    with pytest.raises(IntegrityError), transaction.atomic():
        Vote.objects.create(voter=voter, ballot=ballot, option_id=b, value=1, is_rank=True)


def test_to_pass_is_heard_and_is_no_stand(home):
    where, items = home
    ballot = voting.open_agreement(where, items)
    a, *_ = options_of(ballot)
    for value in (1, 1, -1, 0):
        cast(ballot, Voice(a_guest()), {a: [value]})
    tally = counted(ballot)[a].first.tally
    assert (tally.voices, tally.mean) == (4, Fraction(2, 3))
    assert tally.distribution == ((-1, 1), (0, 1), (1, 2))


def test_an_upvote_is_one_standing_ballot_seen_at_once(home):
    _where, (idea, *_rest) = home
    ballot = voting.upvotes(idea)
    assert voting.upvotes(idea) == ballot
    (option,) = options_of(ballot)
    guest = a_guest()
    for _click in range(2):
        cast(ballot, Voice(guest), {option: [1]})
    assert result_of(ballot).options[0].first.tally.total == 1
    withdraw(ballot, Voice(guest))
    assert result_of(ballot).options[0].first.tally.total == 0


def test_a_vote_can_be_changed_and_withdrawn_until_it_is_closed(home):
    where, items = home
    ballot = voting.open_agreement(where, items)
    a, b, _c = options_of(ballot)
    guest = a_guest()
    cast(ballot, Voice(guest), {a: [1], b: [1]})
    cast(ballot, Voice(guest), {a: [-1]})
    assert voting.said_by(ballot, guest) == {a: (-1,)}
    withdraw(ballot, Voice(guest))
    withdraw(ballot, Voice(guest))
    assert voting.said_by(ballot, guest) == {}
    assert voting.turnout(ballot) == 0
    close_ballot(ballot)
    with pytest.raises(Invalid, match="closed"):
        cast(ballot, Voice(guest), {a: [1]})


def test_an_option_of_another_ballot_is_refused(home):
    where, items = home
    one, other = voting.open_agreement(where, items), voting.open_agreement(where, items)
    with pytest.raises(Invalid, match="belong"):
        cast(one, Voice(a_guest()), {options_of(other)[0]: [1]})


def test_an_organisation_has_one_voice_whoever_of_it_casts_it(home, officer_of_hettstedt, officer_of_saalfeld):
    where, items = home
    club = Organisation.objects.create(name="Sports club", kind="association")
    for person in (officer_of_hettstedt, officer_of_saalfeld):
        Affiliation.objects.create(person=person, organisation=club)
    ballot = voting.open_agreement(where, items)
    a, *_ = options_of(ballot)
    cast(ballot, Voice(club, by=officer_of_hettstedt), {a: [1]})
    cast(ballot, Voice(club, by=officer_of_saalfeld), {a: [-1]})
    assert Voter.objects.get().cast_by == officer_of_saalfeld
    assert counted(ballot)[a].first.tally.distribution == ((-1, 1),)


def test_nobody_speaks_for_an_organisation_that_is_not_theirs(home, officer_of_hettstedt):
    club = Organisation.objects.create(name="Sports club", kind="association")
    ballot = voting.open_agreement(*home)
    for by in (None, officer_of_hettstedt):
        with pytest.raises(NotAllowed):
            cast(ballot, Voice(club, by=by), {options_of(ballot)[0]: [1]})
    assert not Voter.objects.exists()


def test_a_table_counts_as_all_who_sit_at_it(home, officer_of_hettstedt):
    where, items = home
    ballot = voting.open_rating(where, items, ["Effect"], scale=(0, 10))
    a, *_ = options_of(ballot)
    cast(ballot, Voice(Table("Table 1", 7), by=officer_of_hettstedt), {a: [4]})
    cast(ballot, Voice(a_guest()), {a: [8]})
    cast(ballot, Voice(Table(" Table  1 ", 6), by=officer_of_hettstedt), {a: [4]})
    assert Voter.objects.count() == 2
    tally = counted(ballot)[a].first.tally
    assert (tally.voices, tally.mean) == (7, Fraction(6 * 4 + 8, 7))


def test_a_table_has_the_dots_of_all_who_sit_at_it(home):
    where, items = home
    ballot = voting.open_dots(where, 3, items)
    a, b, _c = options_of(ballot)
    table = Voice(Table("Table 2", 4))
    with pytest.raises(Invalid, match="12 dots"):
        cast(ballot, table, {a: [13]})
    cast(ballot, table, {a: [7], b: [5]})
    assert counted(ballot)[a].first.tally.total == 7


@pytest.mark.parametrize("table", [Table("", 3), Table("Table 1", 0), Table("Table 1", 301)])
def test_a_table_has_a_name_and_persons(home, table):
    ballot = voting.open_agreement(*home)
    with pytest.raises(Invalid):
        cast(ballot, Voice(table), {options_of(ballot)[0]: [1]})


def test_what_is_hidden_is_absent_from_everything(home):
    where, items = home
    ballot = voting.open_agreement(where, items)
    cast(ballot, Voice(a_guest()), {options_of(ballot)[0]: [1]})
    assert result_of(ballot) is None
    close_ballot(ballot, reveal=False)
    ballot.refresh_from_db()
    assert result_of(ballot) is None
    assert voting.result(ballot) == {}
    assert voting.reveal_ballot(ballot) is True
    assert voting.reveal_ballot(ballot) is False
    ballot.refresh_from_db()
    assert result_of(ballot).options[0].first.tally.voices == 1


def test_the_turnout_is_told_only_where_the_ballot_says_so(home):
    where, items = home
    ballot = voting.open_agreement(where, items)
    cast(ballot, Voice(a_guest()), {options_of(ballot)[0]: [1]})
    Ballot.objects.filter(pk=ballot.pk).update(shows_turnout=False)
    close_ballot(ballot)
    ballot.refresh_from_db()
    assert result_of(ballot).turnout is None
    assert "turnout" not in export.as_data(result_of(ballot))
    assert shown(result_of(ballot)).turnout == ""


def test_the_mean_of_means_lets_every_network_count_the_same(home):
    where, items = home
    ballot = voting.open_rating(where, items[:1], ["Effect"])
    (a,) = options_of(ballot)
    large, small, *_ = some_networks()
    for network, value, number in ((large, 5, 15), (small, 2, 5)):
        for _voice in range(number):
            cast(ballot, Voice(a_guest(), network=network), {a: [value]})
    axis = counted(ballot)[a].first
    assert axis.tally.mean == Fraction(17, 4)
    assert axis.mean_of_means == Fraction(7, 2)
    assert not axis.withheld


def test_counting_costs_the_same_for_many_items_and_voices(home, django_assert_max_num_queries):
    where, items = home
    ballot = voting.open_rating(where, [*items, *(f"Words {n}" for n in range(20))], ["Effect", "Effort"])
    networks = some_networks(3)
    for voice in range(18):
        said = {option: [1 + voice % 5, 3] for option in options_of(ballot)}
        cast(ballot, Voice(a_guest(), network=networks[voice % 3]), said)
    close_ballot(ballot)
    ballot.refresh_from_db()
    with django_assert_max_num_queries(4):
        shown(result_of(ballot))


def test_casting_costs_the_same_for_many_items(home, django_assert_max_num_queries):
    where, items = home
    ballot = voting.open_agreement(where, [*items, *(f"Words {n}" for n in range(40))])
    said = {option: [1] for option in options_of(ballot)}
    guest = a_guest()
    with django_assert_max_num_queries(11):
        cast(ballot, Voice(guest), said)


def test_no_spreadsheet_takes_a_title_for_a_formula(home):
    where, _items = home
    ballot = voting.open_agreement(where, ["=HYPERLINK(1)"])
    cast(ballot, Voice(a_guest()), {options_of(ballot)[0]: [1]})
    close_ballot(ballot)
    ballot.refresh_from_db()
    assert "'=HYPERLINK(1),,,1,1,1," in export.as_csv(result_of(ballot))
