"""The sheet one votes on, without JavaScript: what it says when sent, how items are moved, and all its states."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.template import Context, Template
from django.utils import translation

from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.forms import VoteForm
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.ballots.showcase import examples
from netzwerkstatt.foundation.ballots.voting import Voice, cast, said_by
from tests.ballots.conftest import a_guest

pytestmark = pytest.mark.django_db
SHEET = '{% include "ballots/sheet.html" %}'


def sheet_of(ballot, typed=None, said=None):
    options = list(Option.objects.filter(ballot=ballot).select_related("entry"))
    data = None
    if typed is not None:
        data = QueryDict(mutable=True)
        data.update(typed)
    return VoteForm(data, ballot=ballot, options=options, said=said), [option.pk for option in options]


def drawn(form):
    return Template(SHEET).render(Context({"form": form}))


def test_what_was_said_before_stands_on_the_sheet(home):
    where, items = home
    ballot = voting.open_rating(where, items, ["Effect", "Effort"])
    guest = a_guest()
    _form, (a, *_rest) = sheet_of(ballot)
    cast(ballot, Voice(guest), {a: [4, 2]})
    form, _options = sheet_of(ballot, said=said_by(ballot, guest))
    html = drawn(form)
    assert html.count("checked") == 2
    assert f'name="option-{a}-1"' in html


def test_a_sheet_says_only_what_was_filled_in(home):
    where, items = home
    ballot = voting.open_agreement(where, items)
    _form, (a, b, c) = sheet_of(ballot)
    form, _options = sheet_of(ballot, {f"option-{a}": "1", f"option-{b}": "", f"option-{c}": "0"})
    assert form.is_valid()
    assert form.said == {a: [1], c: [0]}


def test_a_value_that_is_none_is_said_at_its_field(home):
    where, items = home
    ballot = voting.open_resistance(where, items)
    _form, (a, *_rest) = sheet_of(ballot)
    form, _options = sheet_of(ballot, {f"option-{a}": "11"})
    assert not form.is_valid()
    assert list(form.errors) == [f"option-{a}"]


def test_the_dots_that_are_left_are_told(home):
    where, items = home
    ballot = voting.open_dots(where, 5, items)
    _form, (a, b, _c) = sheet_of(ballot)
    form, _options = sheet_of(ballot, said={a: (2,), b: (1,)})
    assert "2 dots left" in drawn(form)


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("1:up", ["b", "a"]),
        ("0:up", ["a", "b"]),
        ("0:down", ["b", "a"]),
        ("1:down", ["a"]),
        ("2:up", ["a", "b", "c"]),
        ("nothing", ["a", "b"]),
    ],
)
def test_items_are_moved_by_buttons_and_nothing_is_cast_by_that(home, move, order):
    where, items = home
    ballot = voting.open_ranking(where, items)
    _form, options = sheet_of(ballot)
    names = dict(zip(options, "abc", strict=True))
    form, _options = sheet_of(ballot, {f"option-{options[0]}": "1", f"option-{options[1]}": "2"})
    place, _colon, way = move.partition(":")
    moved = form.moved(f"{options[int(place)]}:{way}" if place.isdigit() else move)
    assert [names[item.option.pk] for item in moved.items if item.place] == order
    assert "arrow" not in drawn(moved)
    assert not ballot.voters.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_state_is_shown_among_the_parts(language):
    with translation.override(language):
        shown = examples("a")
        html = Template('{% include "ballots/showcase.html" %}').render(Context({"shown": shown}))
    assert len(shown["results"]) == 6
    assert html.count("<form") == len(shown["sheets"])
    assert "Schrotta" in html
