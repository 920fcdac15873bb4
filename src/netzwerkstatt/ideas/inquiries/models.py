"""Inquiries, the cities they ask, their answers, and the experience that is drawn from them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import Entry, OfAKind
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City

LONGEST = 4000


class Inquiry(OfAKind):
    """A city asks others for what they know, until a day. The question is the entry's title."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("inquiry", "open")
        SUMMED_UP = "summed-up", pgettext_lazy("inquiry", "summed up")
        CLOSED = "closed", pgettext_lazy("inquiry", "closed without a summary")

    context = models.TextField(_("context"), max_length=LONGEST, blank=True)
    due = models.DateField(_("answers until"))
    to_all = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)

    class Meta:
        indexes = [models.Index(fields=["state", "due"], name="ideas_inquiries_due")]

    @property
    def is_open(self) -> bool:
        """It can still be answered, even after its day."""
        return self.state == self.State.OPEN

    @property
    def is_late(self) -> bool:
        """Its day is over and nobody has summed up."""
        return self.is_open and self.due < clock.today()


class AskedCity(models.Model):
    """One city that an inquiry asks, and what came of it."""

    class State(models.TextChoices):
        ASKED = "asked", pgettext_lazy("inquiry", "has not answered yet")
        ANSWERED = "answered", pgettext_lazy("inquiry", "has answered")
        NOTHING = "nothing", pgettext_lazy("inquiry", "has nothing to say")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="asked")
    city = models.ForeignKey(City, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["inquiry", "city"], name="ideas_city_asked_once")]
        indexes = [models.Index(fields=["city", "state"], name="ideas_what_a_city_is_asked")]

    def __str__(self) -> str:
        return f"{self.city}: {self.get_state_display()}"


class InquiryAnswer(OfAKind):
    """What one city answers: one answer for each city that is asked. Its entry lives in the inquiry."""

    asked = models.OneToOneField(AskedCity, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField(_("answer"), max_length=LONGEST)
    call_welcome = models.BooleanField(_("call welcome"), default=False)
    points_to = models.ForeignKey(Entry, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    pointed: Entry | None = None
    """What it points to, as far as the viewer may see it; `queries.with_pointed` fills it in."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="ideas_answer_says_something")]


class Experience(OfAKind):
    """What an inquiry taught: what works, what does not, where it is done, whom to ask. One for each inquiry.

    It outlives its inquiry, should that be deleted.
    """

    inquiry = models.OneToOneField(Inquiry, null=True, on_delete=models.SET_NULL, related_name="experience")
    works = models.TextField(_("what works"), max_length=LONGEST)
    fails = models.TextField(_("what does not work"), max_length=LONGEST, blank=True)
    where = models.TextField(_("where it is done"), max_length=1000, blank=True)
    contact = models.CharField(_("whom to ask"), max_length=240, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(works=""), name="ideas_experience_says_something")]
