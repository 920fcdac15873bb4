"""The log is what is written most: its stream begins another index, and most events of a workshop name nobody."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import NewIndex, WithoutIndex


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('events', '0002_guards'),
    ]

    operations = [
        WithoutIndex(
            'event', 'events_event', 'stream',
            models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.stream'),
        ),
        WithoutIndex(
            'event', 'events_event', 'actor',
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        NewIndex(
            'event',
            models.Index(condition=models.Q(('actor__isnull', False)), fields=['actor'], name='events_of_an_actor'),
        ),
    ]
