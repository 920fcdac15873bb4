from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

WISHES_CHANGED = EventType("mail.wishes_changed", _("changed how mails come"), plain=("fields",))
BUNDLES_STOPPED = EventType("mail.stopped", _("wants fewer mails"), plain=("what",))
CALENDAR_GIVEN = EventType("person.calendar_given", _("made a secret address for the own calendar"))
CALENDAR_ENDED = EventType("person.calendar_ended", _("ended the address of the own calendar"))
ADDRESS_LOST = EventType("mail.address_lost", _("no mail reaches the own e-mail address"))
ADDRESS_CORRECTED = EventType(
    "mail.address_corrected", _("corrected the e-mail address of a person whom no mail reached"), personal=("person",)
)
ADDRESS_CONFIRMED = EventType("mail.address_confirmed", _("confirmed the own e-mail address"))
