"""What is kept about people and how long: the table that everybody reads, and the worker's part of keeping to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.apps import apps

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.events.personal import Personal, Until, all_personal

LIBRARIES = {"django_tasks_database": "events"}
OTHER_LIBRARIES = "accounts"
"""What libraries keep is shown where people look for it; those for signing in with the accounts."""


@dataclass(frozen=True)
class Room:
    """One room, and what it keeps."""

    name: Text
    kept: list[Personal]


def table() -> list[Room]:
    """All that is declared, room by room in the order of the house."""
    order = {config.label: number for number, config in enumerate(apps.get_app_configs())}
    declared = sorted(all_personal(), key=lambda one: order[_room_of(one)])
    return [
        Room(apps.get_app_config(label).verbose_name, list(kept)) for label, kept in groupby(declared, key=_room_of)
    ]


def _room_of(personal: Personal) -> str:
    config = personal.model_class._meta.app_config  # noqa: SLF001 - Django's own way to a model's app
    if config.name.startswith("netzwerkstatt."):
        return config.label
    return LIBRARIES.get(config.label, OTHER_LIBRARIES)


def ended_by_time() -> Iterator[tuple[str, Callable[[], int]]]:
    """For each model whose rows have a time: its name, and what ends those whose time is over."""
    return ((personal.model, _ending(personal.until)) for personal in all_personal() if personal.until)


def _ending(until: Until) -> Callable[[], int]:
    return lambda: until.apply(clock.now())
