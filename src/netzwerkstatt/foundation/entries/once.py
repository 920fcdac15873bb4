"""Making an entry once, however often and however fast its form is sent."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import already_made, create_entry


def create_once(*, kind: str, author: Any, client_id: UUID | None = None, **fields: Any) -> tuple[Entry, bool]:
    """`create_entry`, or the entry that this very form made before; says whether it is new.

    Of two posts at the same moment one waits at the unique client id and then finds what the other made. Raises what
    `create_entry` raises, `IntegrityError` for a client id that belongs to something else.
    """
    if made := already_made(client_id, kind, author):
        return made, False
    try:
        with transaction.atomic():
            return create_entry(kind=kind, author=author, client_id=client_id, **fields), True
    except IntegrityError:
        if made := already_made(client_id, kind, author):
            return made, False
        raise
