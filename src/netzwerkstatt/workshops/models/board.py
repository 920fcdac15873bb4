"""What was done on the board, step by step, so that each step can be undone."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models.workshop import Workshop


class BoardStep(models.Model):
    """One change on the board: what was so before and what after, of everything it touched.

    `changes` holds, by public id, pairs (before, after): of "clusters" name and note, or null where there is none; of
    "ideas" the public id of their cluster, or ""; of "declined" whether a suggestion was turned down. `number` is the
    order in which steps were made, `revision` when this one was last made, undone or made again, by `turned_by`.
    Gone with the release: then nothing is undone any more.
    """

    class Verb(models.TextChoices):
        FORMED = "formed", _("put together")
        RENAMED = "renamed", _("renamed")
        NOTED = "noted", _("wrote a note")
        MOVED = "moved", _("moved")
        MERGED = "merged", _("merged")
        SPLIT = "split", _("split off")
        DISSOLVED = "dissolved", _("dissolved")
        ACCEPTED = "accepted", _("took up a suggestion")
        DECLINED = "declined", _("turned a suggestion down")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    revision = models.PositiveIntegerField()
    verb = models.CharField(max_length=9, choices=Verb)
    changes = models.JSONField()
    undone = models.BooleanField(default=False)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    turned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="workshops_step_number_once"),
            models.UniqueConstraint(fields=["workshop", "revision"], name="workshops_step_revision_once"),
            models.CheckConstraint(condition=Q(number__gte=1, revision__gte=1), name="workshops_steps_count_from_one"),
        ]


class DeclinedSuggestion(models.Model):
    """A suggestion that somebody turned down: which ideas it would have put together. Gone with the release."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="declined")
    key = models.CharField(max_length=64)
    ideas = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "key"], name="workshops_declined_once")]
