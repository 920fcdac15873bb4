import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('documents', '0001_initial'),
        ('documents', '0002_ready_stays'),
        ('documents', '0003_office_files'),
        ('documents', '0004_redactions'),
        ('documents', '0005_steps'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Rendering',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(max_length=16)),
                    ('version', models.CharField(blank=True, max_length=40)),
                    ('content', models.TextField()),
                    ('content_sha256', models.CharField(max_length=64)),
                    ('pdf_sha256', models.CharField(blank=True, max_length=64)),
                    ('docx_sha256', models.CharField(blank=True, max_length=64)),
                    ('state', models.CharField(choices=[('waiting', 'In the making'), ('ready', 'Ready'), ('failed', 'Could not be made')], default='waiting', max_length=8)),
                    ('asked_at', models.DateTimeField(auto_now_add=True)),
                    ('made_at', models.DateTimeField(blank=True, null=True)),
                    ('reason', models.TextField(blank=True)),
                    ('step', models.CharField(blank=True, choices=[('pages', 'The pages are being set'), ('office', 'The file for office programs is being written')], max_length=6, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', 'asked_at'], name='documents_waiting_longest')],
                    'constraints': [models.UniqueConstraint(fields=('public_id', 'version'), name='documents_each_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), models.Q(('made_at__isnull', False), models.Q(('pdf_sha256', ''), _negated=True), ('reason', '')), _connector='OR'), name='documents_ready_has_a_file'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'failed'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='documents_failed_says_why')],
                },
            ),
            migrations.CreateModel(
                name='Redaction',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(max_length=16)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('before_sha256', models.CharField(max_length=64)),
                    ('sha256', models.CharField(max_length=64)),
                    ('reason', models.CharField(max_length=400)),
                    ('passages', models.PositiveIntegerField()),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('public_id', 'version'), name='documents_each_redaction_once'), models.UniqueConstraint(fields=('public_id', 'before_sha256'), name='documents_redacted_from_one'), models.CheckConstraint(condition=models.Q(('version__gte', 2), models.Q(('reason', ''), _negated=True), ('passages__gte', 1), models.Q(('before_sha256', models.F('sha256')), _negated=True)), name='documents_redaction_says_what_and_why')],
                },
            ),
        ]),
    ]
