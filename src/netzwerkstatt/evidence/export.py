"""A card's figures as CSV, for spreadsheets."""

from __future__ import annotations

import csv
import io

from netzwerkstatt.evidence.models import EvidenceCard

BOM = "\ufeff"
FORMULA = ("=", "+", "@", "\t", "\r")


def csv_of(card: EvidenceCard) -> str:
    """Semicolons and a byte order mark, so that a German spreadsheet opens it; one line per figure."""
    figures = card.read_figures
    dimensions = list(dict.fromkeys((name, variable) for figure in figures for name, variable, _ in figure.categories))
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(
        [
            "card",
            "measure",
            "unit",
            "territory_key",
            "territory",
            "date",
            *(harmless(variable or name) for name, variable in dimensions),
            "value",
            "raw",
            "quality",
            "table",
            "line",
            "column",
            "offset",
            "length",
            "institution",
            "licence",
            "retrieved_on",
            "file_sha256",
        ]
    )
    for figure in figures:
        labels = {name: label for name, _, label in figure.categories}
        writer.writerow(
            harmless(str(cell))
            for cell in (
                card.entry.code,
                card.measure,
                card.unit,
                figure.place.key if figure.place else "",
                figure.place.name if figure.place else "",
                figure.date,
                *(labels.get(name, "") for name, _ in dimensions),
                "" if figure.value is None else figure.value,
                figure.raw,
                figure.quality,
                card.table_code
                if not card.is_computed
                else ", ".join(source["table"] for source in card.sources or []),
                *((figure.line, figure.column, figure.offset, figure.length) if figure.line else ("",) * 4),
                card.institution,
                card.licence,
                card.retrieved_on.isoformat(),
                card.file_sha256 if not card.is_computed else "",
            )
        )
    return BOM + text.getvalue()


def harmless(cell: str) -> str:
    """A text that no spreadsheet takes for a formula; a minus stays, it begins numbers and is a sign of its own."""
    if cell.startswith(FORMULA) or (
        cell.startswith("-") and not cell[1:].replace(".", "").replace(",", "").isdecimal() and cell != "-"
    ):
        return "'" + cell
    return cell
