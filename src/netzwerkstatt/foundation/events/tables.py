"""New tables and indexes, as steps of a migration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import migrations
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import AddIndex, CreateModel

from netzwerkstatt.foundation.events.guard import Statements


class Tables(Operation):
    """Several new tables as one step.

    Before each step that touches the database Django builds the models of that time anew, with all that hang on them:
    table by table that is most of what a first start takes.
    """

    serialization_expand_args = ["tables"]

    def __init__(self, tables: Sequence[CreateModel]) -> None:
        self.tables = list(tables)

    def state_forwards(self, app_label: str, state: Any) -> None:
        """All tables stand in the state before the first one is made, and their models are built together."""
        built = state.__dict__.pop("apps", None)
        for table in self.tables:
            table.state_forwards(app_label, state)
        if built is not None:
            state.apps = built
            state.reload_models([(app_label, table.name_lower) for table in self.tables], delay=False)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """One after the other, in their order."""
        for table in self.tables:
            table.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The last one first."""
        for table in reversed(self.tables):
            table.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """What `migrate --plan` says."""
        return "Create " + ", ".join(table.name for table in self.tables)


class _ModelsStay(Operation):
    """A step after which models of that time are not built anew: nothing changes that they know of."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The step stands in the state; models that were built stay."""
        built = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if built is not None:
            state.apps = built


class NewIndex(_ModelsStay, AddIndex):
    """A further index."""


class WithoutIndex(_ModelsStay, migrations.SeparateDatabaseAndState):
    """A foreign key loses the index that Django gave it; the table, its rows and its triggers stay.

    Each index of a table that many write to is a page more for every row: a column that is nearly always empty, or that
    begins another index, is better off with a `NewIndex` on some rows, or with none.
    """

    def __init__(self, model: str, table: str, name: str, field: Any) -> None:
        def names(schema_editor: Any) -> list[str]:
            made = (schema_editor._create_index_name(table, [f"{name}_id"], suffix=end) for end in ("", "_like"))  # noqa: SLF001 - nobody else knows it
            return [schema_editor.quote_name(index) for index in made]

        def drop(_apps: Any, schema_editor: Any) -> None:
            for index in names(schema_editor):
                schema_editor.execute(f"DROP INDEX IF EXISTS {index}")

        def create(_apps: Any, schema_editor: Any) -> None:
            schema_editor.execute(f"CREATE INDEX {names(schema_editor)[0]} ON {table} ({name}_id)")

        super().__init__([Statements(drop, create)], [migrations.AlterField(model, name, field)])
