"""What happens in this room; each on the stream of its case."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

REPORTED = EventType("moderation.reported", _("reported a contribution"))
LEFT = EventType("moderation.left", _("left a reported contribution as it is"))
HIDDEN = EventType("moderation.hidden", _("hid a contribution"))
SHOWN = EventType("moderation.shown", _("showed a hidden contribution again"))
OBJECTED = EventType("moderation.objected", _("objected to the hiding of the own contribution"))
UPHELD = EventType("moderation.upheld", _("decided on an objection: the contribution stays hidden"))
GRANTED = EventType("moderation.granted", _("decided on an objection: the contribution is shown again"))
