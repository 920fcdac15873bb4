"""A card of evidence as a document: what its page shows, with every figure as a table."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.evidence.queries import ShownCard, shown
from netzwerkstatt.foundation.documents.blocks import Block, Document, Figure, Heading, Paragraph, Stage, Table
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.charts import to_print_svg
from netzwerkstatt.foundation.ui.formatting import day


def document_of(entry: Entry) -> Document:
    """The card in the language of the installation. Two queries."""
    found = EvidenceCard.objects.with_place().select_related("file").get(entry=entry)
    alliance = the_alliance()
    with translation.override(settings.LANGUAGE_CODE):
        seen = shown(found)
        return Document(
            title=found.claim,
            kind_label=_("Evidence card"),
            number=found.entry.code,
            dated=localtime(found.entry.created_at).date(),
            language=settings.LANGUAGE_CODE.split("-")[0],
            subtitle=seen.subline,
            issuer=alliance.name if alliance else "",
            stage=Stage.EVIDENCE,
            facts=_facts(seen),
            blocks=tuple(_blocks(seen)),
            dated_words=_("made on"),
            checksum=found.data_sha256 if found.is_computed and found.data_sha256 else found.file_sha256,
            address=f"{settings.BASE_URL}{found.get_absolute_url()}",
        )


def _facts(seen: ShownCard) -> tuple[tuple[str, str], ...]:
    card = seen.card
    facts = [
        (_("Definition"), card.definition),
        (_("Unit"), card.unit),
        (_("Territory"), "; ".join("{name} ({key})".format(**place) for place in card.territories)),
        (_("Reference date"), seen.dates if card.reference_dates else ""),
    ]
    facts += seen.account.facts if seen.account is not None else _of_table(seen)
    return tuple((label, value) for label, value in facts if value)


def _of_table(seen: ShownCard) -> list[tuple[str, str]]:
    card = seen.card
    return [
        (_("Table"), f"{card.table_code}, {card.table_title}"),
        (_("Institution"), ", ".join(part for part in (card.institution, card.portal) if part)),
        (_("Licence"), seen.licence),
        (_("Retrieved on"), day(card.retrieved_on)),
    ]


def _blocks(seen: ShownCard) -> list[Block]:
    drawing = seen.drawing
    blocks: list[Block] = [Figure(to_print_svg(drawing.chart), drawing.alt, seen.card.claim, seen.subline, seen.source)]
    if seen.card.explanation:
        blocks.append(Heading(_("What one should know about it")))
        blocks += [Paragraph(part.strip()) for part in seen.card.explanation.split("\n\n") if part.strip()]
    numeric = tuple(range(1, len(drawing.head)))
    blocks += [
        Heading(_("The figures")),
        Table(seen.card.measure, drawing.head, drawing.rows, numeric, seen.source),
    ]
    if seen.account is None:
        blocks.append(Heading(_("Where it stands in the file")))
        blocks.append(
            Paragraph(_("%(file)s, SHA-256 %(sum)s") % {"file": seen.card.file.name, "sum": seen.card.file_sha256})
        )
        return blocks
    blocks.append(Heading(_("How this was computed")))
    if seen.account.behind is not None:
        head, rows = seen.account.behind
        blocks.append(Table(_("The figures that were compared"), head, rows, tuple(range(1, len(head))), seen.source))
    blocks += [Paragraph(one) for one in (*seen.account.assumptions, *seen.account.methods)]
    blocks += [
        Paragraph(
            _("%(table)s, SHA-256 of the figures %(sum)s") % {"table": one["table"], "sum": one["figures_sha256"]}
        )
        for one in seen.card.sources or []
    ]
    return blocks
