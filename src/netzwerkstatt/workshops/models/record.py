"""The released record of a workshop."""

from __future__ import annotations

from django.db import models

from netzwerkstatt.foundation.events.guard import NeverChangedError
from netzwerkstatt.workshops.models.workshop import Workshop


class Protocol(models.Model):
    """The released record of a workshop, frozen with its hash; who released it stands in the content."""

    workshop = models.OneToOneField(Workshop, primary_key=True, on_delete=models.PROTECT, related_name="record")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    released_at = models.DateTimeField()

    def save(self, *args: object, **kwargs: object) -> None:
        if not self._state.adding:
            raise NeverChangedError("a released protocol")
        super().save(*args, **kwargs)  # type: ignore[arg-type]
