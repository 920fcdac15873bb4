"""Whom to name as the source, and what a file's name and footer say."""

import re
from datetime import datetime

from netzwerkstatt.engines.official_files.model import Attribution

LICENCE = "dl-de/by-2-0"
DESTATIS = "Statistisches Bundesamt (Destatis)"
OFFICES = "Statistische Ämter des Bundes und der Länder"
TABLE_CODE = re.compile(r"[0-9A-Z]{1,6}(?:-[0-9A-Z]{1,6}){1,4}")
GENESIS_ONLINE = re.compile(r"\d{5}-\d{4}")
ZENSUS = re.compile(r"\d{4}[A-Z]-\d{4}")
COPYRIGHT = re.compile(r"©\s*([^,;\"\n]+)")
STAND = re.compile(r"Stand: ?(\d{2})\.(\d{2})\.(\d{4})(?: ?/ ?(\d{2}):(\d{2})(?::(\d{2}))?)?")


def code_in_name(name: str) -> str:
    """The table number in front of a file name such as 12411-01-01-4_de_flat.csv; empty if there is none."""
    stem = name.replace("\\", "/").rpartition("/")[2].partition(".")[0]
    found = TABLE_CODE.match(stem)
    return found.group() if found and stem[found.end() : found.end() + 1] in ("", "_", " ", "(") else ""


def attribution(code: str, footer: str = "") -> Attribution:
    """The holder named after © in the footer; else the one whose portal numbers its tables like this."""
    source = portal(code)
    holder = COPYRIGHT.search(footer)
    if holder:
        return Attribution(holder.group(1).strip(), source, LICENCE, from_file=True)
    institution = DESTATIS if GENESIS_ONLINE.fullmatch(code) else OFFICES
    return Attribution(institution, source, LICENCE, from_file=False)


def portal(code: str) -> str:
    if GENESIS_ONLINE.fullmatch(code):
        return "GENESIS-Online"
    return "Zensus-Datenbank" if ZENSUS.fullmatch(code) else "Regionaldatenbank Deutschland"


def as_of(footer: str) -> datetime | None:
    found = STAND.search(footer)
    if not found:
        return None
    day, month, year, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - the portals give local time without a zone
    except ValueError:
        return None
