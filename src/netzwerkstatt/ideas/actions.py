"""Every change to an idea that people make on its page. Pages, API, commands and the demo call these."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.access import signed_in
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.ballots.names import voice_of
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.ideas.models import Idea, Standing


@action(rule=signed_in, on="idea", refusal=gettext_lazy("Please sign in to vote for an idea."))
def up_vote(*, actor: Person, idea: Idea, up: bool = True, organisation: Organisation | None = None) -> int:
    """The actor wants this idea of the pool, or no longer – for herself, or for an organisation that she speaks for;
    gives the number of voices now. Said twice, it is once.

    Votes write no event. The number on the idea is written while the ballot is held, so that it is always the count.
    Raises `Invalid` for an idea that does not wait in the pool, `NotAllowed` for an organisation that is not hers.
    """
    if idea.standing != Standing.POOL:
        raise Invalid({"": _("One votes for ideas that wait in the pool; this one does not.")})
    ballot = voting.upvotes(idea.entry)
    option = Option.objects.values_list("pk", flat=True).get(ballot=ballot, entry=idea.pk)
    voting.cast(ballot, voice_of(actor, organisation), {option: [1]} if up else {})
    idea.upvotes = voting.turnout(ballot)
    Idea.objects.filter(pk=idea.pk).update(upvotes=idea.upvotes)
    return idea.upvotes
