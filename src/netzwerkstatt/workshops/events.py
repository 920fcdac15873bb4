"""What happens in a workshop, one stream for each. What guests do is told as a number, never with a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

REQUESTED = EventType("workshop.requested", _("requested a flying workshop"), plain=("problem",))
IDEAS_WORKSHOP_PLANNED = EventType(
    "workshop.ideas_workshop_planned", _("planned an ideas workshop from chosen ideas"), plain=("ideas",)
)
PLANNED = EventType("workshop.planned", _("planned the workshop"), plain=("day", "begins", "place"))
PHASES_SET = EventType("workshop.phases_set", _("set the phases"), plain=("phases",))
EXPERT_INVITED = EventType("workshop.expert_invited", _("invited an expert"), personal=("person",))
INVITATION_ANSWERED = EventType("workshop.invitation_answered", _("answered the invitation"), plain=("comes",))
STARTED = EventType("workshop.started", _("started the workshop"))
JOINED = EventType("workshop.joined", _("somebody came in"), plain=("people",), whole=True)
PHASE_OPENED = EventType("workshop.phase_opened", _("opened a phase"), plain=("phase", "kind"))
PHASE_CLOSED = EventType("workshop.phase_closed", _("closed a phase"), plain=("phase", "kind"))
CONTRIBUTED = EventType(
    "workshop.contributed", _("one more idea waits for the reveal"), plain=("phase", "count"), whole=True
)
REVEALED = EventType("workshop.revealed", _("revealed the ideas"), plain=("phase", "ideas"))
CLUSTER_FORMED = EventType("workshop.cluster_formed", _("put ideas together"), plain=("cluster", "title", "ideas"))
CLUSTER_RENAMED = EventType("workshop.cluster_renamed", _("renamed a cluster"), plain=("cluster", "title"))
CLUSTER_DISSOLVED = EventType("workshop.cluster_dissolved", _("dissolved a cluster"), plain=("title",))
IDEAS_MOVED = EventType("workshop.ideas_moved", _("moved ideas"), plain=("cluster", "ideas"))
IDEAS_CHOSEN = EventType("workshop.ideas_chosen", _("chose the ideas that go on"), plain=("ideas",))
RELEASED = EventType("workshop.released", _("released the protocol"))
FILES_ASKED_FOR = EventType("workshop.files_asked_for", _("asked for the files of the protocol"))
