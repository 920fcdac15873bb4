from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

DELETED = EventType("entry.deleted", _("deleted the item"), plain=("role",))
