"""Somebody who may delete, and an item."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, Role
from netzwerkstatt.problems.actions import name_problem
from tests.conftest import Invite


@pytest.fixture
def author(invite: Invite, hettstedt: City) -> Person:
    return invite("Anton Autor", Role.CITY_MEMBER, city=hettstedt)


@pytest.fixture
def problem(author: Person, hettstedt: City) -> Entry:
    made: Any = name_problem(
        actor=author, city=hettstedt, statement="Young people leave", affected="Those of sixteen", tried="A bus"
    )
    entry: Entry = made.entry
    return entry


@pytest.fixture(autouse=True)
def _pages_in_english(settings: Any) -> None:
    """What pages and notices say is asked for in the words of the code."""
    settings.LANGUAGE_CODE = "en"
