import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("evidence", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="evidencecard",
            name="projection",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="cards",
                to="evidence.projection",
            ),
        ),
    ]
