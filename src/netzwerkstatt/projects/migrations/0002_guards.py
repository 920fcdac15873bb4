from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated_unless

EMPTIED = ('released_by_id', 'proposed_by_id')
NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"


class Migration(migrations.Migration):

    replaces = [
        ('projects', '0001_initial'),
        ('projects', '0002_partners_answer'),
        ('projects', '0003_plan_and_stage'),
        ('projects', '0004_helping'),
        ('projects', '0005_profile'),
        ('projects', '0006_indicator'),
        ('projects', '0003_sketches_and_spending'),
        ('projects', '0004_resolutions'),
    ]

    dependencies = [
        ('projects', '0001_tables'),
        ('documents', '0002_guards'),
    ]

    operations = [
        never_updated_unless('projects_profilerelease', NOTED, ('content', 'sha256', 'number'), may_empty=EMPTIED),
    ]
