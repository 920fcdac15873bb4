"""Former versions of items, and the stones of deleted ones."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock


class Version(models.Model):
    """What an item said until `at`, when `by` changed it. Numbered from 1; the present is the one after the last."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    fields = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="versions_number_once_per_item"),
            models.CheckConstraint(condition=Q(number__gte=1), name="versions_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} / {self.number}"


class Tombstone(models.Model):
    """An item was deleted: when, in which role, why. Its words are gone; its knot on the thread stays."""

    class Role(models.TextChoices):
        AUTHOR = "author", pgettext_lazy("deleted by", "its author")
        CITY = "city", pgettext_lazy("deleted by", "its city")

    entry = models.OneToOneField(Entry, primary_key=True, on_delete=models.PROTECT, related_name="tombstone")
    at = models.DateTimeField(default=clock.now)
    role = models.CharField(max_length=8, choices=Role)
    reason = models.CharField(max_length=400)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="versions_deleted_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.entry_id} deleted"
