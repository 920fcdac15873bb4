"""What a room's catalogue says is what its pages say: Django puts the catalogues of all apps together, and the last wins."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.utils import translation

import netzwerkstatt

pytestmark = pytest.mark.once


def test_no_word_of_a_room_is_said_in_the_words_of_another() -> None:
    """Where one word means two things, it needs a context (`{% translate "Note" context "cluster" %}`)."""
    files = sorted(Path(netzwerkstatt.__file__).parent.rglob("locale/de/LC_MESSAGES/django.mo"))
    assert len(files) > 10
    wrong = []
    for path in files:
        with path.open("rb") as file, translation.override("de"):
            own = gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined]
            said = {text: words for text, words in own.items() if isinstance(text, str) and text and "\x04" not in text}
            wrong += [
                f"{path.parts[-4]}: {text!r} is {words!r} and said as {heard!r}"
                for text, words in said.items()
                if (heard := translation.gettext(text)) != words
            ]
    assert not wrong
