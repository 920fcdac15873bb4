"""The words of documents leave for a table of their own: counting reads short rows."""

from importlib import import_module

import django.db.models.deletion
from django.db import migrations, models

before = import_module("netzwerkstatt.foundation.search.migrations.0002_indexes_of_the_databases")

SQLITE = [
    "CREATE VIRTUAL TABLE search_index USING fts5"
    " (title, words, content='search_documenttext', content_rowid='document_id', tokenize='ascii')",
    "CREATE TRIGGER search_text_added AFTER INSERT ON search_documenttext BEGIN"
    " INSERT INTO search_index (rowid, title, words) VALUES (new.document_id, new.title, new.words); END",
    "CREATE TRIGGER search_text_removed AFTER DELETE ON search_documenttext BEGIN"
    " INSERT INTO search_index (search_index, rowid, title, words)"
    " VALUES ('delete', old.document_id, old.title, old.words); END",
    "CREATE TRIGGER search_text_changed AFTER UPDATE OF title, words ON search_documenttext BEGIN"
    " INSERT INTO search_index (search_index, rowid, title, words)"
    " VALUES ('delete', old.document_id, old.title, old.words);"
    " INSERT INTO search_index (rowid, title, words) VALUES (new.document_id, new.title, new.words); END",
    "INSERT INTO search_index (search_index) VALUES ('rebuild')",
]
SQLITE_BACK = [
    "DROP TRIGGER search_text_changed",
    "DROP TRIGGER search_text_removed",
    "DROP TRIGGER search_text_added",
    "DROP TABLE search_index",
]
POSTGRESQL = [statement.replace("search_document ", "search_documenttext ") for statement in before.POSTGRESQL]
POSTGRESQL_BACK = [statement.replace("search_document ", "search_documenttext ") for statement in before.POSTGRESQL_BACK]


def remove_old(apps, schema_editor):
    before.remove(apps, schema_editor)


def create_old(apps, schema_editor):
    before.create(apps, schema_editor)


def empty(apps, schema_editor):
    """Documents get other ids; whatever follows the log fills the tables again, from the first event on."""
    schema_editor.execute("DELETE FROM search_document")
    schema_editor.execute("DELETE FROM events_consumed WHERE consumer = 'search'")


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_indexes_of_the_databases"), ("events", "0002_consumers")]
    operations = [
        migrations.RunPython(remove_old, create_old),
        migrations.RunPython(empty, migrations.RunPython.noop),
        migrations.RemoveField("document", "title"),
        migrations.RemoveField("document", "words"),
        migrations.RemoveField("document", "plain"),
        migrations.AlterField("document", "id", models.BigIntegerField(primary_key=True, serialize=False)),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="text",
                        serialize=False,
                        to="search.document",
                    ),
                ),
                ("title", models.TextField()),
                ("words", models.TextField(blank=True)),
                ("plain", models.TextField(blank=True)),
            ],
        ),
        migrations.RunPython(create, remove),
    ]
