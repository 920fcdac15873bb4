"""Documents that were asked for: their content as it was then, and the file that came of it."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.documents.blocks import Document
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError


class Rendering(models.Model):
    """One version of one item's document. The content never changes; once the file is there, nothing does.

    `content` is the canonical JSON, byte for byte what `content_sha256` was made of. `pdf_sha256` is the file's name
    in the store, `docx_sha256` that of the office file; documents made before there was one have none.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("In the making")
        READY = "ready", _("Ready")
        FAILED = "failed", _("Could not be made")

    class Step(models.TextChoices):
        """What the worker does right now; nothing while it is in the queue."""

        PAGES = "pages", _("The pages are being set")
        OFFICE = "office", _("The file for office programs is being written")

    public_id = models.CharField(max_length=16)
    version = models.CharField(max_length=40, blank=True)
    content = models.TextField()
    content_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64, blank=True)
    docx_sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    asked_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True)
    step = models.CharField(max_length=6, choices=Step, null=True, blank=True)  # noqa: DJ001 – a column that may be empty is added without copying the table

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id", "version"], name="documents_each_version_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | (Q(made_at__isnull=False) & ~Q(pdf_sha256="") & Q(reason="")),
                name="documents_ready_has_a_file",
            ),
            models.CheckConstraint(condition=~Q(state="failed") | ~Q(reason=""), name="documents_failed_says_why"),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="documents_waiting_longest")]

    def __str__(self) -> str:
        return f"{self.public_id} {self.version}".strip()

    @property
    def document(self) -> Document:
        """The content as a document. Raises `InvalidDocumentError` if it is none."""
        return Document.from_json(json.loads(self.content))

    def save(self, *args: object, **kwargs: object) -> None:
        """Refuses to touch a rendering that is ready; the database refuses it too."""
        if self.pk and Rendering.objects.filter(pk=self.pk, state=self.State.READY).exists():
            raise NeverChangedError("a rendering that is ready")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Redaction(models.Model):
    """A released document was issued anew with passages blackened, because somebody's data had to go.

    What stood there is nowhere any more; that it was changed, why, and both checksums stay. It is what lets the database
    accept another content for something that is final.
    """

    public_id = models.CharField(max_length=16)
    version = models.PositiveSmallIntegerField()
    before_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=400)
    passages = models.PositiveIntegerField()
    at = models.DateTimeField(default=clock.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id", "version"], name="documents_each_redaction_once"),
            models.UniqueConstraint(fields=["public_id", "before_sha256"], name="documents_redacted_from_one"),
            models.CheckConstraint(
                condition=Q(version__gte=2) & ~Q(reason="") & Q(passages__gte=1) & ~Q(before_sha256=F("sha256")),
                name="documents_redaction_says_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.version}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise NeverChangedError("a redaction")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
