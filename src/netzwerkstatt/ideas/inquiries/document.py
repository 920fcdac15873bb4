"""An experience as a document: the same words in the same order as its page."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, Paragraph, Stage
from netzwerkstatt.foundation.documents.marked import blocks_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.ideas.inquiries.models import Experience
from netzwerkstatt.ideas.inquiries.queries import cities_that_answered


def document_of(entry: Entry) -> Document:
    """What was learned, in the language it was written in. Three queries."""
    found = Experience.objects.with_place("inquiry__entry").get(entry=entry)
    alliance, cities = the_alliance(), cities_that_answered(found)
    language = found.entry.language if found.entry.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(language):
        facts = [
            (_("Asked by"), str(found.entry.city or "")),
            (_("Answered by"), ", ".join(str(one.city) for one in cities)),
            (_("Whom to ask"), found.contact),
        ]
        return Document(
            title=found.title,
            kind_label=_("Experience"),
            number=found.entry.code,
            dated=localtime(found.entry.created_at).date(),
            language=language.split("-")[0],
            subtitle=found.inquiry.title if found.inquiry else "",
            issuer=alliance.name if alliance else "",
            stage=Stage.TRANSFER,
            facts=tuple((label, value) for label, value in facts if value),
            blocks=tuple(_blocks(found)),
            dated_words=_("summed up on"),
            address=f"{settings.BASE_URL}{found.get_absolute_url()}",
        )


def _blocks(found: Experience) -> list[Block]:
    blocks: list[Block] = [Heading(pgettext("experience", "What works")), *blocks_of(found.works)]
    if found.fails:
        blocks += [Heading(pgettext("experience", "What does not work")), *blocks_of(found.fails)]
    if found.where:
        blocks += [Heading(_("Where it is done")), Paragraph(found.where)]
    return blocks
