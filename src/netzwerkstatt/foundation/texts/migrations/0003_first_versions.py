from django.db import migrations


def keep_what_stands(apps, schema_editor):
    """Every paragraph written so far gets its first version, dated as its text; nobody knows any more who wrote it."""
    paragraph, version = apps.get_model("texts", "Paragraph"), apps.get_model("texts", "Version")
    for one in paragraph.objects.select_related("entry").prefetch_related("rests_on").iterator(chunk_size=500):
        version.objects.create(
            entry=one.entry, key=one.pk, version=one.version, number=one.number, text=one.text, at=one.entry.created_at,
            rests_on=sorted(origin.public_id for origin in one.rests_on.all()),
        )


class Migration(migrations.Migration):
    dependencies = [("texts", "0002_versions_amendments")]
    operations = [migrations.RunPython(keep_what_stands, migrations.RunPython.noop)]
