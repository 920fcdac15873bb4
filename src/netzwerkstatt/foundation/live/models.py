"""Who leads: of several processes one does what is to be done once."""

from __future__ import annotations

from django.db import models


class Lease(models.Model):
    """One process holds a task until a moment, and goes on holding it as long as it says so in time."""

    task = models.CharField(max_length=20, primary_key=True)
    holder = models.CharField(max_length=32)
    until = models.DateTimeField()
