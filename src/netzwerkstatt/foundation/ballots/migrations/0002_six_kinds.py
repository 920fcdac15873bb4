# Six kinds of ballots on one storage; what was a dot becomes a vote. The rows move in 0003, the rest goes in 0004.

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import netzwerkstatt.foundation.entries.models


class Migration(migrations.Migration):

    dependencies = [
        ('ballots', '0001_initial'),
        ('network', '0001_initial'),
        ('entries', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField('ballot', 'public_id', models.CharField(default='', editable=False, max_length=16)),
        migrations.AddField('ballot', 'kind', models.CharField(choices=[('dots', 'dots'), ('rating', 'rating'), ('ranking', 'ranking'), ('resistance', 'resistance'), ('agreement', 'agree or disagree'), ('upvote', 'up-vote')], default='dots', max_length=12)),
        migrations.AddField('ballot', 'question', models.CharField(blank=True, max_length=240, verbose_name='question')),
        migrations.AddField('ballot', 'axes', models.JSONField(blank=True, default=list)),
        migrations.AddField('ballot', 'lowest', models.SmallIntegerField(default=0)),
        migrations.AddField('ballot', 'highest', models.SmallIntegerField(default=1)),
        migrations.AddField('ballot', 'shows_turnout', models.BooleanField(default=True)),
        migrations.AddField('ballot', 'revealed_at', models.DateTimeField(blank=True, null=True)),
        migrations.AlterField('ballot', 'budget', models.PositiveSmallIntegerField(blank=True, null=True)),
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
            options={'ordering': ['position', 'id']},
        ),
        migrations.AddField('voter', 'organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.organisation')),
        migrations.AddField('voter', 'table', models.CharField(blank=True, max_length=80, null=True)),
        migrations.AddField('voter', 'cast_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
        migrations.AddField('voter', 'network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
        migrations.AddField('voter', 'weight', models.PositiveSmallIntegerField(default=1)),
        migrations.AlterField('voter', 'budget', models.PositiveIntegerField()),
        migrations.AlterField('voter', 'spent', models.PositiveIntegerField(default=0)),
        migrations.RemoveConstraint('voter', 'ballots_one_voter'),
        migrations.RemoveConstraint('dots', 'ballots_dots_at_least_one'),
        migrations.RemoveConstraint('dots', 'ballots_dots_once_per_item'),
        migrations.RemoveIndex('dots', 'ballots_count'),
        migrations.RenameModel('Dots', 'Vote'),
        migrations.RenameField('vote', 'number', 'value'),
        migrations.AlterField('vote', 'value', models.SmallIntegerField()),
        migrations.AlterField('vote', 'voter', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.voter')),
        migrations.AlterField('vote', 'ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.ballot')),
        migrations.AddField('vote', 'axis', models.PositiveSmallIntegerField(default=0)),
        migrations.AddField('vote', 'is_rank', models.BooleanField(default=False)),
        migrations.AddField('vote', 'option', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ballots.option')),
    ]
