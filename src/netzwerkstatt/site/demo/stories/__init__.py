"""The stories of the demo, told by calling the same actions as the pages do."""

from __future__ import annotations

from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import (
    amendments,
    asked,
    asked_about,
    carried_out,
    coming_back,
    commitments,
    earlier,
    figures,
    in_the_hall,
    inquiries,
    joining_in,
    looked_into,
    maps,
    methods_used,
    moderated,
    notices,
    practice,
    rounds,
    talking,
    voices,
    votes,
    what_if,
)


def tell_all(cast: Cast) -> None:
    """One story from the figure to the answered recommendation, others that are not as far."""
    asked_about.tell(cast)
    finished = coming_back.tell(cast)
    rounds.tell(cast, finished)
    carried_out.tell(cast, finished)
    amendments.tell(cast)
    earlier.tell(cast)
    votes.tell(cast)
    voices.tell(cast)
    joining_in.tell(cast)
    practice.tell(cast)
    asked.tell(cast)
    inquiries.tell(cast)
    talking.tell(cast)
    commitments.tell(cast)
    moderated.tell(cast)
    looked_into.tell(cast)
    methods_used.tell(cast)
    in_the_hall.tell(cast)
    notices.tell(cast)
    figures.tell(cast)
    maps.tell(cast)
    what_if.tell(cast)
