"""A workshop: what it asks, when and where, and how far it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import OfAKind

if TYPE_CHECKING:
    from netzwerkstatt.workshops.models.record import Protocol


class Format(models.TextChoices):
    FLYING = "workshop", _("Flying workshop")
    IDEAS = "ideas-workshop", _("Ideas workshop")
    MEETING = "meeting", _("Working meeting")


class Workshop(OfAKind):
    """One meeting in a host city, from the request to the released protocol.

    `code` exists only while it runs, and so does `key`, the long secret in the QR code. `ideas` and `people` are counters, so that no page counts rows. `ends` is until
    when the room is free, `preset` what the plan began with. Of a confidential one nobody learns more than that it
    took place. `taboo_free` says that a phase without criticism is open just now. `sequence` grows whenever what a
    calendar shows changes. One that was called off keeps its plan; `called_off_why` is what people read. `takes_photos` and `is_young` say what those who
    come are asked to agree to. `facilitator_gone` says that who facilitated has no account any more, and nobody took over.
    `message` is what the facilitation
    tells every screen, `asks_who` that people are asked once for network and part. A rehearsal (`rehearses`) is a copy
    in which simulated people take part; nothing of it can reach the workshop itself. `away_since` says that it is
    elsewhere: lent to a room server, or on one that has given it back (`elsewhere.py`).
    """

    class State(models.TextChoices):
        REQUESTED = "requested", pgettext_lazy("workshop", "requested")
        PLANNED = "planned", pgettext_lazy("workshop", "planned")
        RUNNING = "running", _("running now")
        CLOSED = "closed", pgettext_lazy("workshop", "closed")
        RELEASED = "released", pgettext_lazy("workshop", "released")

    format = models.CharField(max_length=16, choices=Format, default=Format.FLYING)
    state = models.CharField(max_length=10, choices=State, default=State.REQUESTED)
    question = models.CharField(_("question to everybody"), max_length=240, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    begins = models.TimeField(_("begins at"), null=True, blank=True)
    ends = models.TimeField(_("room until"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=160, blank=True)
    practical = models.TextField(_("good to know"), max_length=2000, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="facilitates"
    )
    facilitator_gone = models.BooleanField(default=False)
    sequence = models.PositiveIntegerField(default=0)
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_why = models.CharField(max_length=240, blank=True)
    takes_photos = models.BooleanField(default=False)
    is_young = models.BooleanField(default=False)
    preset = models.CharField(max_length=40, blank=True)
    is_confidential = models.BooleanField(default=False)
    taboo_free = models.BooleanField(default=False)
    code = models.CharField(max_length=6, blank=True)
    key = models.CharField(max_length=32, blank=True)
    message = models.CharField(_("message to everybody"), max_length=240, blank=True)
    asks_who = models.BooleanField(default=True)
    rehearses = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="rehearsals")
    ideas = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    away_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="workshops_code_once"),
            models.CheckConstraint(condition=Q(state="running") | Q(code=""), name="workshops_code_while_running"),
            models.CheckConstraint(
                condition=Q(called_off_at__isnull=True, called_off_why="")
                | Q(called_off_at__isnull=False, state__in=["requested", "planned"]) & ~Q(called_off_why=""),
                name="workshops_called_off_for_a_reason",
            ),
            models.UniqueConstraint(fields=["key"], condition=~Q(key=""), name="workshops_key_once"),
            models.CheckConstraint(condition=Q(state="running") | Q(key=""), name="workshops_key_while_running"),
            models.UniqueConstraint(
                fields=["rehearses"], condition=Q(state="running"), name="workshops_one_rehearsal_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(away_since__isnull=True) | Q(state__in=["planned", "closed"], called_off_at__isnull=True),
                name="workshops_runs_where_it_is",
            ),
        ]
        indexes = [models.Index(fields=["state", "-entry"], name="workshops_by_state")]

    @property
    def record(self) -> Protocol | None:
        """The version of its record that holds now, None before the release. One query."""
        return self.records.order_by("-version").first()

    @property
    def starts_at(self) -> datetime | None:
        """Day and clock time together, in the time zone of the installation."""
        if self.day is None or self.begins is None:
            return None
        return timezone.make_aware(datetime.combine(self.day, self.begins))

    @property
    def asks_consent(self) -> bool:
        """People who come are asked to agree to something."""
        return self.takes_photos or self.is_young

    @property
    def room_until(self) -> datetime | None:
        """Until when the room is free; past midnight where it ends before it begins."""
        start = self.starts_at
        if start is None or self.day is None or self.ends is None:
            return None
        until = timezone.make_aware(datetime.combine(self.day, self.ends))
        return until if until > start else until + timedelta(days=1)

    @property
    def is_rehearsal(self) -> bool:
        return self.rehearses_id is not None

    @property
    def spoken_code(self) -> str:
        """The code as one reads it aloud: 738 214."""
        return f"{self.code[:3]} {self.code[3:]}".strip()

    @property
    def is_flying(self) -> bool:
        return self.format == Format.FLYING

    @property
    def is_running(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def is_ahead(self) -> bool:
        """Not begun: everything can still be planned."""
        return self.state in {self.State.REQUESTED, self.State.PLANNED}

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.CLOSED, self.State.RELEASED}

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED
