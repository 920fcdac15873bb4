from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated


class Migration(migrations.Migration):

    replaces = [
        ('projects', '0001_initial'),
        ('projects', '0002_partners_answer'),
        ('projects', '0003_plan_and_stage'),
        ('projects', '0004_helping'),
        ('projects', '0005_profile'),
        ('projects', '0006_indicator'),
    ]

    dependencies = [
        ('projects', '0001_tables'),
    ]

    operations = [
        never_updated('projects_profilerelease', may_empty=('released_by_id', 'proposed_by_id')),
    ]
