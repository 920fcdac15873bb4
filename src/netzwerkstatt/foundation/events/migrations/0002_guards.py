from django.db import migrations

from netzwerkstatt.foundation.events.guard import events_stay


class Migration(migrations.Migration):

    replaces = [
        ('events', '0001_initial'),
        ('events', '0002_consumers'),
        ('events', '0003_events_stay'),
    ]

    dependencies = [
        ('events', '0001_tables'),
    ]

    operations = [
        events_stay(),
    ]
