"""Evidence cards in the public API."""

from __future__ import annotations

import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public


class PlaceOut(BaseModel):
    """A territory, as the file names it."""

    key: str = Field(description=gettext_noop("Official key."))
    name: str = Field(description=gettext_noop("Name."))
    level: str = Field(description=gettext_noop("Level, such as municipality or district."))


class FigureOut(BaseModel):
    """One figure, with its place in the official file."""

    label: str = Field(description=gettext_noop("Everything that tells it apart from its neighbours."))
    place: PlaceOut | None = Field(description=gettext_noop("The territory it is about."))
    date: str = Field(description=gettext_noop("Reference date, as the file writes it."))
    value: str | None = Field(
        description=gettext_noop("The number as text, so that no digit is lost; nothing where a sign stands instead.")
    )
    raw: str = Field(description=gettext_noop("The characters in the file."))
    sign: str = Field(description=gettext_noop("The sign that stands instead of a number."))
    quality: str = Field(description=gettext_noop("Mark of quality, such as provisional or estimated."))
    line: int = Field(description=gettext_noop("Line in the file; 0 for a computed figure, which stands in none."))
    column: int = Field(description=gettext_noop("Column in the file."))
    offset: int = Field(description=gettext_noop("First byte in the file."))
    length: int = Field(description=gettext_noop("Number of bytes."))


class EvidenceOut(ItemOut):
    """An evidence card: figures of one official table, or computed from several, with a claim. It never changes."""

    claim: str = Field(description=gettext_noop("What the figures say, in one sentence."))
    explanation: str = Field(description=gettext_noop("What else one should know."))
    measure: str = Field(description=gettext_noop("What is counted."))
    unit: str = Field(description=gettext_noop("Unit."))
    definition: str = Field(description=gettext_noop("Definition, as the office gives it."))
    computed: bool = Field(
        description=gettext_noop("Whether the figures were computed from official ones instead of quoted from a table.")
    )
    tables: list[str] = Field(description=gettext_noop("Codes of all tables that it rests on."))
    table: str = Field(description=gettext_noop("Code of the table."))
    table_title: str = Field(description=gettext_noop("Title of the table."))
    statistic: str = Field(description=gettext_noop("The statistic it comes from."))
    institution: str = Field(description=gettext_noop("Who published it."))
    portal: str = Field(description=gettext_noop("Where it was published."))
    licence: str = Field(description=gettext_noop("Licence of the figures."))
    as_of: datetime.date | None = Field(description=gettext_noop("State of the table."))
    retrieved_on: datetime.date = Field(description=gettext_noop("When the file was fetched."))
    file_sha256: str = Field(description=gettext_noop("Checksum of the file that was read."))
    figures: list[FigureOut] = Field(description=gettext_noop("The figures, in the order in which they are drawn."))


def shape(rows: list[EvidenceCard]) -> list[EvidenceOut]:
    """One page of cards. One query."""
    shared = common(card.entry for card in rows)
    return [
        EvidenceOut(
            **shared[card.pk], claim=card.claim, explanation=card.explanation, measure=card.measure, unit=card.unit,
            definition=card.definition, computed=card.is_computed,
            tables=list(dict.fromkeys(source["table"] for source in card.sources or [{"table": card.table_code}])),
            table=card.table_code, table_title=card.table_title, statistic=card.statistic,
            institution=card.institution, portal=card.portal, licence=card.licence, as_of=card.as_of,
            retrieved_on=card.retrieved_on, file_sha256=card.file_sha256,
            figures=[_figure(figure) for figure in card.read_figures],
        )
        for card in rows
    ]  # fmt: skip


def _figure(figure: Figure) -> FigureOut:
    place = figure.place
    return FigureOut(
        label=figure.label, place=PlaceOut(key=place.key, name=place.name, level=place.level) if place else None,
        date=figure.date, value=None if figure.value is None else str(figure.value), raw=figure.raw, sign=figure.sign,
        quality=figure.quality, line=figure.line, column=figure.column, offset=figure.offset, length=figure.length,
    )  # fmt: skip


EVIDENCE = Collection(
    path="evidence",
    one="card",
    label=_("Evidence cards"),
    about=_("Official figures with their claim, definition, source, licence and place in the file."),
    schema=EvidenceOut,
    rows=lambda: public(EvidenceCard),
    shape=shape,
)
