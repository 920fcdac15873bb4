"""An import in words, for its page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.evidence.catalogue.known import name_of
from netzwerkstatt.evidence.models import StatisticsImport, Territory
from netzwerkstatt.evidence.reading import said
from netzwerkstatt.evidence.sentences import LICENCES
from netzwerkstatt.foundation.ui.formatting import day, number

FORMATS = {
    "flat": gettext_noop("flat file (ffcsv)"),
    "old-flat": gettext_noop("flat file as it was until 2024"),
    "classic": gettext_noop("classic CSV"),
    "inkar": gettext_noop("INKAR web export"),
    "directory": gettext_noop("Gemeindeverzeichnis (GV-ISys)"),
    "register": gettext_noop("register export of the city"),
}


@dataclass(frozen=True)
class Shown:
    """What the page says: `problem` where the file cannot be read, else `facts`, `indicators` and `warnings`."""

    problem: str
    facts: tuple[tuple[str, str], ...]
    indicators: tuple[tuple[str, str], ...]
    more_indicators: int
    warnings: tuple[str, ...]
    mark: str


def shown(arrival: StatisticsImport) -> Shown:
    """The import in the language of the page. No query."""
    state = StatisticsImport.State
    marks = {state.READY: "open", state.DONE: "ok", state.REFUSED: "danger"}
    preview = arrival.preview or {}
    return Shown(
        problem=problem_of(arrival.problem),
        facts=_facts(arrival, preview) if preview else (),
        indicators=tuple(_indicator(one) for one in preview.get("indicators", [])[:12]),
        more_indicators=max(0, preview.get("indicator_count", 0) - 12),
        warnings=tuple(problem_of(one) for one in preview.get("warnings", [])),
        mark=marks.get(state(arrival.state), "wait"),
    )


def problem_of(problem: Mapping[str, Any] | None) -> str:
    """Why a file cannot be read, with the place in it."""
    if not problem:
        return ""
    if "said" in problem:
        return str(problem["said"])
    return said(Unreadable(problem["key"], problem["params"], problem.get("line")))


def _facts(arrival: StatisticsImport, preview: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    levels = ", ".join(f"{Territory.Level(level).label} {number(count)}" for level, count in preview["levels"].items())
    years = preview["years"]
    span = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
    moments = [label for label in preview["moments"] if len(label) > 4]  # a year says it already
    absent = preview["absent"]
    form = FORMATS.get(preview["format"], preview["format"])
    code = preview["table_code"] or arrival.table_code
    licence = LICENCES.get(preview["licence"], (preview["licence"], ""))[0]
    facts = [
        (
            _("Table"),
            preview["title"] if preview["title"].startswith(code) else f"{code} {preview['title']}".strip(),
        ),
        (_("Format"), _(form)),
        (_("Figures"), number(preview["figures"])),
        (_("Series"), number(preview["series"])),
        (_("Years"), span),
        (_("Reference dates"), ", ".join(moments) if len(moments) <= 4 else number(len(moments))),
        (_("Places"), levels),
        (
            _("Not there at the time"),
            ngettext("%(number)s place, left out", "%(number)s places, left out", absent) % {"number": number(absent)}
            if absent
            else "",
        ),
        (_("Territory status"), preview["territory_status"]),
        (_("Institution"), ", ".join(part for part in (preview["institution"], preview["portal"]) if part)),
        (_("Licence"), _(licence)),
        (_("As of"), day(date.fromisoformat(preview["as_of"])) if preview["as_of"] else ""),
    ]
    return tuple((label, value) for label, value in facts if value)


def _indicator(one: Mapping[str, Any]) -> tuple[str, str]:
    name = name_of(one["key"]) or one["label"]
    count = ngettext("%(number)s series", "%(number)s series", one["series"]) % {"number": number(one["series"])}
    return name, ", ".join(part for part in (one["unit"], count) if part)
