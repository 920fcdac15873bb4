import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
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
        ('projects', '0003_sketches_and_spending'),
        ('projects', '0004_resolutions'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        ('ideas', '0001_tables'),
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
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
                name='Partner',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='partners', to='projects.project')),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='network.city')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='partnerships', to='network.organisation')),
                    ('contribution', models.CharField(blank=True, max_length=240, verbose_name='what it gives')),
                    ('answer', models.CharField(choices=[('waiting', 'asked, no answer yet'), ('carries', 'carries it'), ('declines', 'does not carry it')], default='waiting', max_length=8)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('city__isnull', False), ('organisation__isnull', True)), models.Q(('city__isnull', True), ('organisation__isnull', False)), _connector='OR'), name='projects_partner_is_city_or_organisation'), models.UniqueConstraint(condition=models.Q(('city__isnull', False)), fields=('project', 'city'), name='projects_city_carries_once'), models.UniqueConstraint(condition=models.Q(('organisation__isnull', False)), fields=('project', 'organisation'), name='projects_organisation_carries_once')],
                },
            ),
            migrations.CreateModel(
                name='Step',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('measure', 'measure'), ('milestone', 'milestone')], max_length=9)),
                    ('what', models.CharField(max_length=240)),
                    ('who', models.CharField(blank=True, max_length=160)),
                    ('due', models.DateField()),
                    ('done_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('done_on__isnull', True)), fields=['due'], name='projects_plan_ahead')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='projects_step_says_what'), models.CheckConstraint(condition=models.Q(('kind', 'measure'), ('who', ''), _negated=True), name='projects_measure_says_who')],
                },
            ),
            migrations.CreateModel(
                name='BudgetLine',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('once', 'once'), ('yearly', 'every year')], default='once', max_length=6)),
                    ('purpose', models.CharField(max_length=240)),
                    ('cents', models.BigIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='projects_budget_says_what_for'), models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('cents__lte', 10000000000000)), name='projects_budget_costs')],
                },
            ),
            migrations.CreateModel(
                name='Expense',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('spent_on', models.DateField()),
                    ('purpose', models.CharField(max_length=240)),
                    ('cents', models.BigIntegerField()),
                    ('budget', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='expenses', to='projects.budgetline')),
                ],
                options={
                    'indexes': [models.Index(fields=['spent_on'], name='projects_spent_in_a_year')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('purpose', ''), _negated=True), name='projects_expense_says_what_for'), models.CheckConstraint(condition=models.Q(('cents__gt', 0), ('cents__lte', 10000000000000)), name='projects_expense_is_some')],
                },
            ),
            migrations.CreateModel(
                name='Funding',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('source', models.CharField(max_length=240)),
                    ('cents', models.BigIntegerField()),
                    ('state', models.CharField(choices=[('planned', 'planned'), ('applied', 'applied for'), ('granted', 'granted'), ('refused', 'refused')], default='planned', max_length=8)),
                    ('apply_until', models.DateField(blank=True, null=True)),
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
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('held_on', models.DateField()),
                    ('groups', models.CharField(max_length=240)),
                    ('heads', models.PositiveIntegerField(blank=True, null=True)),
                    ('format', models.CharField(max_length=240)),
                    ('came_of', models.TextField(blank=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('groups', ''), _negated=True), models.Q(('format', ''), _negated=True)), name='projects_hearing_says_which_and_how')],
                },
            ),
            migrations.CreateModel(
                name='Resolution',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('decided_on', models.DateField()),
                    ('body', models.CharField(max_length=160)),
                    ('what', models.CharField(max_length=240)),
                    ('number', models.CharField(blank=True, max_length=80)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('what', ''), _negated=True)), name='projects_resolution_says_who_and_what')],
                },
            ),
            migrations.CreateModel(
                name='Balance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('drawn_on', models.DateField()),
                    ('reached', models.TextField()),
                    ('barriers', models.TextField(blank=True)),
                    ('favoured', models.TextField(blank=True)),
                    ('decision', models.CharField(choices=[('continue', 'We go on as planned'), ('change', 'We change something'), ('stop', 'We stop')], max_length=8)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reached', ''), _negated=True), name='projects_balance_says_what_was_reached')],
                },
            ),
            migrations.CreateModel(
                name='Need',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('kind', models.CharField(choices=[('time', 'time'), ('room', 'room'), ('money', 'money'), ('skill', 'skill'), ('places', 'trainee places')], max_length=6)),
                    ('what', models.CharField(max_length=240)),
                    ('amount', models.BigIntegerField()),
                    ('unit', models.CharField(blank=True, max_length=60)),
                    ('unit_one', models.CharField(blank=True, max_length=60)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='projects_need_says_what'), models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', 10000000000000)), name='projects_need_is_some'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'money'), ('unit', '')), models.Q(models.Q(('kind', 'money'), _negated=True), models.Q(('unit', ''), _negated=True)), _connector='OR'), name='projects_need_has_a_unit')],
                },
            ),
            migrations.CreateModel(
                name='Help',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('need', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offers', to='projects.need')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='help_offered', to='network.organisation')),
                    ('name', models.CharField(blank=True, max_length=160)),
                    ('address', models.EmailField(blank=True, max_length=254)),
                    ('amount', models.BigIntegerField()),
                    ('words', models.TextField(blank=True)),
                    ('reach', models.CharField(blank=True, max_length=160)),
                    ('offered_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('answer', models.CharField(choices=[('unconfirmed', 'not confirmed by mail yet'), ('waiting', 'offered, no answer yet'), ('accepted', 'accepted'), ('declined', 'declined'), ('withdrawn', 'withdrawn')], default='waiting', max_length=11)),
                    ('answer_words', models.TextField(blank=True)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                    ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('answer', 'waiting')), fields=['need'], name='projects_help_to_answer')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('amount__gt', 0), ('amount__lte', 10000000000000)), name='projects_help_is_some'), models.CheckConstraint(condition=models.Q(models.Q(('answer', 'declined'), _negated=True), models.Q(('answer_words', ''), _negated=True), _connector='OR'), name='projects_help_declined_with_words'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting')), fields=('need', 'person'), name='projects_help_waits_once'), models.UniqueConstraint(condition=models.Q(('answer', 'waiting'), models.Q(('address', ''), _negated=True)), fields=('need', 'address'), name='projects_help_waits_once_at_an_address'), models.CheckConstraint(condition=models.Q(('person__isnull', True), models.Q(('address', ''), ('name', '')), _connector='OR'), name='projects_help_from_account_or_address')],
                },
            ),
            migrations.CreateModel(
                name='Indicator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('what', models.CharField(max_length=240)),
                    ('unit', models.CharField(max_length=60)),
                    ('card', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entries.entry')),
                    ('baseline', models.DecimalField(decimal_places=2, max_digits=15)),
                    ('target', models.DecimalField(decimal_places=2, max_digits=15)),
                    ('target_on', models.DateField()),
                    ('now', models.DecimalField(blank=True, decimal_places=2, max_digits=15, null=True)),
                    ('now_on', models.DateField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('what', ''), _negated=True), models.Q(('unit', ''), _negated=True)), name='projects_indicator_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('now__isnull', True), ('now_on__isnull', True)), models.Q(('now__isnull', False), ('now_on__isnull', False)), _connector='OR'), name='projects_indicator_now_has_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Profile',
                fields=[
                    ('project', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='profile', serialize=False, to='projects.project')),
                    ('contact', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('reach', models.CharField(blank=True, max_length=160)),
                    ('review_on', models.DateField(blank=True, null=True)),
                    ('confirmed_on', models.DateField(blank=True, null=True)),
                    ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_at', models.DateTimeField(blank=True, null=True)),
                    ('proposed_sha256', models.CharField(blank=True, max_length=64)),
                ],
                options={
                    'indexes': [models.Index(fields=['review_on'], name='projects_profiles_to_review')],
                },
            ),
            migrations.CreateModel(
                name='ProfileBlock',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('block', models.CharField(max_length=12)),
                    ('data', models.JSONField(default=dict)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('project', 'block'), name='projects_profile_block_once')],
                },
            ),
            migrations.CreateModel(
                name='ProfileRelease',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='releases', to='projects.project')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('content', models.TextField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('released_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('released_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('proposed_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('project', 'number'), name='projects_each_release_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), models.Q(('content', ''), _negated=True)), name='projects_release_says_something')],
                },
            ),
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
                name='Sketch',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('origin', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sketches', to='entries.entry')),
                    ('cluster', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='ideas.cluster')),
                    ('title', models.CharField(max_length=240)),
                    ('problem', models.TextField(blank=True)),
                    ('figure', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='entries.entry')),
                    ('for_whom', models.TextField(blank=True)),
                    ('idea', models.TextField(blank=True)),
                    ('new_for_us', models.TextField(blank=True)),
                    ('others', models.TextField(blank=True)),
                    ('first_step', models.CharField(blank=True, max_length=240)),
                    ('first_step_by', models.CharField(blank=True, max_length=160)),
                    ('first_step_due', models.DateField(blank=True, null=True)),
                    ('cost_class', models.CharField(blank=True, choices=[('', 'not known yet'), ('tiny', 'below 1,000 €'), ('small', '1,000 to 10,000 €'), ('medium', '10,000 to 50,000 €'), ('large', '50,000 to 250,000 €'), ('huge', 'above 250,000 €')], max_length=6)),
                    ('risk', models.TextField(blank=True)),
                    ('legal', models.TextField(blank=True)),
                    ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.city')),
                    ('project', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sketch', to='projects.project')),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('edition', models.PositiveIntegerField(default=1)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('written_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('ideas', models.ManyToManyField(related_name='+', to='ideas.idea')),
                    ('cities', models.ManyToManyField(blank=True, related_name='+', to='network.city')),
                ],
                options={
                    'ordering': ['-written_at', '-id'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='projects_sketch_has_a_title')],
                },
            ),
        ]),
    ]
