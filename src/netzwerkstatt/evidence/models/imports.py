"""Files that are on their way into the catalogue, and how a city's own exports are read."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.models.cards import EvidenceCard
from netzwerkstatt.evidence.models.catalogue import Dataset
from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City


class StatisticsImport(models.Model):
    """An uploaded file from the moment it arrived until it is a dataset, or was refused.

    `sha256` is the upload as it came, on the shelf of arrivals; it leaves that shelf at the end. `columns` says how a
    register export is read; `preview` what was found, `problem` why the file cannot be read, both as plain values.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for its turn")
        READING = "reading", _("is being read")
        READY = "ready", _("read, waits for your word")
        ENTERING = "entering", _("is being entered")
        DONE = "done", _("entered")
        REFUSED = "refused", _("cannot be read")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    retrieved_on = models.DateField()
    source_address = models.URLField(max_length=500, blank=True)
    table_code = models.CharField(max_length=40, blank=True)
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    columns = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    read_bytes = models.PositiveBigIntegerField(default=0)
    all_bytes = models.PositiveBigIntegerField(default=0)
    problem = models.JSONField(null=True, blank=True)
    preview = models.JSONField(null=True, blank=True)
    dataset = models.ForeignKey(Dataset, null=True, blank=True, on_delete=models.SET_NULL, related_name="imports")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=clock.now)
    moved_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["state", "moved_at"], name="evidence_imports_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="refused") | Q(problem__isnull=False), name="evidence_refused_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(preview__isnull=False), name="evidence_ready_shows_what"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("evidence:import", args=[self.public_id])

    @property
    def stream(self) -> str:
        return f"import-{self.public_id}"

    @property
    def is_moving(self) -> bool:
        """The worker has it, or will have it."""
        return self.state in {self.State.WAITING, self.State.READING, self.State.ENTERING}

    @property
    def percent(self) -> int:
        """How much of the file is read."""
        return min(100, 100 * self.read_bytes // self.all_bytes) if self.all_bytes else 0


class RegisterColumns(models.Model):
    """How a city's register export is read, remembered for the next one with the same header."""

    city = models.ForeignKey(City, on_delete=models.CASCADE, related_name="register_columns")
    header_sha256 = models.CharField(max_length=64)
    columns = models.JSONField()

    class Meta:
        verbose_name_plural = "register columns"
        constraints = [
            models.UniqueConstraint(fields=["city", "header_sha256"], name="evidence_each_header_once"),
        ]

    def __str__(self) -> str:
        return f"{self.city} {self.header_sha256[:8]}"


class LaterFigures(models.Model):
    """A newer dataset has other figures than a card quotes: `figures` holds label, then and now, as the files write them."""

    card = models.ForeignKey(EvidenceCard, on_delete=models.CASCADE, related_name="later")
    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    figures = models.JSONField()
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name_plural = "later figures"
        ordering: ClassVar = ["-found_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["card", "dataset"], name="evidence_each_change_told_once")]

    def __str__(self) -> str:
        return f"{self.card} {self.dataset}"

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What changed: `label`, `before`, `after`."""
        return list(self.figures)
