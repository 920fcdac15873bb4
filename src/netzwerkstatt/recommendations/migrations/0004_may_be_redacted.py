from django.db import migrations

from netzwerkstatt.foundation.documents.redacting import BLACK
from netzwerkstatt.foundation.events.guard import never_updated_unless
from netzwerkstatt.recommendations.final import frozen_with_release

NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"
OF_ITS_ENTRY = (
    "EXISTS (SELECT 1 FROM documents_redaction d JOIN entries_entry e ON e.public_id = d.public_id"
    " WHERE e.id = OLD.entry_id)"
)


class Migration(migrations.Migration):
    """Where somebody's data has to go, a redacted version takes the place of a release: the database lets it pass where
    the redaction is noted with both checksums, and nothing else.
    """

    dependencies = [
        ("recommendations", "0003_release_outlives_account"),
        ("documents", "0004_redactions"),
        ("texts", "0003_first_versions"),
        ("entries", "0001_initial"),
    ]
    operations = [
        never_updated_unless(
            "recommendations_release", NOTED, ("content", "sha256", "version"), may_empty=("released_by_id",)
        ),
        never_updated_unless(
            "recommendations_answer",
            f"{OF_ITS_ENTRY} AND (NEW.text = OLD.text OR NEW.text LIKE '%{BLACK}%')",
            ("text", "stances"),
        ),
        never_updated_unless(
            "texts_version", f"{OF_ITS_ENTRY} AND NEW.text LIKE '%{BLACK}%'", ("text",), may_empty=("by_id",)
        ),
        frozen_with_release("texts_paragraph", "{row}.entry_id", words="text"),
        frozen_with_release(
            "entries_entry", "{row}.id", ("kind", "number", "title", "visibility", "state", "public_id"), words="title"
        ),
    ]
