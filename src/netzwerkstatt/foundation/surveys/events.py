from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

DRAFTED = EventType("survey.drafted", _("drafted the survey"))
COPIED = EventType("survey.copied", _("copied the survey from another one"), plain=("source",))
DESCRIBED = EventType("survey.described", _("changed what the survey says about itself"))
CHANGED = EventType("survey.changed", _("changed the questions of the survey"), plain=("what", "id"))
OPENED = EventType("survey.opened", _("opened the survey"))
CLOSED = EventType("survey.closed", _("closed the survey"), plain=("answers",))
ANSWERED = EventType("survey.answered", _("Somebody answered the survey."), plain=("answers",), whole=True)
TYPED_IN = EventType("survey.typed_in", _("typed in a sheet of paper"), plain=("answers",))
