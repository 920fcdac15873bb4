import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('projects', '0001_initial'),
        ('projects', '0002_partners_answer'),
        ('projects', '0003_plan_and_stage'),
        ('projects', '0004_helping'),
        ('projects', '0005_profile'),
        ('projects', '0006_indicator'),
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
                name='CityRelease',
                fields=[
                    ('city', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='release_rule', serialize=False, to='network.city')),
                    ('second_pair', models.BooleanField(default=False)),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Project',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('aim', models.TextField(verbose_name='aim')),
                    ('first_step', models.CharField(max_length=240, verbose_name='first step')),
                    ('first_step_by', models.CharField(max_length=160, verbose_name='who does it')),
                    ('first_step_due', models.DateField(verbose_name='until when')),
                    ('first_step_done_on', models.DateField(blank=True, null=True, verbose_name='done on')),
                    ('stage', models.CharField(choices=[('idea', 'idea'), ('trial', 'on trial'), ('running', 'running'), ('ended', 'ended'), ('stopped', 'stopped'), ('failed', 'failed')], default='idea', max_length=7, verbose_name='how far it is')),
                    ('closed_on', models.DateField(blank=True, null=True)),
                    ('lesson', models.TextField(blank=True, verbose_name='what others can learn from it')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('first_step_done_on__isnull', True)), fields=['first_step_due'], name='projects_steps_ahead')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('aim', ''), _negated=True), models.Q(('first_step', ''), _negated=True), models.Q(('first_step_by', ''), _negated=True)), name='projects_say_what_and_who'), models.CheckConstraint(condition=models.Q(models.Q(('closed_on__isnull', False), ('stage__in', ('ended', 'stopped', 'failed')), models.Q(('lesson', ''), _negated=True)), models.Q(models.Q(('stage__in', ('ended', 'stopped', 'failed')), _negated=True), ('closed_on__isnull', True)), _connector='OR'), name='projects_closed_with_a_lesson')],
                },
            ),
            migrations.CreateModel(
                name='Balance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('drawn_on', models.DateField()),
                    ('reached', models.TextField()),
                    ('barriers', models.TextField(blank=True)),
                    ('favoured', models.TextField(blank=True)),
                    ('decision', models.CharField(choices=[('continue', 'We go on as planned'), ('change', 'We change something'), ('stop', 'We stop')], max_length=8)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reached', ''), _negated=True), name='projects_balance_says_what_was_reached')],
                },
            ),
            migrations.CreateModel(
                name='BudgetLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('once', 'once'), ('yearly', 'every year')], default='once', max_length=6)),
                    ('purpose', models.CharField(max_length=240)),
                    ('cents', models.BigIntegerField()),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='projects_budget_says_what_for'), models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('cents__lte', 10000000000000)), name='projects_budget_costs')],
                },
            ),
            migrations.CreateModel(
                name='Funding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('source', models.CharField(max_length=240)),
                    ('cents', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'planned'), ('applied', 'applied for'), ('granted', 'granted'), ('refused', 'refused')], default='planned', max_length=8)),
                    ('apply_until', models.DateField(blank=True, null=True)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'planned')), fields=['apply_until'], name='projects_funding_to_ask_for')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('source', ''), _negated=True), name='projects_funding_says_from_where'), models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('cents__lte', 10000000000000)), name='projects_funding_gives')],
                },
            ),
            migrations.CreateModel(
                name='Hearing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('held_on', models.DateField()),
                    ('groups', models.CharField(max_length=240)),
                    ('heads', models.PositiveIntegerField(blank=True, null=True)),
                    ('format', models.CharField(max_length=240)),
                    ('came_of', models.TextField(blank=True)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('groups', ''), _negated=True), models.Q(('format', ''), _negated=True)), name='projects_hearing_says_which_and_how')],
                },
            ),
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('time', 'time'), ('room', 'room'), ('money', 'money'), ('skill', 'skill'), ('places', 'trainee places')], max_length=6)),
                    ('what', models.CharField(max_length=240)),
                    ('amount', models.BigIntegerField()),
                    ('unit', models.CharField(blank=True, max_length=60)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='projects_need_says_what'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', 10000000000000)), name='projects_need_is_some'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'money'), ('unit', '')), models.Q(models.Q(('kind', 'money'), _negated=True), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='projects_need_has_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='ProfileBlock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('block', models.CharField(max_length=12)),
                    ('data', models.JSONField(default=dict)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('project', 'block'), name='projects_profile_block_once')],
                },
            ),
            migrations.CreateModel(
                name='ProfileRelease',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('released_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='projects.project')),
                    ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='projects_each_release_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('content', ''), _negated=True)), name='projects_release_says_something')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('measure', 'measure'), ('milestone', 'milestone')], max_length=9)),
                    ('what', models.CharField(max_length=240)),
                    ('who', models.CharField(blank=True, max_length=160)),
                    ('due', models.DateField()),
                    ('done_on', models.DateField(blank=True, null=True)),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_on__isnull', True)), fields=['due'], name='projects_plan_ahead')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='projects_step_says_what'), models.CheckConstraint(condition=models.Q(('kind', 'measure'), ('who', ''), _negated=True), name='projects_measure_says_who')],
                },
            ),
            migrations.CreateModel(
                name='Indicator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('what', models.CharField(max_length=240)),
                    ('unit', models.CharField(max_length=60)),
                    ('baseline', models.DecimalField(decimal_places=2, max_digits=15)),
                    ('target', models.DecimalField(decimal_places=2, max_digits=15)),
                    ('target_on', models.DateField()),
                    ('now', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                    ('now_on', models.DateField(blank=True, null=True)),
                    ('card', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entries.entry')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='projects_indicator_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('now__isnull', True), ('now_on__isnull', True)), models.Q(('now__isnull', False), ('now_on__isnull', False)), _connector='OR'), name='projects_indicator_now_has_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Help',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('amount', models.BigIntegerField()),
                    ('words', models.TextField(blank=True)),
                    ('reach', models.CharField(blank=True, max_length=160)),
                    ('offered_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('answer', models.CharField(choices=[('waiting', 'offered, no answer yet'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='waiting', max_length=9)),
                    ('answer_words', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='help_offered', to='network.organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='projects.need')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('answer', 'waiting')), fields=['need'], name='projects_help_to_answer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', 10000000000000)), name='projects_help_is_some'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('answer_words', ''), _negated=True), _connector='OR'), name='projects_help_declined_with_words'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('need', 'person'), name='projects_help_waits_once')],
                },
            ),
            migrations.CreateModel(
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('contribution', models.CharField(blank=True, max_length=240, verbose_name='what it gives')),
                    ('answer', models.CharField(choices=[('waiting', 'asked, no answer yet'), ('carries', 'carries it'), ('declines', 'does not carry it')], default='waiting', max_length=8)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='network.city')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='network.organisation')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='projects.project')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('city__isnull', False), ('organisation__isnull', True)), models.Q(('city__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='projects_partner_is_city_or_organisation'), models.UniqueConstraint(condition=models.Q(('city__isnull', False)), fields=('project', 'city'), name='projects_city_carries_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('project', 'organisation'), name='projects_organisation_carries_once')],
                },
            ),
            migrations.CreateModel(
                name='Profile',
                fields=[
                    ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='profile', serialize=False, to='projects.project')),
                    ('reach', models.CharField(blank=True, max_length=160)),
                    ('review_on', models.DateField(blank=True, null=True)),
                    ('confirmed_on', models.DateField(blank=True, null=True)),
                    ('proposed_at', models.DateTimeField(blank=True, null=True)),
                    ('proposed_sha256', models.CharField(blank=True, max_length=64)),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['review_on'], name='projects_profiles_to_review')],
                },
            ),
        ]),
    ]
