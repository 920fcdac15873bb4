"""A contribution mostly comes from a guest and is about no idea: only where it is otherwise it stands in an index."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import NewIndex, WithoutIndex


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ('ideas', '0001_tables'),
        ('workshops', '0003_room_server'),
    ]

    operations = [
        WithoutIndex(
            'contribution', 'workshops_contribution', 'person',
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        WithoutIndex(
            'contribution', 'workshops_contribution', 'table',
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='workshops.table'),
        ),
        WithoutIndex(
            'contribution', 'workshops_contribution', 'idea',
            models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea'),
        ),
        NewIndex(
            'contribution',
            models.Index(condition=models.Q(('person__isnull', False)), fields=['person'], name='workshops_written_by_person'),
        ),
        NewIndex(
            'contribution',
            models.Index(condition=models.Q(('table__isnull', False)), fields=['table'], name='workshops_written_at_table'),
        ),
        NewIndex(
            'contribution',
            models.Index(condition=models.Q(('idea__isnull', False)), fields=['idea'], name='workshops_written_about'),
        ),
    ]
