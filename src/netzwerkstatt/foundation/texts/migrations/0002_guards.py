from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated


class Migration(migrations.Migration):

    replaces = [
        ('texts', '0001_initial'),
        ('texts', '0002_versions_amendments'),
        ('texts', '0003_first_versions'),
    ]

    dependencies = [
        ('texts', '0001_tables'),
    ]

    operations = [
        never_updated('texts_version', may_empty=('by_id',)),
    ]
