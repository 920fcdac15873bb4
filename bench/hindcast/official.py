"""Official files as arrays: one dictionary per table, keys in the order asked for, ages as lower bounds."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from pathlib import Path

from netzwerkstatt.engines.official_files import Cell, Table, read

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("NETZWERKSTATT_SHARED_DATA", ROOT.parent / "shared" / "data")) / "demography"

TOTAL, UNKNOWN = -1, -2
SEXES = {"m": 0, "w": 1, "I": TOTAL}
Key = tuple[object, ...]


def table(name: str) -> Table:
    return read((DATA / name).read_bytes(), Path(name).name)


def figures(source: Table, key: Callable[[Cell], Key], *, first: int = 0, last: int = 9999) -> dict[Key, float]:
    """Every figure of the years `first` … `last` by `key`; a "-" of a living row is a zero, a dissolved place is left out."""
    found: dict[Key, float] = {}
    for cell in source:
        if not first <= year(cell) <= last:
            continue
        if cell.value is not None:
            found[key(cell)] = float(cell.value)
        elif cell.raw.strip() == "-" and (cell.territory is None or cell.territory.present):
            found[key(cell)] = 0.0
    return found


def year(cell: Cell) -> int:
    assert cell.date is not None
    return int(cell.date.iso[:4])


def place(cell: Cell) -> str:
    """The territory's key with five digits for districts: Hamburg and Berlin are Länder and districts in one."""
    assert cell.territory is not None
    return cell.territory.key


def age(label: str) -> int:
    """The lower bound that a German label of an age group says; TOTAL for all, UNKNOWN for none given."""
    text = label.strip()
    if text.startswith("Insgesamt"):
        return TOTAL
    if "unbekannt" in text:
        return UNKNOWN
    numbers = re.findall(r"\d+", text)
    return 0 if text.startswith("unter") else int(numbers[0])


def sex(label: str) -> int:
    """0 male, 1 female, TOTAL – by the first letter, since one copy has lost its umlauts."""
    return SEXES[label.strip()[0]]
