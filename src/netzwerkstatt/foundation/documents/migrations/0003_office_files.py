from __future__ import annotations

from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import never_updated, with_triggers_aside


class Migration(migrations.Migration):
    """Beside the PDF stands a file for office programs."""

    dependencies = [("documents", "0002_ready_stays")]
    operations = [
        *with_triggers_aside(
            migrations.AddField("rendering", "docx_sha256", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        ),
        never_updated("documents_rendering", when="OLD.state = 'ready'"),
    ]
