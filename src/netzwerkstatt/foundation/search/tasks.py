"""What the worker does for the search."""

from __future__ import annotations

from django.db import transaction
from django_tasks import task

from netzwerkstatt.foundation.search import following, index


@task()
def refresh_entries(ids: list[int]) -> None:
    """Read these entries anew; whatever that entails is work for another time."""
    with transaction.atomic():
        further = index.refresh(ids)
        following.leave_to_the_worker(further)
