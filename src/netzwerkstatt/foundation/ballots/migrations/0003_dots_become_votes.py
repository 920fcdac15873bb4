# Every dot that was given keeps its item, now as an option of its ballot; closed votes stay as visible as they were.

from django.db import migrations
from django.db.models import F, OuterRef, Subquery

from netzwerkstatt.foundation.entries.models import new_public_id

BATCH = 2000


def forwards(apps, schema_editor):
    Ballot, Option, Vote = (apps.get_model('ballots', name) for name in ('Ballot', 'Option', 'Vote'))
    Ballot.objects.filter(closed_at__isnull=False).update(revealed_at=F('closed_at'))
    for ballot in Ballot.objects.filter(public_id='').iterator():
        Ballot.objects.filter(pk=ballot.pk).update(public_id=new_public_id())
    items = Vote.objects.filter(option__isnull=True).order_by('ballot', 'item').values_list('ballot', 'item').distinct()
    Option.objects.bulk_create([Option(ballot_id=ballot, entry_id=item) for ballot, item in items], batch_size=BATCH)
    same = Option.objects.filter(ballot=OuterRef('ballot'), entry=OuterRef('item')).values('pk')[:1]
    Vote.objects.filter(option__isnull=True).update(option=Subquery(same))


def backwards(apps, schema_editor):
    Vote = apps.get_model('ballots', 'Vote')
    Vote.objects.exclude(ballot__kind='dots').delete()
    Option = apps.get_model('ballots', 'Option')
    Vote.objects.update(item=Subquery(Option.objects.filter(pk=OuterRef('option')).values('entry')[:1]))


class Migration(migrations.Migration):

    dependencies = [('ballots', '0002_six_kinds')]
    operations = [migrations.RunPython(forwards, backwards)]
