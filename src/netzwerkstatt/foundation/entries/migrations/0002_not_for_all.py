from django.db import migrations, models

from netzwerkstatt.foundation.events.tables import NewIndex


class Migration(migrations.Migration):

    dependencies = [
        ('entries', '0001_tables'),
    ]

    operations = [
        NewIndex(
            model_name='entry',
            index=models.Index(condition=models.Q(models.Q(('visibility', 'public'), _negated=True), ('hidden_at__isnull', False), ('deleted_at__isnull', False), _connector='OR'), fields=['id', 'visibility', 'network', 'city', 'author', 'hidden_at', 'deleted_at'], name='entries_not_for_all'),
        ),
    ]
