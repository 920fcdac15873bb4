"""A workshop, its phases, who is invited, who is in the room, and what waits to be revealed."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import LONGEST


class Format(models.TextChoices):
    FLYING = "workshop", _("Flying workshop")
    IDEAS = "ideas-workshop", _("Ideas workshop")


class Workshop(OfAKind):
    """One meeting in a host city, from the request to the released protocol.

    `code` exists only while it runs. `ideas` and `people` are counters, so that no page counts rows.
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
    place = models.CharField(_("place"), max_length=160, blank=True)
    practical = models.TextField(_("good to know"), max_length=2000, blank=True)
    facilitator = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="facilitates"
    )
    code = models.CharField(max_length=6, blank=True)
    ideas = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="workshops_code_once"),
            models.CheckConstraint(condition=Q(state="running") | Q(code=""), name="workshops_code_while_running"),
        ]
        indexes = [models.Index(fields=["state", "-entry"], name="workshops_by_state")]

    @property
    def starts_at(self) -> datetime | None:
        """Day and clock time together, in the time zone of the installation."""
        if self.day is None or self.begins is None:
            return None
        return timezone.make_aware(datetime.combine(self.day, self.begins))

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
    def is_released(self) -> bool:
        return self.state == self.State.RELEASED


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


class Invitation(models.Model):
    """An expert of another network is asked to come, with the reason why this person fits."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        COMES = "comes", _("comes")
        DECLINES = "declines", _("does not come")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshop_invitations")
    why = models.CharField(_("why this person fits"), max_length=240)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    invited_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="workshops_invited_once")]

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def public_id(self) -> str:
        return self.workshop.public_id


class Participant(models.Model):
    """A guest in the room, and the network the guest says to come from. Gone with the guest, at release."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="participant")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")


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


class Protocol(models.Model):
    """The released record of a workshop, frozen with its hash; who released it stands in the content."""

    workshop = models.OneToOneField(Workshop, primary_key=True, on_delete=models.PROTECT, related_name="record")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise NeverChangedError("a released protocol")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
