"""The log: streams and what happened in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from netzwerkstatt.foundation.events.guard import NeverChangedError


class Stream(models.Model):
    """One line of events: a workshop, an item, the alliance. `head` is the number of its last event."""

    name = models.CharField(max_length=40, primary_key=True)
    head = models.PositiveBigIntegerField(default=0)


class Consumed(models.Model):
    """How far a consumer has come in a stream; and, where its handler fails, how often, why, and when it is tried again."""

    consumer = models.CharField(max_length=60)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="consumed")
    number = models.PositiveBigIntegerField(default=0)
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    again_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "stream"], name="events_consumed_once_per_stream")]
        indexes = [
            models.Index(
                fields=["consumer", "stream"], condition=models.Q(tries__gt=0), name="events_consumers_failing"
            )
        ]


class Chore(models.Model):
    """Something the worker does again and again: when next, and how it went."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveIntegerField(default=0)
    reason = models.CharField(max_length=200, blank=True)


class Event(models.Model):
    """What happened, once and for all. Rows are added by `record` and never changed."""

    stream = models.ForeignKey(Stream, on_delete=models.PROTECT, related_name="events", db_index=False)
    number = models.PositiveBigIntegerField()
    type = models.CharField(max_length=60)
    at = models.DateTimeField()
    entry = models.CharField(max_length=16, blank=True, db_index=True)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    payload = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="events_number_once_per_stream")]
        indexes = [
            models.Index(fields=["-at", "-id"], name="events_latest_first"),
            models.Index(fields=["type", "-at", "-id"], name="events_of_a_type"),
            models.Index(fields=["actor"], condition=models.Q(actor__isnull=False), name="events_of_an_actor"),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise NeverChangedError("an event")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise NeverChangedError("an event")
