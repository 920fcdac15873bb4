"""An alliance's own methods, and how methods went when they were used."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import Entry, OfAKind, new_public_id
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.methods.vocabulary import Conflict, Skill

LONGEST_TEXT = 600
LONGEST_KEY = 40
MOST_MINUTES = 4800
MOST_PEOPLE = 5000
MOST_STAFF = 20


class OwnMethod(OfAKind):
    """A method that people of the alliance made: name and purpose are the entry's title and summary.

    `stages`, `goals`, `groups`, `kinds` and `demands` are lists of codes; materials, risks and variants stand one a
    line. `revision` counts changes, so that nobody overwrites what was saved meanwhile. `based_on` names the method of
    the software it was made from; one made from an own method is tied to it on the thread.
    """

    fits = models.TextField(_("good when"), max_length=LONGEST_TEXT, blank=True)
    people_from = models.PositiveSmallIntegerField(_("people from"))
    people_to = models.PositiveSmallIntegerField(_("people to"), null=True, blank=True)
    minutes_from = models.PositiveSmallIntegerField()
    minutes_to = models.PositiveSmallIntegerField()
    stages = models.JSONField(default=list)
    goals = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    kinds = models.JSONField(default=list)
    demands = models.JSONField(default=list)
    materials = models.TextField(_("what it needs"), blank=True)
    risks = models.TextField(_("what to watch for"), blank=True)
    variants = models.TextField(_("other ways of doing it"), blank=True)
    origin = models.CharField(_("where it comes from"), max_length=LONGEST_TEXT, blank=True)
    online = models.BooleanField(_("also works online"), default=False)
    conflict = models.PositiveSmallIntegerField(choices=Conflict, default=Conflict.BEARS)
    skill = models.PositiveSmallIntegerField(choices=Skill, default=Skill.ANYONE)
    staff = models.PositiveSmallIntegerField(default=1)
    based_on = models.CharField(max_length=LONGEST_KEY, blank=True)
    revision = models.PositiveIntegerField(default=1)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(people_to__isnull=True) | Q(people_to__gte=F("people_from")), name="methods_people_in_order"
            ),
            models.CheckConstraint(condition=Q(people_from__gte=1), name="methods_people_from_one"),
            models.CheckConstraint(
                condition=Q(minutes_from__gte=1, minutes_to__gte=F("minutes_from"), minutes_to__lte=MOST_MINUTES),
                name="methods_minutes_in_order",
            ),
            models.CheckConstraint(condition=Q(conflict__lte=2), name="methods_conflict_known"),
            models.CheckConstraint(condition=Q(skill__gte=1, skill__lte=3), name="methods_skill_known"),
        ]

    @property
    def is_archived(self) -> bool:
        """Out of the toolbox, and still there for who comes from a plan that uses it."""
        return self.archived_at is not None


class OwnStep(models.Model):
    """One step of an own method."""

    method = models.ForeignKey(OwnMethod, on_delete=models.CASCADE, related_name="own_steps")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(_("step"), max_length=80)
    text = models.CharField(_("how"), max_length=400, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"))

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["method", "position"], name="methods_one_step_per_place"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="methods_step_minutes"),
        ]

    def __str__(self) -> str:
        return self.title


class Verdict(models.TextChoices):
    """Would whoever used it use it again."""

    AGAIN = "again", _("gladly again")
    CHANGED = "changed", _("with changes")
    NEVER = "never", _("rather not")


class MethodUse(models.Model):
    """Somebody used a method: when, with how many, how long it really took, what worked and what to do differently.

    `shipped` is the slug of a method of the software, `own` an own one: exactly one of them. `entry` is where it was
    used (a workshop), where that is known. `method_minutes` is what was suggested then.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    shipped = models.CharField(max_length=LONGEST_KEY, blank=True)
    own = models.ForeignKey(OwnMethod, null=True, blank=True, on_delete=models.CASCADE, related_name="uses")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="method_uses"
    )
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="method_uses")
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="method_uses")
    on = models.DateField(_("day"))
    people = models.PositiveSmallIntegerField(_("people"))
    minutes = models.PositiveSmallIntegerField(_("minutes it took"))
    suggested = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8, choices=Verdict)
    worked = models.TextField(_("what worked"), max_length=LONGEST_TEXT, blank=True)
    adapt = models.TextField(_("what to do differently"), max_length=LONGEST_TEXT, blank=True)
    written_at = models.DateTimeField(default=clock.now)
    hidden_at = models.DateTimeField(null=True, blank=True)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(own__isnull=True) & ~Q(shipped="") | Q(own__isnull=False, shipped=""),
                name="methods_use_of_one",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="methods_use_takes_time"
            ),
            models.CheckConstraint(condition=Q(people__gte=1), name="methods_use_with_people"),
        ]
        indexes = [
            models.Index(fields=["shipped", "-on", "-id"], name="methods_uses_of_shipped"),
            models.Index(fields=["own", "-on", "-id"], name="methods_uses_of_own"),
            models.Index(fields=["-on", "-id"], name="methods_uses_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.on}"

    @property
    def key(self) -> str:
        """The key of the method that was used."""
        return self.own.public_id if self.own else self.shipped

    @property
    def stream(self) -> str:
        """That of the own method; the methods of the software share one."""
        return self.own.stream if self.own else "toolbox"

    def get_absolute_url(self) -> str:
        return f"{reverse('methods:method', args=[self.key])}#use-{self.public_id}"
