"""A ballot, who votes in it, and the dots given."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock


class Ballot(models.Model):
    """Dots on items of one home (a workshop). Open until it is closed; its results are hidden until then."""

    home = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ballots")
    budget = models.PositiveSmallIntegerField()
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__gte=1, budget__lte=100), name="ballots_budget_1_to_100")
        ]


class Voter(models.Model):
    """One voice in one ballot: a guest or a person. `spent` is guarded by the database and never above the budget.

    When the tie is cut (at release) guest and person are emptied; the dots stay, nobody's.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    budget = models.PositiveSmallIntegerField()
    spent = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "guest"], name="ballots_guest_once"),
            models.UniqueConstraint(fields=["ballot", "person"], name="ballots_person_once"),
            models.CheckConstraint(condition=Q(spent__lte=F("budget")), name="ballots_spent_within_budget"),
            models.CheckConstraint(condition=Q(guest__isnull=True) | Q(person__isnull=True), name="ballots_one_voter"),
        ]


class Dots(models.Model):
    """How many dots a voter gave to an item."""

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="dots")
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="dots")
    item = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="dots")
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "item"], name="ballots_dots_once_per_item"),
            models.CheckConstraint(condition=Q(number__gte=1), name="ballots_dots_at_least_one"),
        ]
        indexes = [models.Index(fields=["ballot", "item"], name="ballots_count")]
