# What must always be true of ballots of any kind; the old column goes.

import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('ballots', '0003_dots_become_votes')]

    operations = [
        migrations.RemoveField(
            model_name='vote',
            name='item',
        ),
        migrations.AlterField(
            model_name='ballot',
            name='public_id',
            field=models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True),
        ),
        migrations.AlterField(
            model_name='vote',
            name='option',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.option'),
        ),
        migrations.AddIndex(
            model_name='ballot',
            index=models.Index(fields=['home', 'kind', '-id'], name='ballots_of_a_home'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['ballot', 'option', 'axis', 'value'], name='ballots_to_count'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('budget__isnull', False), ('kind', 'dots')), models.Q(models.Q(('kind', 'dots'), _negated=True), ('budget__isnull', True)), _connector='OR'), name='ballots_dots_have_a_budget'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('lowest__lt', models.F('highest'))), name='ballots_scale_goes_up'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.CheckConstraint(condition=models.Q(('kind', 'upvote'), ('revealed_at__isnull', True), ('closed_at__isnull', False), _connector='OR'), name='ballots_shown_when_closed'),
        ),
        migrations.AddConstraint(
            model_name='ballot',
            constraint=models.UniqueConstraint(condition=models.Q(('kind', 'upvote')), fields=('home',), name='ballots_one_upvote_per_home'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(fields=('ballot', 'entry'), name='ballots_option_once'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.UniqueConstraint(condition=models.Q(('is_passive', True)), fields=('ballot',), name='ballots_one_passive_option'),
        ),
        migrations.AddConstraint(
            model_name='option',
            constraint=models.CheckConstraint(condition=models.Q(('is_passive', True), ('entry__isnull', False), models.Q(('words', ''), _negated=True), _connector='OR'), name='ballots_option_says_what'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(fields=('voter', 'option', 'axis'), name='ballots_vote_once_per_option'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.UniqueConstraint(condition=models.Q(('is_rank', True)), fields=('voter', 'value'), name='ballots_rank_given_once'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('value__gte', -1), ('value__lte', 32767)), name='ballots_value'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.UniqueConstraint(fields=('ballot', 'organisation'), name='ballots_organisation_once'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.UniqueConstraint(fields=('ballot', 'table'), name='ballots_table_once'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 300)), name='ballots_weight_is_persons'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('organisation__isnull', True), ('person__isnull', True)), ('weight', 1), _connector='OR'), name='ballots_only_tables_weigh_more'),
        ),
        migrations.AddConstraint(
            model_name='voter',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', True), ('organisation__isnull', True), ('person__isnull', True)), models.Q(('guest__isnull', True), ('person__isnull', True), ('table__isnull', True)), models.Q(('guest__isnull', True), ('organisation__isnull', True), ('table__isnull', True)), models.Q(('organisation__isnull', True), ('person__isnull', True), ('table__isnull', True)), _connector='OR'), name='ballots_one_voter'),
        ),
    ]
