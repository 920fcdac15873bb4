"""Texts of an entry as numbered paragraphs, everything they ever said, and what others would have them say."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry, OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Organisation, State


class Paragraph(models.Model):
    """One numbered paragraph of an entry's text. `version` counts its changes; a save carries the one it read."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="paragraphs")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    version = models.PositiveIntegerField(default=1)
    rests_on = models.ManyToManyField(Entry, blank=True, related_name="+")

    class Meta:
        ordering: ClassVar = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "number"], name="texts_paragraph_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="texts_paragraph_not_empty"),
            models.CheckConstraint(condition=Q(number__gte=1), name="texts_paragraph_number_from_one"),
        ]

    @property
    def origins(self) -> list[Entry]:
        """What it rests on, without a query where that was read with it."""
        return list(self.rests_on.all())


class Version(models.Model):
    """What a paragraph said at one time, by whom and since when. Added, never changed.

    `key` is the paragraph's id and outlives it: what was removed can still be read. `rests_on` are public ids.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField()
    version = models.PositiveIntegerField()
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    rests_on = models.JSONField(default=list)
    removed = models.BooleanField(default=False)
    amendment = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        ordering: ClassVar = ["key", "version"]
        constraints = [
            models.UniqueConstraint(fields=["key", "version"], name="texts_version_once"),
            models.CheckConstraint(condition=~Q(text=""), name="texts_version_not_empty"),
        ]
        indexes = [models.Index(fields=["entry", "-at"], name="texts_versions_of_a_text")]


class Writing(models.Model):
    """Somebody writes on a paragraph just now: a hint that ends by itself, and keeps nobody from writing.

    `key` is the paragraph's id, 0 for a new one. Old rows are swept away with the next heartbeat: no log of who
    worked when.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="+")
    key = models.BigIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "key", "person"], name="texts_writing_once"),
        ]


class Aim(models.TextChoices):
    """What an amendment wants."""

    CHANGE = "change", _("other words")
    ADD = "add", _("a new paragraph")
    REMOVE = "remove", _("without this paragraph")


class Outcome(models.TextChoices):
    """How far an amendment is."""

    OPEN = "open", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    CHANGED = "changed", _("accepted with changes")
    REJECTED = "rejected", _("rejected")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Amendment(OfAKind):
    """What somebody proposes to change in a text, and what was said to it.

    The entry holds who proposes it and for which city or network, its home is the text. `key` and `base` are the
    paragraph and the version it was written on (for a new paragraph: the one it shall follow, or none). `old` and
    `new` are the words at that time; `result` is what was put into the text.
    """

    text = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField()
    aim = models.CharField(max_length=8, choices=Aim)
    key = models.BigIntegerField(null=True, blank=True)
    place = models.PositiveSmallIntegerField(null=True, blank=True)
    base = models.PositiveIntegerField(null=True, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(_("proposed text"), blank=True)
    reason = models.TextField(_("reason"))
    land = models.ForeignKey(State, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    answer = models.TextField(_("answer"), blank=True)
    result = models.TextField(blank=True)
    result_key = models.BigIntegerField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="texts_amendment_number_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="texts_amendment_has_reason"),
            models.CheckConstraint(
                condition=Q(aim=Aim.ADD, old="") & ~Q(new="")
                | Q(aim=Aim.REMOVE, new="") & ~Q(old="")
                | Q(aim=Aim.CHANGE) & ~Q(old="") & ~Q(new="") & ~Q(old=F("new")),
                name="texts_amendment_changes_something",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN, decided_at__isnull=True, answer="")
                | Q(outcome=Outcome.WITHDRAWN, decided_at__isnull=False)
                | Q(outcome__in=[Outcome.ACCEPTED, Outcome.CHANGED, Outcome.REJECTED], decided_at__isnull=False)
                & ~Q(answer=""),
                name="texts_amendment_decided_with_an_answer",
            ),
        ]
        indexes = [models.Index(fields=["text", "outcome"], name="texts_amendments_waiting")]

    @property
    def is_open(self) -> bool:
        return bool(self.outcome == Outcome.OPEN)

    @property
    def is_in_the_text(self) -> bool:
        return self.outcome in {Outcome.ACCEPTED, Outcome.CHANGED}

    @property
    def behalf(self) -> str:
        """For whom it was proposed: an organisation, a Land, a city or a network; empty where for nobody else."""
        place = self.organisation or self.land or self.entry.city or self.entry.network
        return str(place) if place else ""
