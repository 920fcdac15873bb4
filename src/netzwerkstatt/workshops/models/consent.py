"""What people agree to: the texts of the alliance, who agreed to which version, and forms on paper as numbers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.workshops.models.workshop import Workshop

LONGEST_CONSENT = 3000
MOST_FORMS = 1000


class ConsentKind(models.TextChoices):
    """What somebody is asked to agree to."""

    PHOTOS = "photos", _("Photos")
    YOUNG = "young", _("People under 16")


class ConsentText(models.Model):
    """One version of a text of the alliance, by language. Never changed: who agreed, agreed to these words.

    Version 0 is the text of the house and no row.
    """

    kind = models.CharField(max_length=6, choices=ConsentKind)
    version = models.PositiveSmallIntegerField()
    words = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["kind", "version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "version"], name="workshops_consent_text_once"),
            models.CheckConstraint(condition=Q(version__gte=1), name="workshops_consent_texts_count_from_one"),
        ]

    @property
    def stream(self) -> str:
        return "alliance"

    @property
    def public_id(self) -> str:
        return ""

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise NeverChangedError("a text that people agreed to")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Consent(models.Model):
    """A person agreed to photos, or did not; `withdrawn_at` says that she takes it back. `version` is that of the text."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="consents")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshop_consents")
    kind = models.CharField(max_length=6, choices=ConsentKind)
    version = models.PositiveSmallIntegerField()
    given = models.BooleanField()
    said_at = models.DateTimeField(default=clock.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "person", "kind"], name="workshops_consent_once"),
            models.CheckConstraint(
                condition=Q(given=True) | Q(withdrawn_at__isnull=True),
                name="workshops_only_what_was_given_is_withdrawn",
            ),
        ]

    @property
    def holds(self) -> bool:
        return self.given and self.withdrawn_at is None

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def public_id(self) -> str:
        return self.workshop.public_id


class PaperForms(models.Model):
    """Signed forms that lie with the host: how many agree and how many do not. Whose they are stands on paper alone."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="paper_forms")
    kind = models.CharField(max_length=6, choices=ConsentKind)
    version = models.PositiveSmallIntegerField()
    given = models.PositiveSmallIntegerField(default=0)
    refused = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "kind"], name="workshops_paper_forms_once"),
            models.CheckConstraint(
                condition=Q(given__lte=MOST_FORMS, refused__lte=MOST_FORMS), name="workshops_paper_forms_in_a_room"
            ),
        ]
