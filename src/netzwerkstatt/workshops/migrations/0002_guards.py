from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated, never_updated_unless

NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"


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

    dependencies = [
        ('workshops', '0001_tables'),
        ('documents', '0002_guards'),
    ]

    operations = [
        never_updated_unless('workshops_protocol', NOTED, ('content', 'sha256')),
        never_updated_unless(
            'workshops_boardstep', 'TRUE', ('undone', 'revision', 'turned_by_id'), may_empty=('actor_id',)
        ),
        never_updated('workshops_consenttext', may_empty=('by_id',)),
    ]
