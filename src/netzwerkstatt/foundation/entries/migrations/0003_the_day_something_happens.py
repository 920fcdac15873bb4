from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("entries", "0002_entry_hidden_at_audience")]

    operations = [
        migrations.AddField(
            model_name="entry",
            name="happens_on",
            field=models.DateField(blank=True, null=True),
        ),
    ]
