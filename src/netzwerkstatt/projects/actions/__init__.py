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
from netzwerkstatt.projects.actions.helping import (
    answer_help,
    ask_to_confirm_help,
    confirm_help,
    name_need,
    offer_help,
    withdraw_help,
    withdraw_unsigned_help,
)
from netzwerkstatt.projects.actions.indicators import set_indicator
from netzwerkstatt.projects.actions.papers import print_paper
from netzwerkstatt.projects.actions.planning import (
    ChangedMeanwhile,
    draw_balance,
    finish_step,
    name_funding,
    note_expense,
    note_hearing,
    note_resolution,
    plan_step,
    remove_line,
    write_budget,
)
from netzwerkstatt.projects.actions.profile import (
    ask_second_pair,
    confirm_profile,
    make_files_again,
    needs_second_pair,
    propose_profile,
    release_profile,
    write_block,
)
from netzwerkstatt.projects.actions.sketching import found_from_sketch, missing, write_sketch
from netzwerkstatt.projects.actions.stages import close_project, move_on

__all__ = [
    "SPEAKERS",
    "WHO_ANSWERS",
    "ChangedMeanwhile",
    "NewOrganisation",
    "add_partner",
    "answer_help",
    "answer_partnership",
    "ask_second_pair",
    "ask_to_confirm_help",
    "change_project",
    "close_project",
    "confirm_help",
    "confirm_profile",
    "draw_balance",
    "finish_first_step",
    "finish_step",
    "found_from_sketch",
    "found_project",
    "make_files_again",
    "missing",
    "move_on",
    "name_funding",
    "name_need",
    "needs_second_pair",
    "note_expense",
    "note_hearing",
    "note_resolution",
    "offer_help",
    "plan_step",
    "print_paper",
    "propose_profile",
    "release_profile",
    "remove_line",
    "set_indicator",
    "withdraw_help",
    "withdraw_unsigned_help",
    "write_block",
    "write_budget",
    "write_sketch",
]
