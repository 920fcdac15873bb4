"""The phases of a workshop, one after the other: what is planned for each, and how far it is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.ballots.models import Ballot
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models.workshop import Workshop
from netzwerkstatt.workshops.phases.kind import KINDS

if TYPE_CHECKING:
    from netzwerkstatt.workshops.phases.kind import Kind


class PhaseKind(models.TextChoices):
    """What happens in a phase. What each allows and needs stands in `phases/`, one file for each."""

    INPUT = "input", _("listen")
    TALK = "talk", _("talk")
    NOTES = "notes", _("collect notes")
    COLLECT = "collect", _("collect ideas")
    CLUSTER = "cluster", _("cluster")
    COMMENT = "comment", _("comment on ideas")
    DOTS = "dots", _("give dots")
    RATING = "rating", _("rate")
    RANKING = "ranking", _("rank")
    RESISTANCE = "resistance", _("measure resistance")
    QUESTIONS = "questions", _("questions and answers")
    OPINION = "opinion", _("opinion round")
    WORDS = "words", _("word cloud")
    GROUPS = "groups", _("work in groups")
    DECIDE = "decide", _("agree who does what")
    FEEDBACK = "feedback", _("feedback")
    PAUSE = "pause", _("break")


class Identity(models.TextChoices):
    """Who stands at a contribution."""

    ANONYMOUS = "anonymous", _("Nobody")
    NETWORK = "network", _("The network")
    NAMED = "named", _("The name, for those who want")


class Reveal(models.TextChoices):
    """When others see what was written or voted."""

    LIVE = "live", _("At once")
    CLOSE = "close", _("When the phase ends")
    BUTTON = "button", _("When the facilitation shows it")


class Items(models.TextChoices):
    """What is voted on."""

    IDEAS = "ideas", _("the ideas with the most dots")
    CLUSTERS = "clusters", _("the clusters")
    WORDS = "words", _("own words, one in each line")


class Phase(models.Model):
    """One step of a workshop: ahead, open, closed – or left out. At most one is open at a time.

    `method` is the key of a method of the toolbox. `contributions` counts what came in, `waiting` what of it nobody has
    seen yet, `late` what came after the end, `by_hand` for how many people at tables a vote was counted by hand.
    `extended` are minutes given on top, `ending_at` is when the facilitator announced the end: no clock closes a
    phase. While it is paused (`paused_at`) its clock stands; `paused_for` are the seconds of earlier pauses. `frozen` says that the workshop is closed and nothing more is taken, not even late.
    """

    class State(models.TextChoices):
        AHEAD = "ahead", pgettext_lazy("phase", "ahead")
        OPEN = "open", pgettext_lazy("phase", "open")
        CLOSED = "closed", pgettext_lazy("phase", "done")
        SKIPPED = "skipped", pgettext_lazy("phase", "left out")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="phases")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(_("what happens"), max_length=10, choices=PhaseKind)
    title = models.CharField(_("name of the phase"), max_length=80)
    prompt = models.CharField(_("question to everybody"), max_length=240, blank=True)
    guidance = models.TextField(_("for the facilitation"), max_length=1000, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    identity = models.CharField(max_length=10, choices=Identity, default=Identity.ANONYMOUS)
    reveals = models.CharField(max_length=8, choices=Reveal, default=Reveal.BUTTON)
    taboo_free = models.BooleanField(default=False)
    dots = models.PositiveSmallIntegerField(_("dots for each person"), null=True, blank=True)
    items = models.CharField(max_length=8, choices=Items, default=Items.IDEAS)
    most = models.PositiveSmallIntegerField(default=7)
    words = models.TextField(blank=True)
    method = models.CharField(_("method"), max_length=40, blank=True)
    axes = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.AHEAD)
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    ending_at = models.DateTimeField(null=True, blank=True)
    extended = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_for = models.PositiveIntegerField(default=0)
    contributions = models.PositiveIntegerField(default=0)
    waiting = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    by_hand = models.PositiveIntegerField(default=0)
    revealed = models.BooleanField(default=False)
    frozen = models.BooleanField(default=False)
    outcome = models.TextField(max_length=4000, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
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
            models.CheckConstraint(condition=Q(most__gte=1, most__lte=30), name="workshops_phase_asks_about_some"),
            models.CheckConstraint(
                condition=~Q(kind__in=["dots", "rating", "ranking", "resistance", "opinion"]) | ~Q(reveals="live"),
                name="workshops_no_vote_is_seen_while_open",
            ),
            models.CheckConstraint(
                condition=~Q(kind="comment", taboo_free=True), name="workshops_no_comments_without_criticism"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ending_at__isnull=True), name="workshops_only_open_phases_end"
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(paused_at__isnull=True), name="workshops_only_open_phases_pause"
            ),
            models.CheckConstraint(condition=~Q(state="open", frozen=True), name="workshops_frozen_is_not_open"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def about(self) -> Kind:
        """What its kind allows, needs and shows."""
        return KINDS[self.kind]

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
    def is_skipped(self) -> bool:
        return self.state == self.State.SKIPPED

    @property
    def is_hidden(self) -> bool:
        """Holds something that nobody has seen yet: texts, or a vote that is over and not shown."""
        unseen = self.ballot_id is not None and self.is_closed and not self.revealed
        return self.waiting > 0 or unseen

    @property
    def holds_ideas_back(self) -> bool:
        """Ideas of it wait for the reveal, and others would build on them."""
        return self.waiting > 0 and self.about.brings_ideas

    @property
    def can_open(self) -> bool:
        """Not open now, and nothing of it is final: a vote that was shown stays as it is."""
        return not self.is_open and not self.frozen and not (self.revealed and self.about.is_final_when_shown)

    @property
    def ends_at(self) -> datetime | None:
        """When its time is over: announced, or planned and given on top."""
        if self.opened_at is None:
            return None
        if self.ending_at:
            return self.ending_at
        stood = (clock.now() - self.paused_at) if self.paused_at else timedelta(0)
        return self.opened_at + timedelta(minutes=self.minutes + self.extended, seconds=self.paused_for) + stood

    @property
    def seconds_left(self) -> int | None:
        """Until its time is over, below nought where it is over already; None where it is not open."""
        return round((self.ends_at - clock.now()).total_seconds()) if self.is_open and self.ends_at else None

    @property
    def is_paused(self) -> bool:
        return self.paused_at is not None

    @property
    def has_time_left(self) -> bool:
        """Its minutes are not over yet."""
        return self.ends_at is not None and self.ends_at > clock.now()

    @property
    def lines(self) -> list[str]:
        """The own words it asks about, one in each line."""
        return [line for line in map(str.strip, self.words.splitlines()) if line]
