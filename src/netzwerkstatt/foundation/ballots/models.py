"""A ballot of one of six kinds, what it asks about, who votes in it, and what was said."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.entries.models import Entry, new_public_id
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import CityNetwork, Organisation

MOST_PERSONS = 300
MOST = 32_767


class Kind(models.TextChoices):
    """How one votes."""

    DOTS = "dots", _("dots")
    RATING = "rating", _("rating")
    RANKING = "ranking", _("ranking")
    RESISTANCE = "resistance", _("resistance")
    AGREEMENT = "agreement", _("agree or disagree")
    UPVOTE = "upvote", _("up-vote")


class Stance(models.IntegerChoices):
    """What one says to a statement; what stands in the database."""

    AGREE = 1, pgettext_lazy("ballot", "agree")
    PASS = 0, pgettext_lazy("ballot", "pass")
    DISAGREE = -1, pgettext_lazy("ballot", "disagree")


class Ballot(models.Model):
    """One vote about items of one home (a workshop, a draft, an idea). Open until it is closed.

    Nobody sees a result before `revealed_at`; an up-vote is revealed when it opens, all others at their end.
    `axes` names one or two scales of a rating, each from `lowest` to `highest`.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    home = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="ballots")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.DOTS)
    question = models.CharField(_("question"), max_length=240, blank=True)
    budget = models.PositiveSmallIntegerField(null=True, blank=True)
    axes = models.JSONField(default=list, blank=True)
    lowest = models.SmallIntegerField(default=0)
    highest = models.SmallIntegerField(default=1)
    shows_turnout = models.BooleanField(default=True)
    opened_at = models.DateTimeField(default=clock.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    revealed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(budget__gte=1, budget__lte=100), name="ballots_budget_1_to_100"),
            models.CheckConstraint(
                condition=Q(kind="dots", budget__isnull=False) | (~Q(kind="dots") & Q(budget__isnull=True)),
                name="ballots_dots_have_a_budget",
            ),
            models.CheckConstraint(condition=Q(lowest__lt=F("highest")), name="ballots_scale_goes_up"),
            models.CheckConstraint(
                condition=Q(kind="upvote") | Q(revealed_at__isnull=True) | Q(closed_at__isnull=False),
                name="ballots_shown_when_closed",
            ),
            models.UniqueConstraint(
                fields=["home", "question"], condition=Q(kind="upvote"), name="ballots_one_upvote_per_question"
            ),
        ]
        indexes = [models.Index(fields=["home", "kind", "-id"], name="ballots_of_a_home")]

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def is_shown(self) -> bool:
        """Whether anybody may see how it stands."""
        return self.revealed_at is not None

    @property
    def scale(self) -> range:
        """The values one can give."""
        return range(self.lowest, self.highest + 1)


class Option(models.Model):
    """One thing a ballot asks about: an entry, or words of its own.

    `is_passive` marks "leave it as it is", which every resistance ballot has. Dots make their options when the first
    dot is given: a workshop has too many ideas to list them all beforehand.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    entry = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=240, blank=True)
    is_passive = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "entry"], name="ballots_option_once"),
            models.UniqueConstraint(fields=["ballot"], condition=Q(is_passive=True), name="ballots_one_passive_option"),
            models.CheckConstraint(
                condition=Q(is_passive=True) | Q(entry__isnull=False) | ~Q(words=""), name="ballots_option_says_what"
            ),
        ]

    def __str__(self) -> str:
        if self.is_passive:
            return str(_("Leave it as it is"))
        if self.entry is None:
            return self.words
        return self.entry.title if self.entry.hidden_at is None else str(_("Taken back"))


class Voter(models.Model):
    """One voice in one ballot: a guest, a person, an organisation, or a table of several persons.

    `weight` is how many persons speak; `spent` how many dots they gave, or to how many items they said something. It
    is guarded by the database and never above the budget. `cast_by` is who wrote it down last, for an organisation
    or a table. When the tie is cut (at release) all of them are emptied; what was said stays, nobody's.
    """

    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="voters")
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    organisation = models.ForeignKey(Organisation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    table = models.CharField(max_length=80, null=True, blank=True)  # noqa: DJ001 – null is "no table", and is not unique
    cast_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    weight = models.PositiveSmallIntegerField(default=1)
    budget = models.PositiveIntegerField()
    spent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "guest"], name="ballots_guest_once"),
            models.UniqueConstraint(fields=["ballot", "person"], name="ballots_person_once"),
            models.UniqueConstraint(fields=["ballot", "organisation"], name="ballots_organisation_once"),
            models.UniqueConstraint(fields=["ballot", "table"], name="ballots_table_once"),
            models.CheckConstraint(condition=Q(spent__lte=F("budget")), name="ballots_spent_within_budget"),
            models.CheckConstraint(
                condition=Q(weight__gte=1, weight__lte=MOST_PERSONS), name="ballots_weight_is_persons"
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=True, person__isnull=True, organisation__isnull=True) | Q(weight=1),
                name="ballots_only_tables_weigh_more",
            ),
            models.CheckConstraint(
                condition=Q(guest__isnull=True, person__isnull=True, organisation__isnull=True)
                | Q(guest__isnull=True, person__isnull=True, table__isnull=True)
                | Q(guest__isnull=True, organisation__isnull=True, table__isnull=True)
                | Q(person__isnull=True, organisation__isnull=True, table__isnull=True),
                name="ballots_one_voter",
            ),
        ]


class Vote(models.Model):
    """What a voter said to one option: dots, a value on an axis, a rank, a stance."""

    voter = models.ForeignKey(Voter, on_delete=models.CASCADE, related_name="votes")
    ballot = models.ForeignKey(Ballot, on_delete=models.CASCADE, related_name="votes")
    option = models.ForeignKey(Option, on_delete=models.CASCADE, related_name="votes")
    axis = models.PositiveSmallIntegerField(default=0)
    value = models.SmallIntegerField()
    is_rank = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["voter", "option", "axis"], name="ballots_vote_once_per_option"),
            models.UniqueConstraint(
                fields=["voter", "value"], condition=Q(is_rank=True), name="ballots_rank_given_once"
            ),
            models.CheckConstraint(condition=Q(value__gte=-1, value__lte=MOST), name="ballots_value"),
        ]
        indexes = [models.Index(fields=["ballot", "option", "axis", "value"], name="ballots_to_count")]
