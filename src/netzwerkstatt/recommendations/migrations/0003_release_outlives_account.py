import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import never_updated, with_triggers_aside


class Migration(migrations.Migration):
    """Whoever released may leave: the release stays, without the name."""

    dependencies = [
        ('recommendations', '0002_released_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        *with_triggers_aside(
            migrations.AlterField(
                model_name='release',
                name='released_by',
                field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
            )
        ),
        never_updated('recommendations_release', may_empty=('released_by_id',)),
    ]
