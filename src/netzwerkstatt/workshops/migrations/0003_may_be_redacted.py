from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated_unless

NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"


class Migration(migrations.Migration):
    """Where somebody's data has to go, a redacted version takes the place of a protocol; nothing else changes it."""

    dependencies = [("workshops", "0002_protocols_are_final"), ("documents", "0004_redactions")]
    operations = [never_updated_unless("workshops_protocol", NOTED, ("content", "sha256"))]
