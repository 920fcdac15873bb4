"""Surveys and the sheets people fill in."""

from __future__ import annotations

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.foundation.surveys.structure import Questionnaire

DRAFT, OPEN, CLOSED = "draft", "open", "closed"


class Answering(models.TextChoices):
    """Who answers."""

    PUBLIC = "public", _("everybody who has the address, without an account")
    PARTNERS = "partners", _("signed-in people of the alliance")


class Survey(OfAKind):
    """A questionnaire; its state is that of its entry. Once it was opened its questions stay as they are.

    `answers` counts finished sheets, so that no list has to.
    """

    intro = models.TextField(_("what it is about"), blank=True)
    thanks = models.TextField(_("what one reads at the end"), blank=True)
    answering = models.CharField(max_length=10, choices=Answering, default=Answering.PUBLIC)
    shows_results = models.BooleanField(default=True)
    structure = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    answers = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    @cached_property
    def questionnaire(self) -> Questionnaire:
        return Questionnaire.from_data(self.structure)

    @property
    def is_draft(self) -> bool:
        return bool(self.entry.state == DRAFT)

    @property
    def is_open(self) -> bool:
        return bool(self.entry.state == OPEN)

    @property
    def is_closed(self) -> bool:
        return bool(self.entry.state == CLOSED)


class Source(models.TextChoices):
    """How a sheet came in."""

    ONLINE = "online", _("online")
    PAPER = "paper", _("on paper")


class Sheet(models.Model):
    """One person's answers. Only whoever keeps the code can open it again; the database knows its hash alone.

    Nothing ties a public sheet to a person, session, address or device, and its time is a full hour. A partner's sheet
    is tied to the person until the survey closes, so that nobody answers twice. `entered_by` is who typed in paper.
    """

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="sheets")
    code_hash = models.CharField(max_length=64, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=8, choices=Source, default=Source.ONLINE)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    values = models.JSONField(default=dict)
    reached = models.CharField(max_length=12, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "person"], condition=Q(person__isnull=False), name="surveys_partner_answers_once"
            ),
            models.CheckConstraint(
                condition=Q(source="paper") | Q(entered_by__isnull=True), name="surveys_only_paper_is_typed_in"
            ),
        ]
        indexes = [models.Index(fields=["survey", "finished_at"], name="surveys_finished_sheets")]

    @staticmethod
    def hash_of(code: str) -> str:
        """The code as it is kept; spaces, dashes and capitals do not matter, and 0 and o, 1 and l are the same."""
        plain = "".join(sign for sign in code.lower() if sign.isalnum()).replace("o", "0").replace("l", "1")
        return hashlib.sha256(plain.replace("i", "1").encode()).hexdigest()

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None
