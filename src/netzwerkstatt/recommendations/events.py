from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType

DRAFTED = EventType("recommendation.drafted", _("drafted the recommendation"))
RETITLED = EventType("recommendation.retitled", _("gave the recommendation another title"))
SOURCE_ADDED = EventType("recommendation.source_added", _("rested the recommendation on one thing more"))
PARAGRAPH_ADDED = EventType("recommendation.paragraph_added", _("added a paragraph"))
PARAGRAPH_REWRITTEN = EventType("recommendation.paragraph_rewritten", _("rewrote a paragraph"))
PARAGRAPH_REMOVED = EventType("recommendation.paragraph_removed", _("removed a paragraph"))
ADDRESSED = EventType("recommendation.addressed", _("addressed the recommendation to a Land"))
ADDRESS_WITHDRAWN = EventType("recommendation.address_withdrawn", _("took a Land from the addressees"))
RELEASED = EventType("recommendation.released", _("released the recommendation"))
PDF_ASKED_AGAIN = EventType("recommendation.pdf_asked_again", _("asked for the PDF once more"))
ANSWERED = EventType("recommendation.answered", _("answered the recommendation"))
