"""Every change in a workshop. Pages, commands and the demo call these and nothing else."""

from netzwerkstatt.workshops.actions.closing import ask_for_files, choose_ideas, release_workshop
from netzwerkstatt.workshops.actions.clustering import (
    dissolve_cluster,
    form_cluster,
    move_idea,
    move_ideas,
    rename_cluster,
)
from netzwerkstatt.workshops.actions.inviting import answer_invitation, invite_expert
from netzwerkstatt.workshops.actions.planning import (
    plan_ideas_workshop,
    plan_workshop,
    request_workshop,
    set_phases,
)
from netzwerkstatt.workshops.actions.running import close_phase, open_phase, reveal, start_workshop
from netzwerkstatt.workshops.actions.taking_part import contribute_idea, give_dots, join, lay_dots
from netzwerkstatt.workshops.presets import PhasePlan

__all__ = [
    "PhasePlan",
    "answer_invitation",
    "ask_for_files",
    "choose_ideas",
    "close_phase",
    "contribute_idea",
    "dissolve_cluster",
    "form_cluster",
    "give_dots",
    "invite_expert",
    "join",
    "lay_dots",
    "move_idea",
    "move_ideas",
    "open_phase",
    "plan_ideas_workshop",
    "plan_workshop",
    "release_workshop",
    "rename_cluster",
    "request_workshop",
    "reveal",
    "set_phases",
    "start_workshop",
]
