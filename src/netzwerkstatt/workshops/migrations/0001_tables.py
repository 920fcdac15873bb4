import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('workshops', '0001_initial'),
        ('workshops', '0002_protocols_are_final'),
        ('workshops', '0003_may_be_redacted'),
        ('workshops', '0004_kinds_of_phases'),
        ('workshops', '0005_phases_as_they_were'),
        ('workshops', '0006_phases_by_a_method'),
        ('workshops', '0007_expert_pool'),
        ('workshops', '0008_board_steps'),
        ('workshops', '0009_versions_of_a_record'),
        ('workshops', '0010_records_are_final'),
        ('workshops', '0011_tables_and_paper'),
        ('workshops', '0003_who_comes'),
        ('workshops', '0004_echoes'),
        ('workshops', '0005_live_screens'),
    ]

    initial = True

    dependencies = [
        ('accounts', '0001_tables'),
        ('ballots', '0001_tables'),
        ('entries', '0001_tables'),
        ('ideas', '0001_tables'),
        ('network', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Workshop',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='%(class)s', serialize=False, to='entries.entry')),
                    ('format', models.CharField(choices=[('workshop', 'Flying workshop'), ('ideas-workshop', 'Ideas workshop'), ('meeting', 'Working meeting')], default='workshop', max_length=16)),
                    ('state', models.CharField(choices=[('requested', 'requested'), ('planned', 'planned'), ('running', 'running now'), ('closed', 'closed'), ('released', 'released')], default='requested', max_length=10)),
                    ('question', models.CharField(blank=True, max_length=240, verbose_name='question to everybody')),
                    ('day', models.DateField(blank=True, null=True, verbose_name='day')),
                    ('begins', models.TimeField(blank=True, null=True, verbose_name='begins at')),
                    ('ends', models.TimeField(blank=True, null=True, verbose_name='room until')),
                    ('place', models.CharField(blank=True, max_length=160, verbose_name='place')),
                    ('practical', models.TextField(blank=True, max_length=2000, verbose_name='good to know')),
                    ('facilitator', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='facilitates', to=settings.AUTH_USER_MODEL)),
                    ('facilitator_gone', models.BooleanField(default=False)),
                    ('sequence', models.PositiveIntegerField(default=0)),
                    ('called_off_at', models.DateTimeField(blank=True, null=True)),
                    ('called_off_why', models.CharField(blank=True, max_length=240)),
                    ('takes_photos', models.BooleanField(default=False)),
                    ('is_young', models.BooleanField(default=False)),
                    ('preset', models.CharField(blank=True, max_length=40)),
                    ('is_confidential', models.BooleanField(default=False)),
                    ('taboo_free', models.BooleanField(default=False)),
                    ('code', models.CharField(blank=True, max_length=6)),
                    ('key', models.CharField(blank=True, max_length=32)),
                    ('message', models.CharField(blank=True, max_length=240, verbose_name='message to everybody')),
                    ('asks_who', models.BooleanField(default=True)),
                    ('rehearses', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='rehearsals', to='workshops.workshop')),
                    ('ideas', models.PositiveIntegerField(default=0)),
                    ('people', models.PositiveIntegerField(default=0)),
                    ('started_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['state', '-entry'], name='workshops_by_state')],
                    'constraints': [models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='workshops_code_once'), models.CheckConstraint(condition=models.Q(('state', 'running'), ('code', ''), _connector='OR'), name='workshops_code_while_running'), models.CheckConstraint(condition=models.Q(models.Q(('called_off_at__isnull', True), ('called_off_why', '')), models.Q(('called_off_at__isnull', False), ('state__in', ['requested', 'planned']), models.Q(('called_off_why', ''), _negated=True)), _connector='OR'), name='workshops_called_off_for_a_reason'), models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='workshops_key_once'), models.CheckConstraint(condition=models.Q(('state', 'running'), ('key', ''), _connector='OR'), name='workshops_key_while_running'), models.UniqueConstraint(condition=models.Q(('state', 'running')), fields=('rehearses',), name='workshops_one_rehearsal_at_a_time')],
                },
            ),
            migrations.CreateModel(
                name='BoardStep',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='workshops.workshop')),
                    ('number', models.PositiveIntegerField()),
                    ('revision', models.PositiveIntegerField()),
                    ('verb', models.CharField(choices=[('formed', 'put together'), ('renamed', 'renamed'), ('noted', 'wrote a note'), ('moved', 'moved'), ('merged', 'merged'), ('split', 'split off'), ('dissolved', 'dissolved'), ('accepted', 'took up a suggestion'), ('declined', 'turned a suggestion down')], max_length=9)),
                    ('changes', models.JSONField()),
                    ('undone', models.BooleanField(default=False)),
                    ('actor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('turned_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'number'), name='workshops_step_number_once'), models.UniqueConstraint(fields=('workshop', 'revision'), name='workshops_step_revision_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1), ('revision__gte', 1)), name='workshops_steps_count_from_one')],
                },
            ),
            migrations.CreateModel(
                name='DeclinedSuggestion',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='declined', to='workshops.workshop')),
                    ('key', models.CharField(max_length=64)),
                    ('ideas', models.JSONField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'key'), name='workshops_declined_once')],
                },
            ),
            migrations.CreateModel(
                name='ConsentText',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('photos', 'Photos'), ('young', 'People under 16')], max_length=6)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('words', models.JSONField()),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
                options={
                    'ordering': ['kind', 'version'],
                    'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='workshops_consent_text_once'), models.CheckConstraint(condition=models.Q(('version__gte', 1)), name='workshops_consent_texts_count_from_one')],
                },
            ),
            migrations.CreateModel(
                name='Consent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='workshops.workshop')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workshop_consents', to=settings.AUTH_USER_MODEL)),
                    ('kind', models.CharField(choices=[('photos', 'Photos'), ('young', 'People under 16')], max_length=6)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('given', models.BooleanField()),
                    ('said_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('withdrawn_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'person', 'kind'), name='workshops_consent_once'), models.CheckConstraint(condition=models.Q(('given', True), ('withdrawn_at__isnull', True), _connector='OR'), name='workshops_only_what_was_given_is_withdrawn')],
                },
            ),
            migrations.CreateModel(
                name='PaperForms',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_forms', to='workshops.workshop')),
                    ('kind', models.CharField(choices=[('photos', 'Photos'), ('young', 'People under 16')], max_length=6)),
                    ('version', models.PositiveSmallIntegerField()),
                    ('given', models.PositiveSmallIntegerField(default=0)),
                    ('refused', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'kind'), name='workshops_paper_forms_once'), models.CheckConstraint(condition=models.Q(('given__lte', 1000), ('refused__lte', 1000)), name='workshops_paper_forms_in_a_room')],
                },
            ),
            migrations.CreateModel(
                name='Invitation',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='workshops.workshop')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='workshop_invitations', to=settings.AUTH_USER_MODEL)),
                    ('why', models.CharField(max_length=240, verbose_name='why this person fits')),
                    ('answer', models.CharField(choices=[('waiting', 'no answer yet'), ('comes', 'comes'), ('declines', 'does not come')], default='waiting', max_length=8)),
                    ('word', models.CharField(blank=True, max_length=240, verbose_name='a word to the host')),
                    ('conflict', models.CharField(blank=True, max_length=240, verbose_name='conflict of interest')),
                    ('needs', models.CharField(blank=True, max_length=240, verbose_name='access and food')),
                    ('for_day', models.DateField(blank=True, null=True)),
                    ('invited_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('answered_at', models.DateTimeField(blank=True, null=True)),
                ],
                options={
                    'indexes': [models.Index(fields=['person', 'invited_at'], name='workshops_asked_lately')],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'person'), name='workshops_invited_once')],
                },
            ),
            migrations.CreateModel(
                name='CoFacilitator',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cofacilitators', to='workshops.workshop')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cofacilitates', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'person'), name='workshops_cofacilitator_once')],
                },
            ),
            migrations.CreateModel(
                name='Group',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='workshops.workshop')),
                    ('number', models.PositiveSmallIntegerField()),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'number'), name='workshops_group_number_once')],
                },
            ),
            migrations.CreateModel(
                name='Participant',
                fields=[
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='workshops.workshop')),
                    ('guest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='participant', serialize=False, to='accounts.guest')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
                    ('part', models.CharField(blank=True, choices=[('citizen', 'Resident'), ('administration', 'Administration'), ('council', 'Council or mayor’s office'), ('business', 'Business'), ('club', 'Club or association'), ('school', 'School, university, youth work'), ('expert', 'Expert, consultant')], max_length=14)),
                    ('asked', models.BooleanField(default=False)),
                    ('ready', models.PositiveSmallIntegerField(blank=True, null=True)),
                    ('simulated', models.BooleanField(default=False)),
                    ('group', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='workshops.group')),
                ],
            ),
            migrations.CreateModel(
                name='ResumeCode',
                fields=[
                    ('guest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='resume_code', serialize=False, to='accounts.guest')),
                    ('code_hash', models.CharField(max_length=64, unique=True)),
                    ('sealed', models.CharField(max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='Phase',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='phases', to='workshops.workshop')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('kind', models.CharField(choices=[('input', 'listen'), ('talk', 'talk'), ('notes', 'collect notes'), ('collect', 'collect ideas'), ('cluster', 'cluster'), ('comment', 'comment on ideas'), ('dots', 'give dots'), ('rating', 'rate'), ('ranking', 'rank'), ('resistance', 'measure resistance'), ('questions', 'questions and answers'), ('opinion', 'opinion round'), ('words', 'word cloud'), ('groups', 'work in groups'), ('decide', 'agree who does what'), ('feedback', 'feedback'), ('pause', 'break')], max_length=10, verbose_name='what happens')),
                    ('title', models.CharField(max_length=80, verbose_name='name of the phase')),
                    ('prompt', models.CharField(blank=True, max_length=240, verbose_name='question to everybody')),
                    ('guidance', models.TextField(blank=True, max_length=1000, verbose_name='for the facilitation')),
                    ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                    ('identity', models.CharField(choices=[('anonymous', 'Nobody'), ('network', 'The network'), ('named', 'The name, for those who want')], default='anonymous', max_length=10)),
                    ('reveals', models.CharField(choices=[('live', 'At once'), ('close', 'When the phase ends'), ('button', 'When the facilitation shows it')], default='button', max_length=8)),
                    ('taboo_free', models.BooleanField(default=False)),
                    ('dots', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='dots for each person')),
                    ('items', models.CharField(choices=[('ideas', 'the ideas with the most dots'), ('clusters', 'the clusters'), ('words', 'own words, one in each line')], default='ideas', max_length=8)),
                    ('most', models.PositiveSmallIntegerField(default=7)),
                    ('words', models.TextField(blank=True)),
                    ('method', models.CharField(blank=True, max_length=40, verbose_name='method')),
                    ('axes', models.JSONField(blank=True, default=list)),
                    ('state', models.CharField(choices=[('ahead', 'ahead'), ('open', 'open'), ('closed', 'done'), ('skipped', 'left out')], default='ahead', max_length=8)),
                    ('opened_at', models.DateTimeField(blank=True, null=True)),
                    ('closed_at', models.DateTimeField(blank=True, null=True)),
                    ('ending_at', models.DateTimeField(blank=True, null=True)),
                    ('extended', models.PositiveSmallIntegerField(default=0)),
                    ('paused_at', models.DateTimeField(blank=True, null=True)),
                    ('paused_for', models.PositiveIntegerField(default=0)),
                    ('contributions', models.PositiveIntegerField(default=0)),
                    ('waiting', models.PositiveIntegerField(default=0)),
                    ('late', models.PositiveIntegerField(default=0)),
                    ('by_hand', models.PositiveIntegerField(default=0)),
                    ('revealed', models.BooleanField(default=False)),
                    ('frozen', models.BooleanField(default=False)),
                    ('outcome', models.TextField(blank=True, max_length=4000)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('ballot', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='phase', to='ballots.ballot')),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'number'), name='workshops_phase_number_once'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('workshop',), name='workshops_one_open_phase'), models.CheckConstraint(condition=models.Q(('minutes__gte', 1), ('minutes__lte', 600)), name='workshops_phase_minutes'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'dots'), _negated=True), models.Q(('dots__gte', 1), ('dots__lte', 100)), _connector='OR'), name='workshops_dots_have_a_budget'), models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 30)), name='workshops_phase_asks_about_some'), models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['dots', 'rating', 'ranking', 'resistance', 'opinion']), _negated=True), models.Q(('reveals', 'live'), _negated=True), _connector='OR'), name='workshops_no_vote_is_seen_while_open'), models.CheckConstraint(condition=models.Q(('kind', 'comment'), ('taboo_free', True), _negated=True), name='workshops_no_comments_without_criticism'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('ending_at__isnull', True), _connector='OR'), name='workshops_only_open_phases_end'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('paused_at__isnull', True), _connector='OR'), name='workshops_only_open_phases_pause'), models.CheckConstraint(condition=models.Q(('frozen', True), ('state', 'open'), _negated=True), name='workshops_frozen_is_not_open')],
                },
            ),
            migrations.CreateModel(
                name='Absence',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='absences', to=settings.AUTH_USER_MODEL)),
                    ('since', models.DateField()),
                    ('until', models.DateField()),
                ],
                options={
                    'ordering': ['since', 'until'],
                    'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='workshops_absence_ends_after_start'), models.UniqueConstraint(fields=('person', 'since', 'until'), name='workshops_absence_once')],
                },
            ),
            migrations.CreateModel(
                name='MonthlyLimit',
                fields=[
                    ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='monthly_limit', serialize=False, to=settings.AUTH_USER_MODEL)),
                    ('most', models.PositiveSmallIntegerField()),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('most__gte', 1), ('most__lte', 12)), name='workshops_monthly_limit_is_a_number')],
                },
            ),
            migrations.CreateModel(
                name='Preset',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('title', models.CharField(max_length=80, verbose_name='name')),
                    ('note', models.CharField(blank=True, max_length=240, verbose_name='what it is good for')),
                    ('phases', models.JSONField()),
                    ('minutes', models.PositiveSmallIntegerField()),
                    ('is_confidential', models.BooleanField(default=False)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='workshop_presets', to=settings.AUTH_USER_MODEL)),
                    ('city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.city')),
                    ('sharing', models.CharField(choices=[('own', 'only I'), ('city', 'everybody of my city'), ('alliance', 'the whole alliance')], default='own', max_length=8)),
                    ('kept_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ],
                options={
                    'ordering': ['title', 'id'],
                    'indexes': [models.Index(fields=['sharing', 'title'], name='workshops_presets_shared')],
                    'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='workshops_preset_has_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('sharing', 'city'), _negated=True), ('city__isnull', False), _connector='OR'), name='workshops_shared_with_a_city')],
                },
            ),
            migrations.CreateModel(
                name='Protocol',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='workshops.workshop')),
                    ('version', models.PositiveSmallIntegerField(default=1)),
                    ('reason', models.CharField(blank=True, max_length=240)),
                    ('content', models.JSONField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('released_at', models.DateTimeField()),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'version'), name='workshops_each_version_once'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('version', 1)), models.Q(('version__gt', 1), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='workshops_corrected_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Draft',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='drafts', to='workshops.workshop')),
                    ('edition', models.PositiveIntegerField()),
                    ('texts', models.JSONField(default=dict)),
                    ('photos', models.JSONField(default=list)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('saved_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'edition'), name='workshops_each_edition_once')],
                },
            ),
            migrations.CreateModel(
                name='Echo',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='echoes', to='workshops.workshop')),
                    ('months', models.PositiveSmallIntegerField()),
                    ('words', models.TextField(max_length=1000)),
                    ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('written_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ],
                options={
                    'ordering': ('months',),
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'months'), name='workshops_echo_once'), models.CheckConstraint(condition=models.Q(('months__in', [3, 6, 12]), models.Q(('words', ''), _negated=True)), name='workshops_echo_says_something')],
                },
            ),
            migrations.CreateModel(
                name='Withdrawal',
                fields=[
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='withdrawal', serialize=False, to='ideas.idea')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='workshops.workshop')),
                    ('reason', models.CharField(max_length=240)),
                    ('taken', models.JSONField(default=dict)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='workshops_withdrawn_for_a_reason')],
                },
            ),
            migrations.CreateModel(
                name='Table',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tables', to='workshops.workshop')),
                    ('name', models.CharField(max_length=60, verbose_name='name of the table')),
                    ('persons', models.PositiveSmallIntegerField(verbose_name='people without a phone of their own')),
                    ('secretary', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='secretary_at', to=settings.AUTH_USER_MODEL)),
                    ('code', models.CharField(blank=True, max_length=8)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'name'), name='workshops_table_name_once'), models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('code',), name='workshops_table_code_once'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='workshops_table_has_a_name'), models.CheckConstraint(condition=models.Q(('persons__gte', 1), ('persons__lte', 300)), name='workshops_table_has_people')],
                },
            ),
            migrations.CreateModel(
                name='TableDevice',
                fields=[
                    ('guest', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='table_device', serialize=False, to='accounts.guest')),
                    ('table', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='devices', to='workshops.table')),
                ],
            ),
            migrations.CreateModel(
                name='PaperCard',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='paper_cards', to='workshops.workshop')),
                    ('sheet', models.PositiveSmallIntegerField()),
                    ('code', models.CharField(max_length=5)),
                    ('used', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['id'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'code'), name='workshops_paper_card_once')],
                },
            ),
            migrations.CreateModel(
                name='PaperSheet',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='workshops.workshop')),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='workshops.phase')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('persons', models.PositiveSmallIntegerField()),
                    ('sha256', models.CharField(max_length=64)),
                    ('thumbnail', models.CharField(max_length=64)),
                    ('format', models.CharField(max_length=5)),
                    ('width', models.PositiveIntegerField()),
                    ('height', models.PositiveIntegerField()),
                    ('lines', models.PositiveSmallIntegerField(default=0)),
                ],
                options={
                    'ordering': ['number'],
                    'constraints': [models.UniqueConstraint(fields=('workshop', 'number'), name='workshops_sheet_number_once'), models.UniqueConstraint(fields=('workshop', 'sha256'), name='workshops_same_photo_once'), models.CheckConstraint(condition=models.Q(('persons__gte', 1), ('persons__lte', 300)), name='workshops_sheet_has_people')],
                },
            ),
            migrations.CreateModel(
                name='Contribution',
                fields=[
                    ('client_id', models.UUIDField(primary_key=True, serialize=False)),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='hidden', to='workshops.phase')),
                    ('guest', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='accounts.guest')),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('table', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='contributions', to='workshops.table')),
                    ('source', models.CharField(choices=[('phone', 'phone'), ('table', 'table'), ('paper', 'paper')], default='phone', max_length=5)),
                    ('own', models.PositiveSmallIntegerField()),
                    ('text', models.TextField(max_length=600)),
                    ('signed', models.CharField(blank=True, max_length=60)),
                    ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='ideas.idea')),
                    ('late', models.BooleanField(default=False)),
                ],
                options={
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('guest__isnull', False), ('person__isnull', True), ('source', 'phone'), ('table__isnull', True)), models.Q(('guest__isnull', True), ('person__isnull', False), ('source', 'phone'), ('table__isnull', True)), models.Q(('guest__isnull', True), ('person__isnull', True), ('source', 'table'), ('table__isnull', False)), models.Q(('guest__isnull', True), ('person__isnull', True), ('source', 'paper'), ('table__isnull', True)), _connector='OR'), name='workshops_guest_person_table_or_paper')],
                },
            ),
            migrations.CreateModel(
                name='SentAtOnce',
                fields=[
                    ('client_id', models.UUIDField(primary_key=True, serialize=False)),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='workshops.phase')),
                ],
            ),
            migrations.CreateModel(
                name='GroupNote',
                fields=[
                    ('client_id', models.UUIDField(primary_key=True, serialize=False)),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='group_notes', to='workshops.phase')),
                    ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='workshops.group')),
                    ('number', models.PositiveSmallIntegerField()),
                    ('text', models.TextField(max_length=600)),
                    ('handed', models.BooleanField(default=False)),
                ],
                options={
                    'ordering': ['group', 'number'],
                    'indexes': [models.Index(fields=['phase', 'group', 'number'], name='workshops_board_of_a_group')],
                },
            ),
            migrations.CreateModel(
                name='Card',
                fields=[
                    ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='card', serialize=False, to='ideas.idea')),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='workshops.phase')),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
                    ('signed', models.CharField(blank=True, max_length=60)),
                    ('source', models.CharField(blank=True, choices=[('phone', 'phone'), ('table', 'table'), ('paper', 'paper')], max_length=5)),
                    ('late', models.BooleanField(default=False)),
                    ('pinned', models.BooleanField(default=False)),
                ],
            ),
            migrations.CreateModel(
                name='Note',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('phase', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='workshops.phase')),
                    ('idea', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='ideas.idea')),
                    ('text', models.TextField(max_length=600)),
                    ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('signed', models.CharField(blank=True, max_length=60)),
                    ('network', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.citynetwork')),
                    ('source', models.CharField(blank=True, choices=[('phone', 'phone'), ('table', 'table'), ('paper', 'paper')], max_length=5)),
                    ('late', models.BooleanField(default=False)),
                    ('state', models.CharField(choices=[('shown', 'shown'), ('pinned', 'pinned'), ('answered', 'answered'), ('aside', 'set aside')], default='shown', max_length=8)),
                    ('answer', models.TextField(blank=True, max_length=1000, verbose_name='answer')),
                    ('reason', models.CharField(blank=True, max_length=240, verbose_name='why set aside')),
                    ('option', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='note', to='ballots.option')),
                    ('voices', models.PositiveIntegerField(default=0)),
                ],
                options={
                    'ordering': ['id'],
                    'indexes': [models.Index(fields=['phase', 'state', 'id'], name='workshops_notes_of_a_phase')],
                    'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('state', 'aside'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='workshops_aside_for_a_reason'), models.CheckConstraint(condition=models.Q(('answer', ''), ('state', 'answered'), _connector='OR'), name='workshops_answer_is_answered')],
                },
            ),
        ]),
    ]
