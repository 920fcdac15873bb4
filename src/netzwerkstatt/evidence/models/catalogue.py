"""The catalogue: what each dataset is, what its series count, and which territories there are and were.

The figures themselves lie as Parquet files under `Dataset.figures_sha256`; datasets and series never change.
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence.models.cards import OfficialFile
from netzwerkstatt.foundation.events import clock


class Territory(models.Model):
    """A place of official statistics under its key: DG, AGS of 2, 3, 5 or 8 digits, or another key as the file has it.

    `first_seen` and `last_seen` are reference dates of figures in which it existed; by `gone_by` an official file
    lists it as one that no longer exists.
    """

    class Level(models.TextChoices):
        COUNTRY = "country", _("country")
        STATE = "state", _("Land")
        REGION = "region", _("administrative region")
        DISTRICT = "district", _("district")
        ASSOCIATION = "association", _("association of municipalities")
        MUNICIPALITY = "municipality", _("municipality")
        OTHER = "other", _("other area")

    key = models.CharField(_("key"), max_length=12, unique=True)
    regional_key = models.CharField(_("regional key (ARS)"), max_length=12, blank=True)
    name = models.CharField(_("name"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    level = models.CharField(_("level"), max_length=12, choices=Level)
    first_seen = models.DateField(null=True, blank=True)
    last_seen = models.DateField(null=True, blank=True)
    gone_by = models.DateField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["key"]
        verbose_name_plural = "territories"
        indexes = [models.Index(fields=["level", "folded"], name="evidence_territory_by_name")]

    def __str__(self) -> str:
        return self.name


class TerritoryChange(models.Model):
    """On this day one territory went over into another, whole or in part; figures before and after are not of one place."""

    class Kind(models.TextChoices):
        INCORPORATED = "incorporated", _("incorporated")
        MERGED = "merged", _("merged into one")
        SPLIT = "split", _("partly handed over")
        REKEYED = "rekeyed", _("new key")

    before = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="went_into", verbose_name=_("before"))
    after = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="came_from", verbose_name=_("after"))
    on = models.DateField(_("on"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    source = models.CharField(_("source"), max_length=300)
    file = models.ForeignKey(
        OfficialFile, null=True, blank=True, on_delete=models.PROTECT, related_name="border_changes"
    )

    class Meta:
        verbose_name_plural = "territory changes"
        constraints = [
            models.UniqueConstraint(fields=["before", "after", "on"], name="evidence_each_change_once"),
            models.CheckConstraint(condition=~Q(before=F("after")), name="evidence_change_between_two"),
        ]
        indexes = [models.Index(fields=["on"], name="evidence_changes_by_day")]

    def __str__(self) -> str:
        return f"{self.before} → {self.after}"


class Indicator(models.Model):
    """What can be asked for: one definition under one key (`population_total`). Series of several tables may count it.

    For keys that the product knows, name and definition are its own words (`catalogue.known`); for the others they
    are the file's.
    """

    class Kind(models.TextChoices):
        STOCK = "stock", _("number on a reference date")
        FLOW = "flow", _("sum of a year")
        RATIO = "ratio", _("ratio or mean")

    key = models.SlugField(_("key"), max_length=120, unique=True)
    label = models.CharField(_("name"), max_length=300)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    statistic_code = models.CharField(max_length=40, blank=True)
    statistic = models.CharField(_("statistic"), max_length=300, blank=True)

    class Meta:
        ordering: ClassVar = ["key"]

    def __str__(self) -> str:
        from netzwerkstatt.evidence.catalogue.known import name_of

        return name_of(self.key) or self.label

    @property
    def definition(self) -> str:
        """What exactly is counted, in a sentence."""
        from netzwerkstatt.evidence.catalogue.known import definition_of

        return definition_of(self.key) or self.label


class Dataset(models.Model):
    """One official file, read whole: never changed; a newer download of the same table is another dataset.

    `reading` tells apart different readings of one file (a register export whose columns were named otherwise).
    """

    file = models.ForeignKey(OfficialFile, on_delete=models.PROTECT, related_name="datasets")
    reading = models.CharField(max_length=64, blank=True)
    table_code = models.CharField(_("table number"), max_length=40)
    title = models.TextField(_("title"))
    statistic_code = models.CharField(max_length=40, blank=True)
    statistic = models.TextField(_("statistic"), blank=True)
    territory_status = models.CharField(_("territory status"), max_length=120, blank=True)
    territory_status_on = models.DateField(null=True, blank=True)
    notes = models.TextField(_("explanations"), blank=True)
    institution = models.TextField(_("institution"))
    portal = models.TextField(_("source"), blank=True)
    licence = models.CharField(_("licence"), max_length=40)
    as_of = models.DateField(_("as of"), null=True, blank=True)
    retrieved_on = models.DateField(_("retrieved on"))
    figures_sha256 = models.CharField(_("checksum of the figures"), max_length=64)
    figure_count = models.PositiveBigIntegerField()
    absent_count = models.PositiveIntegerField(default=0)
    moments = models.JSONField(default=list)
    levels = models.JSONField(default=dict)
    first_year = models.SmallIntegerField(null=True)
    last_year = models.SmallIntegerField(null=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    imported_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "reading"], name="evidence_each_reading_once")]
        indexes = [
            models.Index(fields=["-imported_at", "-id"], name="evidence_data_latest_first"),
            models.Index(fields=["table_code"], name="evidence_data_by_table"),
        ]

    public_id = ""

    def __str__(self) -> str:
        return f"{self.table_code} {self.title}".strip()

    def get_absolute_url(self) -> str:
        return reverse("evidence:dataset", args=[self.pk])

    @property
    def stream(self) -> str:
        return self.file.stream

    @property
    def file_sha256(self) -> str:
        return self.file.sha256


class Series(models.Model):
    """What one series of a dataset counts: the measure and one category of every other dimension.

    `sex` is m, f or empty for all; ages are whole years from–to, both included, `age_to` empty for an open end;
    `nationality` is d (Germans), a (foreigners) or empty. `rest` holds other categories in the file's words,
    `categories` all of them as (dimension, variable, label).
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="series")
    number = models.PositiveIntegerField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="series")
    measure_code = models.CharField(max_length=40, blank=True)
    measure = models.TextField()
    unit = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=1, blank=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    nationality = models.CharField(max_length=1, blank=True)
    rest = models.JSONField(default=list)
    categories = models.JSONField(default=list)
    definition = models.TextField()

    class Meta:
        verbose_name_plural = "series"
        constraints = [models.UniqueConstraint(fields=["dataset", "number"], name="evidence_each_series_once")]
        indexes = [models.Index(fields=["indicator", "sex"], name="evidence_series_asked_for")]

    def __str__(self) -> str:
        return self.definition
