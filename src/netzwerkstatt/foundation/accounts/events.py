from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

ADDRESS_CHANGED = EventType("person.address_changed", _("changed the own e-mail address"))
LANGUAGE_CHOSEN = EventType("person.language_chosen", _("chose a language"))
DEVICE_SIGNED_OUT = EventType("person.device_signed_out", _("signed out a device"), plain=("devices",))
PASSWORD_CHANGED = EventType("person.password_changed", _("changed the own password"))
PASSWORD_REMOVED = EventType("person.password_removed", _("signs in without a password from now on"))
WAY_ADDED = EventType("person.way_added", _("added a way of signing in"), plain=("kind",))
WAY_REMOVED = EventType("person.way_removed", _("took away a way of signing in"), plain=("kind",))
CODES_RENEWED = EventType("person.recovery_codes_renewed", _("made new recovery codes"))
PROVIDER_LINKED = EventType(
    "person.provider_linked", _("signed in with another account for the first time"), plain=("kind",)
)
