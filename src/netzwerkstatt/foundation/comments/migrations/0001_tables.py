import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import Tables


class Migration(migrations.Migration):

    replaces = [
        ('comments', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        Tables([
            migrations.CreateModel(
                name='Discussion',
                fields=[
                    ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='discussion', serialize=False, to='entries.entry')),
                    ('comments', models.PositiveIntegerField(default=0)),
                    ('threads', models.PositiveIntegerField(default=0)),
                ],
            ),
            migrations.CreateModel(
                name='Comment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                    ('number', models.PositiveIntegerField()),
                    ('position', models.PositiveIntegerField(default=0)),
                    ('answers', models.PositiveIntegerField(default=0)),
                    ('text', models.TextField(blank=True, max_length=4000, verbose_name='comment')),
                    ('notes', models.JSONField(blank=True, default=list)),
                    ('language', models.CharField(blank=True, max_length=10)),
                    ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                    ('edited_at', models.DateTimeField(blank=True, null=True)),
                    ('deleted_at', models.DateTimeField(blank=True, null=True)),
                    ('hidden_at', models.DateTimeField(blank=True, null=True)),
                    ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                    ('author', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to=settings.AUTH_USER_MODEL)),
                    ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='entries.entry')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replies', to='comments.comment')),
                    ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='in_thread', to='comments.comment', to_field='public_id')),
                ],
                options={
                    'indexes': [models.Index(condition=models.Q(('position', 0)), fields=['entry', '-answers', '-number'], name='comments_most_answered')],
                    'constraints': [models.UniqueConstraint(fields=('thread', 'position'), name='comments_place_in_thread_once'), models.UniqueConstraint(condition=models.Q(('position', 0)), fields=('entry', 'number'), name='comments_thread_number_once'), models.CheckConstraint(condition=models.Q(models.Q(('parent__isnull', True), ('position', 0), ('thread', models.F('public_id'))), models.Q(('parent__isnull', False), ('position__gt', 0)), _connector='OR'), name='comments_head_or_answer'), models.CheckConstraint(condition=models.Q(('parent', models.F('id')), _negated=True), name='comments_not_to_itself'), models.CheckConstraint(condition=models.Q(models.Q(('deleted_at__isnull', True), models.Q(('text', ''), _negated=True)), models.Q(('author__isnull', True), ('deleted_at__isnull', False), ('text', '')), _connector='OR'), name='comments_words_or_tombstone')],
                },
            ),
        ]),
    ]
