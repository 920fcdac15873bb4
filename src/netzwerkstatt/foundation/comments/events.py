"""What happens in a discussion; each event belongs to the item the comment stands on."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

IDS: Final = ("comment",)
COMMENTED = EventType("comment.written", _("commented on it"), plain=IDS)
ANSWERED = EventType("comment.answered", _("answered a comment"), plain=(*IDS, "answers"))
EDITED = EventType("comment.edited", _("changed the own comment"), plain=IDS)
NOTED = EventType("comment.noted", _("added a note to the own comment"), plain=IDS)
DELETED = EventType("comment.deleted", _("deleted the own comment"), plain=IDS)
