"""When people of the pool can be asked: what each says, beside the profile."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

MOST_A_MONTH = 12


class Absence(models.Model):
    """Days on which a person cannot come, the last one included; why is nobody's business."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="absences")
    since = models.DateField()
    until = models.DateField()

    class Meta:
        ordering: ClassVar = ["since", "until"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="workshops_absence_ends_after_start"),
            models.UniqueConstraint(fields=["person", "since", "until"], name="workshops_absence_once"),
        ]


class MonthlyLimit(models.Model):
    """To how many workshops a month a person comes at most. Without a row there is no limit."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="monthly_limit"
    )
    most = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(most__gte=1, most__lte=MOST_A_MONTH), name="workshops_monthly_limit_is_a_number"
            )
        ]
