"""Futures of places as they were computed, and scenarios that people made of them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.events import clock


class Projection(models.Model):
    """One question to the engine and its answer, kept under the fingerprint of the question: asked again, it is not computed again.

    `basis`, `scenario` and `outcome` are `adapter.Basis`, `Scenario` and `Futures` as plain values; `alike` is what the worker
    found of twin cities. `outcome_sha256` is that of the canonical JSON of the outcome.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("In the making")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    key = models.CharField(_("key"), max_length=12)
    name = models.CharField(_("name"), max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True)
    year = models.SmallIntegerField()
    middle = models.BooleanField(default=True)
    basis = models.JSONField()
    scenario = models.JSONField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    outcome = models.JSONField(null=True, blank=True)
    outcome_sha256 = models.CharField(max_length=64, blank=True)
    alike = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    asked_at = models.DateTimeField(default=clock.now)
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="ready")
                | (Q(outcome__isnull=False) & ~Q(outcome_sha256="") & Q(made_at__isnull=False)),
                name="evidence_ready_projection_has_futures",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(reason=""), name="evidence_failed_projection_says_why"
            ),
        ]
        indexes = [
            models.Index(fields=["key", "middle", "-id"], name="evidence_projections_of_place"),
            models.Index(fields=["state", "asked_at"], name="evidence_projections_waiting"),
        ]

    public_id = ""

    def __str__(self) -> str:
        return f"{self.name} {self.year}"

    @property
    def stream(self) -> str:
        return f"place-{self.key}"


class ScenarioEntry(OfAKind):
    """A future that somebody thought out, named and put up for discussion. Its assumptions never change; another is another scenario.

    `usual` is the middle path with which it was compared when it was made.
    """

    key = models.CharField(_("key"), max_length=12)
    place = models.CharField(_("place"), max_length=200)
    reasons = models.TextField(_("reasons"), blank=True)
    projection = models.ForeignKey(Projection, on_delete=models.PROTECT, related_name="scenarios")
    usual = models.ForeignKey(Projection, on_delete=models.PROTECT, related_name="compared")

    class Meta:
        verbose_name_plural = "scenarios"
        indexes = [models.Index(fields=["key"], name="evidence_scenarios_of_place")]
