"""The one-time link of the first start."""

from __future__ import annotations

import secrets

from django.db import transaction

from netzwerkstatt.foundation.accounts.models import Guest, Person, StartKey


def new_start_key() -> str | None:
    """A fresh key while nobody has an account, else None. Earlier unused keys end: only the last printed link works."""
    with transaction.atomic():
        if Person.objects.exists():
            return None
        StartKey.objects.filter(used_at__isnull=True).delete()
        key = secrets.token_urlsafe(24)
        StartKey.objects.create(token_hash=Guest.hash_of(key))
    return key
