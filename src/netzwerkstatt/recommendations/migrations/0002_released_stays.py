from django.db import migrations

from netzwerkstatt.foundation.events.guard import never_updated
from netzwerkstatt.recommendations.final import frozen_with_release, never_deleted


class Migration(migrations.Migration):
    """What was released or sent is final: the database itself refuses to change it, whoever asks.

    SQLite drops triggers where a later migration rebuilds a table; such a migration repeats the step for its table.
    """

    dependencies = [("recommendations", "0001_initial"), ("texts", "0001_initial"), ("entries", "0001_initial")]
    operations = [
        never_updated("recommendations_release"),
        never_deleted("recommendations_release"),
        never_updated("recommendations_answer"),
        never_deleted("recommendations_answer"),
        frozen_with_release("recommendations_address", "{row}.recommendation_id"),
        frozen_with_release("texts_paragraph", "{row}.entry_id"),
        frozen_with_release(
            "texts_paragraph_rests_on", "(SELECT entry_id FROM texts_paragraph WHERE id = {row}.paragraph_id)"
        ),
        frozen_with_release("entries_entry", "{row}.id", ("kind", "number", "title", "visibility", "state", "public_id")),
    ]
