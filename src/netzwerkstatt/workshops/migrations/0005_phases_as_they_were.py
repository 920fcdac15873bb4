# What running and past workshops say in the new columns.

from django.db import migrations
from django.db.models import F


def carry_over(apps, schema_editor):
    Phase = apps.get_model("workshops", "Phase")
    Phase.objects.filter(kind="choose").update(kind="decide")
    Phase.objects.filter(kind="dots").update(reveals="close")
    Phase.objects.filter(kind="collect", revealed=False).update(waiting=F("contributions"))
    Phase.objects.exclude(state="open").filter(workshop__state__in=["closed", "released"]).update(frozen=True)


def back(apps, schema_editor):
    apps.get_model("workshops", "Phase").objects.filter(kind="decide").update(kind="choose")


class Migration(migrations.Migration):
    dependencies = [("workshops", "0004_kinds_of_phases")]

    operations = [migrations.RunPython(carry_over, back)]
