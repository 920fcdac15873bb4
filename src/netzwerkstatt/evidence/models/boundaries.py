"""Outlines of territories, as users brought them in."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.foundation.events import clock


class Boundaries(models.Model):
    """One file of outlines, from the moment it arrived: of districts, municipalities or Länder, as they lay on one day.

    The file lies on the shelf of outlines under `sha256` as it came; `problem` says why it cannot be read, as plain values.
    Once read, nothing of it changes.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("is being read")
        READY = "ready", _("ready")
        REFUSED = "refused", _("cannot be read")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    name = models.CharField(_("name"), max_length=120)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    status_on = models.DateField(_("borders as on"))
    source = models.CharField(_("source"), max_length=300)
    licence = models.CharField(_("licence"), max_length=120)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    problem = models.JSONField(null=True, blank=True)
    level = models.CharField(max_length=12, blank=True)
    number = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    brought_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "boundaries"
        indexes = [models.Index(fields=["state", "-brought_at"], name="evidence_boundaries_latest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(number__gt=0) & ~Q(level="")), name="evidence_ready_outlines_are_there"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(problem__isnull=False), name="evidence_refused_outlines_say_why"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse('evidence:map')}?outlines={self.public_id}"

    @property
    def stream(self) -> str:
        return f"outlines-{self.public_id}"


class Outline(models.Model):
    """The outline of one territory: `rings` as lists of lon/lat."""

    boundaries = models.ForeignKey(Boundaries, on_delete=models.CASCADE, related_name="outlines")
    key = models.CharField(_("key"), max_length=12)
    name = models.CharField(_("name"), max_length=200, blank=True)
    rings = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["boundaries", "key"], name="evidence_each_outline_once")]

    def __str__(self) -> str:
        return self.name or self.key
