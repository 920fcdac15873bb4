"""Who is invited, and who is in the room."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.workshops.models.workshop import Workshop


class Invitation(models.Model):
    """An expert of another network is asked to come, with the reason why this person fits.

    `word`, `conflict` (of interest) and `needs` – access, food – are what the person says with the answer, read by those
    who run the workshop; `needs` only until the day after. `for_day` is the day for which the answer was given.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        COMES = "comes", _("comes")
        DECLINES = "declines", _("does not come")

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="invitations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="workshop_invitations")
    why = models.CharField(_("why this person fits"), max_length=240)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    word = models.CharField(_("a word to the host"), max_length=240, blank=True)
    conflict = models.CharField(_("conflict of interest"), max_length=240, blank=True)
    needs = models.CharField(_("access and food"), max_length=240, blank=True)
    for_day = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="workshops_invited_once")]
        indexes = [models.Index(fields=["person", "invited_at"], name="workshops_asked_lately")]

    @property
    def comes(self) -> bool:
        return self.answer == self.Answer.COMES

    @property
    def was_for_another_day(self) -> bool:
        """Said to come, and the workshop was moved to another day since."""
        return self.comes and self.for_day is not None and self.for_day != self.workshop.day

    @property
    def waits(self) -> bool:
        """An answer is wanted: for the first time, or for another day."""
        return self.answer == self.Answer.WAITING or self.was_for_another_day

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def public_id(self) -> str:
        return self.workshop.public_id


class Part(models.TextChoices):
    """As what somebody is in the room, in the person's own word."""

    CITIZEN = "citizen", _("Resident")
    ADMINISTRATION = "administration", _("Administration")
    COUNCIL = "council", _("Council or mayor’s office")
    BUSINESS = "business", _("Business")
    CLUB = "club", _("Club or association")
    SCHOOL = "school", _("School, university, youth work")
    EXPERT = "expert", _("Expert, consultant")


class CoFacilitator(models.Model):
    """Somebody who runs the workshop together with the facilitator, with the same rights."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="cofacilitators")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cofacilitates")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "person"], name="workshops_cofacilitator_once")]

    @property
    def stream(self) -> str:
        return self.workshop.stream

    @property
    def public_id(self) -> str:
        return self.workshop.public_id


class Group(models.Model):
    """Some people of the room who work together, at a board of their own."""

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="groups")
    number = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["workshop", "number"], name="workshops_group_number_once")]

    def __str__(self) -> str:
        return _("Group %(n)d") % {"n": self.number}


class Participant(models.Model):
    """A guest in the room: the network the guest says to come from, and as what. Gone with the guest, at release.

    `asked` says that both were answered or passed over, `ready` is the number of the phase with which the guest is done.
    `simulated` people take part in a rehearsal.
    """

    workshop = models.ForeignKey(Workshop, on_delete=models.CASCADE, related_name="participants")
    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="participant")
    network = models.ForeignKey(CityNetwork, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    part = models.CharField(max_length=14, choices=Part, blank=True)
    asked = models.BooleanField(default=False)
    ready = models.PositiveSmallIntegerField(null=True, blank=True)
    simulated = models.BooleanField(default=False)
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="members")


class ResumeCode(models.Model):
    """With this code a guest goes on at another device. The guest's token is sealed with the code, of which only a keyed
    hash is kept: who reads the database finds neither. Gone with the guest, at release.
    """

    guest = models.OneToOneField(Guest, primary_key=True, on_delete=models.CASCADE, related_name="resume_code")
    code_hash = models.CharField(max_length=64, unique=True)
    sealed = models.CharField(max_length=64)
