import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('versions', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Tombstone',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='tombstone', serialize=False, to='entries.entry')),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('role', models.CharField(choices=[('author', 'its author'), ('city', 'its city')], max_length=8)),
                    ('reason', models.CharField(max_length=400)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='versions_deleted_with_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveIntegerField()),
                    ('fields', models.JSONField()),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='entries.entry')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='versions_number_once_per_item'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='versions_count_from_one')],
                },
            ),
        ]),
    ]
