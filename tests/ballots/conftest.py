"""A home with items to vote on, and voices of four networks."""

from __future__ import annotations

import itertools

import pytest

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.network.models import CityNetwork, State

_numbers = itertools.count()


def a_home(items=3):
    home = create_entry(kind="workshop", title="Workshop", author=None)
    return home, [create_entry(kind="idea", title=f"Idea {n}", author=None, home=home) for n in range(items)]


def a_guest():
    return Guest.welcome("place")[0]


def some_networks(number=4):
    place = next(_numbers)
    state = State.objects.create(name=f"Land {place}", code="".join(chr(65 + int(d)) for d in f"{place % 999:03}"))
    return [
        CityNetwork.objects.create(name=f"Network {n}", slug=f"network-{place}-{n}", state=state) for n in range(number)
    ]


@pytest.fixture
def home(db):
    return a_home()
