"""Texts of an entry as numbered paragraphs."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from netzwerkstatt.foundation.entries.models import Entry


class Paragraph(models.Model):
    """One numbered paragraph of an entry's text. `version` counts its changes; a save carries the one it read."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    rests_on = models.ManyToManyField(Entry, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="texts_paragraph_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="texts_paragraph_not_empty"),
            models.CheckConstraint(condition=Q(number__gte=1), name="texts_paragraph_number_from_one"),
        ]

    @property
    def origins(self) -> list[Entry]:
        """What it rests on, without a query where that was read with it."""
        return list(self.rests_on.all())
