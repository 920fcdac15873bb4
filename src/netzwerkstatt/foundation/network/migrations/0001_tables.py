import django.core.validators
import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('network', '0001_initial'),
        ('network', '0002_affiliation'),
        ('network', '0003_competence'),
        ('network', '0004_voices'),
    ]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='State',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('code', models.CharField(max_length=3, unique=True, validators=[django.core.validators.RegexValidator('^[A-Z]{2,3}$')], verbose_name='letters')),
                    ('key', models.CharField(blank=True, max_length=2, validators=[django.core.validators.RegexValidator('^\\d{2}$')], verbose_name='key')),
                    ('position', models.PositiveSmallIntegerField(default=1)),
                ],
                options={
                    'ordering': ['position', 'name'],
                },
            ),
            migrations.CreateModel(
                name='CityNetwork',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('focus', models.CharField(blank=True, max_length=240, verbose_name='theme focus')),
                    ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='networks', to='network.state', verbose_name='Land')),
                ],
                options={
                    'ordering': ['state__position', 'name'],
                },
            ),
            migrations.CreateModel(
                name='District',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('key', models.CharField(max_length=5, unique=True, validators=[django.core.validators.RegexValidator('^\\d{5}$')], verbose_name='key')),
                    ('state', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='districts', to='network.state', verbose_name='Land')),
                ],
                options={
                    'ordering': ['key'],
                },
            ),
            migrations.CreateModel(
                name='Alliance',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('only', models.BooleanField(default=True, editable=False, unique=True)),
                    ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                    ('is_demo', models.BooleanField(default=False, editable=False)),
                    ('founded_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now, editable=False)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('only', True)), name='network_one_alliance')],
                },
            ),
            migrations.CreateModel(
                name='City',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('ags', models.CharField(max_length=8, unique=True, validators=[django.core.validators.RegexValidator('^\\d{8}$', 'Eight digits, as in 15087220.')], verbose_name='municipality key (AGS)')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('latitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-90), django.core.validators.MaxValueValidator(90)], verbose_name='latitude')),
                    ('longitude', models.FloatField(validators=[django.core.validators.MinValueValidator(-180), django.core.validators.MaxValueValidator(180)], verbose_name='longitude')),
                    ('central_place', models.CharField(blank=True, choices=[('upper', 'upper centre'), ('upper-shared', 'upper centre shared by several cities'), ('middle-upper', 'middle centre with functions of an upper centre'), ('middle', 'middle centre'), ('basic-middle', 'basic centre with functions of a middle centre'), ('basic', 'basic centre')], max_length=20, verbose_name='central-place function')),
                    ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='population')),
                    ('population_source', models.CharField(blank=True, max_length=200, verbose_name='source and date of the population')),
                    ('network', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cities', to='network.citynetwork', verbose_name='network')),
                    ('district', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cities', to='network.district', verbose_name='district')),
                ],
                options={
                    'verbose_name_plural': 'cities',
                    'ordering': ['name'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('latitude__range', (-90, 90)), ('longitude__range', (-180, 180))), name='network_city_on_earth')],
                },
            ),
            migrations.CreateModel(
                name='Organisation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('kind', models.CharField(choices=[('administration', 'administration'), ('ministry', 'ministry'), ('business', 'business'), ('association', 'association or club'), ('research', 'research'), ('consultancy', 'consultancy'), ('school', 'school'), ('other', 'other')], max_length=20, verbose_name='kind')),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='organisations', to='network.city')),
                ],
                options={
                    'ordering': ['name'],
                    'constraints': [models.UniqueConstraint(fields=('name', 'city'), name='network_organisation_once_per_city'), models.UniqueConstraint(condition=models.Q(('city__isnull', True)), fields=('name',), name='network_organisation_once_without_city')],
                },
            ),
            migrations.CreateModel(
                name='Affiliation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('since', models.DateField(default=netzwerkstatt.foundation.events.clock.today, verbose_name='from')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('vouched', models.CharField(blank=True, max_length=160, verbose_name='how it is known')),
                    ('confirmed_at', models.DateTimeField(blank=True, default=netzwerkstatt.foundation.events.clock.now, null=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to=settings.AUTH_USER_MODEL)),
                    ('vouched_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='affiliations', to='network.organisation')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='network_affiliation_ends_after_start'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('confirmed_at__isnull', False), _connector='OR'), name='network_only_what_was_confirmed_ends'), models.UniqueConstraint(condition=models.Q(('until__isnull', True)), fields=('person', 'organisation'), name='network_one_open_affiliation')],
                },
            ),
            migrations.CreateModel(
                name='Outline',
                fields=[
                    ('state', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='outline', serialize=False, to='network.state')),
                    ('shape', models.JSONField(default=dict)),
                ],
            ),
            migrations.CreateModel(
                name='Membership',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('citizen', 'citizen'), ('city-member', 'city member'), ('city-coordinator', 'city coordinator'), ('mayor', 'mayor, council'), ('expert', 'expert, coach'), ('network-coordinator', 'network coordinator'), ('ministry', 'ministry'), ('alliance-coordinator', 'alliance coordinator'), ('data-protection', 'data-protection officer'), ('operator', 'operator')], max_length=24, verbose_name='role')),
                    ('since', models.DateField(default=netzwerkstatt.foundation.events.clock.today, verbose_name='from')),
                    ('until', models.DateField(blank=True, null=True, verbose_name='to')),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='network.city')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='network.citynetwork')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to=settings.AUTH_USER_MODEL)),
                    ('state', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='network.state')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('city__isnull', False), ('network__isnull', True), ('role__in', ('citizen', 'city-member', 'city-coordinator', 'mayor')), ('state__isnull', True)), models.Q(('city__isnull', True), ('network__isnull', False), ('role__in', ('expert', 'network-coordinator')), ('state__isnull', True)), models.Q(('city__isnull', True), ('network__isnull', True), ('role__in', ('ministry',)), ('state__isnull', False)), models.Q(('city__isnull', True), ('network__isnull', True), ('role__in', ('alliance-coordinator', 'data-protection', 'operator')), ('state__isnull', True)), _connector='OR'), name='network_role_has_its_scope'), models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='network_membership_ends_after_start'), models.UniqueConstraint(condition=models.Q(('role__in', ('citizen', 'city-member', 'city-coordinator', 'mayor')), ('until__isnull', True)), fields=('person', 'role', 'city'), name='network_one_open_membership_0'), models.UniqueConstraint(condition=models.Q(('role__in', ('expert', 'network-coordinator')), ('until__isnull', True)), fields=('person', 'role', 'network'), name='network_one_open_membership_1'), models.UniqueConstraint(condition=models.Q(('role__in', ('ministry',)), ('until__isnull', True)), fields=('person', 'role', 'state'), name='network_one_open_membership_2'), models.UniqueConstraint(condition=models.Q(('role__in', ('alliance-coordinator', 'data-protection', 'operator')), ('until__isnull', True)), fields=('person', 'role'), name='network_one_open_membership_3')],
                },
            ),
            migrations.CreateModel(
                name='Theme',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=160, verbose_name='name')),
                    ('other_names', models.JSONField(blank=True, default=dict, verbose_name='names in other languages')),
                    ('slug', models.SlugField(max_length=60, unique=True)),
                    ('synonyms', models.TextField(blank=True, verbose_name='other words for it')),
                    ('position', models.PositiveSmallIntegerField(default=1)),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='network.theme')),
                ],
                options={
                    'ordering': ['position', 'name'],
                },
            ),
            migrations.CreateModel(
                name='Competence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competences', to=settings.AUTH_USER_MODEL)),
                    ('theme', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='competences', to='network.theme')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'theme'), name='network_competence_once')],
                },
            ),
        ]),
    ]
