"""A read among others gives each column of each table of the house as its field gives it."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model

from netzwerkstatt.foundation.events.together import read_together
from tests.site_wide.world import World


def test_every_table_of_the_house_can_be_read_among_others(world: World):
    """Numbers, days, moments, amounts, texts, lists and files: every column as its field gives it."""
    models = [model for model in apps.get_models() if model._meta.managed]
    reads = [model._base_manager.order_by("pk")[:3] for model in models]
    for model, found, alone in zip(models, read_together(*reads), reads, strict=True):
        assert [_values(row) for row in found] == [_values(row) for row in alone], model


def _values(row: Model) -> dict[str, Any]:
    return {
        field.attname: (type(value), value)
        for field in row._meta.concrete_fields
        for value in [getattr(row, field.attname)]
    }
