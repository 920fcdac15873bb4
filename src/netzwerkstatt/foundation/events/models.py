"""The log: streams and what happened in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from netzwerkstatt.foundation.events.guard import NeverChangedError


class Stream(models.Model):
    """One line of events: a workshop, an item, the alliance. `head` is the number of its last event."""

    name = models.CharField(max_length=40, primary_key=True)
    head = models.PositiveBigIntegerField(default=0)


class Event(models.Model):
    """What happened, once and for all. Rows are added by `record` and never changed."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events")
    number = models.PositiveBigIntegerField()
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    entry = models.CharField(max_length=16, blank=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    payload = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="events_number_once_per_stream")]
        indexes = [models.Index(fields=["-at"], name="events_latest_first")]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise NeverChangedError("an event")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
