import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('texts', '0001_initial'),
        ('texts', '0002_versions_amendments'),
        ('texts', '0003_first_versions'),
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
                name='Amendment',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('aim', models.CharField(choices=[('change', 'other words'), ('add', 'a new paragraph'), ('remove', 'without this paragraph')], max_length=8)),
                    ('key', models.BigIntegerField(blank=True, null=True)),
                    ('place', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('base', models.PositiveIntegerField(blank=True, null=True)),
                    ('old', models.TextField(blank=True)),
                    ('new', models.TextField(blank=True, verbose_name='proposed text')),
                    ('reason', models.TextField(verbose_name='reason')),
                    ('outcome', models.CharField(choices=[('open', 'waits for an answer'), ('accepted', 'accepted'), ('changed', 'accepted with changes'), ('rejected', 'rejected'), ('withdrawn', 'withdrawn')], default='open', max_length=10)),
                    ('answer', models.TextField(blank=True, verbose_name='answer')),
                    ('result', models.TextField(blank=True)),
                    ('result_key', models.BigIntegerField(blank=True, null=True)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('land', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.state')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.organisation')),
                    ('text', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='amendments', to='entries.entry')),
                ],
                options={
                    'indexes': [models.Index(fields=['text', 'outcome'], name='texts_amendments_waiting')],
                    'constraints': [models.UniqueConstraint(fields=('text', 'number'), name='texts_amendment_number_once'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='texts_amendment_has_reason'), models.CheckConstraint(condition=models.Q(models.Q(('aim', 'add'), ('old', ''), models.Q(('new', ''), _negated=True)), models.Q(('aim', 'remove'), ('new', ''), models.Q(('old', ''), _negated=True)), models.Q(('aim', 'change'), models.Q(('old', ''), _negated=True), models.Q(('new', ''), _negated=True), models.Q(('old', models.F('new')), _negated=True)), _connector='OR'), name='texts_amendment_changes_something'), models.CheckConstraint(condition=models.Q(models.Q(('answer', ''), ('decided_at__isnull', True), ('outcome', 'open')), models.Q(('decided_at__isnull', False), ('outcome', 'withdrawn')), models.Q(('decided_at__isnull', False), ('outcome__in', ['accepted', 'changed', 'rejected']), models.Q(('answer', ''), _negated=True)), _connector='OR'), name='texts_amendment_decided_with_an_answer')],
                },
            ),
            migrations.CreateModel(
                name='Paragraph',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('version', models.PositiveIntegerField(default=1)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paragraphs', to='entries.entry')),
                    ('rests_on', models.ManyToManyField(blank=True, related_name='+', to='entries.entry')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('entry', 'number'), name='texts_paragraph_number_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='texts_paragraph_not_empty'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='texts_paragraph_number_from_one')],
                },
            ),
            migrations.CreateModel(
                name='Version',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.BigIntegerField()),
                    ('version', models.PositiveIntegerField()),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField()),
                    ('rests_on', models.JSONField(default=list)),
                    ('removed', models.BooleanField(default=False)),
                    ('amendment', models.PositiveIntegerField(blank=True, null=True)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entries.entry')),
                ],
                options={
                    'ordering': ['key', 'version'],
                    'indexes': [models.Index(fields=['entry', '-at'], name='texts_versions_of_a_text')],
                    'constraints': [models.UniqueConstraint(fields=('key', 'version'), name='texts_version_once'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='texts_version_not_empty')],
                },
            ),
            migrations.CreateModel(
                name='Writing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.BigIntegerField(default=0)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('entry', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entries.entry')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('entry', 'key', 'person'), name='texts_writing_once')],
                },
            ),
        ]),
    ]
