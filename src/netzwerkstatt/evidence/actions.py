"""Every change to evidence: a file comes in, a card is made from it. Nothing here is ever changed afterwards."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from netzwerkstatt.engines.official_files import Cell, Table
from netzwerkstatt.engines.official_files.provenance import TABLE_CODE, attribution
from netzwerkstatt.evidence import events, rules, store
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.reading import census_years, chosen, read_upload, table_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme

LONGEST_EXPLANATION = 2000
LONGEST_NAME = 120


@action(rule=rules.uploads_files, on="name")
def upload_file(*, actor: Any, name: str, data: bytes, retrieved_on: date, source_address: str = "") -> OfficialFile:
    """An official file is kept, byte for byte; the same bytes again are the same file, and nothing is recorded.

    The bytes are on the disk before the row is committed. Records `evidence.file_uploaded`. Raises `Invalid` with
    what is wrong with the file and where (field "file"), with the day or with the address.
    """
    check_origin(retrieved_on, source_address)
    if len(data) > settings.MAX_UPLOAD_BYTES:
        most = settings.MAX_UPLOAD_BYTES // (1024 * 1024)
        raise Invalid({"file": _("The file is larger than %(most)d MB.") % {"most": most}})
    name = safe_name(name)
    table = read_upload(data, name)
    file, new = OfficialFile.objects.get_or_create(
        sha256=store.keep(table.data),
        defaults={
            **_facts(table),
            "packed_sha256": "" if table.data == data else hashlib.sha256(data).hexdigest(),
            "retrieved_on": retrieved_on,
            "source_address": source_address.strip(),
            "uploaded_by": actor,
        },
    )
    if new:
        record(events.FILE_UPLOADED(file, actor, sha256=file.sha256, name=file.name))
    return file


@action(rule=rules.makes_cards, on="file")
def make_card(
    *,
    actor: Any,
    file: OfficialFile,
    refs: Iterable[str],
    title: str,
    explanation: str = "",
    city: City | None = None,
    themes: Iterable[Theme] = (),
    table_code: str = "",
    client_id: UUID | None = None,
) -> EvidenceCard:
    """Chosen cells of a file become a card that never changes.

    `refs` are addresses of cells (`Cell.ref`). `table_code` counts only where the file does not carry its number.
    Records `evidence.card_made`. Raises `Invalid` with the fields that do not hold; a repeated `client_id` of the
    same person gives the card that was made first.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    try:
        table = table_of(file)
    except store.DamagedError as error:
        raise Invalid({"": _("The stored file is damaged. Please tell the operator.")}) from error
    cells = chosen(table, refs)
    code = file.table_code or checked_table_code(table_code, file)
    entry, new = entry_of_card(
        actor=actor, title=title, explanation=explanation, city=city, themes=themes, client_id=client_id
    )
    if not new:
        return EvidenceCard.objects.get(entry=entry)
    card = EvidenceCard.objects.create(entry=entry, **content(file, table, cells, code, entry))
    record(events.CARD_MADE(card, actor, file=file.sha256, refs=[cell.ref for cell in cells]))
    return card


def entry_of_card(
    *, actor: Any, title: str, explanation: str, city: City | None, themes: Iterable[Theme], client_id: UUID | None
) -> tuple[Entry, bool]:
    """The entry of a new card and True; the first one and False where another request of this person was quicker.

    For the actions that make cards. Raises `Invalid` for the title or for too long an explanation.
    """
    explanation = explanation.strip()
    if len(explanation) > LONGEST_EXPLANATION:
        raise Invalid({"explanation": _("At most %(most)d characters, please.") % {"most": LONGEST_EXPLANATION}})
    try:
        with transaction.atomic():
            entry = create_entry(
                kind=CARD.code, title=title, author=actor, summary=explanation, city=city, themes=themes,
                client_id=client_id,
            )  # fmt: skip
    except IntegrityError:
        if first := already_made(client_id, CARD.code, actor):
            return first, False
        raise
    return entry, True


