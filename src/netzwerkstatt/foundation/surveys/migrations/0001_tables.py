import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('surveys', '0001_initial'),
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
                name='Survey',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('intro', models.TextField(blank=True, verbose_name='what it is about')),
                    ('thanks', models.TextField(blank=True, verbose_name='what one reads at the end')),
                    ('answering', models.CharField(choices=[('public', 'everybody who has the address, without an account'), ('partners', 'signed-in people of the alliance')], default='public', max_length=10)),
                    ('shows_results', models.BooleanField(default=True)),
                    ('structure', models.JSONField(default=dict)),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('answers', models.PositiveIntegerField(default=0)),
                    ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Sheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code_hash', models.CharField(max_length=64, unique=True)),
                    ('source', models.CharField(choices=[('online', 'online'), ('paper', 'on paper')], default='online', max_length=8)),
                    ('values', models.JSONField(default=dict)),
                    ('reached', models.CharField(blank=True, max_length=12)),
                    ('finished_at', models.DateTimeField(blank=True, null=True)),
                    ('begun_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('entered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('survey', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sheets', to='surveys.survey')),
                ],
                options={
                    'indexes': [models.Index(fields=['survey', 'finished_at'], name='surveys_finished_sheets')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('person__isnull', False)), fields=('survey', 'person'), name='surveys_partner_answers_once'), models.CheckConstraint(condition=models.Q(('source', 'paper'), ('entered_by__isnull', True), _connector='OR'), name='surveys_only_paper_is_typed_in')],
                },
            ),
        ]),
    ]
