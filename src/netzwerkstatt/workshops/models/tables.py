"""Tables whose people have no phone in hand, and what is written on paper."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import MOST_PERSONS
from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.workshops.models.phases import Phase
from netzwerkstatt.workshops.models.workshop import Workshop

LONGEST_TABLE = 60


class Source(models.TextChoices):
    """On which way a text came in."""

    PHONE = "phone", _("phone")
    TABLE = "table", _("table")
    PAPER = "paper", _("paper")


class Table(models.Model):
    """People who sit together and speak through one secretary: `persons` of them, without phones of their own.

    The secretary is a person, or a device that came in with `code` – eight digits, there only while the workshop runs.
    Both end with the workshop.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="tables")
    name = models.CharField(_("name of the table"), max_length=LONGEST_TABLE)
    persons = models.PositiveSmallIntegerField(_("people without a phone of their own"))
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="secretary_at"
    )
    code = models.CharField(max_length=8, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "name"], name="workshops_table_name_once"),
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="workshops_table_code_once"),
            models.CheckConstraint(condition=~Q(name=""), name="workshops_table_has_a_name"),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=MOST_PERSONS), name="workshops_table_has_people"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def spoken_code(self) -> str:
        """The code as one reads it aloud: 1234 5678."""
        return f"{self.code[:4]} {self.code[4:]}".strip()


class TableDevice(models.Model):
    """A device that writes for a table: a guest that came in with the table's code. Gone with the guest."""

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="table_device")
    table = models.ForeignKey(Table, on_delete=models.CASCADE, related_name="devices")


class PaperCard(models.Model):
    """A printed card with a short number, one of eight on a person's `sheet`. `used` says that it was typed in; what stood on it is not tied to it."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="paper_cards")
    sheet = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=5)
    used = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints = [models.UniqueConstraint(fields=["workshop", "code"], name="workshops_paper_card_once")]


class PaperSheet(models.Model):
    """A photo of a sheet, and how far it was typed in: `lines` contributions so far. Gone with the release, for a hand
    can be recognised. `persons` is how many wrote on it.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="sheets")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    persons = models.PositiveSmallIntegerField()
    sha256 = models.CharField(max_length=64)
    thumbnail = models.CharField(max_length=64)
    format = models.CharField(max_length=5)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    lines = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="workshops_sheet_number_once"),
            models.UniqueConstraint(fields=["workshop", "sha256"], name="workshops_same_photo_once"),
            models.CheckConstraint(
                condition=Q(persons__gte=1, persons__lte=MOST_PERSONS), name="workshops_sheet_has_people"
            ),
        ]

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def is_typed_in(self) -> bool:
        return self.lines > 0
