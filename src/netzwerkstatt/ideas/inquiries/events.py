"""What happens with inquiries."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

ASKED = EventType("inquiry.asked", _("asks the other cities"), plain=("cities", "due"))
ANSWERED = EventType("inquiry.answered", _("answered the inquiry"), plain=("city",))
ANSWER_CHANGED = EventType("inquiry.answer_changed", _("changed the answer to the inquiry"), plain=("city",))
NOTHING_TO_SAY = EventType("inquiry.nothing_to_say", _("said that the city has nothing to say on it"), plain=("city",))
SUMMED_UP = EventType("inquiry.summed_up", _("summed up what the cities answered"), plain=("inquiry", "cities"))
CLOSED = EventType("inquiry.closed", _("closed the inquiry without a summary"))
EXPERIENCE_CHANGED = EventType("experience.changed", _("changed the experience"))
