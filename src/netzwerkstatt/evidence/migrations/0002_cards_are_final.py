from typing import Any

from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated

NAME = "evidence_claim_is_final"
CHANGES = "OLD.kind = 'evidence' AND (NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number)"


def forwards(apps: Any, schema_editor: Any) -> None:
    """The claim stands in the entry too, which other rooms' links may count up but nobody may reword."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            f"CREATE OR REPLACE FUNCTION {NAME}() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION 'evidence is final' USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON entries_entry FOR EACH ROW WHEN ({CHANGES}) EXECUTE FUNCTION {NAME}()"
        )
    else:
        schema_editor.execute(
            f"CREATE TRIGGER {NAME} BEFORE UPDATE ON entries_entry FOR EACH ROW WHEN {CHANGES}"
            " BEGIN SELECT RAISE(ABORT, 'evidence is final'); END"
        )


def backwards(apps: Any, schema_editor: Any) -> None:
    on = " ON entries_entry" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {NAME}{on}")


class Migration(migrations.Migration):
    dependencies = [("evidence", "0001_initial"), ("entries", "0001_initial")]
    operations = [never_updated("evidence_evidencecard"), migrations.RunPython(forwards, backwards)]
