import django.db.models.deletion
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('notifications', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('entries', '0001_tables'),
        ('events', '0001_tables'),
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Reach',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reach', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('address', models.EmailField(max_length=254)),
                    ('hard', models.PositiveSmallIntegerField(default=0)),
                    ('soft', models.PositiveSmallIntegerField(default=0)),
                    ('status', models.CharField(blank=True, max_length=12)),
                    ('last_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
            ),
            migrations.CreateModel(
                name='Mailing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('day', models.DateField(blank=True, null=True)),
                    ('state', models.CharField(choices=[('waiting', 'waiting'), ('sending', 'being sent'), ('sent', 'sent'), ('uncertain', 'perhaps sent'), ('refused', 'refused'), ('dropped', 'nothing left to tell')], default='waiting', max_length=10)),
                    ('made_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('due_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('claimed_at', models.DateTimeField(blank=True, null=True)),
                    ('sent_at', models.DateTimeField(blank=True, null=True)),
                    ('tries', models.PositiveSmallIntegerField(default=0)),
                    ('message_id', models.CharField(max_length=120, unique=True)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='mailings', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='notifications_mails_to_send'), models.Index(condition=models.Q(('state', 'sending')), fields=['claimed_at'], name='notifications_mails_under_way')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='notifications_one_bundle_a_day')],
                },
            ),
            migrations.CreateModel(
                name='Bounce',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('status', models.CharField(max_length=12)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('mailing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bounces', to='notifications.mailing')),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('mailing', 'status'), name='notifications_bounce_counted_once')],
                },
            ),
            migrations.CreateModel(
                name='Notice',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('text', models.CharField(max_length=400)),
                    ('url', models.CharField(max_length=400)),
                    ('waits', models.BooleanField(default=False)),
                    ('how', models.CharField(choices=[('immediate', 'at once'), ('daily', 'once a day'), ('weekly', 'once a week'), ('never', 'never')], max_length=10)),
                    ('purpose', models.CharField(blank=True, max_length=60)),
                    ('subject', models.CharField(blank=True, max_length=80)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('read_at', models.DateTimeField(blank=True, null=True)),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entries.entry')),
                    ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='events.event')),
                    ('mailing', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='notices', to='notifications.mailing')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notices', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['person', '-created_at', '-id'], name='notifications_latest_first'), models.Index(condition=models.Q(('read_at__isnull', True)), fields=['person', 'entry'], name='notifications_unread'), models.Index(condition=models.Q(('mailing__isnull', True), ('read_at__isnull', True)), fields=['how', 'person'], name='notifications_to_bundle')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('event__isnull', False)), fields=('person', 'event', 'kind'), name='notifications_told_once_of_an_event'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('url', ''), _negated=True)), name='notifications_says_something')],
                },
            ),
            migrations.CreateModel(
                name='Reader',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reader', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('hour', models.PositiveSmallIntegerField(default=7, verbose_name='hour of the mail')),
                    ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], default=0, verbose_name='day of the weekly mail')),
                    ('waiting', models.CharField(choices=[('immediate', 'at once'), ('daily', 'once a day'), ('weekly', 'once a week'), ('never', 'never')], default='immediate', max_length=10)),
                    ('bundles', models.BooleanField(default=True)),
                    ('follows_own', models.BooleanField(default=True)),
                    ('seen_at', models.DateTimeField(blank=True, null=True)),
                    ('last_visit', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('hour__lte', 23), ('weekday__lte', 6)), name='notifications_hour_and_day_exist'), models.CheckConstraint(condition=models.Q(('waiting__in', ['immediate', 'daily'])), name='notifications_waiting_never_silent')],
                },
            ),
            migrations.CreateModel(
                name='Reminder',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=120)),
                    ('when', models.DateTimeField()),
                    ('kind', models.CharField(max_length=40)),
                    ('text', models.CharField(max_length=400)),
                    ('url', models.CharField(max_length=400)),
                    ('waits', models.BooleanField(default=False)),
                    ('rung_at', models.DateTimeField(blank=True, null=True)),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='entries.entry')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('rung_at__isnull', True)), fields=['when'], name='notifications_to_ring'), models.Index(fields=['key'], name='notifications_reminders_key')],
                    'constraints': [models.UniqueConstraint(fields=('person', 'key'), name='notifications_reminded_once')],
                },
            ),
            migrations.CreateModel(
                name='SignedLink',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('token_hash', models.CharField(max_length=64, unique=True)),
                    ('purpose', models.CharField(max_length=60)),
                    ('subject', models.CharField(max_length=80)),
                    ('address', models.EmailField(blank=True, max_length=254)),
                    ('made_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('expires_at', models.DateTimeField()),
                    ('used_at', models.DateTimeField(blank=True, null=True)),
                    ('revoked_at', models.DateTimeField(blank=True, null=True)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'indexes': [models.Index(fields=['purpose', 'subject'], name='notifications_links_of_thing'), models.Index(fields=['expires_at'], name='notifications_links_to_end')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('address', ''), ('person__isnull', False)), models.Q(('person__isnull', True), models.Q(('address', ''), _negated=True)), _connector='OR'), name='notifications_link_has_one_holder')],
                },
            ),
            migrations.CreateModel(
                name='Wish',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(max_length=40)),
                    ('how', models.CharField(choices=[('immediate', 'at once'), ('daily', 'once a day'), ('weekly', 'once a week'), ('never', 'never')], max_length=10)),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('person', 'kind'), name='notifications_one_wish_per_kind')],
                },
            ),
            migrations.CreateModel(
                name='Follow',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('wanted', models.BooleanField(default=True)),
                    ('by_itself', models.BooleanField(default=False)),
                    ('since', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='network.city')),
                    ('entry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='entries.entry')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
                    ('theme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='network.theme')),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('city__isnull', True), ('entry__isnull', False), ('theme__isnull', True)), models.Q(('city__isnull', False), ('entry__isnull', True), ('theme__isnull', True)), models.Q(('city__isnull', True), ('entry__isnull', True), ('theme__isnull', False)), _connector='OR'), name='notifications_follow_one_thing'), models.UniqueConstraint(fields=('person', 'entry'), name='notifications_follow_entry_once'), models.UniqueConstraint(fields=('person', 'city'), name='notifications_follow_city_once'), models.UniqueConstraint(fields=('person', 'theme'), name='notifications_follow_theme_once')],
                },
            ),
        ]),
    ]
