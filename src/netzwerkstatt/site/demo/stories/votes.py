"""The partners weigh a draft against leaving everything as it is, and vote for ideas of the pool."""

from __future__ import annotations

import random

from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.ideas.actions import up_vote
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.recommendations import resistance
from netzwerkstatt.recommendations.models import DRAFT, Recommendation
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.people import PEOPLE
from netzwerkstatt.site.demo.stories.telling import ago, on

PARTNERS = [one.key for one in PEOPLE if one.role not in {"ministry", "data-protection", "operator"}]
OPEN_TITLE = "Abends mobil bleiben"


def tell(cast: Cast) -> None:
    """A draft has been measured once and is asked about again; a dozen ideas have voices."""
    lot = random.Random(7)  # noqa: S311 – a demo that is the same each time, not a secret
    draft = Recommendation.objects.filter(entry__title=OPEN_TITLE, entry__state=DRAFT).first()
    if draft is not None:
        _measure(cast, draft, lot)
    ideas = Idea.objects.filter(standing=Standing.POOL).select_related("entry").order_by("pk")[:14]
    with on(ago(6), 18):
        for place, idea in enumerate(ideas):
            for key in lot.sample(PARTNERS, k=max(0, 9 - place)):
                up_vote(actor=cast.people[key], idea=idea)


def _measure(cast: Cast, draft: Recommendation, lot: random.Random) -> None:
    speaker = cast.people["gudrun.thiel"]
    with on(ago(11), 9):
        ballot = resistance.measure(actor=speaker, recommendation=draft)
        ours, as_it_is = Option.objects.filter(ballot=ballot).values_list("pk", flat=True)
        for key in PARTNERS:
            said = {ours: [lot.choice([0, 1, 1, 2, 3, 5])], as_it_is: [lot.choice([5, 7, 8, 9, 10])]}
            resistance.say(actor=cast.people[key], ballot=ballot, said=said)
    with on(ago(9), 16):
        resistance.close(actor=speaker, recommendation=draft)
