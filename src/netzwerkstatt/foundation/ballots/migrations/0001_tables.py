import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('ballots', '0001_initial'),
        ('ballots', '0002_six_kinds'),
        ('ballots', '0003_dots_become_votes'),
        ('ballots', '0004_guards'),
        ('ballots', '0005_upvotes_by_question'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('entries', '0001_tables'),
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Ballot',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('kind', models.CharField(choices=[('dots', 'dots'), ('rating', 'rating'), ('ranking', 'ranking'), ('resistance', 'resistance'), ('agreement', 'agree or disagree'), ('upvote', 'up-vote')], default='dots', max_length=12)),
                    ('question', models.CharField(blank=True, max_length=240, verbose_name='question')),
                    ('budget', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('axes', models.JSONField(blank=True, default=list)),
                    ('lowest', models.SmallIntegerField(default=0)),
                    ('highest', models.SmallIntegerField(default=1)),
                    ('shows_turnout', models.BooleanField(default=True)),
                    ('opened_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('revealed_at', models.DateTimeField(blank=True, null=True)),
                    ('home', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='entries.entry')),
                ],
                options={
                    'indexes': [models.Index(fields=['home', 'kind', '-id'], name='ballots_of_a_home')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('budget__gte', 1), ('budget__lte', 100)), name='ballots_budget_1_to_100'), models.CheckConstraint(condition=models.Q(models.Q(('budget__isnull', False), ('kind', 'dots')), models.Q(models.Q(('kind', 'dots'), _negated=True), ('budget__isnull', True)), _connector='OR'), name='ballots_dots_have_a_budget'), models.CheckConstraint(condition=models.Q(('lowest__lt', models.F('highest'))), name='ballots_scale_goes_up'), models.CheckConstraint(condition=models.Q(('kind', 'upvote'), ('revealed_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='ballots_shown_when_closed'), models.UniqueConstraint(condition=models.Q(('kind', 'upvote')), fields=('home', 'question'), name='ballots_one_upvote_per_question')],
                },
            ),
            migrations.CreateModel(
                name='Option',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField(default=0)),
                    ('words', models.CharField(blank=True, max_length=240)),
                    ('is_passive', models.BooleanField(default=False)),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='options', to='ballots.ballot')),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='entries.entry')),
                ],
                options={
                    'ordering': ['position', 'id'],
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'entry'), name='ballots_option_once'), models.UniqueConstraint(condition=models.Q(('is_passive', True)), fields=('ballot',), name='ballots_one_passive_option'), models.CheckConstraint(condition=models.Q(('is_passive', True), ('entry__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='ballots_option_says_what')],
                },
            ),
            migrations.CreateModel(
                name='Voter',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('table', models.CharField(blank=True, max_length=80, null=True)),
                    ('weight', models.PositiveSmallIntegerField(default=1)),
                    ('budget', models.PositiveIntegerField()),
                    ('spent', models.PositiveIntegerField(default=0)),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='voters', to='ballots.ballot')),
                    ('cast_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.guest')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
                    ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.organisation')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('ballot', 'guest'), name='ballots_guest_once'), models.UniqueConstraint(fields=('ballot', 'person'), name='ballots_person_once'), models.UniqueConstraint(fields=('ballot', 'organisation'), name='ballots_organisation_once'), models.UniqueConstraint(fields=('ballot', 'table'), name='ballots_table_once'), models.CheckConstraint(condition=models.Q(('spent__lte', models.F('budget'))), name='ballots_spent_within_budget'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 300)), name='ballots_weight_is_persons'), models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('organisation__isnull', True), ('person__isnull', True)), ('weight', 1), _connector='OR'), name='ballots_only_tables_weigh_more'), models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('organisation__isnull', True), ('person__isnull', True)), models.Q(('guest__isnull', True), ('person__isnull', True), ('table__isnull', True)), models.Q(('guest__isnull', True), ('organisation__isnull', True), ('table__isnull', True)), models.Q(('organisation__isnull', True), ('person__isnull', True), ('table__isnull', True)), _connector='OR'), name='ballots_one_voter')],
                },
            ),
            migrations.CreateModel(
                name='Vote',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('axis', models.PositiveSmallIntegerField(default=0)),
                    ('value', models.SmallIntegerField()),
                    ('is_rank', models.BooleanField(default=False)),
                    ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.ballot')),
                    ('option', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.option')),
                    ('voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.voter')),
                ],
                options={
                    'indexes': [models.Index(fields=['ballot', 'option', 'axis', 'value'], name='ballots_to_count')],
                    'constraints': [models.UniqueConstraint(fields=('voter', 'option', 'axis'), name='ballots_vote_once_per_option'), models.UniqueConstraint(condition=models.Q(('is_rank', True)), fields=('voter', 'value'), name='ballots_rank_given_once'), models.CheckConstraint(condition=models.Q(('value__gte', -1), ('value__lte', 32767)), name='ballots_value')],
                },
            ),
        ]),
    ]
