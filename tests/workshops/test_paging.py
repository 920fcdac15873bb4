"""Turning pages of ideas: whatever the dots, every idea once, in order, forwards and back."""

from __future__ import annotations

import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.models import Workshop

pytestmark = pytest.mark.django_db


def fill(workshop: Workshop, dots: list[int]) -> list[str]:
    """As many ideas, and their titles in the order in which they have to be shown."""
    made = []
    for number, some in enumerate(dots):
        entry = create_entry(kind="idea", title=f"Idea {number}", author=None, home=workshop.entry)
        made.append(Idea.objects.create(entry=entry, home=workshop.entry, text=entry.title, dots=some))
    return [idea.entry.title for idea in sorted(made, key=lambda idea: (-idea.dots, idea.pk))]


def walk(workshop: Workshop, at: str, way: str) -> tuple[list[list[str]], list[str]]:
    """The pages met from a key on, and the keys that led there."""
    pages, keys = [], [at]
    while True:
        page: Any = queries.ideas_page(workshop, at=keys[-1])
        pages.append([row.title for row in page.rows])
        if not getattr(page, way):
            return pages, keys
        keys.append(getattr(page, way))


@pytest.mark.parametrize("seed", range(4))
def test_every_idea_is_met_once_and_in_order_both_ways(requested: Workshop, seed: int) -> None:
    lot = random.Random(seed)  # noqa: S311 - test data
    wanted = fill(requested, [lot.choice([0, 0, 0, 1, 2, 7]) for _ in range(50)])

    forwards, keys = walk(requested, "", "after")
    assert [title for page in forwards for title in page] == wanted
    last: Any = queries.ideas_page(requested, at=keys[-1])
    backwards, _keys = walk(requested, last.before, "before")
    assert [title for page in reversed(backwards) for title in page] == wanted[: -len(forwards[-1])]


@pytest.mark.parametrize("dots", [[3] * 40, list(range(40))])
def test_a_deep_page_is_two_short_stretches_of_the_index(requested: Workshop, dots: list[int]) -> None:
    fill(requested, dots)
    first: Any = queries.ideas_page(requested)
    with CaptureQueriesContext(connection) as made:
        queries.ideas_page(requested, at=first.after)

    assert len(made) <= 2
    assert not any(" OR " in query["sql"] for query in made)


@pytest.mark.parametrize("at", ["x", "-", "1", "1.x", "-1.2.3", "99999999999.1", "é.1"])
def test_a_key_that_is_none_gives_the_first_page(requested: Workshop, at: str) -> None:
    wanted = fill(requested, [1, 2, 3])
    assert [row.title for row in queries.ideas_page(requested, at=at).rows] == wanted
