"""Reports, and the case that all reports of one thing make together."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City, CityNetwork

LONGEST = 1000
KEPT_WORDS = 600


class Category(models.TextChoices):
    """What is wrong with it, in the eyes of who reports."""

    INSULT = "insult", _("Insult or hate")
    PERSONAL = "personal", _("Personal data of somebody")
    ADVERTISING = "advertising", _("Advertising")
    COPYRIGHT = "copyright", _("Copyright")
    OTHER = "other", _("Something else")


class State(models.TextChoices):
    """Where a case stands."""

    OPEN = "open", pgettext_lazy("moderation", "waits for a decision")
    LEFT = "left", pgettext_lazy("moderation", "left as it is")
    HIDDEN = "hidden", pgettext_lazy("moderation", "hidden")
    OBJECTED = "objected", pgettext_lazy("moderation", "hidden, with an objection")
    SHOWN = "shown", pgettext_lazy("moderation", "shown again")


WAITING = (State.OPEN, State.OBJECTED)
ABSENT = (State.HIDDEN, State.OBJECTED)


class Case(models.Model):
    """One reported thing and what was decided about it. Its place (that of the entry it stands on) says who decides.

    `words` is what it said when it was reported first; erased with the thing. `aside` is what rooms need to put a hidden
    thing back into their lists. `is_final` closes it: an objection was
    decided, and nothing reopens it.
    """

    stream_prefix = "case-"

    kind = models.CharField(max_length=24)
    thing = models.CharField(max_length=16)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="cases")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="cases"
    )
    words = models.TextField(blank=True)
    aside = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    reports_count = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField(default=clock.now)
    decided_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    reason = models.TextField(blank=True)
    objection = models.TextField(blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True)
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing"], name="moderation_one_case_per_thing"),
            models.CheckConstraint(
                condition=~Q(state__in=["hidden", "objected"]) | ~Q(reason=""), name="moderation_hidden_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state="objected") | ~Q(objection=""), name="moderation_objection_has_words"
            ),
        ]
        indexes = [models.Index(fields=["state", "-opened_at", "-id"], name="moderation_queue")]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"

    @property
    def stream(self) -> str:
        """A stream of its own: what is reported is nobody's business on the item's."""
        return f"{self.stream_prefix}{self.pk}"

    @property
    def public_id(self) -> str:
        return ""

    @property
    def is_absent(self) -> bool:
        """The thing is hidden."""
        return self.state in ABSENT

    @property
    def waits(self) -> bool:
        """Somebody has to decide."""
        return self.state in WAITING


class Report(models.Model):
    """Somebody says that something is wrong with a thing. A visitor is known by a keyed hash of a random cookie."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="reports"
    )
    visitor = models.CharField(max_length=64, blank=True)
    category = models.CharField(max_length=12, choices=Category)
    words = models.TextField(blank=True)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "reporter"], name="moderation_reported_once_by_a_person"),
            models.UniqueConstraint(
                fields=["case", "visitor"], condition=~Q(visitor=""), name="moderation_reported_once_by_a_visitor"
            ),
        ]
        indexes = [models.Index(fields=["category", "case"], name="moderation_by_category")]

    def __str__(self) -> str:
        return f"{self.category}: {self.case}"
