"""What happens to commitments; each event belongs to the item the commitment stands on."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

IDS: Final = ("commitment",)
MADE = EventType("commitment.made", _("made a commitment"), personal=("person",), plain=IDS)
ACCEPTED = EventType("commitment.accepted", _("accepted a commitment"), plain=IDS)
HANDED_BACK = EventType("commitment.handed-back", _("handed a commitment back"), plain=IDS)
REWORDED = EventType("commitment.reworded", _("wrote a commitment anew"), plain=IDS)
ENTRUSTED = EventType(
    "commitment.entrusted", _("named somebody else for a commitment"), personal=("person",), plain=IDS
)
POSTPONED = EventType("commitment.postponed", _("postponed a commitment"), plain=(*IDS, "due"))
DONE = EventType("commitment.done", _("reported a commitment done"), plain=(*IDS, "on"))
DROPPED = EventType("commitment.dropped", _("dropped a commitment"), plain=IDS)
RESUMED = EventType("commitment.resumed", _("took a commitment up again"), plain=(*IDS, "due"))
