import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('entries', '0001_initial'),
        ('entries', '0002_entry_hidden_at_audience'),
        ('entries', '0003_the_day_something_happens'),
        ('entries', '0004_closed_circle'),
    ]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Counter',
                fields=[
                    ('kind', models.CharField(max_length=24, primary_key=True, serialize=False)),
                    ('last', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='ThreadLock',
                fields=[
                    ('name', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ],
            ),
            migrations.CreateModel(
                name='Entry',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('kind', models.CharField(max_length=24)),
                    ('number', models.PositiveIntegerField(blank=True, null=True)),
                    ('title', models.CharField(max_length=240, verbose_name='title')),
                    ('summary', models.TextField(blank=True)),
                    ('visibility', models.CharField(choices=[('public', 'public'), ('alliance', 'alliance'), ('network', 'network'), ('city', 'city'), ('closed', 'only those named')], default='public', max_length=10)),
                    ('state', models.CharField(blank=True, max_length=20)),
                    ('language', models.CharField(blank=True, max_length=10)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('happens_on', models.DateField(blank=True, null=True)),
                    ('deleted_at', models.DateTimeField(blank=True, null=True)),
                    ('hidden_at', models.DateTimeField(blank=True, null=True)),
                    ('outcomes', models.PositiveIntegerField(default=0)),
                    ('folded_outcomes', models.PositiveIntegerField(default=0)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='entries', to=settings.AUTH_USER_MODEL)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='network.city')),
                    ('home', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='contents', to='entries.entry')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='network.citynetwork')),
                    ('themes', models.ManyToManyField(blank=True, related_name='entries', to='network.theme')),
                ],
                options={
                    'verbose_name_plural': 'entries',
                    'indexes': [models.Index(fields=['home', 'kind', 'state', '-created_at', '-id'], name='entries_in_their_home'), models.Index(fields=['kind', '-created_at', '-id'], name='entries_of_a_kind'), models.Index(fields=['city', 'kind', '-created_at'], name='entries_of_a_city')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'number'), name='entries_number_once_per_kind'), models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='entries_has_title')],
                },
            ),
            migrations.CreateModel(
                name='Audience',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('since', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shown_entries', to='network.organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='shown_entries', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='audience', to='entries.entry')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'person'), name='entries_shown_once_to_a_person'), models.UniqueConstraint(fields=('entry', 'organisation'), name='entries_shown_once_to_an_organisation'), models.CheckConstraint(condition=models.Q(models.Q(('organisation__isnull', True), ('person__isnull', False)), models.Q(('organisation__isnull', False), ('person__isnull', True)), _connector='OR'), name='entries_shown_to_one')],
                },
            ),
            migrations.CreateModel(
                name='Link',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('derived-from', 'came from'), ('supported-by', 'rests on'), ('answers', 'answers'), ('adapts', 'adapts'), ('revises', 'revises'), ('merges', 'merges')], max_length=16)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('folded', models.BooleanField(default=False)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_out', to='entries.entry')),
                    ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links_in', to='entries.entry')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('folded', False)), fields=['source'], name='entries_links_to_walk')],
                    'constraints': [models.UniqueConstraint(fields=('source', 'target', 'kind'), name='entries_link_once'), models.CheckConstraint(condition=models.Q(('source', models.F('target')), _negated=True), name='entries_link_not_to_itself')],
                },
            ),
        ]),
    ]
