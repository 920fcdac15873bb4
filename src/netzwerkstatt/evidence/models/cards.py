"""Official files as they came, and cards that quote figures from them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError


class OfficialFile(models.Model):
    """A file of a statistical office. Its bytes lie in the store under `sha256`; the same bytes are the same row.

    What came packed is kept unpacked, as offsets refer to the text; `packed_sha256` is then that of the upload.
    `table_code` is empty where the file does not carry it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    packed_sha256 = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    format = models.CharField(max_length=10)
    encoding = models.CharField(max_length=10)
    table_code = models.CharField(max_length=40, blank=True)
    title = models.TextField()
    statistic_code = models.CharField(max_length=40, blank=True)
    statistic = models.TextField(blank=True)
    institution = models.TextField()
    portal = models.TextField(blank=True)
    licence = models.CharField(max_length=40)
    as_of = models.DateField(null=True, blank=True)
    retrieved_on = models.DateField(_("retrieved on"))
    source_address = models.URLField(_("address of the source"), max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=clock.now)

    class Meta:
        indexes = [models.Index(fields=["-uploaded_at", "-id"], name="evidence_files_latest_first")]

    public_id = ""

    def __str__(self) -> str:
        return f"{self.table_code or self.statistic_code} {self.title}".strip()

    @property
    def stream(self) -> str:
        return f"file-{self.sha256[:24]}"


class EvidenceCard(OfAKind):
    """Figures of one official table with a claim: what they count, where, when, from whom. Never changed.

    `claim` repeats the entry's title, so that the card alone says everything. `figures` is a list of
    `Figure.to_json()`, in the order in which they are drawn. A card made from a view of the store keeps the question
    (`query`), the fingerprint of the answer (`data_sha256`) and all the datasets that it came from (`sources`); `file`
    is the newest one's. What was computed keeps its assumptions in `query`, and in `projection` what it started from; its
    figures stand in no file.
    """

    file = models.ForeignKey(OfficialFile, on_delete=models.PROTECT, related_name="cards")
    claim = models.CharField(max_length=240)
    explanation = models.TextField(blank=True)
    table_code = models.CharField(max_length=40)
    table_title = models.TextField()
    statistic = models.TextField(blank=True)
    measure = models.TextField()
    unit = models.TextField(blank=True)
    definition = models.TextField()
    territories = models.JSONField(default=list)
    territory_names = models.TextField(blank=True)
    reference_dates = models.JSONField(default=list)
    figures = models.JSONField()
    census_years = models.JSONField(default=list)
    institution = models.TextField()
    portal = models.TextField(blank=True)
    licence = models.CharField(max_length=40)
    as_of = models.DateField(null=True, blank=True)
    retrieved_on = models.DateField()
    file_sha256 = models.CharField(max_length=64)
    query = models.JSONField(null=True, blank=True)
    sources = models.JSONField(null=True, blank=True)
    data_sha256 = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 – a column that may be empty is added without copying the table
    projection = models.ForeignKey(
        "evidence.Projection", null=True, blank=True, on_delete=models.PROTECT, related_name="cards"
    )

    class Meta:
        verbose_name_plural = "evidence cards"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise NeverChangedError("an evidence card")
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    @property
    def question(self) -> dict[str, Any]:
        """What was asked; empty where a person chose cells of a file."""
        return self.query or {}

    @property
    def is_computed(self) -> bool:
        """Its figures were computed from official ones, and quoted from no file."""
        return "computed" in self.question

    @property
    def read_figures(self) -> list[Figure]:
        """The figures as values, in the order in which they are drawn."""
        return [Figure.from_json(stored) for stored in self.figures]
