import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('events', '0001_initial'),
        ('events', '0002_consumers'),
        ('events', '0003_events_stay'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Chore',
                fields=[
                    ('name', models.CharField(max_length=60, primary_key=True, serialize=False)),
                    ('due_at', models.DateTimeField()),
                    ('done_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                ],
            ),
            migrations.CreateModel(
                name='Stream',
                fields=[
                    ('name', models.CharField(max_length=40, primary_key=True, serialize=False)),
                    ('head', models.PositiveBigIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Event',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveBigIntegerField()),
                    ('type', models.CharField(max_length=60)),
                    ('at', models.DateTimeField()),
                    ('entry', models.CharField(blank=True, db_index=True, max_length=16)),
                    ('payload', models.JSONField(default=dict)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('stream', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='events', to='events.stream')),
                ],
                options={
                    'indexes': [models.Index(fields=['-at', '-id'], name='events_latest_first'), models.Index(fields=['type', '-at', '-id'], name='events_of_a_type')],
                    'constraints': [models.UniqueConstraint(fields=('stream', 'number'), name='events_number_once_per_stream')],
                },
            ),
            migrations.CreateModel(
                name='Consumed',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('consumer', models.CharField(max_length=60)),
                    ('number', models.PositiveBigIntegerField(default=0)),
                    ('tries', models.PositiveIntegerField(default=0)),
                    ('reason', models.CharField(blank=True, max_length=200)),
                    ('again_at', models.DateTimeField(blank=True, null=True)),
                    ('stream', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consumed', to='events.stream')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('tries__gt', 0)), fields=['consumer', 'stream'], name='events_consumers_failing')],
                    'constraints': [models.UniqueConstraint(fields=('consumer', 'stream'), name='events_consumed_once_per_stream')],
                },
            ),
        ]),
    ]
