from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """Buckets were kept as a number of tokens. They live for minutes: they begin anew."""

    dependencies = [("accounts", "0002_profile_and_sessions")]

    operations = [
        migrations.RunSQL("DELETE FROM accounts_allowance", migrations.RunSQL.noop),
        migrations.RemoveField("allowance", "tokens"),
        migrations.AddField("allowance", "full_at", models.FloatField(default=0), preserve_default=False),
    ]
