"""Mitmachen: what a project needs, and who offers it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.projects.models.plan import MOST_CENTS, Line


class Need(Line):
    """Something the project looks for. `amount` is in `unit`, one of it in `unit_one`; money is in cents without a unit."""

    class Kind(models.TextChoices):
        TIME = "time", pgettext_lazy("help", "time")
        ROOM = "room", pgettext_lazy("help", "room")
        MONEY = "money", pgettext_lazy("help", "money")
        SKILL = "skill", pgettext_lazy("help", "skill")
        PLACES = "places", pgettext_lazy("help", "trainee places")

    kind = models.CharField(max_length=6, choices=Kind)
    what = models.CharField(max_length=240)
    amount = models.BigIntegerField()
    unit = models.CharField(max_length=60, blank=True)
    unit_one = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="projects_need_says_what"),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=MOST_CENTS), name="projects_need_is_some"),
            models.CheckConstraint(
                condition=Q(kind="money", unit="") | ~Q(kind="money") & ~Q(unit=""), name="projects_need_has_a_unit"
            ),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def is_money(self) -> bool:
        return self.kind == self.Kind.MONEY


class Help(models.Model):
    """An offer of help: how much of what a project needs, from whom. It counts once the project's city accepted it.

    `reach` – how the city reaches who offers – is seen by the city and by who wrote it, by nobody else. Who has no
    account gives `name` and `address` instead; until the link in the mail is used, the offer is nobody's and unseen.
    """

    class Answer(models.TextChoices):
        UNCONFIRMED = "unconfirmed", pgettext_lazy("offer of help", "not confirmed by mail yet")
        WAITING = "waiting", pgettext_lazy("offer of help", "offered, no answer yet")
        ACCEPTED = "accepted", pgettext_lazy("offer of help", "accepted")
        DECLINED = "declined", pgettext_lazy("offer of help", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("offer of help", "withdrawn")

    STANDS: ClassVar[tuple[str, ...]] = (Answer.WAITING, Answer.ACCEPTED)

    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="offers")
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="help_offered"
    )
    name = models.CharField(max_length=160, blank=True)
    address = models.EmailField(blank=True)
    amount = models.BigIntegerField()
    words = models.TextField(blank=True)
    reach = models.CharField(max_length=160, blank=True)
    offered_at = models.DateTimeField(default=clock.now)
    answer = models.CharField(max_length=11, choices=Answer, default=Answer.WAITING)
    answer_words = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=MOST_CENTS), name="projects_help_is_some"),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(answer_words=""), name="projects_help_declined_with_words"
            ),
            models.UniqueConstraint(
                fields=["need", "person"], condition=Q(answer="waiting"), name="projects_help_waits_once"
            ),
            models.UniqueConstraint(
                fields=["need", "address"],
                condition=Q(answer="waiting") & ~Q(address=""),
                name="projects_help_waits_once_at_an_address",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=True) | Q(name="", address=""), name="projects_help_from_account_or_address"
            ),
        ]
        indexes = [models.Index(fields=["need"], condition=Q(answer="waiting"), name="projects_help_to_answer")]

    def __str__(self) -> str:
        return f"{self.need}: {self.get_answer_display()}"

    @property
    def is_waiting(self) -> bool:
        return self.answer == self.Answer.WAITING

    @property
    def stands(self) -> bool:
        """It is offered still: not declined, not withdrawn."""
        return self.answer in self.STANDS
