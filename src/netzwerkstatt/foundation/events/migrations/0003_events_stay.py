from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import events_stay


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0002_consumers'),
    ]

    operations = [
        migrations.RemoveIndex(model_name='event', name='events_latest_first'),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['-at', '-id'], name='events_latest_first'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['type', '-at', '-id'], name='events_of_a_type'),
        ),
        events_stay(),
    ]
