"""Rows that never change: the database refuses, whoever asks."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation

SHREDDED = "(shredded)"
"""What stands in an event's payload in the place of personal data that were erased."""


class NeverChangedError(Exception):
    """Something that is final was about to be changed."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} is final and cannot be changed")


class Statements(migrations.RunPython):
    """A migration step of SQL alone: it does not ask for the models of its time, which Django builds for seconds."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """As RunPython, without models."""
        statements: Any = self.code
        statements(None, schema_editor)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """As RunPython, without models."""
        statements: Any = self.reverse_code
        statements(None, schema_editor)


def never_updated(table: str, when: str = "TRUE", *, may_empty: tuple[str, ...] = ()) -> Statements:
    """A migration step: rows of `table` for which `when` holds (over OLD) refuse every UPDATE, on both databases.

    Columns in `may_empty` may still become NULL: whoever made the row may leave. The step may be taken again, and has
    to be after one that rebuilds the table: SQLite loses its triggers then.
    """
    name = f"{table}_is_final"

    def forwards(apps: Any, schema_editor: Any) -> None:
        changed = f"({when}) AND ({_other_change(schema_editor, table, may_empty)})" if may_empty else f"({when})"
        _refuse(schema_editor, table, name, "UPDATE", changed)

    def backwards(apps: Any, schema_editor: Any) -> None:
        _allow_again(schema_editor, table, name)

    return Statements(forwards, backwards)


def never_updated_unless(
    table: str, unless: str, columns: tuple[str, ...], *, may_empty: tuple[str, ...] = ()
) -> Statements:
    """As `never_updated`, but `columns` may change where `unless` holds (SQL over OLD and NEW, with subqueries).

    The migration that takes the step names the one that made the tables of which `unless` speaks.
    """
    name = f"{table}_is_final"

    def forwards(apps: Any, schema_editor: Any) -> None:
        other = _other_change(schema_editor, table, may_empty, apart_from=columns)
        differs = "{0} IS DISTINCT FROM {1}" if schema_editor.connection.vendor == "postgresql" else "{0} IS NOT {1}"
        changed = " OR ".join(differs.format(f'NEW."{column}"', f'OLD."{column}"') for column in columns)
        _allow_again(schema_editor, table, name)
        refused = f"({other}) OR (({changed}) AND NOT ({unless}))"
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {refused} THEN"
                f" RAISE EXCEPTION '{table} is final' USING ERRCODE = 'integrity_constraint_violation'; END IF;"
                " RETURN NEW; END $$",
                params=None,  # a percent sign is no place for a value
            )
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
                params=None,
            )
        else:
            schema_editor.execute(
                f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} FOR EACH ROW"
                f" BEGIN SELECT RAISE(ABORT, '{table} is final') WHERE {refused}; END",
                params=None,
            )

    def backwards(apps: Any, schema_editor: Any) -> None:
        _allow_again(schema_editor, table, name)

    return Statements(forwards, backwards)


def never_deleted(table: str) -> Statements:
    """A migration step: rows of `table` refuse every DELETE, on both databases."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        _refuse(schema_editor, table, f"{table}_stays", "DELETE", "TRUE")

    def backwards(apps: Any, schema_editor: Any) -> None:
        _allow_again(schema_editor, table, f"{table}_stays")

    return Statements(forwards, backwards)


