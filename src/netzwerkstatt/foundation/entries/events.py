"""What happens to entries of every kind."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

OPENED_TO = EventType("entry.opened_to", _("chose who may see it"), plain=("visibility", "before"))
SHOWN_TO = EventType(
    "entry.shown_to", _("showed it to somebody by name"), personal=("person",), plain=("organisation", "until")
)
NO_LONGER_SHOWN = EventType(
    "entry.no_longer_shown", _("stopped showing it to somebody"), personal=("person",), plain=("organisation",)
)
