"""Which methods fit: limits, order, reasons, and one that goes another way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.matching import Matches, Wish, match
from netzwerkstatt.methods.queries import Experience
from netzwerkstatt.methods.searching import holding
from netzwerkstatt.methods.sheet import parts, stretched
from netzwerkstatt.methods.vocabulary import Demand, Goal, Group, Stage


def found(wish: Wish, **known: Experience) -> Matches:
    methods = list(shipped().values())
    return match(methods, {m.key: known.get(m.key.replace("-", "_"), Experience(m.minutes)) for m in methods}, wish)


def all_of(matches: Matches) -> list:
    return [*matches.best, *([matches.contrast] if matches.contrast else []), *matches.others]


def test_who_asks_for_nothing_gets_all_in_their_order():
    matches = found(Wish())
    assert not matches.best
    assert [one.method.number for one in matches.others] == list(range(1, 41))


def test_three_best_ones_each_with_its_reasons_and_one_that_goes_another_way():
    matches = found(Wish(goal="decide", stage="assess", group="politics", people=25))
    assert len(matches.best) == 3
    for one in matches.best:
        assert "decide" in one.method.goals
        assert "assess" in one.method.stages
        assert "helps to choose and decide" in one.reasons
        assert any("you are 25" in reason for reason in one.reasons)
    assert matches.contrast is not None
    assert matches.contrast not in matches.best
    assert matches.contrast not in matches.others


wishes = st.builds(
    Wish,
    goal=st.sampled_from(["", *Goal.values]),
    stage=st.sampled_from(["", *Stage.values]),
    group=st.sampled_from(["", *Group.values]),
    people=st.none() | st.integers(1, 300),
    minutes=st.none() | st.integers(5, 4000),
    staff=st.none() | st.integers(1, 4),
    online=st.booleans(),
    without=st.lists(st.sampled_from(Demand.values), unique=True).map(tuple),
    conflict=st.booleans(),
    easy=st.booleans(),
)


@given(wishes)
def test_limits_are_kept_nothing_stands_twice_and_what_is_left_out_is_counted(wish: Wish):
    matches = found(wish)
    shown = all_of(matches)
    assert len({one.method.key for one in shown}) == len(shown) == matches.number
    for one in shown:
        method = one.method
        if wish.people is not None:
            assert method.people_from <= wish.people <= (method.people_to or 10**6)
        assert wish.minutes is None or method.minutes_from <= wish.minutes
        assert wish.staff is None or method.staff <= wish.staff
        assert not wish.online or method.online
        assert not set(wish.without) & set(method.demands)
        assert not wish.easy or method.skill == 1
    if not (wish.goal or wish.stage or wish.group):
        assert len(shown) + sum(n for _reason, n in matches.left_out) == 40


def test_what_takes_longer_in_practice_does_not_fit_into_the_time_it_is_written_for():
    wish = Wish(stage="ideas", minutes=30)
    assert "headstand" in {one.method.key for one in all_of(found(wish))}
    slow = Experience(30, uses=4, middle=50, shortest=40, longest=60, again=4)
    assert "headstand" not in {one.method.key for one in all_of(found(wish, headstand=slow))}


def test_what_others_would_gladly_do_again_stands_before_its_equals():
    wish = Wish(stage="ideas")
    first = all_of(found(wish))
    last = [one for one in first if one.score == first[0].score][-1].method
    loved = Experience(last.minutes, uses=3, middle=last.minutes, shortest=1, longest=99, again=3)
    again = found(wish, **{last.key.replace("-", "_"): loved})
    assert again.best[0].method.key == last.key
    assert "3 of 3 uses: gladly again" in again.best[0].reasons


@pytest.mark.parametrize(
    ("text", "first"),
    [("headstand", "headstand"), ("mayor gifts unicorn", None), ("Kopfstände", None), ("whys", "nine-whys")],
)
def test_words_find_methods_in_the_language_of_the_page(text: str, first: str | None):
    hits = holding(list(shipped().values()), text)
    assert (hits[0].key if hits else None) == first


@given(st.integers(1, 2000), st.sampled_from(sorted(shipped())))
def test_stretched_steps_fill_the_time_exactly_and_none_is_empty(total: int, key: str):
    steps = shipped()[key].steps
    minutes = [step.minutes for step in stretched(steps, total)]
    assert sum(minutes) == max(total, len(steps))
    assert min(minutes) >= 1


def test_every_day_of_a_long_method_begins_at_the_same_time_and_weeks_have_no_clock():
    import datetime

    days = parts(shipped()["design-sprint"], begins=datetime.time(9))
    assert [day.name for day in days] == ["Day 1", "Day 2", "Day 3"]
    assert [day.slots[0].when for day in days] == ["9:00"] * 3
    assert days[0].slots[1].when == "12:00"
    assert days[0].until == "15:00"
    weeks = parts(shipped()["delphi"], begins=datetime.time(9))
    assert weeks[0].slots[0].when == "+0"
    assert weeks[0].until == ""
