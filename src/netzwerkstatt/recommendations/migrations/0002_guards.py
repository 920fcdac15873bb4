from django.db import migrations

from netzwerkstatt.foundation.documents.redacting import BLACK
from netzwerkstatt.foundation.events.guard import never_updated_unless
from netzwerkstatt.recommendations.final import frozen_with_release, never_deleted

NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"
OF_ITS_ENTRY = (
    "EXISTS (SELECT 1 FROM documents_redaction d JOIN entries_entry e ON e.public_id = d.public_id"
    " WHERE e.id = OLD.entry_id)"
)


class Migration(migrations.Migration):
    """What was released or sent is final: the database itself refuses to change it, whoever asks.

    Where somebody's data has to go, a redacted version takes the place of a release: the database lets it pass where
    the redaction is noted with both checksums, and nothing else. SQLite drops triggers where a later migration
    rebuilds a table; such a migration repeats the step for its table.
    """

    replaces = [
        ('recommendations', '0001_initial'),
        ('recommendations', '0002_released_stays'),
        ('recommendations', '0003_release_outlives_account'),
        ('recommendations', '0004_may_be_redacted'),
    ]

    dependencies = [
        ('recommendations', '0001_tables'),
        ('documents', '0002_guards'),
        ('texts', '0002_guards'),
        ('entries', '0001_tables'),
    ]

    operations = [
        never_updated_unless(
            'recommendations_release', NOTED, ('content', 'sha256', 'version'), may_empty=('released_by_id',)
        ),
        never_deleted('recommendations_release'),
        never_updated_unless(
            'recommendations_answer',
            f"{OF_ITS_ENTRY} AND (NEW.text = OLD.text OR NEW.text LIKE '%{BLACK}%')",
            ('text', 'stances'),
        ),
        never_deleted('recommendations_answer'),
        never_updated_unless(
            'texts_version', f"{OF_ITS_ENTRY} AND NEW.text LIKE '%{BLACK}%'", ('text',), may_empty=('by_id',)
        ),
        frozen_with_release('recommendations_address', '{row}.recommendation_id'),
        frozen_with_release('texts_paragraph', '{row}.entry_id', words='text'),
        frozen_with_release(
            'texts_paragraph_rests_on', '(SELECT entry_id FROM texts_paragraph WHERE id = {row}.paragraph_id)'
        ),
        frozen_with_release(
            'entries_entry', '{row}.id', ('kind', 'number', 'title', 'visibility', 'state', 'public_id'), words='title'
        ),
    ]
