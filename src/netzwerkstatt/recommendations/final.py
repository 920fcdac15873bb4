"""Migration steps that keep what is final: a release, an answer, and everything a release was made of."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from netzwerkstatt.foundation.documents.redacting import BLACK
from netzwerkstatt.foundation.events.guard import Statements

WORDS = "a released recommendation is final"


def never_deleted(table: str) -> Statements:
    """Rows of `table` refuse every DELETE, on both databases."""
    return _refusing([_Guard(table, "DELETE", "")])


def frozen_with_release(table: str, owner: str, columns: Sequence[str] = (), *, words: str = "") -> Statements:
    """Rows of `table` that belong to a released recommendation refuse to be added, changed or taken away.

    `owner` is SQL for the id of the recommendation, with `{row}` for the row that changes. With `columns`, only
    changes of these are refused (the row goes on counting what came of it). `words` names a column that may be
    blackened once a redaction is noted. The step may be taken again.
    """
    unless = f" AND NOT ({_blackened(owner.format(row='OLD'), words)})" if words else ""
    if columns:
        changed = " OR ".join(f"OLD.{c} IS DISTINCT FROM NEW.{c}" for c in columns)
        when = f"{_released(owner.format(row='OLD'))} AND ({changed}){unless}"
        return _refusing([_Guard(table, "UPDATE", when, columns)])
    both = f"({_released(owner.format(row='OLD'))} OR {_released(owner.format(row='NEW'))}){unless}"
    return _refusing(
        [
            _Guard(table, "INSERT", _released(owner.format(row="NEW"))),
            _Guard(table, "UPDATE", both),
            _Guard(table, "DELETE", _released(owner.format(row="OLD"))),
        ]
    )


def _released(owner: str) -> str:
    return f"EXISTS (SELECT 1 FROM recommendations_release r WHERE r.recommendation_id = {owner})"  # noqa: S608 - ours


def _blackened(owner: str, column: str) -> str:
    """A redaction of it is noted, and the words that come have something blackened."""
    noted = (
        f"SELECT 1 FROM documents_redaction d JOIN entries_entry e ON e.public_id = d.public_id WHERE e.id = {owner}"  # noqa: S608 - ours
    )
    return f"NEW.{column} LIKE '%{BLACK}%' AND EXISTS ({noted})"


class _Guard:
    """One trigger: before `verb` on `table`, refuse where `condition` holds (always, where it is empty)."""

    def __init__(self, table: str, verb: str, condition: str, columns: Sequence[str] = ()) -> None:
        self.table, self.condition = table, condition
        self.name = f"{table}_no_{verb.lower()}_once_released"
        self.when = f"BEFORE {verb}{' OF ' + ', '.join(columns) if columns else ''} ON {table} FOR EACH ROW"
        self.row = "OLD" if verb == "DELETE" else "NEW"

    def on_postgresql(self) -> list[str]:
        """A function that raises, and the trigger that calls it."""
        refuse = f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation';"
        body = f"IF {self.condition} THEN {refuse} END IF;" if self.condition else refuse
        return [
            (
                f"CREATE OR REPLACE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql AS $$"
                f" BEGIN {body} RETURN {self.row}; END $$"
            ),
            f"CREATE TRIGGER {self.name} {self.when} EXECUTE FUNCTION {self.name}()",
        ]

    def on_sqlite(self) -> list[str]:
        """A trigger that raises; a subquery may stand in its body, not in its WHEN."""
        where = f" WHERE {self.condition}" if self.condition else ""
        return [f"CREATE TRIGGER {self.name} {self.when} BEGIN SELECT RAISE(ABORT, '{WORDS}'){where}; END"]

    def dropped(self, vendor: str) -> list[str]:
        """Without it again."""
        if vendor == "postgresql":
            return [f"DROP TRIGGER IF EXISTS {self.name} ON {self.table}", f"DROP FUNCTION IF EXISTS {self.name}()"]
        return [f"DROP TRIGGER IF EXISTS {self.name}"]


def _refusing(guards: Sequence[_Guard]) -> Statements:
    def forwards(apps: Any, schema_editor: Any) -> None:
        for guard in guards:
            on_it = schema_editor.connection.vendor == "postgresql"
            for statement in guard.dropped(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)
            for statement in guard.on_postgresql() if on_it else guard.on_sqlite():
                schema_editor.execute(statement, params=None)

    def backwards(apps: Any, schema_editor: Any) -> None:
        for guard in guards:
            for statement in guard.dropped(schema_editor.connection.vendor):
                schema_editor.execute(statement, params=None)

    return Statements(forwards, backwards)
