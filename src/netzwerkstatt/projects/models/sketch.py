"""The canvas on which a group puts a project together before a city takes it into its hands."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Entry, new_public_id
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.projects.models.project import Project

LONGEST_BOX = 1000


class CostClass(models.TextChoices):
    """About how much it costs: nobody knows it to the euro in the afternoon of a workshop."""

    UNKNOWN = "", pgettext_lazy("cost class", "not known yet")
    TINY = "tiny", pgettext_lazy("cost class", "below 1,000 €")
    SMALL = "small", pgettext_lazy("cost class", "1,000 to 10,000 €")
    MEDIUM = "medium", pgettext_lazy("cost class", "10,000 to 50,000 €")
    LARGE = "large", pgettext_lazy("cost class", "50,000 to 250,000 €")
    HUGE = "huge", pgettext_lazy("cost class", "above 250,000 €")


class Sketch(models.Model):
    """What a group of a workshop thinks of: from a cluster, or from chosen ideas. Boxes may stay empty until it begins.

    `origin` is the workshop, or the idea, that it comes from. `edition` counts its changes, so that nobody overwrites
    unawares. With `project` it is closed: the project goes on from there.
    """

    BOXES: ClassVar[tuple[str, ...]] = ("problem", "for_whom", "idea", "new_for_us", "others", "risk", "legal")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    origin = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="sketches")
    cluster = models.ForeignKey(Cluster, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    ideas = models.ManyToManyField(Idea, related_name="+")
    title = models.CharField(max_length=240)
    problem = models.TextField(blank=True)
    figure = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    for_whom = models.TextField(blank=True)
    idea = models.TextField(blank=True)
    new_for_us = models.TextField(blank=True)
    cities = models.ManyToManyField(City, blank=True, related_name="+")
    others = models.TextField(blank=True)
    first_step = models.CharField(max_length=240, blank=True)
    first_step_by = models.CharField(max_length=160, blank=True)
    first_step_due = models.DateField(null=True, blank=True)
    cost_class = models.CharField(max_length=6, choices=CostClass, blank=True)
    risk = models.TextField(blank=True)
    legal = models.TextField(blank=True)
    owner = models.ForeignKey(City, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    project = models.OneToOneField(Project, null=True, blank=True, on_delete=models.SET_NULL, related_name="sketch")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    edition = models.PositiveIntegerField(default=1)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    written_at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["-written_at", "-id"]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="projects_sketch_has_a_title")]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return self.origin.stream

    @property
    def is_founded(self) -> bool:
        return self.project_id is not None
