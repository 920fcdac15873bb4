from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated, never_updated_unless

EMPTIED = ("released_by_id", "proposed_by_id")
NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"
BEFORE = never_updated("projects_profilerelease", may_empty=EMPTIED)
GUARD = never_updated_unless("projects_profilerelease", NOTED, ("content", "sha256", "number"), may_empty=EMPTIED)


class Migration(migrations.Migration):
    dependencies = [("projects", "0007_sketches_and_spending"), ("documents", "0004_redactions")]
    operations = [migrations.RunPython(GUARD.code, BEFORE.code)]
