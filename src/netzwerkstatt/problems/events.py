"""What happens in this room."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

PROBLEM_NAMED = EventType("problem.named", _("named the problem"), plain=("evidence",))
PROBLEM_SUPPORTED = EventType("problem.supported", _("supported the problem with evidence"), plain=("evidence",))
PROBLEM_DISCUSSED = EventType(
    "problem.scenario_tied", _("put a scenario up for discussion in the problem"), plain=("scenario",)
)
PROBLEM_CHANGED = EventType("problem.changed", _("worded the problem anew"), plain=("fields",))
