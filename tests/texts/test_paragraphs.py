"""Numbered paragraphs: no gaps, nothing overwritten."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts.models import Paragraph, Version
from netzwerkstatt.foundation.texts.writing import (
    Overlap,
    append_paragraph,
    move_paragraph,
    remove_paragraph,
    rewrite_paragraph,
)

pytestmark = pytest.mark.django_db


def a_text(*sentences: str) -> list[Paragraph]:
    entry = create_entry(kind="recommendation", title="A text", author=None, numbered=False)
    return [append_paragraph(entry, sentence) for sentence in sentences]


def test_paragraphs_are_numbered_and_close_ranks() -> None:
    first, second, third = a_text("One.", "Two.", "Three.")
    remove_paragraph(second)
    assert list(Paragraph.objects.values_list("number", "text")) == [(1, "One."), (2, "Three.")]
    assert (first.number, third.number) == (1, 3)


def test_who_writes_on_an_old_version_overwrites_nothing_and_sees_both_sides() -> None:
    (paragraph,) = a_text("One.")
    assert rewrite_paragraph(paragraph, "Uno.", [], base=1).changed
    with pytest.raises(Overlap, match=r"Uno\.") as refused:
        rewrite_paragraph(paragraph, "Un.", [], base=1)
    assert [(c.base, c.theirs, c.mine) for c in refused.value.merge.conflicts] == [("One", "Uno", "Un")]
    assert not rewrite_paragraph(paragraph, "Uno.", [], base=1).changed
    assert Paragraph.objects.get().text == "Uno."


def test_changes_at_two_places_are_both_kept_and_the_writer_is_told() -> None:
    (paragraph,) = a_text("Every town names one person. The Land pays.")
    rewrite_paragraph(paragraph, "Every town of ten thousand names one person. The Land pays.", [], base=1)
    saved = rewrite_paragraph(paragraph, "Every town names one person. The Land pays half of it.", [], base=1)
    assert saved.paragraph.text == "Every town of ten thousand names one person. The Land pays half of it."
    assert saved.paragraph.version == 3
    assert [change.new.strip() for change in saved.came_in] == ["of ten thousand"]


def test_what_a_paragraph_rests_on_is_put_together_as_well() -> None:
    (paragraph,) = a_text("One.")
    mine, theirs, gone = (
        create_entry(kind="recommendation", title=title, author=None, numbered=False) for title in ("m", "t", "g")
    )
    rewrite_paragraph(paragraph, "One.", [gone], base=1)
    rewrite_paragraph(paragraph, "One.", [gone, theirs], base=2)
    rewrite_paragraph(paragraph, "One. More.", [mine], base=2)
    assert set(paragraph.rests_on.all()) == {mine, theirs}


def test_every_version_stays_and_says_who_and_when_even_of_a_removed_paragraph(coordinator) -> None:
    (paragraph,) = a_text("One.")
    rewrite_paragraph(paragraph, "Two.", [], base=1, by=coordinator)
    key = paragraph.pk
    remove_paragraph(paragraph, by=coordinator)
    kept = [(v.version, v.text, v.by, v.removed) for v in Version.objects.filter(key=key)]
    assert kept == [(1, "One.", None, False), (2, "Two.", coordinator, False), (3, "Two.", coordinator, True)]


def test_the_database_changes_no_version(coordinator) -> None:
    a_text("One.")
    with pytest.raises(DatabaseError), transaction.atomic():
        Version.objects.update(text="Never said.")


def test_a_new_paragraph_goes_between_and_the_later_ones_move_down() -> None:
    first, *_ = a_text("One.", "Three.")
    append_paragraph(first.entry, "Two.", after=1)
    append_paragraph(first.entry, "Zero.", after=0)
    append_paragraph(first.entry, "Last.", after=99)
    assert texts_in_order() == ["Zero.", "One.", "Two.", "Three.", "Last."]


def test_paragraphs_change_places_with_their_neighbours_and_stop_at_the_ends() -> None:
    first, _, third = a_text("One.", "Two.", "Three.")
    assert move_paragraph(third, up=True)
    assert texts_in_order() == ["One.", "Three.", "Two."]
    assert not move_paragraph(first, up=True)
    assert move_paragraph(first, up=False)
    assert texts_in_order() == ["Three.", "One.", "Two."]
    assert list(Paragraph.objects.values_list("number", flat=True)) == [1, 2, 3]
    assert set(Paragraph.objects.values_list("version", flat=True)) == {1}


def texts_in_order() -> list[str]:
    return list(Paragraph.objects.order_by("number").values_list("text", flat=True))


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001])
def test_a_paragraph_has_something_to_say_and_not_too_much(text: str) -> None:
    with pytest.raises(Invalid):
        a_text(text)
