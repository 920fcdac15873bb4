"""The phases of a workshop, one after the other, and what is written in them before the reveal."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.ideas.models import LONGEST
from netzwerkstatt.workshops.models.workshop import Workshop


class PhaseKind(models.TextChoices):
    COLLECT = "collect", _("collect ideas")
    CLUSTER = "cluster", _("cluster")
    DOTS = "dots", _("give dots")
    CHOOSE = "choose", _("choose")


class Phase(models.Model):
    """One step of a workshop: ahead, open, closed. At most one is open at a time."""

    class State(models.TextChoices):
        AHEAD = "ahead", pgettext_lazy("phase", "ahead")
        OPEN = "open", pgettext_lazy("phase", "open")
        CLOSED = "closed", pgettext_lazy("phase", "done")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("what happens"), max_length=10, choices=PhaseKind)
    title = models.CharField(_("name of the phase"), max_length=80)
    prompt = models.CharField(_("question to everybody"), max_length=240, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    dots = models.PositiveSmallIntegerField(_("dots for each person"), null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.AHEAD)
    opened_at = models.DateTimeField(null=True, blank=True)
    contributions = models.PositiveIntegerField(default=0)
    revealed = models.BooleanField(default=False)
    ballot = models.OneToOneField(Ballot, null=True, blank=True, on_delete=models.PROTECT, related_name="phase")

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="workshops_phase_number_once"),
            models.UniqueConstraint(fields=["workshop"], condition=Q(state="open"), name="workshops_one_open_phase"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=600), name="workshops_phase_minutes"),
            models.CheckConstraint(
                condition=~Q(kind="dots") | Q(dots__gte=1, dots__lte=100), name="workshops_dots_have_a_budget"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def public_id(self) -> str:
        return self.workshop.public_id

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def is_ahead(self) -> bool:
        return self.state == self.State.AHEAD

    @property
    def is_hidden(self) -> bool:
        """Holds contributions that nobody has seen yet."""
        return self.kind == PhaseKind.COLLECT and not self.revealed and self.contributions > 0

    @property
    def can_open(self) -> bool:
        """Ahead, or closed and nothing of it shown yet: what was revealed or counted stays as it is."""
        return self.is_ahead or (self.is_closed and not self.revealed)

    @property
    def ends_at(self) -> datetime | None:
        return self.opened_at + timedelta(minutes=self.minutes) if self.opened_at else None

    @property
    def has_time_left(self) -> bool:
        """Its planned minutes are not over yet."""
        return self.ends_at is not None and self.ends_at > clock.now()


class Contribution(models.Model):
    """A text that waits for the reveal, seen by nobody but who wrote it.

    No time and no row number stands here: the key is the random id that the form carried, and `own` counts the
    contributions of this one guest. At the reveal the row turns into an idea and is deleted.
    """

    client_id = models.UUIDField(primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="hidden")
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    own = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(guest__isnull=False, person__isnull=True) | Q(guest__isnull=True, person__isnull=False),
                name="workshops_guest_or_person",
            )
        ]
