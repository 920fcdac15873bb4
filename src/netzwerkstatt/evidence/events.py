"""What happens in this room."""

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

FILE_UPLOADED = EventType("evidence.file_uploaded", _("uploaded an official file"), plain=("sha256", "name"))
CARD_MADE = EventType("evidence.card_made", _("made an evidence card"), plain=("file", "refs"))
STATISTICS_IMPORTED = EventType(
    "evidence.statistics_imported", _("imported official statistics"), plain=("dataset", "table", "figures")
)
STATISTICS_OFFERED = EventType(
    "evidence.statistics_offered", _("uploaded a file of official statistics"), plain=("name",)
)
FIGURES_CHANGED = EventType(
    "evidence.figures_changed",
    _("A newer table has other figures than this card quotes."),
    plain=("dataset", "table", "changed"),
    whole=True,
)
PROJECTION_ASKED = EventType(
    "evidence.projection_asked", _("asked for the future of a place"), plain=("key", "fingerprint")
)
PROJECTION_RENEWED = EventType(
    "evidence.projection_renewed",
    _("Newer figures have come; the future of this place is computed anew."),
    plain=("key", "fingerprint"),
    whole=True,
)
OUTLINES_BROUGHT = EventType("evidence.outlines_brought", _("brought in outlines for maps"), plain=("name",))
OUTLINES_REMOVED = EventType("evidence.outlines_removed", _("removed outlines for maps"), plain=("name",))
BORDERS_NOTED = EventType(
    "evidence.borders_noted", _("noted changes of borders"), plain=("file", "changes", "renamed", "others")
)
SCENARIO_MADE = EventType("evidence.scenario_made", _("made a scenario"), plain=("key", "fingerprint"))
