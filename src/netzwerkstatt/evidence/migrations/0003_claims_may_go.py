from typing import Any

from django.db import migrations

NAME = "evidence_claim_is_final"
REWORDED = "OLD.kind = 'evidence' AND (NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number)"


def _guard(schema_editor: Any, changes: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME} ON entries_entry")
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON entries_entry FOR EACH ROW WHEN ({changes}) EXECUTE FUNCTION {NAME}()"
        )
    else:
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}")
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON entries_entry FOR EACH ROW WHEN {changes}"
            " BEGIN SELECT RAISE(ABORT, 'evidence is final'); END"
        )


def forwards(apps: Any, schema_editor: Any) -> None:
    """Nobody rewords a claim; deleted with its item, it goes."""
    _guard(schema_editor, f"{REWORDED} AND NEW.deleted_at IS NULL")


def backwards(apps: Any, schema_editor: Any) -> None:
    _guard(schema_editor, REWORDED)


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_cards_are_final"), ("entries", "0003_the_day_something_happens")]
    operations = [migrations.RunPython(forwards, backwards)]
