"""Which short texts belong together: said with the words that join them, the same every time."""

from __future__ import annotations

import random
import time

from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.engines.words.grouping import Term, suggest


def terms(text: str) -> list[Term]:
    return [Term(word.casefold(), word) for word in dict.fromkeys(text.split())]


BUS = ["Bus evening village", "Bus timetable school", "Bus timetable train", "Bus night"]
ROOM = ["Room rehearsal band", "Room rehearsal station", "Room empty shop"]


def test_texts_that_share_words_are_put_together_and_the_words_are_said():
    found = suggest([terms(text) for text in (*BUS, *ROOM, "Council youth")])
    assert [(group.members, group.because[0]) for group in found.groups] == [
        ((0, 1, 2, 3), "Bus"),
        ((4, 5, 6), "Room"),
    ]


def test_two_texts_that_say_nearly_the_same_are_twins_but_not_where_they_lie_together_already():
    texts = [terms(text) for text in ("More trains to Halle at night", "At night more trains to Halle", "A cinema")]
    assert [twin.members for twin in suggest(texts).twins] == [(0, 1)]
    assert [twin.members for twin in suggest(texts, [7, 8, None]).twins] == [(0, 1)]
    assert not suggest(texts, [7, 7, None]).twins


def test_a_text_without_a_place_is_offered_to_the_group_it_is_closest_to():
    found = suggest([terms(text) for text in (*BUS, *ROOM)], [1, 1, 1, None, 2, 2, None])
    assert [(fit.group, fit.members, fit.because[0]) for fit in found.fits] == [(1, (3,), "Bus"), (2, (6,), "Room")]
    assert not found.groups


def test_nothing_is_made_of_nothing():
    assert suggest([]).groups == ()
    assert suggest([[], [], []]).groups == ()
    assert suggest([terms("One"), terms("Two"), terms("Three")]).groups == ()


WORDS = st.lists(
    st.sampled_from(["bus", "train", "room", "band", "school", "shop", "market", "youth", "council", "money"]),
    max_size=5,
)


@given(st.lists(WORDS, max_size=18), st.randoms(use_true_random=False))
def test_groups_do_not_overlap_rest_on_words_of_their_texts_and_come_again(texts, chance):
    rows = [terms(" ".join(text)) for text in texts]
    found = suggest(rows)
    members = [place for group in found.groups for place in group.members]
    assert len(members) == len(set(members))
    for group in found.groups:
        assert group.because
        said = {word.casefold() for word in group.because}
        for word in said:
            assert sum(word in texts[place] for place in group.members) >= 2
    assert suggest(rows) == found
    ids = [chance.randrange(2) or None for _ in rows]
    given_too = suggest(rows, ids)
    for fit in given_too.fits:
        assert all(ids[place] is None for place in fit.members)
        assert fit.because


def test_three_hundred_texts_take_less_than_a_second():
    chance = random.Random(7)  # noqa: S311 - the same texts every time
    words = [f"word{n}" for n in range(400)]
    texts = [terms(" ".join(chance.choices(words, weights=range(400, 0, -1), k=9))) for _ in range(300)]
    before = time.process_time()
    suggest(texts)
    assert time.process_time() - before < 1
