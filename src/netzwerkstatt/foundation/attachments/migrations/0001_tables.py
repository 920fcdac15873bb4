import django.db.models.deletion
import netzwerkstatt.foundation.entries.models
import netzwerkstatt.foundation.events.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [
        ('attachments', '0001_initial'),
    ]

    initial = True

    dependencies = [
        ('entries', '0001_tables'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('public_id', models.CharField(default=netzwerkstatt.foundation.entries.models.new_public_id, editable=False, max_length=16, unique=True)),
                ('format', models.CharField(choices=[('png', 'Picture (PNG)'), ('jpeg', 'Picture (JPEG)'), ('webp', 'Picture (WebP)'), ('pdf', 'PDF'), ('docx', 'Word document'), ('xlsx', 'Excel table'), ('odt', 'OpenDocument text'), ('ods', 'OpenDocument table'), ('csv', 'Table (CSV)'), ('txt', 'Plain text')], max_length=5)),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='name')),
                ('alt', models.CharField(blank=True, max_length=300, verbose_name='what the picture shows')),
                ('is_decoration', models.BooleanField(default=False)),
                ('size', models.PositiveIntegerField()),
                ('width', models.PositiveIntegerField(blank=True, null=True)),
                ('height', models.PositiveIntegerField(blank=True, null=True)),
                ('sha256', models.CharField(blank=True, max_length=64)),
                ('thumbnail', models.CharField(blank=True, max_length=64)),
                ('created_at', models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                ('removed_at', models.DateTimeField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('client_id', models.UUIDField(blank=True, null=True, unique=True)),
                ('entry', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attachments', to='entries.entry')),
                ('uploader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='attachments', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('removed_at__isnull', True)), fields=['entry', 'id'], name='attachments_of_an_entry'), models.Index(condition=models.Q(('sha256', ''), _negated=True), fields=['sha256'], name='attachments_by_file'), models.Index(condition=models.Q(('thumbnail', ''), _negated=True), fields=['thumbnail'], name='attachments_by_thumbnail')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('removed_at__isnull', True), models.Q(('sha256', ''), _negated=True), models.Q(('name', ''), _negated=True)), models.Q(('alt', ''), ('name', ''), ('removed_at__isnull', False), ('sha256', ''), ('thumbnail', '')), _connector='OR'), name='attachments_file_or_tombstone'), models.CheckConstraint(condition=models.Q(models.Q(('format__in', ['png', 'jpeg', 'webp']), _negated=True), ('removed_at__isnull', False), models.Q(('alt', ''), _negated=True), ('is_decoration', True), _connector='OR'), name='attachments_pictures_have_words')],
            },
        ),
    ]
