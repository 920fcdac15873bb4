"""The ties that are cut at the release: from then on no database, log or file tells who wrote or voted what."""

from __future__ import annotations

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.events.wiping import wipe_when_through
from netzwerkstatt.workshops.models import Contribution, SentAtOnce, Workshop
from netzwerkstatt.workshops.phases.writing import forget_who_wrote


def cut_every_tie(workshop: Workshop) -> None:
    """Guests with their tokens, whose sheet was whose and in which order, when somebody wrote last, and the ids that
    phones gave to what they sent. What stands in the database's log of changes is overwritten.
    """
    voting.cut_ties(workshop.entry)
    forget_who_wrote(workshop)
    SentAtOnce.objects.filter(phase__workshop=workshop).delete()
    Contribution.objects.filter(phase__workshop=workshop).delete()
    Guest.objects.filter(place=workshop.public_id).delete()
    wipe_when_through()
