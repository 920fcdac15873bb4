"""Numbered cards on A4, eight on a sheet, one sheet for each person: to be written on by hand and typed in later."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import typst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.documents.pdf import STANDARDS, fonts, printable
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.workshops.models import PaperCard, Workshop

TEMPLATE: Final = Path(__file__).parent / "typst" / "cards.typ"


def cards_pdf(workshop: Workshop, cards: Sequence[PaperCard]) -> bytes:
    """The cards as tagged PDF, with the number large enough to be read from a photo."""
    sheets: dict[int, list[str]] = {}
    for card in cards:
        sheets.setdefault(card.sheet, []).append(spoken(card.code))
    content = {
        "lang": (get_language() or "de").partition("-")[0],
        "title": printable(workshop.title, set()),
        "question": printable(workshop.question, set()),
        "hint": str(_("One thought on each card, please in block letters. No name.")),
        "card": str(_("Card")),
        "sheet": str(_("Sheet")),
        "sheets": [{"number": number, "codes": codes} for number, codes in sorted(sheets.items())],
    }
    return typst.compile(
        TEMPLATE.read_bytes(),
        format="pdf",
        font_paths=fonts(),
        sys_inputs={"cards": json.dumps(content, ensure_ascii=False)},
        pdf_standards=STANDARDS,
        timestamp=datetime.datetime.combine(clock.today(), datetime.time(), datetime.UTC),
    )


def spoken(code: str) -> str:
    """The number as it is printed and read aloud: K7M4-2."""
    return f"{code[:4]}-{code[4:]}"
