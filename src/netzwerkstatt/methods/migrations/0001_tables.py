import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('methods', '0001_initial'),
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
                name='OwnMethod',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('fits', models.TextField(blank=True, max_length=600, verbose_name='good when')),
                    ('people_from', models.PositiveSmallIntegerField(verbose_name='people from')),
                    ('people_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='people to')),
                    ('minutes_from', models.PositiveSmallIntegerField()),
                    ('minutes_to', models.PositiveSmallIntegerField()),
                    ('stages', models.JSONField(default=list)),
                    ('goals', models.JSONField(default=list)),
                    ('groups', models.JSONField(default=list)),
                    ('kinds', models.JSONField(default=list)),
                    ('demands', models.JSONField(default=list)),
                    ('materials', models.TextField(blank=True, verbose_name='what it needs')),
                    ('risks', models.TextField(blank=True, verbose_name='what to watch for')),
                    ('variants', models.TextField(blank=True, verbose_name='other ways of doing it')),
                    ('origin', models.CharField(blank=True, max_length=600, verbose_name='where it comes from')),
                    ('online', models.BooleanField(default=False, verbose_name='also works online')),
                    ('conflict', models.PositiveSmallIntegerField(choices=[(0, 'not where people are at odds'), (1, 'bears different opinions'), (2, 'good where people are at odds')], default=1)),
                    ('skill', models.PositiveSmallIntegerField(choices=[(1, 'without practice'), (2, 'with some practice'), (3, 'with training')], default=1)),
                    ('staff', models.PositiveSmallIntegerField(default=1)),
                    ('based_on', models.CharField(blank=True, max_length=40)),
                    ('revision', models.PositiveIntegerField(default=1)),
                    ('archived_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('people_to__isnull', True), ('people_to__gte', models.F('people_from')), _connector='OR'), name='methods_people_in_order'), models.CheckConstraint(condition=models.Q(('people_from__gte', 1)), name='methods_people_from_one'), models.CheckConstraint(condition=models.Q(('minutes_from__gte', 1), ('minutes_to__gte', models.F('minutes_from')), ('minutes_to__lte', 4800)), name='methods_minutes_in_order'), models.CheckConstraint(condition=models.Q(('conflict__lte', 2)), name='methods_conflict_known'), models.CheckConstraint(condition=models.Q(('skill__gte', 1), ('skill__lte', 3)), name='methods_skill_known')],
                },
            ),
            migrations.CreateModel(
                name='MethodUse',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('shipped', models.CharField(blank=True, max_length=40)),
                    ('on', models.DateField(verbose_name='day')),
                    ('people', models.PositiveSmallIntegerField(verbose_name='people')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes it took')),
                    ('suggested', models.PositiveSmallIntegerField()),
                    ('verdict', models.CharField(choices=[('again', 'gladly again'), ('changed', 'with changes'), ('never', 'rather not')], max_length=8)),
                    ('worked', models.TextField(blank=True, max_length=600, verbose_name='what worked')),
                    ('adapt', models.TextField(blank=True, max_length=600, verbose_name='what to do differently')),
                    ('written_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('hidden_at', models.DateTimeField(blank=True, null=True)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='method_uses', to='network.city')),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='method_uses', to='entries.entry')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='method_uses', to=settings.AUTH_USER_MODEL)),
                    ('own', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='uses', to='methods.ownmethod')),
                ],
                options={
                    'indexes': [models.Index(fields=['shipped', '-on', '-id'], name='methods_uses_of_shipped'), models.Index(fields=['own', '-on', '-id'], name='methods_uses_of_own'), models.Index(fields=['-on', '-id'], name='methods_uses_latest')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('own__isnull', True), models.Q(('shipped', ''), _negated=True)), models.Q(('own__isnull', False), ('shipped', '')), _connector='OR'), name='methods_use_of_one'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 4800)), name='methods_use_takes_time'), models.CheckConstraint(condition=models.Q(('people__gte', 1)), name='methods_use_with_people')],
                },
            ),
            migrations.CreateModel(
                name='OwnStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.PositiveSmallIntegerField()),
                    ('title', models.CharField(max_length=80, verbose_name='step')),
                    ('text', models.CharField(blank=True, max_length=400, verbose_name='how')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                    ('method', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='own_steps', to='methods.ownmethod')),
                ],
                options={
                    'ordering': ['position'],
                    'constraints': [models.UniqueConstraint(fields=('method', 'position'), name='methods_one_step_per_place'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 4800)), name='methods_step_minutes')],
                },
            ),
        ]),
    ]
