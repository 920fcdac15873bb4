"""A demographic problem that one city names, and what it has tried."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.network.models import Theme


class Problem(OfAKind):
    """The statement is the entry's title, the city the entry's city; evidence hangs on the golden thread."""

    affected = models.TextField(_("who is affected"))

    @property
    def themes(self) -> list[Theme]:
        """The themes of the entry; no query where it was read `with_entry`."""
        return list(self.entry.themes.all())


class Verdict(models.TextChoices):
    """What became of an attempt; empty where nobody said."""

    HELPED = "helped", _("it helped")
    HARDLY = "hardly", _("hardly")
    STOPPED = "stopped", _("given up")


class Attempt(models.Model):
    """One thing that was tried, and how it went."""

    problem = models.ForeignKey(Problem, on_delete=models.CASCADE, related_name="attempts")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(_("what was tried"), max_length=160)
    result = models.CharField(_("how it went"), max_length=400, blank=True)
    verdict = models.CharField(_("did it help"), max_length=10, choices=Verdict, blank=True)

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [models.UniqueConstraint(fields=["problem", "position"], name="problems_one_attempt_per_line")]
