from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

PROJECT_FOUNDED = EventType("project.founded", _("founded the project"))
PROJECT_CHANGED = EventType("project.changed", _("worded the project anew"), plain=("fields",))
PARTNER_ADDED = EventType("project.partner_added", _("added a partner to the project"), plain=("partner",))
PARTNER_ANSWERED = EventType(
    "project.partner_answered", _("answered whether the own city carries the project"), plain=("partner", "carries")
)
FIRST_STEP_FINISHED = EventType("project.first_step_finished", _("finished the project's first step"))
MOVED_ON = EventType("project.moved_on", _("said how far the project is"), plain=("stage",))
CLOSED = EventType("project.closed", _("closed the project, with what others can learn"), plain=("stage",))
STEP_PLANNED = EventType("project.step_planned", _("planned a step of the project"), plain=("line",))
STEP_FINISHED = EventType("project.step_finished", _("finished a step of the project"), plain=("line",))
BUDGET_WRITTEN = EventType("project.budget_written", _("wrote down what the project costs"), plain=("line",))
MONEY_SPENT = EventType("project.money_spent", _("wrote down what was spent"), plain=("line",))
FUNDING_NAMED = EventType("project.funding_named", _("wrote down who pays for the project"), plain=("line",))
HEARING_NOTED = EventType("project.hearing_noted", _("noted who was heard about the project"), plain=("line",))
DECIDED = EventType("project.decided", _("wrote down what was decided about the project"), plain=("line",))
BALANCE_DRAWN = EventType("project.balance_drawn", _("drew an interim balance of the project"), plain=("line",))
LINE_REMOVED = EventType("project.line_removed", _("took a line out of the project's plan"), plain=("part",))
NEED_NAMED = EventType("project.need_named", _("wrote down what the project needs"), plain=("line",))
HELP_OFFERED = EventType("project.help_offered", _("offered help to the project"), plain=("help",))
HELP_ANSWERED = EventType("project.help_answered", _("answered an offer of help"), plain=("help", "accepted"))
HELP_WITHDRAWN = EventType("project.help_withdrawn", _("took an offer of help back"), plain=("help",))
SKETCH_WRITTEN = EventType("project.sketch_written", _("sketched a project"), plain=("sketch",))
PROFILE_WRITTEN = EventType("project.profile_written", _("wrote at the project’s Steckbrief"), plain=("block",))
PROFILE_PROPOSED = EventType("project.profile_proposed", _("proposed the Steckbrief for release"))
PROFILE_RELEASED = EventType("project.profile_released", _("released the Steckbrief"), plain=("number",))
PROFILE_CONFIRMED = EventType("project.profile_confirmed", _("confirmed that the Steckbrief still holds"))
FILES_ASKED_AGAIN = EventType("project.files_asked_again", _("had the files of the Steckbrief made again"))
SECOND_PAIR = EventType(
    "city.second_pair_of_eyes", _("said how a city releases its Steckbriefe"), plain=("city", "wanted")
)
PAPER_ASKED = EventType("project.paper_asked", _("had a paper about the project made"), plain=("paper",))
INDICATOR_SET = EventType(
    "project.indicator_set", _("said by which figure one sees whether the project works"), plain=("line",)
)
