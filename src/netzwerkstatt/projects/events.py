from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

PROJECT_FOUNDED = EventType("project.founded", _("founded the project"))
PROJECT_CHANGED = EventType("project.changed", _("worded the project anew"), plain=("fields",))
PARTNER_ADDED = EventType("project.partner_added", _("added a partner to the project"), plain=("partner",))
PARTNER_ANSWERED = EventType(
    "project.partner_answered", _("answered whether the own city carries the project"), plain=("partner", "carries")
)
FIRST_STEP_FINISHED = EventType("project.first_step_finished", _("finished the project's first step"))
