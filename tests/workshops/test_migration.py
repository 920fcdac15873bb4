"""Records that were released before they had versions are first versions, and still final."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from netzwerkstatt.workshops.models import Protocol
from tests.ballots.test_migration import migrate

BEFORE = [("workshops", "0008_board_steps")]


@pytest.mark.django_db(transaction=True)
def test_a_released_record_is_the_first_version_and_comes_back_as_it_was(running):
    released = timezone.now()
    old = migrate(BEFORE)
    try:
        old.get_model("workshops", "Protocol").objects.create(
            workshop_id=running.pk, content={"title": "T"}, sha256="a" * 64, released_at=released
        )
    finally:
        migrate()
    kept = Protocol.objects.get(workshop=running)
    assert (kept.version, kept.reason, kept.content, kept.sha256) == (1, "", {"title": "T"}, "a" * 64)
    with pytest.raises(DatabaseError), transaction.atomic():
        Protocol.objects.update(sha256="b")

    old = migrate(BEFORE)
    try:
        back = old.get_model("workshops", "Protocol").objects.get(pk=running.pk)
        assert (back.content, back.sha256) == ({"title": "T"}, "a" * 64)
        with pytest.raises(DatabaseError), transaction.atomic():
            old.get_model("workshops", "Protocol").objects.update(sha256="b")
    finally:
        migrate()
    assert Protocol.objects.get(workshop=running).version == 1
