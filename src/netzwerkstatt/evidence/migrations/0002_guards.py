from typing import Any

from django.db import migrations

from netzwerkstatt.foundation.events.guard import Statements, never_updated

NAME = "evidence_claim_is_final"
REWORDED = "OLD.kind = 'evidence' AND (NEW.title <> OLD.title OR NEW.kind <> OLD.kind OR NEW.number <> OLD.number)"
CHANGES = f"{REWORDED} AND NEW.deleted_at IS NULL"


def forwards(apps: Any, schema_editor: Any) -> None:
    """The claim stands in the entry too: links may count it up, it goes with its item, and nobody rewords it."""
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

    replaces = [
        ('evidence', '0001_initial'),
        ('evidence', '0002_cards_are_final'),
        ('evidence', '0003_claims_may_go'),
        ('evidence', '0003_catalogue'),
        ('evidence', '0004_futures'),
        ('evidence', '0005_boundaries'),
    ]

    dependencies = [
        ('evidence', '0001_tables'),
        ('entries', '0001_tables'),
    ]

    operations = [
        never_updated('evidence_evidencecard'),
        never_updated('evidence_dataset', may_empty=('imported_by_id',)),
        never_updated('evidence_series'),
        Statements(forwards, backwards),
    ]
