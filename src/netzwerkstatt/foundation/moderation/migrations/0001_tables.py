import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('moderation', '0001_initial'),
        ('moderation', '0002_case_aside'),
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
                name='Case',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=24)),
                    ('thing', models.CharField(max_length=16)),
                    ('words', models.TextField(blank=True)),
                    ('aside', models.JSONField(blank=True, default=dict)),
                    ('state', models.CharField(choices=[('open', 'waits for a decision'), ('left', 'left as it is'), ('hidden', 'hidden'), ('objected', 'hidden, with an objection'), ('shown', 'shown again')], default='open', max_length=8)),
                    ('reports_count', models.PositiveIntegerField(default=0)),
                    ('opened_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('decided_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.TextField(blank=True)),
                    ('objection', models.TextField(blank=True)),
                    ('objected_at', models.DateTimeField(blank=True, null=True)),
                    ('answer', models.TextField(blank=True)),
                    ('is_final', models.BooleanField(default=False)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='cases', to=settings.AUTH_USER_MODEL)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.city')),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='entries.entry')),
                    ('hidden_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.citynetwork')),
                ],
                options={
                    'indexes': [models.Index(fields=['state', '-opened_at', '-id'], name='moderation_queue')],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'thing'), name='moderation_one_case_per_thing'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ['hidden', 'objected']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='moderation_hidden_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'objected'), _negated=True), models.Q(('objection', ''), _negated=True), _connector='OR'), name='moderation_objection_has_words')],
                },
            ),
            migrations.CreateModel(
                name='Report',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('visitor', models.CharField(blank=True, max_length=64)),
                    ('category', models.CharField(choices=[('insult', 'Insult or hate'), ('personal', 'Personal data of somebody'), ('advertising', 'Advertising'), ('copyright', 'Copyright'), ('other', 'Something else')], max_length=12)),
                    ('words', models.TextField(blank=True)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='moderation.case')),
                    ('reporter', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reports', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['category', 'case'], name='moderation_by_category')],
                    'constraints': [models.UniqueConstraint(fields=('case', 'reporter'), name='moderation_reported_once_by_a_person'), models.UniqueConstraint(condition=models.Q(('visitor', ''), _negated=True), fields=('case', 'visitor'), name='moderation_reported_once_by_a_visitor')],
                },
            ),
        ]),
    ]
