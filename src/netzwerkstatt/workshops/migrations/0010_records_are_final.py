from django.db import migrations, models

from netzwerkstatt.foundation.events.guard import never_updated_unless

NOTED = "EXISTS (SELECT 1 FROM documents_redaction d WHERE d.before_sha256 = OLD.sha256 AND d.sha256 = NEW.sha256)"
GUARD = never_updated_unless("workshops_protocol", NOTED, ("content", "sha256"))


def back_to_one(apps, schema_editor):
    """The version that holds now; the others are lost."""
    kept = apps.get_model("workshops", "Protocol")
    for one in apps.get_model("workshops", "ProtocolVersion").objects.order_by("workshop", "version"):
        values = {"content": one.content, "sha256": one.sha256, "released_at": one.released_at}
        kept.objects.update_or_create(workshop_id=one.workshop_id, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("workshops", "0009_versions_of_a_record"), ("documents", "0004_redactions")]
    operations = [
        migrations.RunPython(GUARD.reverse_code, GUARD.code),
        migrations.RunPython(migrations.RunPython.noop, back_to_one),
        migrations.DeleteModel("Protocol"),
        migrations.RenameModel("ProtocolVersion", "Protocol"),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.UniqueConstraint(fields=("workshop", "version"), name="workshops_each_version_once"),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), ("version", 1))
                | models.Q(("version__gt", 1), models.Q(("reason", ""), _negated=True)),
                name="workshops_corrected_for_a_reason",
            ),
        ),
        GUARD,
    ]
