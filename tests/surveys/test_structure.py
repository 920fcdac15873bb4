"""Laws of questionnaires: conditions look back, whatever is moved; and what is heard was asked."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from netzwerkstatt.foundation.surveys.structure import (
    Condition,
    FaultyError,
    Kind,
    Question,
    Questionnaire,
    Section,
)

STEPS = st.one_of(
    st.tuples(st.just("section"), st.integers(0, 30)),
    st.tuples(st.just("question"), st.integers(0, 30), st.integers(0, 30)),
    st.tuples(st.just("move"), st.integers(0, 30), st.sampled_from([-1, 1])),
    st.tuples(st.just("remove"), st.integers(0, 30)),
)


def changed(form, step):
    """One change, on whatever of the things that are there the number points at."""
    things = [*(s.id for s in form.sections), *(q.id for q in form.questions)]
    told = [q.id for q in form.questions]
    what, *more = step
    condition = Condition(told[more[0] % len(told)], ("1",)) if told and more[0] % 3 else None
    if what == "section":
        return form.with_section(Section("", "Section", only_if=condition))
    if what == "question" and form.sections:
        section = form.sections[more[1] % len(form.sections)].id
        return form.with_question(section, Question("", Kind.SINGLE, "?", options=("a", "b"), only_if=condition))
    if what == "move" and things:
        return form.moved(things[more[0] % len(things)], more[1])
    if what == "remove" and things:
        return form.without(things[more[0] % len(things)])
    return form


def built(steps):
    form = Questionnaire()
    for step in steps:
        try:
            form = changed(form, step)
        except FaultyError:
            continue
    return form


@given(st.lists(STEPS, max_size=25))
def test_no_condition_ever_looks_ahead(steps):
    form = built(steps)
    order = [thing for section in form.sections for thing in (section.id, *(q.id for q in section.questions))]
    assert len(set(order)) == len(order), "an id is used once"
    for thing in (*form.sections, *form.questions):
        if thing.only_if:
            assert order.index(thing.only_if.question) < order.index(thing.id)


@given(st.lists(STEPS, max_size=25))
def test_a_questionnaire_that_is_kept_comes_back_the_same(steps):
    form = built(steps)
    assert Questionnaire.from_data(json.loads(json.dumps(form.to_data()))) == form


@given(st.lists(STEPS, max_size=25), st.data())
def test_what_is_heard_was_asked_and_every_walk_ends(steps, data):
    form = built(steps)
    values = {
        question.id: data.draw(st.sampled_from(["1", "2"])) for question in form.questions if data.draw(st.booleans())
    }
    heard = form.heard(values)
    asked = {question.id for _section, questions in form.asked(heard) for question in questions}
    assert set(heard) <= asked
    assert form.heard(heard) == heard
    seen, here = [], form.next_after(None, values)
    while here is not None:
        assert here.id not in seen
        seen.append(here.id)
        before = form.previous_of(here.id, values)
        assert (before.id if before else None) == (seen[-2] if len(seen) > 1 else None)
        here = form.next_after(here.id, values)
