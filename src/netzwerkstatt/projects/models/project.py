"""Projects and who carries them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from netzwerkstatt.foundation.entries.models import OfAKind
from netzwerkstatt.foundation.network.models import City, Organisation


class Stage(models.TextChoices):
    """How far a project is. Stopped and failed are results too: they come with what others can learn."""

    IDEA = "idea", pgettext_lazy("stage of a project", "idea")
    TRIAL = "trial", pgettext_lazy("stage of a project", "on trial")
    RUNNING = "running", pgettext_lazy("stage of a project", "running")
    ENDED = "ended", pgettext_lazy("stage of a project", "ended")
    STOPPED = "stopped", pgettext_lazy("stage of a project", "stopped")
    FAILED = "failed", pgettext_lazy("stage of a project", "failed")


CLOSED = (Stage.ENDED, Stage.STOPPED, Stage.FAILED)


class Project(OfAKind):
    """What a city and its partners do about a problem; its city is that of its entry."""

    aim = models.TextField(_("aim"))
    first_step = models.CharField(_("first step"), max_length=240)
    first_step_by = models.CharField(_("who does it"), max_length=160)
    first_step_due = models.DateField(_("until when"))
    first_step_done_on = models.DateField(_("done on"), null=True, blank=True)
    stage = models.CharField(_("how far it is"), max_length=7, choices=Stage, default=Stage.IDEA)
    closed_on = models.DateField(null=True, blank=True)
    lesson = models.TextField(_("what others can learn from it"), blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(aim="") & ~Q(first_step="") & ~Q(first_step_by=""), name="projects_say_what_and_who"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=CLOSED, closed_on__isnull=False) & ~Q(lesson="")
                | ~Q(stage__in=CLOSED) & Q(closed_on__isnull=True),
                name="projects_closed_with_a_lesson",
            ),
        ]
        indexes = [
            models.Index(
                fields=["first_step_due"], condition=Q(first_step_done_on__isnull=True), name="projects_steps_ahead"
            )
        ]

    @property
    def is_closed(self) -> bool:
        """It came to an end, whichever."""
        return self.stage in CLOSED


class Partner(models.Model):
    """A city, or an organisation, that carries a project with its owner. Each says itself whether it does."""

    class Answer(models.TextChoices):
        WAITING = "waiting", pgettext_lazy("partner", "asked, no answer yet")
        CARRIES = "carries", pgettext_lazy("partner", "carries it")
        DECLINES = "declines", pgettext_lazy("partner", "does not carry it")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="partners")
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    contribution = models.CharField(_("what it gives"), max_length=240, blank=True)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(city__isnull=False, organisation__isnull=True)
                | Q(city__isnull=True, organisation__isnull=False),
                name="projects_partner_is_city_or_organisation",
            ),
            models.UniqueConstraint(
                fields=["project", "city"], condition=Q(city__isnull=False), name="projects_city_carries_once"
            ),
            models.UniqueConstraint(
                fields=["project", "organisation"],
                condition=Q(organisation__isnull=False),
                name="projects_organisation_carries_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.city or self.organisation)

    @property
    def is_asked(self) -> bool:
        """A city or an organisation that has not said yet whether it carries the project."""
        return self.answer == self.Answer.WAITING

    @property
    def who(self) -> City | Organisation:
        """The city or the organisation."""
        return self.city or self.organisation  # type: ignore[return-value]  # one of the two, says the database
