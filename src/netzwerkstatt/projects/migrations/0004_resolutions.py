import django.db.models.deletion
from django.db import migrations, models

import netzwerkstatt.foundation.events.clock


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0003_sketches_and_spending'),
    ]

    operations = [
        migrations.CreateModel(
            name='Resolution',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ('edition', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ('decided_on', models.DateField()),
                ('body', models.CharField(max_length=160)),
                ('what', models.CharField(max_length=240)),
                ('number', models.CharField(blank=True, max_length=80)),
                ('project', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='%(class)s_lines', to='projects.project')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('body', ''), _negated=True), models.Q(('what', ''), _negated=True)), name='projects_resolution_says_who_and_what')],
            },
        ),
    ]
