"""A release is final, and whoever released it may still leave."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from netzwerkstatt.recommendations.models import Release


def test_the_release_stays_without_the_name(released, ministry_of_st):
    release = Release.objects.get(recommendation=released)
    for column, value in [("version", 7), ("released_by_id", ministry_of_st.pk), ("content", "{}")]:
        with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE recommendations_release SET {column} = %s WHERE id = %s",  # noqa: S608 - from the list above
                [value, release.pk],
            )
    with pytest.raises(DatabaseError, match="final"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM recommendations_release")

    release.released_by.delete()
    kept = Release.objects.get(pk=release.pk)
    assert kept.released_by is None
    assert kept.sha256 == release.sha256
