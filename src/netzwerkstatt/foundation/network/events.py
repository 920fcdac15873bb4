from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

ALLIANCE_FOUNDED = EventType("alliance.founded", _("founded the alliance"), plain=("name",))
ALLIANCE_CHANGED = EventType("alliance.changed", _("changed the alliance"), plain=("name",))
STATE_ADDED = EventType("alliance.state_added", _("added a Land"), plain=("name",))
DISTRICT_ADDED = EventType("alliance.district_added", _("added a district"), plain=("name",))
NETWORK_ADDED = EventType("alliance.network_added", _("added a network"), plain=("name",))
CITY_ADDED = EventType("alliance.city_added", _("added a city"), plain=("name",))
THEME_ADDED = EventType("alliance.theme_added", _("added a theme"), plain=("name",))
ORGANISATION_ADDED = EventType("alliance.organisation_added", _("added an organisation"), plain=("name",))
PERSON_INVITED = EventType("person.invited", _("invited a person"))
MEMBERSHIP_GRANTED = EventType("membership.granted", _("gave a role"), personal=("person",), plain=("role",))
MEMBERSHIP_ENDED = EventType("membership.ended", _("ended a role"), personal=("person",), plain=("role",))
ADMINISTRATOR_MADE = EventType("person.first_administrator", _("became the first administrator"))
TAKEN_BACK = EventType("alliance.taken_back", _("took something back that was entered by mistake"), plain=("name",))
PERSON_CHANGED = EventType("person.changed", _("changed the own profile"), plain=("fields",))
ORGANISATION_CHANGED = EventType(
    "alliance.organisation_changed", _("changed what is said about an organisation"), plain=("name", "fields")
)
VOICE_NAMED = EventType(
    "voice.named", _("named somebody who speaks for an organisation"), personal=("person",), plain=("organisation",)
)
VOICE_CONFIRMED = EventType("voice.confirmed", _("speaks for an organisation"), plain=("organisation",))
VOICE_ENDED = EventType(
    "voice.ended", _("ended that somebody speaks for an organisation"), personal=("person",), plain=("organisation",)
)
