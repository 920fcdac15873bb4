"""Recommendations, whom they are addressed to, their release, and what the Länder answer."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.network.models import State

DRAFT, RELEASED = "draft", "released"


class Recommendation(OfAKind):
    """What the alliance asks of the Länder: a draft that its editors write, then one release for good."""

    @property
    def is_released(self) -> bool:
        return bool(self.entry.state == RELEASED)


class Address(models.Model):
    """A Land that is asked, and the day until which it is asked to answer."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="addresses")
    state = models.ForeignKey(State, on_delete=models.PROTECT, related_name="addresses")
    due = models.DateField(_("answer by"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "state"], name="recommendations_land_addressed_once")
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        _refuse_if_released(self.recommendation_id)
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _refuse_if_released(self.recommendation_id)
        return super().delete(*args, **kwargs)


class Release(models.Model):
    """The recommendation as it was released, once and for all.

    `content` is the canonical JSON, byte for byte what `sha256` was made of: title, paragraphs with what they rest
    on, addressees with their days. Pages, PDF and JSON show it and nothing else.
    """

    recommendation = models.OneToOneField(Recommendation, on_delete=models.PROTECT, related_name="release")
    version = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveIntegerField(unique=True)
    content = models.TextField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField(default=clock.now)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-released_at"], name="recommendations_latest_first")]

    @property
    def data(self) -> dict[str, Any]:
        """The content, read."""
        content: dict[str, Any] = json.loads(self.content)
        return content

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk:
            raise NeverChangedError("a release")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NeverChangedError("a release")


class Position(models.TextChoices):
    """What a Land says to one paragraph."""

    ACCEPTED = "accepted", _("accepted")
    TRIAL = "trial", _("to be tried")
    DECLINED = "declined", _("declined")
    OTHER = "other", _("answered otherwise")


@dataclass(frozen=True)
class Stance:
    """A Land's position to one paragraph, with a few words where it wants to say more."""

    position: str
    words: str = ""

    @property
    def label(self) -> str:
        return str(Position(self.position).label)


class Answer(OfAKind):
    """What a Land answered, to the whole and to each paragraph. Sent once, never changed."""

    address = models.OneToOneField(Address, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField(_("answer"))
    stances = models.JSONField(default=dict)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if Answer.objects.filter(pk=self.pk).exists():
            raise NeverChangedError("an answer")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise NeverChangedError("an answer")

    @property
    def by_paragraph(self) -> Mapping[int, Stance]:
        """The stances by paragraph number, in order."""
        return {int(number): Stance(**self.stances[number]) for number in sorted(self.stances, key=int)}


def _refuse_if_released(recommendation_id: int) -> None:
    if Release.objects.filter(recommendation=recommendation_id).exists():
        raise NeverChangedError("a released recommendation")
