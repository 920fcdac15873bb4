from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]
    operations = [
        migrations.AddField(
            model_name="case", name="aside", field=models.JSONField(blank=True, default=dict)
        )
    ]
