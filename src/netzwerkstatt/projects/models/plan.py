"""What a project plans, spends, hears and finds out, and what was decided about it: lines below it, each changed on its own."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.projects.models.project import Project

MOST_CENTS = 10**13


class Line(models.Model):
    """One line below a project. `edition` counts its changes, so that nobody overwrites unawares."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="%(class)s_lines")
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    edition = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(default=clock.now)

    ORDER: ClassVar[tuple[str, ...]] = ("created_at", "pk")

    class Meta:
        abstract = True


class Step(Line):
    """A measure, with who does it, or a milestone, by which one sees how far the project is."""

    class Kind(models.TextChoices):
        MEASURE = "measure", _("measure")
        MILESTONE = "milestone", _("milestone")

    kind = models.CharField(max_length=9, choices=Kind)
    what = models.CharField(max_length=240)
    who = models.CharField(max_length=160, blank=True)
    due = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    ORDER = ("due", "pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="projects_step_says_what"),
            models.CheckConstraint(condition=~Q(kind="measure", who=""), name="projects_measure_says_who"),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(done_on__isnull=True), name="projects_plan_ahead")]

    def __str__(self) -> str:
        return self.what

    @property
    def is_late(self) -> bool:
        """Its day has passed, and it is not done."""
        return self.done_on is None and self.due < clock.today()


class BudgetLine(Line):
    """What the project costs, in cents: once, or every year it runs."""

    class Kind(models.TextChoices):
        ONCE = "once", pgettext_lazy("cost", "once")
        YEARLY = "yearly", pgettext_lazy("cost", "every year")

    kind = models.CharField(max_length=6, choices=Kind, default=Kind.ONCE)
    purpose = models.CharField(max_length=240)
    cents = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="projects_budget_says_what_for"),
            models.CheckConstraint(condition=Q(cents__gt=0, cents__lte=MOST_CENTS), name="projects_budget_costs"),
        ]

    def __str__(self) -> str:
        return self.purpose


class Expense(Line):
    """What was really paid, on which day; for a line of the budget, or for something that stands in none."""

    spent_on = models.DateField()
    purpose = models.CharField(max_length=240)
    cents = models.BigIntegerField()
    budget = models.ForeignKey(BudgetLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="expenses")

    ORDER = ("-spent_on", "-pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="projects_expense_says_what_for"),
            models.CheckConstraint(condition=Q(cents__gt=0, cents__lte=MOST_CENTS), name="projects_expense_is_some"),
        ]
        indexes = [models.Index(fields=["spent_on"], name="projects_spent_in_a_year")]

    def __str__(self) -> str:
        return self.purpose


class Funding(Line):
    """Where money comes from: own means, a programme, a donor; with the day until which one has to apply."""

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("funding", "planned")
        APPLIED = "applied", pgettext_lazy("funding", "applied for")
        GRANTED = "granted", pgettext_lazy("funding", "granted")
        REFUSED = "refused", pgettext_lazy("funding", "refused")

    source = models.CharField(max_length=240)
    cents = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    apply_until = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="projects_funding_says_from_where"),
            models.CheckConstraint(condition=Q(cents__gt=0, cents__lte=MOST_CENTS), name="projects_funding_gives"),
        ]
        indexes = [
            models.Index(fields=["apply_until"], condition=Q(state="planned"), name="projects_funding_to_ask_for")
        ]

    def __str__(self) -> str:
        return self.source


class Hearing(Line):
    """Which citizens, businesses or clubs were heard: when, how, how many, and what came of it."""

    held_on = models.DateField()
    groups = models.CharField(max_length=240)
    heads = models.PositiveIntegerField(null=True, blank=True)
    format = models.CharField(max_length=240)
    came_of = models.TextField(blank=True)

    ORDER = ("-held_on", "-pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(groups="") & ~Q(format=""), name="projects_hearing_says_which_and_how"),
        ]

    def __str__(self) -> str:
        return self.groups


class Resolution(Line):
    """What a body decided about the project – council, committee, mayor –, when, and under which number."""

    decided_on = models.DateField()
    body = models.CharField(max_length=160)
    what = models.CharField(max_length=240)
    number = models.CharField(max_length=80, blank=True)

    ORDER = ("-decided_on", "-pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(body="") & ~Q(what=""), name="projects_resolution_says_who_and_what"),
        ]

    def __str__(self) -> str:
        return f"{self.body}: {self.what}"


class Balance(Line):
    """A Zwischenbilanz: what was reached, what stood in the way, what helped, and how it goes on."""

    class Decision(models.TextChoices):
        CONTINUE = "continue", pgettext_lazy("interim balance", "We go on as planned")
        CHANGE = "change", pgettext_lazy("interim balance", "We change something")
        STOP = "stop", pgettext_lazy("interim balance", "We stop")

    drawn_on = models.DateField()
    reached = models.TextField()
    barriers = models.TextField(blank=True)
    favoured = models.TextField(blank=True)
    decision = models.CharField(max_length=8, choices=Decision)

    ORDER = ("-drawn_on", "-pk")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reached=""), name="projects_balance_says_what_was_reached"),
        ]

    def __str__(self) -> str:
        return str(self.get_decision_display())
