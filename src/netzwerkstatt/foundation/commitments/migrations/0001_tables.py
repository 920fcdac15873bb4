import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('commitments', '0001_initial'),
        ('commitments', '0002_hidden'),
    ]

    initial = True

    dependencies = [
        ('attachments', '0001_tables'),
        ('entries', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Commitment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('what', models.CharField(max_length=200, verbose_name='what')),
                    ('party', models.CharField(blank=True, max_length=120, verbose_name='organisation or city')),
                    ('due', models.DateField(verbose_name='until')),
                    ('state', models.CharField(choices=[('open', 'open'), ('postponed', 'postponed'), ('done', 'done'), ('dropped', 'dropped')], default='open', max_length=10)),
                    ('reply', models.CharField(choices=[('not-asked', 'not asked'), ('waiting', 'not accepted yet'), ('accepted', 'accepted'), ('handed-back', 'handed back')], default='not-asked', max_length=12)),
                    ('reason', models.TextField(blank=True, max_length=600, verbose_name='reason')),
                    ('done_on', models.DateField(blank=True, null=True)),
                    ('proof', models.TextField(blank=True, max_length=1000)),
                    ('made_on', models.DateField(default=netzwerkstatt.foundation.events.clock.today)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('hidden_at', models.DateTimeField(blank=True, null=True)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='made_commitments', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='entries.entry')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='commitments', to=settings.AUTH_USER_MODEL)),
                    ('proof_entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proves_commitments', to='entries.entry')),
                    ('proof_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='proves_commitments', to='attachments.attachment')),
                ],
                options={
                    'indexes': [models.Index(fields=['entry', 'due', 'id'], name='commitments_of_an_entry'), models.Index(fields=['state', 'due', 'id'], name='commitments_by_day')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='commitments_say_what'), models.CheckConstraint(condition=models.Q(('person__isnull', True), ('party', ''), _connector='OR'), name='commitments_name_one'), models.CheckConstraint(condition=models.Q(('due__gte', models.F('made_on'))), name='commitments_due_after_made'), models.CheckConstraint(condition=models.Q(('state__in', ['open', 'done']), models.Q(('reason', ''), _negated=True), _connector='OR'), name='commitments_changed_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('done_on__gte', models.F('made_on')), ('done_on__isnull', False), ('state', 'done')), models.Q(models.Q(('state', 'done'), _negated=True), ('done_on__isnull', True), ('proof', '')), _connector='OR'), name='commitments_done_on_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('made', 'made the commitment'), ('accepted', 'accepted it'), ('handed-back', 'handed it back'), ('reworded', 'wrote it anew'), ('entrusted', 'named somebody else for it'), ('postponed', 'postponed it'), ('done', 'reported it done'), ('dropped', 'dropped it'), ('resumed', 'took it up again')], max_length=12)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('reason', models.TextField(blank=True, max_length=600)),
                    ('due', models.DateField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='commitments.commitment')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['handed-back', 'postponed', 'dropped', 'resumed']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='commitments_step_for_a_reason')],
                },
            ),
        ]),
    ]
