"""An idea's text is kept whole; its title is its beginning."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.ideas.writing import TITLE, beginning, checked

LONG = "A rehearsal room that is open after ten in the evening, and somebody who has the key and answers the telephone"


def test_a_short_idea_is_its_own_title():
    assert beginning("A late\n train") == "A late train"


def test_a_long_idea_is_cut_between_two_words():
    title = beginning(LONG)
    assert len(title) <= TITLE + 2
    assert title.endswith(" …")
    assert LONG.startswith(title[:-2])
    assert LONG[len(title) - 2] == " "


@given(st.text(alphabet=st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=600))
def test_every_text_that_is_accepted_has_a_title(text):
    try:
        kept = checked(text)
    except Invalid:
        assert not text.strip()
        return
    assert kept == text.strip()
    assert 0 < len(beginning(kept)) <= TITLE + 2


@pytest.mark.parametrize("text", ["", " \n ", "x" * 601, "a\x00b", "a\x1bb"])
def test_what_cannot_be_shown_is_refused_at_its_field(text):
    with pytest.raises(Invalid) as refused:
        checked(text)
    assert set(refused.value.fields) == {"text"}


def test_lines_are_kept_and_windows_line_ends_are_not():
    assert checked(" one\r\ntwo ") == "one\ntwo"
