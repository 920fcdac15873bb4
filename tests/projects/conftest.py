"""Ideas that a project can come from."""

from __future__ import annotations

import pytest

from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.workshops.models import Workshop


def have_idea(text, *, home=None, standing=Standing.OPEN, dots=0):
    """An idea as a workshop leaves it behind."""
    entry = create_entry(kind="idea", title=text, author=None, home=home)
    return Idea.objects.create(entry=entry, text=text, home=home, standing=standing, dots=dots)


@pytest.fixture
def idea(alliance):
    return have_idea("One person who answers everybody who wants to come back")


@pytest.fixture
def ideas_workshop(hettstedt, officer_of_hettstedt):
    entry = create_entry(
        kind="ideas-workshop", title="From ideas to an offer", author=officer_of_hettstedt, city=hettstedt
    )
    return Workshop.objects.create(entry=entry, format="ideas-workshop", state=Workshop.State.CLOSED)