def with_triggers_aside(*steps: Operation) -> list[Operation]:
    """The steps of a migration that rebuilds a table which triggers stand on or speak of.

    SQLite loses the triggers of a table that is rebuilt, and refuses to rebuild one of which other triggers speak. So
    they are all set aside before, and put back after.
    """
    aside: dict[str, str] = {}

    def set_aside(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor == "sqlite":
            with schema_editor.connection.cursor() as cursor:
                cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
                aside.update(cursor.fetchall())
            for name in aside:
                schema_editor.execute(f"DROP TRIGGER {name}")

    def put_back(apps: Any, schema_editor: Any) -> None:
        for sql in aside.values():
            schema_editor.execute(sql)
        aside.clear()

    begin = Statements(set_aside, put_back)
    end = Statements(put_back, set_aside)
    return [begin, *steps, end]


def events_stay() -> Statements:
    """A migration step: events refuse every DELETE, and every UPDATE except shredding.

    Shredding empties the actor and puts the marker in the place of values of the payload, nothing else. To be taken
    again after a step that rebuilds the table.
    """
    table = "events_event"

    def forwards(apps: Any, schema_editor: Any) -> None:
        on_postgresql = schema_editor.connection.vendor == "postgresql"
        if on_postgresql:
            schema_editor.execute(_MORE_THAN_SHREDDED)
        shredded = _PAYLOAD_CHANGED_POSTGRESQL if on_postgresql else _PAYLOAD_CHANGED_SQLITE
        other = _other_change(schema_editor, table, ("actor_id",), apart_from=("payload",))
        _refuse(schema_editor, table, f"{table}_is_final", "UPDATE", f"{other} OR {shredded}")
        _refuse(schema_editor, table, f"{table}_stays", "DELETE", "TRUE")

    def backwards(apps: Any, schema_editor: Any) -> None:
        _allow_again(schema_editor, table, f"{table}_is_final")
        _allow_again(schema_editor, table, f"{table}_stays")

    return Statements(forwards, backwards)


_PAYLOAD_CHANGED_POSTGRESQL = f"events_more_than_shredded(OLD.payload, NEW.payload, '{SHREDDED}')"
_MORE_THAN_SHREDDED = """
    CREATE OR REPLACE FUNCTION events_more_than_shredded(before jsonb, after jsonb, marker text) RETURNS boolean
    LANGUAGE sql IMMUTABLE AS $$
        SELECT EXISTS (
            SELECT 1 FROM jsonb_each(before) b FULL JOIN jsonb_each(after) a ON a.key = b.key
            WHERE a.key IS NULL OR b.key IS NULL OR (a.value <> b.value AND a.value <> to_jsonb(marker))
        )
    $$
"""
_PAYLOAD_CHANGED_SQLITE = """(
    EXISTS (
        SELECT 1 FROM json_each(NEW.payload) a LEFT JOIN json_each(OLD.payload) b ON b.key = a.key
        WHERE b.key IS NULL
        OR ((a.value IS NOT b.value OR a.type IS NOT b.type) AND (a.value IS NOT '(shredded)' OR a.type IS NOT 'text'))
    )
    OR (SELECT COUNT(*) FROM json_each(NEW.payload)) <> (SELECT COUNT(*) FROM json_each(OLD.payload))
)""".replace("(shredded)", SHREDDED)


def _other_change(
    schema_editor: Any, table: str, may_empty: tuple[str, ...], *, apart_from: tuple[str, ...] = ()
) -> str:
    """SQL: something else changes than that columns in `may_empty` become NULL."""
    with schema_editor.connection.cursor() as cursor:
        described = schema_editor.connection.introspection.get_table_description(cursor, table)
    columns = [column.name for column in described if column.name not in {*may_empty, *apart_from}]
    differs = "{0} IS DISTINCT FROM {1}" if schema_editor.connection.vendor == "postgresql" else "{0} IS NOT {1}"
    changes = [differs.format(f'NEW."{column}"', f'OLD."{column}"') for column in columns]
    changes += [
        f'(NEW."{column}" IS NOT NULL AND {differs.format(f"""NEW."{column}" """, f"""OLD."{column}" """)})'
        for column in may_empty
    ]
    return " OR ".join(changes)


def _refuse(schema_editor: Any, table: str, name: str, verb: str, when: str) -> None:
    _allow_again(schema_editor, table, name)
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{table} is final' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {name}()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{table} is final'); END"
        )


def _allow_again(schema_editor: Any, table: str, name: str) -> None:
    on = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{on}")
