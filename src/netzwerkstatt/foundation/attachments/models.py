"""Attachments: what hangs on an entry, and what is left of what was removed."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.attachments.formats import FORMATS, Format
from netzwerkstatt.foundation.entries.models import Entry, new_public_id
from netzwerkstatt.foundation.events import clock

LONGEST_NAME = 120
LONGEST_ALT = 300
MOST = 30


class Attachment(models.Model):
    """A file on an entry; the bytes lie on the shelf under `sha256`, a picture's small version under `thumbnail`.

    `name` is without ending: that follows from the format, which was found by looking into the file. A picture has
    words for who does not see it (`alt`), or says that it is decoration. A removed attachment keeps its row, without
    file, name and words; its bytes are swept when nothing else has them.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="attachments", db_index=False)
    format = models.CharField(max_length=5, choices=[(code, one.label) for code, one in FORMATS.items()])
    name = models.CharField(_("name"), max_length=LONGEST_NAME, blank=True)
    alt = models.CharField(_("what the picture shows"), max_length=LONGEST_ALT, blank=True)
    is_decoration = models.BooleanField(default=False)
    size = models.PositiveIntegerField()
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    thumbnail = models.CharField(max_length=64, blank=True)
    uploader = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="attachments"
    )
    created_at = models.DateTimeField(default=clock.now)
    removed_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(removed_at__isnull=True) & ~Q(sha256="") & ~Q(name="")
                | Q(removed_at__isnull=False, sha256="", thumbnail="", name="", alt=""),
                name="attachments_file_or_tombstone",
            ),
            models.CheckConstraint(
                condition=~Q(format__in=["png", "jpeg", "webp"])
                | Q(removed_at__isnull=False)
                | ~Q(alt="")
                | Q(is_decoration=True),
                name="attachments_pictures_have_words",
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "id"], condition=Q(removed_at__isnull=True), name="attachments_of_an_entry"),
            models.Index(fields=["sha256"], condition=~Q(sha256=""), name="attachments_by_file"),
            models.Index(fields=["thumbnail"], condition=~Q(thumbnail=""), name="attachments_by_thumbnail"),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def stream(self) -> str:
        """Its events belong to the item it hangs on."""
        return self.entry.stream

    @property
    def about(self) -> Format:
        """What kind of file it is."""
        return FORMATS[self.format]

    @property
    def file_name(self) -> str:
        """The name it is saved under."""
        return f"{self.name}{self.about.ending}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("attachments:file", args=[self.public_id])
