import django.db.models.deletion
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('problems', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Problem',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('affected', models.TextField(verbose_name='who is affected')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Attempt',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('text', models.CharField(max_length=160, verbose_name='what was tried')),
                    ('result', models.CharField(blank=True, max_length=400, verbose_name='how it went')),
                    ('verdict', models.CharField(blank=True, choices=[('helped', 'it helped'), ('hardly', 'hardly'), ('stopped', 'given up')], max_length=10, verbose_name='did it help')),
                    ('problem', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='problems.problem')),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('problem', 'position'), name='problems_one_attempt_per_line')],
                },
            ),
        ]),
    ]
