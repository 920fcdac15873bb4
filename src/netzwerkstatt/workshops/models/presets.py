"""Plans that somebody keeps to begin with again, and shares."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.models import new_public_id
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import City


class Sharing(models.TextChoices):
    """Who can begin with it."""

    OWN = "own", _("only I")
    CITY = "city", _("everybody of my city")
    ALLIANCE = "alliance", _("the whole alliance")


class Preset(models.Model):
    """The phases of a workshop, kept under a name; `phases` are plans as `PhasePlan.as_data` writes them."""

    public_id = models.CharField(max_length=16, unique=True, default=new_public_id, editable=False)
    title = models.CharField(_("name"), max_length=80)
    note = models.CharField(_("what it is good for"), max_length=240, blank=True)
    phases = models.JSONField()
    minutes = models.PositiveSmallIntegerField()
    is_confidential = models.BooleanField(default=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="workshop_presets"
    )
    city = models.ForeignKey(City, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    sharing = models.CharField(max_length=8, choices=Sharing, default=Sharing.OWN)
    kept_at = models.DateTimeField(default=clock.now)
    client_id = models.UUIDField(null=True, blank=True, unique=True)

    class Meta:
        ordering = ["title", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="workshops_preset_has_a_name"),
            models.CheckConstraint(
                condition=~Q(sharing="city") | Q(city__isnull=False), name="workshops_shared_with_a_city"
            ),
        ]
        indexes = [models.Index(fields=["sharing", "title"], name="workshops_presets_shared")]

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        return self.public_id
