from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

DRAFTED = EventType("recommendation.drafted", _("drafted the recommendation"))
RETITLED = EventType("recommendation.retitled", _("gave the recommendation another title"))
SOURCE_ADDED = EventType(
    "recommendation.source_added", _("rested the recommendation on one thing more"), plain=("source",)
)
PARAGRAPH_ADDED = EventType("recommendation.paragraph_added", _("added a paragraph"), plain=("number",))
PARAGRAPH_REWRITTEN = EventType("recommendation.paragraph_rewritten", _("rewrote a paragraph"), plain=("number",))
PARAGRAPH_REMOVED = EventType("recommendation.paragraph_removed", _("removed a paragraph"), plain=("number",))
ADDRESSED = EventType("recommendation.addressed", _("addressed the recommendation to a Land"), plain=("land", "due"))
ADDRESS_WITHDRAWN = EventType("recommendation.address_withdrawn", _("took a Land from the addressees"), plain=("land",))
RELEASED = EventType("recommendation.released", _("released the recommendation"), plain=("number", "sha256"))
PDF_ASKED_AGAIN = EventType("recommendation.pdf_asked_again", _("asked for the PDF once more"))
ANSWERED = EventType("recommendation.answered", _("answered the recommendation"), plain=("land",))
PARAGRAPH_MOVED = EventType("recommendation.paragraph_moved", _("moved a paragraph"))
AMENDMENT_OFFERED = EventType("recommendation.amendment_offered", _("proposed an amendment"))
AMENDMENT_ACCEPTED = EventType("recommendation.amendment_accepted", _("accepted an amendment"))
AMENDMENT_REJECTED = EventType("recommendation.amendment_rejected", _("rejected an amendment"))
AMENDMENT_WITHDRAWN = EventType("recommendation.amendment_withdrawn", _("withdrew an amendment"))
