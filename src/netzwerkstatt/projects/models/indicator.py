"""By which figures one sees whether a project works; each rests on an evidence card."""

from __future__ import annotations

from decimal import Decimal

from django.db import models
from django.db.models import Q

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.projects.models.plan import Line


class Indicator(Line):
    """What is counted, how it was, how it shall be until when, how it is now. `card` says where the baseline stands."""

    MOST = Decimal(10) ** 12

    what = models.CharField(max_length=240)
    unit = models.CharField(max_length=60)
    card = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="+")
    baseline = models.DecimalField(max_digits=15, decimal_places=2)
    target = models.DecimalField(max_digits=15, decimal_places=2)
    target_on = models.DateField()
    now = models.DecimalField(max_digits=15, decimal_places=2, null=True, blank=True)
    now_on = models.DateField(null=True, blank=True)

    ORDER = ("target_on", "pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(unit=""), name="projects_indicator_says_what"),
            models.CheckConstraint(
                condition=Q(now__isnull=True, now_on__isnull=True) | Q(now__isnull=False, now_on__isnull=False),
                name="projects_indicator_now_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what