def content(file: OfficialFile, table: Table, cells: list[Cell], code: str, entry: Entry) -> dict[str, Any]:
    """What a card says about its figures, all of it from the file."""
    figures = [Figure.of(cell) for cell in cells]
    places = list(dict.fromkeys(figure.place for figure in figures if figure.place))
    source = attribution(code) if not file.table_code else table.attribution
    return {
        "file": file,
        "claim": entry.title,
        "explanation": entry.summary,
        "table_code": code,
        "table_title": table.title,
        "statistic": " ".join(part for part in (table.statistic.code, table.statistic.label) if part),
        "measure": cells[0].measure.label,
        "unit": cells[0].measure.unit,
        "definition": definition_of(cells),
        "territories": [{"key": place.key, "name": place.name, "level": place.level} for place in places],
        "territory_names": "; ".join(place.name for place in places),
        "reference_dates": list(dict.fromkeys(figure.date for figure in figures if figure.date)),
        "figures": [figure.to_json() for figure in figures],
        "census_years": census_years(table),
        "institution": source.institution,
        "portal": source.source,
        "licence": source.licence,
        "as_of": file.as_of,
        "retrieved_on": file.retrieved_on,
        "file_sha256": file.sha256,
    }


def definition_of(cells: list[Cell]) -> str:
    """The measure and every category that all cells share, in the file's words."""
    shared = [c for c in cells[0].categories if c.label.strip() and all(c in cell.categories for cell in cells)]
    return " · ".join([cells[0].measure.text, *(category.text for category in shared)])


def safe_name(name: str) -> str:
    """The file's own name without folders and without letters that nobody sees; at most 120 characters."""
    plain = "".join(sign for sign in name.replace("\\", "/") if unicodedata.category(sign)[0] != "C")
    plain = " ".join(plain.rpartition("/")[2].split()).lstrip(".")
    stem, dot, ending = plain.rpartition(".")
    if len(plain) > LONGEST_NAME:
        plain = (stem[: LONGEST_NAME - 10] + dot + ending[:8]) if stem else plain[:LONGEST_NAME]
    return plain or "table.csv"


def checked_table_code(typed: str, file: OfficialFile) -> str:
    """A table number as a person types it. Raises `Invalid` (field "table_code")."""
    code = re.sub(r"\s", "", typed).upper().replace("–", "-")
    if not code:
        raise Invalid({"table_code": _("The file does not carry its table number. Please add it.")})
    if not TABLE_CODE.fullmatch(code):
        raise Invalid({"table_code": _("A table number looks like 12411-0018 or 12411-01-01-4.")})
    if file.statistic_code and not code.startswith(file.statistic_code[:5]):
        message = _("The figures belong to statistic %(code)s; the table number begins with it.")
        raise Invalid({"table_code": message % {"code": file.statistic_code}})
    return code


def check_origin(retrieved_on: date, source_address: str) -> None:
    """Raises `Invalid` for a day or an address that cannot be."""
    wrong: dict[str, str] = {}
    # whoever sits east of the installation's time zone may already have tomorrow
    if retrieved_on > clock.today() + timedelta(days=1):
        wrong["retrieved_on"] = _("This day lies in the future.")
    if retrieved_on.year < 1990:
        wrong["retrieved_on"] = _("Please check the year.")
    if source_address.strip():
        try:
            URLValidator(schemes=["http", "https"])(source_address.strip())
        except ValidationError:
            wrong["source_address"] = _("Please give the whole address, beginning with https://.")
    if len(source_address.strip()) > 500:
        wrong["source_address"] = _("At most 500 characters, please.")
    if wrong:
        raise Invalid(wrong)


def _facts(table: Table) -> dict[str, Any]:
    own_code = table.code if table.code != table.statistic.code else ""
    return {
        "name": safe_name(table.source.name),
        "size": len(table.data),
        "format": str(table.format),
        "encoding": table.encoding,
        "table_code": own_code,
        "title": table.title,
        "statistic_code": table.statistic.code,
        "statistic": table.statistic.label,
        "institution": table.attribution.institution,
        "portal": table.attribution.source,
        "licence": table.attribution.licence,
        "as_of": table.as_of.date() if table.as_of else None,
    }
