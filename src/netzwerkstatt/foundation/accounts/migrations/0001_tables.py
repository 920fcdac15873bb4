import django.db.models.deletion
import django.db.models.functions.text
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('accounts', '0001_initial'),
        ('accounts', '0002_profile_and_sessions'),
        ('accounts', '0003_buckets_by_the_moment_they_are_full'),
    ]

    initial = True

    dependencies = [
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Allowance',
                fields=[
                    ('key', models.CharField(max_length=80, primary_key=True, serialize=False)),
                    ('full_at', models.FloatField()),
                    ('at', models.DateTimeField()),
                ],
            ),
            migrations.CreateModel(
                name='Guest',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('place', models.CharField(db_index=True, max_length=16)),
                ],
            ),
            migrations.CreateModel(
                name='StartKey',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('made_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                ],
            ),
            migrations.CreateModel(
                name='Person',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('email', models.EmailField(max_length=254, unique=True, verbose_name='e-mail address')),
                    ('name', models.CharField(max_length=120, verbose_name='name')),
                    ('function', models.CharField(blank=True, max_length=160, verbose_name='function')),
                    ('expertise', models.TextField(blank=True, verbose_name='expertise')),
                    ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                    ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                    ('call_hours', models.CharField(blank=True, max_length=120, verbose_name='when a call is welcome')),
                    ('calls_welcome', models.BooleanField(default=False, verbose_name='a call is welcome')),
                    ('availability', models.CharField(choices=[('open', 'can be asked'), ('later', 'can be asked again from a day on'), ('away', 'cannot be asked at present')], default='open', max_length=8)),
                    ('available_from', models.DateField(blank=True, null=True)),
                    ('known_for', models.TextField(blank=True, editable=False)),
                    ('is_active', models.BooleanField(default=True)),
                    ('joined_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_one_person_per_address'), models.CheckConstraint(condition=models.Q(('calls_welcome', False), models.Q(('phone', ''), _negated=True), _connector='OR'), name='accounts_calls_need_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('availability', 'later'), ('available_from__isnull', False)), models.Q(models.Q(('availability', 'later'), _negated=True), ('available_from__isnull', True)), _connector='OR'), name='accounts_available_again_from_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Session',
                fields=[
                    ('session_key', models.CharField(max_length=40, primary_key=True, serialize=False, verbose_name='session key')),
                    ('session_data', models.TextField(verbose_name='session data')),
                    ('expire_date', models.DateTimeField(db_index=True, verbose_name='expire date')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'session',
                    'verbose_name_plural': 'sessions',
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='SpokenLanguage',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(max_length=8)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spoken_languages', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('person', 'code'), name='accounts_language_once_per_person')],
                },
            ),
        ]),
    ]
