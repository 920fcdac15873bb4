"""The record of a workshop: its texts before the release, what the group takes back, and what was released."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops.models.workshop import Workshop

LONGEST_REASON = 240


class Protocol(models.Model):
    """One released version of a record, frozen with its hash; who released it stands in the content.

    The first version is released once, each later one corrects the one before and says why. None of them changes.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.PROTECT, related_name="records")
    version = models.PositiveSmallIntegerField(default=1)
    reason = models.CharField(max_length=LONGEST_REASON, blank=True)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "version"], name="workshops_each_version_once"),
            models.CheckConstraint(
                condition=Q(version=1, reason="") | Q(version__gt=1) & ~Q(reason=""),
                name="workshops_corrected_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.version}"

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise NeverChangedError("a released protocol")
        super().save(*args, **kwargs)  # type: ignore[arg-type]


class Draft(models.Model):
    """The texts of a record as they were saved once, before they are released; every saving is a row of its own.

    `texts` holds the sections and the note of each phase by name, `photos` the public ids of the pictures that go with
    it. With the release the last one stays, for a correction to begin with.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="drafts")
    edition = models.PositiveIntegerField()
    texts = models.JSONField(default=dict)
    photos = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    saved_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "edition"], name="workshops_each_edition_once")]

    def __str__(self) -> str:
        return f"{self.workshop_id} {self.edition}"


class Echo(models.Model):
    """What became of a workshop after three, six and twelve months, in the words of the host."""

    MONTHS = (3, 6, 12)

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="echoes")
    months = models.PositiveSmallIntegerField()
    words = models.TextField(max_length=1000)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering = ("months",)
        constraints = [
            models.UniqueConstraint(fields=["workshop", "months"], name="workshops_echo_once"),
            models.CheckConstraint(
                condition=Q(months__in=[3, 6, 12]) & ~Q(words=""), name="workshops_echo_says_something"
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Withdrawal(models.Model):
    """The group takes an idea back: it is published nowhere, and why stands in the record. `taken` is what it needs to
    come back into the lists.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="withdrawal")
    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="withdrawals")
    reason = models.CharField(max_length=LONGEST_REASON)
    taken = models.JSONField(default=dict)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="workshops_withdrawn_for_a_reason")]

    def __str__(self) -> str:
        return self.reason
