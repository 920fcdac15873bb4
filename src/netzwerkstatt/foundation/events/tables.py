"""New tables and indexes, as steps of a migration."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import AddIndex, CreateModel


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


class NewIndex(AddIndex):
    """A further index: models of that time are not built anew for it, as nothing of theirs changes."""

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The index stands in the state; models that were built stay."""
        built = state.__dict__.pop("apps", None)
        super().state_forwards(app_label, state)
        if built is not None:
            state.apps = built
