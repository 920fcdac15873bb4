from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated


class Migration(migrations.Migration):
    """What is ready is final: the database itself refuses to change it."""

    dependencies = [("documents", "0001_initial")]
    operations = [never_updated("documents_rendering", when="OLD.state = 'ready'")]
