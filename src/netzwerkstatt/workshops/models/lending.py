"""A workshop that is lent to a room server: what headquarters keeps of it, and what the laptop keeps."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models.workshop import Workshop

LONGEST_LAPTOP = 120


class Loan(models.Model):
    """At headquarters: the workshop was lent out, to `laptop` in words, by `lent_by`. One at a time is open.

    What comes back is signed with the key of which `verifies` is the public half; headquarters can make the private
    half again as long as the loan is open, and does not keep it.
    """

    class End(models.TextChoices):
        HOME = "home", pgettext_lazy("loan", "came back")
        CALLED_BACK = "called-back", pgettext_lazy("loan", "called back")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="loans")
    number = models.UUIDField(unique=True, default=uuid.uuid4)
    laptop = models.CharField(_("whose laptop"), max_length=LONGEST_LAPTOP)
    verifies = models.CharField(max_length=64)
    lent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lent_at = models.DateTimeField(default=clock.now)
    end = models.CharField(max_length=11, choices=End, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["lent_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["workshop"], condition=Q(end=""), name="workshops_lent_once_at_a_time"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True) | ~Q(end="") & Q(ended_at__isnull=False),
                name="workshops_loan_ends_somehow",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return not self.end


class Borrowed(models.Model):
    """On the laptop: the one workshop that it runs, and the key with which it signs what it gives back.

    `runs` holds the keys of those who may open the console without a password: the laptop is theirs.
    """

    workshop = models.OneToOneField(Workshop, primary_key=True, on_delete=models.CASCADE, related_name="borrowed")
    only = models.BooleanField(default=True, unique=True, editable=False)
    number = models.UUIDField()
    runs = models.JSONField(default=list)
    signs = models.CharField(max_length=64)
    headquarters = models.CharField(max_length=64)
    lent_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(only=True), name="workshops_one_borrowed_workshop")]
