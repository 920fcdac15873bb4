"""A year as a table for spreadsheets and as an accessible document."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import replace

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.export import BOM, harmless
from netzwerkstatt.foundation.documents.actions import request_rendering
from netzwerkstatt.foundation.documents.blocks import Block, Document, Heading, Paragraph, Stage, Table, canonical
from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.entries.results import Line, Shown
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import number
from netzwerkstatt.site.results.queries import Place, Year, amount

NOTHING = "–"


def csv_of(year: Year) -> str:
    """One line for each item of each number: what it is the number of, and how much of it it is."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            "year",
            "number",
            "label",
            "counts",
            "code",
            "kind",
            "title",
            "city",
            "date",
            "effect",
            "euro",
            "state",
            "address",
        ]
    )
    for shown in year.numbers:
        for line in shown.found.lines:
            writer.writerow(map(harmless, _cells(year, shown, line)))
    return BOM + text.getvalue()


def _cells(year: Year, shown: Shown, line: Line) -> list[str]:
    euro = "" if line.cents is None else f"{line.cents / 100:.2f}".replace(".", ",")
    counts = "" if shown.measure.unit == "euro" else str(line.counts)
    return [
        str(year.scope.year), shown.measure.name, str(shown.measure.label), counts, line.code, line.kind, line.title,
        line.place, line.on.isoformat(), line.effect, euro, line.words, settings.BASE_URL + line.url,
    ]  # fmt: skip


def shelf_of(here: Place, year: int) -> str:
    """Under which name the documents of a place and year are kept."""
    return f"r-{hashlib.sha256(f'{here.query} {year} {get_language()}'.encode()).hexdigest()[:12]}"


def document_of(here: Place, year: Year) -> Document:
    """The year in the active language. The same content is the same version, whenever it is asked for."""
    alliance = the_alliance()
    made = Document(
        title=_("Results that can be accounted for"),
        kind_label=_("Account of a year"),
        number=str(year.scope.year),
        dated=clock.today(),
        language=(get_language() or settings.LANGUAGE_CODE).split("-")[0],
        subtitle=f"{here.name}, {year.scope.year}",
        issuer=alliance.name if alliance else "",
        stage=Stage.PROJECT,
        facts=tuple((str(one.measure.label), amount(one)) for one in year.key),
        blocks=tuple(_blocks(year)),
        address=f"{settings.BASE_URL}{reverse('results:year', args=[year.scope.year])}{here.query}",
        dated_words=_("as of"),
    )
    return replace(made, version=hashlib.sha256(canonical(made.to_json())).hexdigest()[:20])


def have_made(here: Place, document: Document, year: int) -> Rendering:
    """Ask the worker for the file; asked again for the same content, the same one comes back."""
    return request_rendering(public_id=shelf_of(here, year), document=document)


def _blocks(year: Year) -> list[Block]:
    blocks: list[Block] = [
        Paragraph(year.summary if not year.is_empty else _("Nothing was written down for this year."))
    ]
    for one in year.numbers:
        if not one.found.lines:
            continue
        header, rows = _said_somewhere(
            (_("Date"), _("No."), _("Result"), _("Effect"), _("State")), [_row(line) for line in one.found.lines]
        )
        blocks += [
            Heading(f"{one.measure.label}: {amount(one)}"),
            Paragraph(str(one.measure.definition)),
            Table("", header, rows),
        ]
    empty = [str(one.measure.label) for one in year.numbers if not one.found.lines]
    if empty:
        blocks += [Heading(_("Nothing in this year")), Paragraph(", ".join(empty))]
    return blocks


def _said_somewhere(
    header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Without columns in which no line says anything: the others get their room."""
    kept = [place for place in range(len(header)) if any(row[place] != NOTHING for row in rows)]
    return tuple(header[place] for place in kept), tuple(tuple(row[place] for place in kept) for row in rows)


def _row(line: Line) -> tuple[str, ...]:
    effect = line.effect or NOTHING
    if line.cents is not None:
        effect = f"{line.effect + ', ' if line.effect else ''}{number(round(line.cents / 100))} €"
    return (date_format(line.on, "MONTH_DAY_FORMAT"), line.code or NOTHING, line.title, effect, line.words)
