"""Numbered paragraphs: no gaps, nothing overwritten."""

from __future__ import annotations

import pytest

from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.foundation.texts.writing import append_paragraph, remove_paragraph, rewrite_paragraph

pytestmark = pytest.mark.django_db


def a_text(*sentences: str) -> list[Paragraph]:
    entry = create_entry(kind="recommendation", title="A text", author=None, numbered=False)
    return [append_paragraph(entry, sentence) for sentence in sentences]


def test_paragraphs_are_numbered_and_close_ranks() -> None:
    first, second, third = a_text("One.", "Two.", "Three.")
    remove_paragraph(second)
    assert list(Paragraph.objects.values_list("number", "text")) == [(1, "One."), (2, "Three.")]
    assert (first.number, third.number) == (1, 3)


def test_who_writes_on_an_old_version_overwrites_nothing_and_sees_the_new_text() -> None:
    (paragraph,) = a_text("One.")
    assert rewrite_paragraph(paragraph, "Uno.", [], base=1) is True
    with pytest.raises(Invalid, match=r"Uno\."):
        rewrite_paragraph(paragraph, "Un.", [], base=1)
    assert rewrite_paragraph(paragraph, "Uno.", [], base=1) is False
    assert Paragraph.objects.get().text == "Uno."


@pytest.mark.parametrize("text", ["", "   \n", "x" * 4001])
def test_a_paragraph_has_something_to_say_and_not_too_much(text: str) -> None:
    with pytest.raises(Invalid):
        a_text(text)
