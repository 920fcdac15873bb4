import uuid

import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import with_triggers_aside


class Migration(migrations.Migration):

    dependencies = [
        ('workshops', '0002_guards'),
    ]

    operations = [
        *with_triggers_aside(
            migrations.AddField(
                model_name='workshop',
                name='away_since',
                field=models.DateTimeField(blank=True, null=True),
            ),
            migrations.AddConstraint(
                model_name='workshop',
                constraint=models.CheckConstraint(condition=models.Q(('away_since__isnull', True), models.Q(('called_off_at__isnull', True), ('state__in', ['planned', 'closed'])), _connector='OR'), name='workshops_runs_where_it_is'),
            ),
        ),
        migrations.CreateModel(
            name='Loan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('laptop', models.CharField(max_length=120, verbose_name='whose laptop')),
                ('verifies', models.CharField(max_length=64)),
                ('lent_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ('end', models.CharField(blank=True, choices=[('home', 'came back'), ('called-back', 'called back')], max_length=11)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('lent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='loans', to='workshops.workshop')),
            ],
            options={
                'ordering': ['lent_at', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Borrowed',
            fields=[
                ('workshop', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='borrowed', serialize=False, to='workshops.workshop')),
                ('only', models.BooleanField(default=True, editable=False, unique=True)),
                ('number', models.UUIDField()),
                ('runs', models.JSONField(default=list)),
                ('signs', models.CharField(max_length=64)),
                ('headquarters', models.CharField(max_length=64)),
                ('lent_at', models.DateTimeField()),
            ],
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.UniqueConstraint(condition=models.Q(('end', '')), fields=('workshop',), name='workshops_lent_once_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='loan',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('end', ''), ('ended_at__isnull', True)), models.Q(models.Q(('end', ''), _negated=True), ('ended_at__isnull', False)), _connector='OR'), name='workshops_loan_ends_somehow'),
        ),
        migrations.AddConstraint(
            model_name='borrowed',
            constraint=models.CheckConstraint(condition=models.Q(('only', True)), name='workshops_one_borrowed_workshop'),
        ),
    ]
