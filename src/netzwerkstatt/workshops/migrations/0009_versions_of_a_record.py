import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import netzwerkstatt.foundation.events.clock


def as_first_versions(apps, schema_editor):
    """What was released before is the first version."""
    versions = apps.get_model("workshops", "ProtocolVersion")
    for one in apps.get_model("workshops", "Protocol").objects.order_by("pk").iterator(chunk_size=50):
        versions.objects.create(
            workshop_id=one.pk, version=1, content=one.content, sha256=one.sha256, released_at=one.released_at
        )


class Migration(migrations.Migration):
    """A record has versions: the table is made anew and takes the place of the old one in the next step, because
    PostgreSQL alters no table into which the same transaction has written.
    """

    dependencies = [
        ("ideas", "0001_initial"),
        ("workshops", "0008_board_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="participant",
            name="part",
            field=models.CharField(
                blank=True,
                choices=[
                    ("citizen", "Resident"),
                    ("administration", "Administration"),
                    ("council", "Council or mayor’s office"),
                    ("business", "Business"),
                    ("club", "Club or association"),
                    ("school", "School, university, youth work"),
                    ("expert", "Expert, consultant"),
                ],
                default="",
                max_length=14,
            ),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("edition", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("photos", models.JSONField(default=list)),
                ("saved_at", models.DateTimeField(default=netzwerkstatt.foundation.events.clock.now)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="workshops.workshop"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("workshop", "edition"), name="workshops_each_edition_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "idea",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="ideas.idea",
                    ),
                ),
                ("reason", models.CharField(max_length=240)),
                ("taken", models.JSONField(default=dict)),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="withdrawals",
                        to="workshops.workshop",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="workshops_withdrawn_for_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ProtocolVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("reason", models.CharField(blank=True, max_length=240)),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("released_at", models.DateTimeField()),
                (
                    "workshop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="workshops.workshop"
                    ),
                ),
            ],
        ),
        migrations.RunPython(as_first_versions, migrations.RunPython.noop),
    ]
