"""Documents stand on shelves: hits are counted by one number in place of kind, city, network and themes.

What was read stays findable: the shelves are made from the documents that there are. On SQLite the id of a document
becomes the key by which its row is kept; the tables are built anew for that, and lose their triggers.
"""

import importlib

import django.db.models.deletion
from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import Statements
from netzwerkstatt.foundation.events.tables import Tables

PLACES_FROM = 2**40
OLD = "search_document"
CODE = (
    f"{OLD}.kind || ':' || coalesce(cast({OLD}.city_id AS varchar(20)), '') || ':'"
    f" || coalesce(cast({OLD}.network_id AS varchar(20)), '') || ':' || {OLD}.themes"
)
OF_THE_DATABASES = importlib.import_module("netzwerkstatt.foundation.search.migrations.0002_indexes")


def put_on_shelves(apps, schema_editor):
    schema_editor.execute(
        "INSERT INTO search_shelf (code, kind, city_id, network_id, themes)"
        f" SELECT DISTINCT {CODE}, kind, city_id, network_id, themes FROM {OLD}",  # noqa: S608 - own words
    )
    schema_editor.execute(
        f"UPDATE {OLD} SET shelf_id = (SELECT id FROM search_shelf WHERE search_shelf.code = {CODE})",  # noqa: S608 - own words
    )
    if schema_editor.connection.vendor == "postgresql":  # what a foreign key still wants to check bars ALTER TABLE
        schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def settle(apps, schema_editor):
    """PostgreSQL writes the rows anew, which still hold the columns that went; SQLite has, and lost its triggers."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("CLUSTER search_document USING search_document_pkey")
    make_triggers_again(apps, schema_editor)


def make_triggers_again(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in OF_THE_DATABASES.SQLITE:
            if statement.startswith("CREATE TRIGGER"):
                schema_editor.execute(statement)


def forget_all(apps, schema_editor):
    """On the way back documents lack what stood on their shelf: `manage reindex` reads everything anew."""
    if schema_editor.connection.vendor == "sqlite":
        for name in ("search_text_changed", "search_text_removed", "search_text_added"):
            schema_editor.execute(f"DROP TRIGGER {name}")
        schema_editor.execute("INSERT INTO search_index (search_index) VALUES ('delete-all')")
    schema_editor.execute("DELETE FROM search_documenttext")
    schema_editor.execute("DELETE FROM search_document")


class Migration(migrations.Migration):

    dependencies = [
        ('network', '0001_tables'),
        ('search', '0002_indexes'),
    ]

    operations = [
        Statements(migrations.RunPython.noop, make_triggers_again),
        Tables([
            migrations.CreateModel(
                name='Shelf',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=480, unique=True)),
                    ('kind', models.CharField(max_length=24)),
                    ('themes', models.CharField(blank=True, max_length=400)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.city')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.citynetwork')),
                ],
            ),
        ]),
        migrations.AddField(
            'document', 'shelf',
            models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='search.shelf'),
        ),
        Statements(put_on_shelves, migrations.RunPython.noop),
        migrations.AlterField(
            'document', 'shelf',
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='documents', to='search.shelf'),
        ),
        migrations.RemoveConstraint('document', 'search_city_once'),
        migrations.RemoveConstraint('document', 'search_network_once'),
        migrations.RemoveConstraint('document', 'search_document_is_about_something'),
        migrations.RemoveField('document', 'kind'),
        migrations.RemoveField('document', 'city'),
        migrations.RemoveField('document', 'network'),
        migrations.RemoveField('document', 'themes'),
        migrations.AlterField('document', 'id', models.BigAutoField(primary_key=True, serialize=False)),
        migrations.AddConstraint(
            'document',
            models.CheckConstraint(
                condition=models.Q(('entry__isnull', False), ('id__lt', PLACES_FROM))
                | models.Q(('entry__isnull', True), ('id__gte', PLACES_FROM)),
                name='search_document_is_an_entry_or_a_place',
            ),
        ),
        Statements(settle, forget_all),
    ]
