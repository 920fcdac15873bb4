"""Every change in a workshop. Pages, commands and the demo call these and nothing else."""

from netzwerkstatt.workshops.actions.agreeing import take_on
from netzwerkstatt.workshops.actions.closing import ask_for_files, choose_ideas, release_workshop
from netzwerkstatt.workshops.actions.clustering import (
    accept_suggestion,
    decline_suggestion,
    dissolve_cluster,
    form_cluster,
    merge_clusters,
    move_idea,
    move_ideas,
    note_cluster,
    rename_cluster,
    split_cluster,
)
from netzwerkstatt.workshops.actions.history import redo_step, undo_step
from netzwerkstatt.workshops.actions.inviting import answer_invitation, invite_expert
from netzwerkstatt.workshops.actions.moderating import (
    answer_note,
    bring_note_back,
    hold_question_back,
    pin_note,
    set_note_aside,
    show_question,
)
from netzwerkstatt.workshops.actions.offering import be_away, be_back, come_at_most
from netzwerkstatt.workshops.actions.phasing import (
    add_phase,
    change_phase,
    move_phase,
    remove_phase,
    set_phases,
    use_preset,
)
from netzwerkstatt.workshops.actions.planning import (
    plan_ideas_workshop,
    plan_meeting,
    plan_workshop,
    request_workshop,
)
from netzwerkstatt.workshops.actions.presets import drop_preset, keep_preset, share_preset
from netzwerkstatt.workshops.actions.recording import bring_idea_back, correct_protocol, save_draft, withdraw_idea
from netzwerkstatt.workshops.actions.running import (
    announce_end,
    close_phase,
    extend_phase,
    go_on_with,
    note_outcome,
    open_phase,
    reveal,
    skip_phase,
    start_workshop,
)
from netzwerkstatt.workshops.actions.taking_part import (
    contribute,
    give_dots,
    join,
    lay_dots,
    support,
    take_back,
    vote,
)
from netzwerkstatt.workshops.plans import PhasePlan

__all__ = [
    "PhasePlan",
    "accept_suggestion",
    "add_phase",
    "announce_end",
    "answer_invitation",
    "answer_note",
    "ask_for_files",
    "be_away",
    "be_back",
    "bring_idea_back",
    "bring_note_back",
    "change_phase",
    "choose_ideas",
    "close_phase",
    "come_at_most",
    "contribute",
    "correct_protocol",
    "decline_suggestion",
    "dissolve_cluster",
    "drop_preset",
    "extend_phase",
    "form_cluster",
    "give_dots",
    "go_on_with",
    "hold_question_back",
    "invite_expert",
    "join",
    "keep_preset",
    "lay_dots",
    "merge_clusters",
    "move_idea",
    "move_ideas",
    "move_phase",
    "note_cluster",
    "note_outcome",
    "open_phase",
    "pin_note",
    "plan_ideas_workshop",
    "plan_meeting",
    "plan_workshop",
    "redo_step",
    "release_workshop",
    "remove_phase",
    "rename_cluster",
    "request_workshop",
    "reveal",
    "save_draft",
    "set_note_aside",
    "set_phases",
    "share_preset",
    "show_question",
    "skip_phase",
    "split_cluster",
    "start_workshop",
    "support",
    "take_back",
    "take_on",
    "undo_step",
    "use_preset",
    "vote",
    "withdraw_idea",
]
