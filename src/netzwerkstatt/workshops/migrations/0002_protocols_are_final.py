from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated


class Migration(migrations.Migration):
    dependencies = [("workshops", "0001_initial")]

    operations = [never_updated("workshops_protocol")]
