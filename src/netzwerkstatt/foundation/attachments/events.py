"""What happens with attachments; each event belongs to the item they hang on."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

IDS: Final = ("attachment",)
ATTACHED = EventType("attachment.added", _("attached a file"), plain=IDS)
DESCRIBED = EventType("attachment.described", _("renamed or described an attached file"), plain=IDS)
REMOVED = EventType("attachment.removed", _("removed an attached file"), plain=IDS)
