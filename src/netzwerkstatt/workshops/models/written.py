"""What is written in a workshop: waiting for the reveal, then as a note – or as an idea with the card it came on."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import LONGEST, Idea
from netzwerkstatt.workshops.models.people import Group
from netzwerkstatt.workshops.models.phases import Phase
from netzwerkstatt.workshops.models.tables import Source, Table

LONGEST_NAME = 60


class Contribution(models.Model):
    """A text that waits for the reveal, seen by nobody but who wrote it (questions: and by the facilitation).

    No time and no row number stands here: the key is the random id that the form carried, and `own` counts the
    contributions of this one guest, table, or of all paper. `idea` is what it is about, `signed` a name that a guest wants to stand at it. At
    the reveal the row turns into an idea or a note and is deleted.
    """

    client_id = models.UUIDField(primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="hidden")
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="contributions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    table = models.ForeignKey(
        Table, null=True, blank=True, on_delete=models.CASCADE, related_name="contributions", db_index=False
    )
    source = models.CharField(max_length=5, choices=Source, default=Source.PHONE)
    own = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)
    signed = models.CharField(max_length=LONGEST_NAME, blank=True)
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="+", db_index=False)
    late = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(source="phone", table__isnull=True, guest__isnull=False, person__isnull=True)
                | Q(source="phone", table__isnull=True, guest__isnull=True, person__isnull=False)
                | Q(source="table", table__isnull=False, guest__isnull=True, person__isnull=True)
                | Q(source="paper", table__isnull=True, guest__isnull=True, person__isnull=True),
                name="workshops_guest_person_table_or_paper",
            )
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="workshops_written_by_person"),
            models.Index(fields=["table"], condition=Q(table__isnull=False), name="workshops_written_at_table"),
            models.Index(fields=["idea"], condition=Q(idea__isnull=False), name="workshops_written_about"),
        ]


class SentAtOnce(models.Model):
    """The id of a post that was shown at once, so that a repeat changes nothing; no writer, no text, no time."""

    client_id = models.UUIDField(primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="+")


class GroupNote(models.Model):
    """What a group put on its own board, seen by the group at once, without a writer. `handed` says that the group gives
    it to the plenum: at the end of the phase that becomes an idea, the rest notes, and these rows go.
    """

    client_id = models.UUIDField(primary_key=True)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="group_notes")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="notes")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(max_length=LONGEST)
    handed = models.BooleanField(default=False)

    class Meta:
        ordering = ["group", "number"]
        indexes = [models.Index(fields=["phase", "group", "number"], name="workshops_board_of_a_group")]

    def __str__(self) -> str:
        return self.text


class Card(models.Model):
    """How an idea came into its workshop: in which phase, for which network, under which name, and whether late.

    `source` says that it came from a table or from paper, where so many people stand behind it that nobody is told.
    """

    idea = models.OneToOneField(Idea, primary_key=True, on_delete=models.CASCADE, related_name="card")
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="cards")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    signed = models.CharField(max_length=LONGEST_NAME, blank=True)
    source = models.CharField(max_length=5, choices=Source, blank=True)
    late = models.BooleanField(default=False)
    pinned = models.BooleanField(default=False)

    @property
    def who(self) -> str:
        """The name that stands at it; empty where it is nobody's."""
        author = self.idea.entry.author
        return author.name if author else self.signed


class Note(models.Model):
    """Something written in a phase that is no idea: a slip, a comment on an idea, a question, a word of feedback.

    `option` is what one votes for who wants this question answered; `voices` are counted when the phase closes.
    What is set aside has a reason and is shown to nobody but the facilitation.
    """

    class State(models.TextChoices):
        SHOWN = "shown", pgettext_lazy("note", "shown")
        PINNED = "pinned", pgettext_lazy("note", "pinned")
        ANSWERED = "answered", pgettext_lazy("note", "answered")
        ASIDE = "aside", pgettext_lazy("note", "set aside")

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    phase = models.ForeignKey(Phase, on_delete=models.CASCADE, related_name="notes")
    idea = models.ForeignKey(Idea, null=True, blank=True, on_delete=models.CASCADE, related_name="notes")
    text = models.TextField(max_length=LONGEST)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    signed = models.CharField(max_length=LONGEST_NAME, blank=True)
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    source = models.CharField(max_length=5, choices=Source, blank=True)
    late = models.BooleanField(default=False)
    state = models.CharField(max_length=8, choices=State, default=State.SHOWN)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)
    reason = models.CharField(_("why set aside"), max_length=240, blank=True)
    option = models.OneToOneField(Option, null=True, blank=True, on_delete=models.SET_NULL, related_name="note")
    voices = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=~Q(state="aside") | ~Q(reason=""), name="workshops_aside_for_a_reason"),
            models.CheckConstraint(condition=Q(answer="") | Q(state="answered"), name="workshops_answer_is_answered"),
        ]
        indexes = [models.Index(fields=["phase", "state", "id"], name="workshops_notes_of_a_phase")]

    def __str__(self) -> str:
        return self.text

    @property
    def who(self) -> str:
        """The name that stands at it; empty where it is nobody's."""
        return self.person.name if self.person else self.signed
