"""Commitments, and the steps each of them went through."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.attachments.models import Attachment
from netzwerkstatt.foundation.entries.models import Entry, new_public_id
from netzwerkstatt.foundation.events import clock

LONGEST_WHAT = 200
LONGEST_PARTY = 120
LONGEST_REASON = 600
LONGEST_PROOF = 1000


class State(models.TextChoices):
    OPEN = "open", pgettext_lazy("commitment", "open")
    POSTPONED = "postponed", _("postponed")
    DONE = "done", pgettext_lazy("commitment", "done")
    DROPPED = "dropped", _("dropped")


class Reply(models.TextChoices):
    """What the one who is named says to it; nobody is asked who wrote it herself, or has no account."""

    NOT_ASKED = "not-asked", _("not asked")
    WAITING = "waiting", _("not accepted yet")
    ACCEPTED = "accepted", _("accepted")
    HANDED_BACK = "handed-back", _("handed back")


PENDING = (State.OPEN, State.POSTPONED)


class Commitment(models.Model):
    """Somebody does something until a day: `person` where she has an account, else `party` in words.

    Both are empty when the person has left. `reason` says why it is in its state, where that needs a reason; `proof`,
    `proof_file` and `proof_entry` show that it was done. What it went through before stands in its steps. Hidden by the
    moderation, it is there for its author alone.
    """

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="commitments", db_index=False)
    what = models.CharField(_("what"), max_length=LONGEST_WHAT)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    party = models.CharField(_("organisation or city"), max_length=LONGEST_PARTY, blank=True)
    due = models.DateField(_("until"))
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    reply = models.CharField(max_length=12, choices=Reply, default=Reply.NOT_ASKED)
    reason = models.TextField(_("reason"), max_length=LONGEST_REASON, blank=True)
    done_on = models.DateField(null=True, blank=True)
    proof = models.TextField(max_length=LONGEST_PROOF, blank=True)
    proof_file = models.ForeignKey(
        Attachment, null=True, blank=True, on_delete=models.SET_NULL, related_name="proves_commitments"
    )
    proof_entry = models.ForeignKey(
        Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="proves_commitments"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="made_commitments"
    )
    made_on = models.DateField(default=clock.today)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    hidden_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="commitments_say_what"),
            models.CheckConstraint(condition=Q(person__isnull=True) | Q(party=""), name="commitments_name_one"),
            models.CheckConstraint(condition=Q(due__gte=F("made_on")), name="commitments_due_after_made"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "done"]) | ~Q(reason=""), name="commitments_changed_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False, done_on__gte=F("made_on"))
                | ~Q(state="done") & Q(done_on__isnull=True, proof=""),
                name="commitments_done_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["entry", "due", "id"], name="commitments_of_an_entry"),
            models.Index(fields=["state", "due", "id"], name="commitments_by_day"),
        ]

    def __str__(self) -> str:
        return self.what

    @property
    def stream(self) -> str:
        """Its events belong to the item it stands on."""
        return self.entry.stream

    @property
    def who(self) -> str:
        """The name of the one who does it; empty where she has left."""
        return self.person.name if self.person else self.party

    @property
    def is_pending(self) -> bool:
        """It is still to be done."""
        return self.state in PENDING

    @property
    def is_handed_back(self) -> bool:
        """The one who was named does not do it, and nobody else was named yet."""
        return self.is_pending and self.reply == Reply.HANDED_BACK

    @property
    def is_overdue(self) -> bool:
        """Its day has passed, and it is still to be done."""
        return self.is_pending and self.due < clock.today()

    def get_absolute_url(self) -> str:
        return reverse("commitments:commitment", args=[self.public_id])


class StepKind(models.TextChoices):
    MADE = "made", _("made the commitment")
    ACCEPTED = "accepted", pgettext_lazy("commitment", "accepted it")
    HANDED_BACK = "handed-back", _("handed it back")
    REWORDED = "reworded", _("wrote it anew")
    ENTRUSTED = "entrusted", _("named somebody else for it")
    POSTPONED = "postponed", _("postponed it")
    DONE = "done", _("reported it done")
    DROPPED = "dropped", _("dropped it")
    RESUMED = "resumed", _("took it up again")


class Step(models.Model):
    """One thing that happened to a commitment: who, when, why – and the day that counted from then on."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=12, choices=StepKind)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=clock.now)
    reason = models.TextField(max_length=LONGEST_REASON, blank=True)
    due = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["handed-back", "postponed", "dropped", "resumed"]) | ~Q(reason=""),
                name="commitments_step_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.kind}"
