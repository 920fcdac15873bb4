import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('recommendations', '0001_initial'),
        ('recommendations', '0002_released_stays'),
        ('recommendations', '0003_release_outlives_account'),
        ('recommendations', '0004_may_be_redacted'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Recommendation',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Address',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('due', models.DateField(verbose_name='answer by')),
                    ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='network.state')),
                    ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='addresses', to='recommendations.recommendation')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('recommendation', 'state'), name='recommendations_land_addressed_once')],
                },
            ),
            migrations.CreateModel(
                name='Answer',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('text', models.TextField(verbose_name='answer')),
                    ('stances', models.JSONField(default=dict)),
                    ('address', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='answer', to='recommendations.address')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Release',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('number', models.PositiveIntegerField(unique=True)),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('released_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('recommendation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='release', to='recommendations.recommendation')),
                    ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['-released_at'], name='recommendations_latest_first')],
                },
            ),
        ]),
    ]
