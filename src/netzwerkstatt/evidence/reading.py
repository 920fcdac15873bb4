"""The adapter to the reader of official tables: from uploaded bytes to cells, its objections in our words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from netzwerkstatt.engines.official_files import Cell, Notice, Table, Unreadable, read
from netzwerkstatt.evidence import store
from netzwerkstatt.evidence.drawing import MOST_ROWS_OVER_TIME
from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.evidence.sentences import WORDS
from netzwerkstatt.foundation.events.errors import Invalid

MOST_FIGURES = 60
LINE_ONLY = gettext_noop("Look at line %(line)s.")

# "Ab 2022: Ergebnisse auf Grundlage des Zensus 2022." – the figures stand on a new base from that year on
CENSUS = re.compile(
    r"(?:\bab|\bfrom|\bsince)\s+(?:\d{1,2}\.\s?\d{1,2}\.\s?)?((?:19|20)\d\d)\b[^.\n]*?(?:Zensus|census)", re.IGNORECASE
)


def read_upload(data: bytes, name: str) -> Table:
    """The table in the bytes. Raises `Invalid` (field "file") with what is wrong and where."""
    try:
        return read(data, name, limit=settings.MAX_UPLOAD_BYTES)
    except Unreadable as objection:
        raise Invalid({"file": said(objection)}) from objection


@lru_cache(maxsize=4)
def _table(sha256: str, name: str) -> Table:
    return read(store.fetch(sha256), name, limit=max(settings.MAX_UPLOAD_BYTES, store.path_of(sha256).stat().st_size))


def table_of(file: OfficialFile) -> Table:
    """The stored file as a table; bytes never change, so the last few stay read. Raises `store.DamagedError`."""
    return _table(file.sha256, file.name)


def said(objection: Unreadable | Notice) -> str:
    """An objection of the reader, in the language of the page, with the place where there is one."""
    params = {
        key: _(value) if isinstance(value, str) and value in WORDS else value
        for key, value in dict(objection.params).items()
    }
    sentence = _(objection.message_key) % params
    line = getattr(objection, "line", None)
    if line and "%(line)s" not in objection.message_key:
        sentence += " " + _(LINE_ONLY) % {"line": line}
    return sentence


def chosen(table: Table, refs: Iterable[str]) -> list[Cell]:
    """The cells at these addresses, in the order of the table's rows and dates.

    Raises `Invalid` (field "refs") where there is none, one is not in the file, or they cannot stand on one card.
    """
    wanted = list(dict.fromkeys(refs))
    if not wanted:
        raise Invalid({"refs": _("Please choose at least one figure.")})
    if len(wanted) > MOST_FIGURES:
        raise Invalid({"refs": _("One card shows at most %(most)d figures.") % {"most": MOST_FIGURES}})
    found = {ref: table.at(ref) for ref in wanted}
    cells = [cell for cell in found.values() if cell is not None]
    if len(cells) < len(wanted):
        missing = ", ".join(ref for ref, cell in found.items() if cell is None)[:80]
        raise Invalid({"refs": _("There is no figure at %(refs)s in this file.") % {"refs": missing}})
    if len({cell.measure for cell in cells}) > 1:
        raise Invalid({"refs": _("One card shows one measure. Please choose figures that count the same thing.")})
    if all(cell.value is None for cell in cells):
        raise Invalid({"refs": _("None of the chosen cells holds a number; at least one is needed.")})
    if len({cell.date for cell in cells}) > 1 and len(_rows(cells)) > MOST_ROWS_OVER_TIME:
        message = _("Over several dates, one drawing shows at most %(most)d rows.")
        raise Invalid({"refs": message % {"most": MOST_ROWS_OVER_TIME}})
    return sorted(cells, key=_order)


def _rows(cells: list[Cell]) -> set[object]:
    return {(cell.territory, cell.categories) for cell in cells}


def _order(cell: Cell) -> tuple[str, int, int]:
    return (cell.date.iso if cell.date else "", cell.line, cell.column)


def census_years(table: Table) -> list[int]:
    """The years from which the file says that its figures rest on a new census."""
    return sorted({int(year) for year in CENSUS.findall(table.notes)})
