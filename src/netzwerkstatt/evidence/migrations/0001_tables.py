import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('evidence', '0001_initial'),
        ('evidence', '0002_cards_are_final'),
        ('evidence', '0003_claims_may_go'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='OfficialFile',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('sha256', models.CharField(max_length=64, unique=True)),
                    ('packed_sha256', models.CharField(blank=True, max_length=64)),
                    ('name', models.CharField(max_length=200)),
                    ('size', models.PositiveBigIntegerField()),
                    ('format', models.CharField(max_length=10)),
                    ('encoding', models.CharField(max_length=10)),
                    ('table_code', models.CharField(blank=True, max_length=40)),
                    ('title', models.TextField()),
                    ('statistic_code', models.CharField(blank=True, max_length=40)),
                    ('statistic', models.TextField(blank=True)),
                    ('institution', models.TextField()),
                    ('portal', models.TextField(blank=True)),
                    ('licence', models.CharField(max_length=40)),
                    ('as_of', models.DateField(blank=True, null=True)),
                    ('retrieved_on', models.DateField(verbose_name='retrieved on')),
                    ('source_address', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                    ('uploaded_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['-uploaded_at', '-id'], name='evidence_files_latest_first')],
                },
            ),
            migrations.CreateModel(
                name='EvidenceCard',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('claim', models.CharField(max_length=240)),
                    ('explanation', models.TextField(blank=True)),
                    ('table_code', models.CharField(max_length=40)),
                    ('table_title', models.TextField()),
                    ('statistic', models.TextField(blank=True)),
                    ('measure', models.TextField()),
                    ('unit', models.TextField(blank=True)),
                    ('definition', models.TextField()),
                    ('territories', models.JSONField(default=list)),
                    ('territory_names', models.TextField(blank=True)),
                    ('reference_dates', models.JSONField(default=list)),
                    ('figures', models.JSONField()),
                    ('census_years', models.JSONField(default=list)),
                    ('institution', models.TextField()),
                    ('portal', models.TextField(blank=True)),
                    ('licence', models.CharField(max_length=40)),
                    ('as_of', models.DateField(blank=True, null=True)),
                    ('retrieved_on', models.DateField()),
                    ('file_sha256', models.CharField(max_length=64)),
                    ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cards', to='evidence.officialfile')),
                ],
                options={
                    'verbose_name_plural': 'evidence cards',
                },
            ),
        ]),
    ]
