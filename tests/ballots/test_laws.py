"""Laws of ballots: the count is the model's, order changes nothing, and no withheld network can be computed."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from fractions import Fraction

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.counting import result_of
from netzwerkstatt.foundation.ballots.exact import rounded
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.ballots.voting import Table, Voice, cast, close_ballot, withdraw
from netzwerkstatt.foundation.ballots.withholding import FEWEST, publishable
from netzwerkstatt.foundation.events.errors import Invalid
from tests.ballots.conftest import a_guest, a_home, some_networks

KINDS = st.sampled_from(["dots", "rating", "ranking", "resistance", "agreement"])
SLOW = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
BUDGET = 6


def open_kind(kind, home, items):
    match kind:
        case "dots":
            return voting.open_dots(home, BUDGET, items)
        case "rating":
            return voting.open_rating(home, items, ["Effect", "Effort"])
        case "ranking":
            return voting.open_ranking(home, items)
        case "resistance":
            return voting.open_resistance(home, items)
    return voting.open_agreement(home, items)


def what(kind, options, numbers):
    """Something one may say, or may not, from a handful of numbers."""
    match kind:
        case "rating":
            return {option: [1 + n % 5, 1 + n % 3] for option, n in zip(options, numbers, strict=False) if n % 4}
        case "ranking":
            chosen = [option for option, n in zip(options, numbers, strict=False) if n % 4]
            random.Random(sum(numbers)).shuffle(chosen)  # noqa: S311 – a test, no secret
            return {option: [place] for place, option in enumerate(chosen, 1)}
        case "resistance":
            return {option: [numbers[place % len(numbers)] % 11] for place, option in enumerate(options)}
        case "agreement":
            return {option: [n % 3 - 1] for option, n in zip(options, numbers, strict=False) if n % 4}
    return {option: [n % 5] for option, n in zip(options, numbers, strict=False)}


def everything(ballot):
    """All that anybody is ever told."""
    return [
        (option.id, axis.label, axis.tally, axis.networks, axis.mean_of_means)
        for option in result_of(ballot).options
        for axis in option.axes
    ]


class Votes(RuleBasedStateMachine):
    """Cast, change, withdraw, close from many voices, beside a dictionary."""

    def __init__(self):
        super().__init__()
        home, items = a_home(3)
        self.ballot = voting.open_dots(home, BUDGET, items)
        self.options = list(Option.objects.filter(ballot=self.ballot).values_list("pk", flat=True))
        self.voices = [Voice(a_guest()) for _ in range(4)] + [Voice(Table("Table", 3))]
        self.model: dict[int, dict[int, int]] = {}
        self.open = True

    @rule(who=st.integers(0, 4), numbers=st.lists(st.integers(-1, 8), min_size=3, max_size=3))
    def say(self, who, numbers):
        weight = 3 if who == 4 else 1
        fits = self.open and min(numbers) >= 0 and sum(numbers) <= BUDGET * weight
        try:
            cast(self.ballot, self.voices[who], {o: [n] for o, n in zip(self.options, numbers, strict=True)})
            assert fits
            self.model[who] = {o: n for o, n in zip(self.options, numbers, strict=True) if n}
        except Invalid:
            assert not fits

    @precondition(lambda self: self.open)
    @rule(who=st.integers(0, 4))
    def take_back(self, who):
        withdraw(self.ballot, self.voices[who])
        self.model.pop(who, None)

    @rule()
    def close(self):
        assert close_ballot(self.ballot) is self.open
        self.open = False
        self.ballot.refresh_from_db()

    @invariant()
    def what_each_said_is_what_is_kept(self):
        for who, voice in enumerate(self.voices):
            kept = {option: values[0] for option, values in voting.said_by(self.ballot, voice.who).items()}
            assert kept == self.model.get(who, {})

    @invariant()
    def the_count_is_that_of_the_model(self):
        result = result_of(self.ballot)
        if self.open:
            assert result is None
            return
        sums, voices = Counter(), Counter()
        for who, dots in self.model.items():
            sums.update(dots)
            voices.update(dict.fromkeys(dots, 3 if who == 4 else 1))
        for option in result.options:
            assert (option.first.tally.total, option.first.tally.voices) == (sums[option.id], voices[option.id])


class Laws(TestCase):
    def test_whatever_happens_the_count_is_that_of_a_simple_model(self):
        run_state_machine_as_test(Votes, settings=settings(max_examples=12, stateful_step_count=12, deadline=None))

    @SLOW
    @given(KINDS, st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=1, max_size=14), st.randoms())
    def test_the_order_of_casting_changes_no_result(self, kind, votes, chance):
        home, items = a_home(3)
        networks = [*some_networks(2), None]
        ballot = open_kind(kind, home, items)
        options = list(Option.objects.filter(ballot=ballot).values_list("pk", flat=True))
        sheets = [
            (Voice(a_guest(), network=networks[n % 3]), what(kind, options, said)) for n, said in enumerate(votes)
        ]
        sheets = [
            (voice, said) for voice, said in sheets if kind != "dots" or sum(v[0] for v in said.values()) <= BUDGET
        ]
        for voice, said in sheets:
            cast(ballot, voice, said)
        close_ballot(ballot)
        ballot.refresh_from_db()
        first = everything(ballot)

        type(ballot).objects.filter(pk=ballot.pk).update(revealed_at=None, closed_at=None)
        ballot.voters.all().delete()
        chance.shuffle(sheets)
        for voice, said in sheets:
            cast(ballot, voice, {})
            cast(ballot, voice, dict(reversed(list(said.items()))))
        close_ballot(ballot)
        ballot.refresh_from_db()
        assert everything(ballot) == first

    @SLOW
    @given(
        KINDS,
        st.lists(st.tuples(st.integers(0, 3), st.lists(st.integers(0, 20), min_size=2, max_size=2)), max_size=26),
    )
    def test_exchanging_two_withheld_networks_changes_nothing_that_is_told(self, kind, votes):
        """So nobody can compute the figures of either: in another world that looks the same they are the other's."""
        home, items = a_home(2)
        networks = [*some_networks(3), None]
        ballot = open_kind(kind, home, items)
        options = list(Option.objects.filter(ballot=ballot).values_list("pk", flat=True))
        for who, said in votes:
            sheet = what(kind, options, said)
            if kind != "dots" or sum(value[0] for value in sheet.values()) <= BUDGET:
                cast(ballot, Voice(a_guest(), network=networks[who]), sheet)
        close_ballot(ballot)
        ballot.refresh_from_db()
        told = everything(ballot)
        for option, label, tally, shown, _means in told:
            open_to_all = {one.network for one in shown}
            assert all(one.tally.voices >= FEWEST for one in shown)
            hidden = [network for network in networks if network not in open_to_all]
            left_over = tally.voices - sum(one.tally.voices for one in shown)
            assert left_over == 0 or left_over >= FEWEST or not shown
            for one, other in itertools.pairwise(hidden):
                _exchange(ballot, one, other)
                again = _at(ballot, option, label)
                assert again == (tally, shown), "something told depends on which of two withheld networks said it"
                _exchange(ballot, one, other)


def _at(ballot, option, label):
    return next((t, shown) for o, axis, t, shown, _means in everything(ballot) if (o, axis) == (option, label))


def _exchange(ballot, one, other):
    ones = list(ballot.voters.filter(network=one).values_list("pk", flat=True))
    others = list(ballot.voters.filter(network=other).values_list("pk", flat=True))
    ballot.voters.filter(pk__in=ones).update(network=other)
    ballot.voters.filter(pk__in=others).update(network=one)


@given(st.dictionaries(st.integers(0, 9), st.integers(0, 12), max_size=6))
def test_what_is_left_over_is_never_one_to_four_voices(voices):
    shown = publishable(voices)
    left_over = sum(number for key, number in voices.items() if key not in shown)
    assert all(voices[key] >= FEWEST for key in shown)
    assert left_over == 0 or left_over >= FEWEST or not shown
    alone = [key for key, number in voices.items() if key not in shown and number]
    assert len(alone) != 1 or not shown


@given(st.fractions(min_value=-100, max_value=100), st.integers(0, 6))
def test_a_rounded_fraction_is_the_nearest_decimal(value, places):
    assert abs(Fraction(rounded(value, places)) - value) <= Fraction(1, 2 * 10**places)
