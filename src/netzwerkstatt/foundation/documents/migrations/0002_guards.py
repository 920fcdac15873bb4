from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_deleted, never_updated


class Migration(migrations.Migration):

    replaces = [
        ('documents', '0001_initial'),
        ('documents', '0002_ready_stays'),
        ('documents', '0003_office_files'),
        ('documents', '0004_redactions'),
        ('documents', '0005_steps'),
    ]

    dependencies = [
        ('documents', '0001_tables'),
    ]

    operations = [
        never_updated('documents_rendering', when="OLD.state = 'ready'"),
        never_updated('documents_redaction', may_empty=('by_id',)),
        never_deleted('documents_redaction'),
    ]
