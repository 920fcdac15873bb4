"""What happens in a workshop, one stream for each. What guests do is told as a number, never with a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

REQUESTED = EventType("workshop.requested", _("requested a flying workshop"), plain=("problem",))
IDEAS_WORKSHOP_PLANNED = EventType(
    "workshop.ideas_workshop_planned", _("planned an ideas workshop from chosen ideas"), plain=("ideas",)
)
PLANNED = EventType("workshop.planned", _("planned the workshop"), plain=("day", "begins", "place", "moved"))
CALLED_OFF = EventType("workshop.called_off", _("called the workshop off"))
HELD_AFTER_ALL = EventType(
    "workshop.held_after_all", _("said that the workshop takes place after all"), plain=("day", "begins", "place")
)
HANDED_OVER = EventType("workshop.handed_over", _("gave the facilitation to somebody else"), personal=("person",))
ECHO_WRITTEN = EventType("workshop.echo_written", _("wrote what became of the workshop"), plain=("months",))
CONSENT_TEXT_WRITTEN = EventType(
    "workshop.consent_text_written", _("wrote what people are asked to agree to"), plain=("kind", "version")
)
CONSENT_SAID = EventType("workshop.consent_said", _("answered about photos"), plain=("kind",))
CONSENT_WITHDRAWN = EventType("workshop.consent_withdrawn", _("took back the consent to photos"), plain=("kind",))
FORMS_COUNTED = EventType("workshop.forms_counted", _("counted signed forms"), plain=("kind",))
PHASES_SET = EventType("workshop.phases_set", _("set the phases"), plain=("phases",))
MEETING_PLANNED = EventType("workshop.meeting_planned", _("planned a working meeting"))
PHASE_ADDED = EventType("workshop.phase_added", _("added a phase to the plan"), plain=("phase", "kind"))
PHASE_CHANGED = EventType("workshop.phase_changed", _("changed a phase of the plan"), plain=("phase",))
PHASE_MOVED = EventType("workshop.phase_moved", _("moved a phase of the plan"), plain=("phase", "to"))
PHASE_REMOVED = EventType("workshop.phase_removed", _("took a phase out of the plan"), plain=("phase",))
PRESET_KEPT = EventType("workshop.preset_kept", _("kept a plan to begin with again"), plain=("sharing",))
PRESET_SHARED = EventType("workshop.preset_shared", _("shared a plan"), plain=("sharing",))
PRESET_DROPPED = EventType("workshop.preset_dropped", _("deleted a kept plan"))
EXPERT_INVITED = EventType("workshop.expert_invited", _("invited an expert"), personal=("person",))
TIME_SAID = EventType("workshop.time_said", _("said when invitations suit"))
INVITATION_ANSWERED = EventType("workshop.invitation_answered", _("answered the invitation"), plain=("comes",))
STARTED = EventType("workshop.started", _("started the workshop"))
JOINED = EventType("workshop.joined", _("somebody came in"), plain=("people",), whole=True)
PHASE_OPENED = EventType("workshop.phase_opened", _("opened a phase"), plain=("phase", "kind"))
PHASE_CLOSED = EventType("workshop.phase_closed", _("closed a phase"), plain=("phase", "kind"))
CONTRIBUTED = EventType(
    "workshop.contributed", _("one more contribution came in"), plain=("phase", "count", "shown"), whole=True
)
WITHDRAWN = EventType(
    "workshop.withdrawn", _("what waited for its reveal was taken back"), plain=("phase", "count"), whole=True
)
PHASE_SKIPPED = EventType("workshop.phase_skipped", _("left a phase out"), plain=("phase", "kind"))
PHASE_EXTENDED = EventType("workshop.phase_extended", _("gave a phase more time"), plain=("phase", "minutes"))
PHASE_ENDING = EventType("workshop.phase_ending", _("announced the end of a phase"), plain=("phase", "minutes"))
PHASE_PAUSED = EventType("workshop.phase_paused", _("stopped the clock of a phase"), plain=("phase",))
PHASE_RESUMED = EventType("workshop.phase_resumed", _("let the clock of a phase go on"), plain=("phase",))
TALLY = EventType("workshop.tally", _("so many have voted"), plain=("phase", "voted"), whole=True)
TOLD_ALL = EventType("workshop.told_all", _("told everybody something"))
READY = EventType("workshop.ready", _("somebody is ready"), plain=("phase", "count"), whole=True)
WHO_ASKED = EventType("workshop.who_asked", _("settled whether people are asked where they come from"), plain=("asks",))
COFACILITATOR_CALLED = EventType(
    "workshop.cofacilitator_called", _("asked somebody to run the workshop with them"), personal=("person",)
)
COFACILITATOR_LEFT = EventType("workshop.cofacilitator_left", _("let a co-facilitator go"), personal=("person",))
GROUPS_MADE = EventType("workshop.groups_made", _("made groups"), plain=("groups",))
GROUP_JOINED = EventType("workshop.group_joined", _("somebody went to a group"), plain=("group",), whole=True)
GROUP_WROTE = EventType("workshop.group_wrote", _("a group wrote something"), plain=("phase", "group"), whole=True)
GROUP_HANDED = EventType(
    "workshop.group_handed",
    _("a group gave something to the plenum, or took it back"),
    plain=("phase", "group"),
    whole=True,
)
IDEA_PINNED = EventType("workshop.idea_pinned", _("put an idea on top, or took it down"), plain=("idea",))
REHEARSAL_BEGUN = EventType("workshop.rehearsal_begun", _("began a rehearsal"))
REHEARSAL_ENDED = EventType("workshop.rehearsal_ended", _("ended the rehearsal"))
OUTCOME_NOTED = EventType("workshop.outcome_noted", _("wrote down what came of a phase"), plain=("phase",))
REVEALED = EventType("workshop.revealed", _("revealed what was written"), plain=("phase", "ideas"))
NOTE_SHOWN = EventType("workshop.note_shown", _("showed a question"), plain=("phase", "note"))
NOTE_CHANGED = EventType("workshop.note_changed", _("answered, pinned or set aside a note"), plain=("note", "state"))
TAKEN_ON = EventType("workshop.taken_on", _("noted who takes on an idea"), plain=("phase", "commitment"))
TABLE_SET = EventType("workshop.table_set", _("set a table"), plain=("persons",))
TABLE_CHANGED = EventType("workshop.table_changed", _("changed a table"), plain=("persons",))
TABLE_CLEARED = EventType("workshop.table_cleared", _("cleared a table"))
TABLE_CODE_GIVEN = EventType("workshop.table_code_given", _("gave out a table code"))
TABLE_DEVICE_CAME = EventType("workshop.table_device_came", _("a device came to its table"))
CARDS_MADE = EventType("workshop.cards_made", _("made numbered cards"), plain=("sheets",))
PHOTO_PUT_UP = EventType("workshop.photo_put_up", _("put up the photo of a sheet"), plain=("sheet",))
PHOTO_TAKEN_DOWN = EventType("workshop.photo_taken_down", _("took down the photo of a sheet"), plain=("sheet",))
CLUSTER_FORMED = EventType(
    "workshop.cluster_formed", _("put ideas together"), plain=("cluster", "title", "ideas", "step")
)
CLUSTER_RENAMED = EventType("workshop.cluster_renamed", _("renamed a cluster"), plain=("cluster", "title", "step"))
CLUSTER_DISSOLVED = EventType("workshop.cluster_dissolved", _("dissolved a cluster"), plain=("title", "step"))
CLUSTER_NOTED = EventType("workshop.cluster_noted", _("wrote a note to a cluster"), plain=("cluster",))
CLUSTERS_MERGED = EventType(
    "workshop.clusters_merged", _("merged clusters"), plain=("cluster", "title", "ideas", "step")
)
CLUSTER_SPLIT = EventType(
    "workshop.cluster_split", _("split off a part of a cluster"), plain=("cluster", "title", "ideas", "step")
)
SUGGESTION_ACCEPTED = EventType(
    "workshop.suggestion_accepted", _("took up a suggestion"), plain=("cluster", "title", "ideas", "step")
)
SUGGESTION_DECLINED = EventType("workshop.suggestion_declined", _("turned a suggestion down"), plain=("ideas",))
STEP_UNDONE = EventType("workshop.step_undone", _("undid a step on the board"), plain=("step",))
STEP_DONE_AGAIN = EventType("workshop.step_done_again", _("did a step on the board again"), plain=("step",))
IDEAS_MOVED = EventType("workshop.ideas_moved", _("moved ideas"), plain=("cluster", "ideas", "step"))
IDEAS_CHOSEN = EventType("workshop.ideas_chosen", _("chose the ideas that go on"), plain=("ideas",))
RELEASED = EventType("workshop.released", _("released the protocol"))
FILES_ASKED_FOR = EventType("workshop.files_asked_for", _("asked for the files of the protocol"))
DRAFT_SAVED = EventType("workshop.draft_saved", _("wrote into the record"), plain=("edition",))
SEEN_ANEW = EventType("workshop.seen_anew", _("an idea was hidden, or is to be seen again"), whole=True)
IDEA_WITHDRAWN = EventType("workshop.idea_withdrawn", _("noted that the group takes an idea back"), plain=("idea",))
IDEA_BROUGHT_BACK = EventType("workshop.idea_brought_back", _("brought an idea back"), plain=("idea",))
PROTOCOL_CORRECTED = EventType("workshop.protocol_corrected", _("released a corrected protocol"), plain=("version",))
LENT_OUT = EventType("workshop.lent_out", _("lent the workshop to a room server"))
CALLED_BACK = EventType("workshop.called_back", _("called the workshop back from its room server"))
GIVEN_BACK = EventType("workshop.given_back", _("gave the workshop back to headquarters"))
CAME_HOME = EventType("workshop.came_home", _("took in what came about on the room server"))
