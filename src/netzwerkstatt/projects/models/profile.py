"""The Steckbrief of a project: its blocks, who is to be asked, and what was released of it."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, OfTheAlliance
from netzwerkstatt.projects.models.plan import Line
from netzwerkstatt.projects.models.project import Project


class Profile(models.Model):
    """What of a Steckbrief is never frozen: who is asked about it and when it is looked at again.

    People leave and telephones change; what was released stays true, and points here. `proposed_sha256` is the content
    that somebody proposed for release where the city wants a second pair of eyes.
    """

    project = models.OneToOneField(Project, primary_key=True, on_delete=models.PROTECT, related_name="profile")
    contact = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reach = models.CharField(max_length=160, blank=True)
    review_on = models.DateField(null=True, blank=True)
    confirmed_on = models.DateField(null=True, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    proposed_at = models.DateTimeField(null=True, blank=True)
    proposed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = [models.Index(fields=["review_on"], name="projects_profiles_to_review")]

    def __str__(self) -> str:
        return str(self.project)


class ProfileBlock(Line):
    """One block of a Steckbrief, changed on its own: field name to what was written."""

    block = models.CharField(max_length=12)
    data = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "block"], name="projects_profile_block_once")]

    def __str__(self) -> str:
        return " · ".join(str(value) for value in self.data.values() if value)[:400]


class ProfileRelease(models.Model):
    """A Steckbrief as it was released, numbered from 1; the database refuses every change.

    `content` is the canonical JSON of which `sha256` is made.
    """

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="projects_each_release_once"),
            models.CheckConstraint(condition=Q(number__gte=1) & ~Q(content=""), name="projects_release_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.project} {self.number}"

    @property
    def data(self) -> dict[str, Any]:
        """The content."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class CityRelease(OfTheAlliance):
    """How a city releases: with `second_pair` whoever proposes a Steckbrief never releases it."""

    city = models.OneToOneField(City, primary_key=True, on_delete=models.CASCADE, related_name="release_rule")
    second_pair = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.city)
