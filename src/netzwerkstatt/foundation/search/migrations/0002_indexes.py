"""Each database's own index of the tokens: FTS5 kept by triggers, generated columns with GIN. No extension is needed.

A later migration that makes SQLite build `search_documenttext` anew drops its triggers: run `create` again after it.
"""

from django.db import migrations

from netzwerkstatt.foundation.events.guard import Statements

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
# Texts leave the row for the side table early: counting then reads short rows only.
POSTGRESQL = [
    "ALTER TABLE search_documenttext SET (toast_tuple_target = 128)",
    "ALTER TABLE search_documenttext ALTER COLUMN plain SET STORAGE EXTERNAL",
    "ALTER TABLE search_documenttext ALTER COLUMN words SET STORAGE EXTERNAL",
    "ALTER TABLE search_documenttext ALTER COLUMN title SET STORAGE EXTERNAL",
    "ALTER TABLE search_documenttext ADD COLUMN title_index tsvector"
    " GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title)) STORED",
    "ALTER TABLE search_documenttext ADD COLUMN words_index tsvector"
    " GENERATED ALWAYS AS (to_tsvector('simple'::regconfig, title || ' ' || words)) STORED",
    "ALTER TABLE search_documenttext ALTER COLUMN title_index SET STORAGE EXTERNAL",
    "ALTER TABLE search_documenttext ALTER COLUMN words_index SET STORAGE EXTERNAL",
    "CREATE INDEX search_title ON search_documenttext USING gin (title_index) WITH (gin_pending_list_limit = 1024)",
    "CREATE INDEX search_words ON search_documenttext USING gin (words_index) WITH (gin_pending_list_limit = 1024)",
]
POSTGRESQL_BACK = [
    "DROP INDEX search_words",
    "DROP INDEX search_title",
    "ALTER TABLE search_documenttext DROP COLUMN words_index",
    "ALTER TABLE search_documenttext DROP COLUMN title_index",
]


def create(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def remove(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):

    replaces = [
        ('search', '0001_initial'),
        ('search', '0002_indexes_of_the_databases'),
        ('search', '0003_texts_apart'),
    ]

    dependencies = [
        ('search', '0001_tables'),
    ]

    operations = [
        Statements(create, remove),
    ]
