"""Every change to a project. Pages, API, commands and the demo call these and nothing else."""

from netzwerkstatt.projects.actions.founding import (
    SPEAKERS,
    WHO_ANSWERS,
    NewOrganisation,
    add_partner,
    answer_partnership,
    change_project,
    finish_first_step,
    found_project,
)
from netzwerkstatt.projects.actions.helping import answer_help, name_need, offer_help, withdraw_help
from netzwerkstatt.projects.actions.planning import (
    ChangedMeanwhile,
    draw_balance,
    finish_step,
    name_funding,
    note_hearing,
    plan_step,
    remove_line,
    write_budget,
)
from netzwerkstatt.projects.actions.stages import close_project, move_on

__all__ = [
    "SPEAKERS",
    "WHO_ANSWERS",
    "ChangedMeanwhile",
    "NewOrganisation",
    "add_partner",
    "answer_help",
    "answer_partnership",
    "change_project",
    "close_project",
    "draw_balance",
    "finish_first_step",
    "finish_step",
    "found_project",
    "move_on",
    "name_funding",
    "name_need",
    "note_hearing",
    "offer_help",
    "plan_step",
    "remove_line",
    "withdraw_help",
    "write_budget",
]
