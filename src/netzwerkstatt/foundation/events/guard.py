"""Rows that never change: the database refuses, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations


class NeverChangedError(Exception):
    """Something that is final was about to be changed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is final and cannot be changed")


def never_updated(table: str, when: str = "TRUE") -> migrations.RunPython:
    """A migration step: rows of `table` for which `when` holds (over OLD) refuse every UPDATE, on both databases."""
    name = f"{table}_is_final"

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN RAISE EXCEPTION '{table} is final' USING ERRCODE = 'integrity_constraint_violation'; END $$"
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW WHEN {when}"
                f" BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
            )

    def backwards(apps: Any, schema_editor: Any) -> None:
        on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")

    return migrations.RunPython(forwards, backwards)
