"""What came of one phase, as blocks of a document: its notes, its vote with picture and table, its questions."""

from __future__ import annotations

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.ballots.export import from_data
from netzwerkstatt.foundation.ballots.showing import Shown, acceptances, shown
from netzwerkstatt.foundation.documents.blocks import Block, Figure, List, Paragraph, Step, Table
from netzwerkstatt.foundation.documents.marked import blocks_of
from netzwerkstatt.foundation.ui.charts import to_print_svg


def course(phase: dict[str, Any]) -> Step:
    """The phase on the thread: when it took place, else when it was planned."""
    held = phase["held"]
    if held is None:
        return Step(str(phase["number"]), _("%(title)s – left out") % {"title": phase["title"]})
    return Step(str(phase["number"]), phase["title"], oclock(held["begins"]), minutes(held["minutes"]))


def oclock(clock: str) -> str:
    """13:05 as people write it: 13.05 in German."""
    return clock.replace(":", ".") if (get_language() or "").startswith("de") else clock


def minutes(number: int) -> str:
    return _("%(n)s min") % {"n": number}


def blocks_of_phase(phase: dict[str, Any], said: dict[str, Any]) -> list[Block]:
    """Its question, how it was done and how much came in; then the words of the facilitation, then what came of it."""
    blocks: list[Block] = []
    if how := how_it_went(phase):
        blocks.append(Paragraph(how))
    if phase["held"] is None:
        return blocks
    blocks += blocks_of(phase.get("words", ""), level=3)
    if phase["kind"] in {"cluster", "dots"}:
        table = _clusters(said["clusters"], voted=phase["kind"] == "dots")
        blocks += [table] if table else []
    elif "vote" in phase:
        blocks += vote_blocks(phase["vote"])
    if phase.get("notes"):
        blocks.append(List(tuple(note_line(note) for note in phase["notes"])))
    if phase.get("agreed"):
        number = len(phase["agreed"])
        line = ngettext("%(n)s agreement; it stands below.", "%(n)s agreements; they stand below.", number)
        blocks.append(Paragraph(line % {"n": number_format(number)}))
    return blocks


def how_it_went(phase: dict[str, Any]) -> str:
    """Method, number of contributions and the question, in one line."""
    parts = []
    if phase["method"]:
        parts.append(phase["method"])
    if number := phase["contributions"]:
        came = ngettext("%(n)s contribution", "%(n)s contributions", number) % {"n": number_format(number)}
        late = _("%(n)s of them late") % {"n": phase["late"]} if phase["late"] else ""
        parts.append(", ".join(part for part in (came, late) if part))
    if number := phase.get("by_hand", 0):
        parts.append(
            ngettext("the votes of %(n)s person counted by hand", "the votes of %(n)s people counted by hand", number)
            % {"n": number_format(number)}
        )
    asked = _("Question: “%(prompt)s”") % {"prompt": phase["prompt"]} if phase["prompt"] else ""
    first = ". ".join(part[:1].upper() + part[1:] for part in parts)
    return " ".join(part for part in (f"{first}." if first else "", asked) if part)


def note_line(note: dict[str, Any]) -> str:
    """A note with who stands at it and what it is about; a question with its voices and its answer."""
    about = [
        note.get("who") or note.get("network", ""),
        _("to “%(idea)s”") % {"idea": note["idea"]} if note.get("idea") else "",
        _("came late") if note.get("late") else "",
        source_line(note),
        ngettext("%(n)s time", "%(n)s times", note["times"]) % {"n": note["times"]} if note.get("times") else "",
        ngettext("%(n)s voice", "%(n)s voices", note["voices"]) % {"n": note["voices"]} if note.get("voices") else "",
    ]
    known = ", ".join(part for part in about if part)
    line = f"{note['text']} ({known})" if known else str(note["text"])
    if note.get("answer"):
        return _("%(question)s – answer: %(text)s") % {"question": line, "text": note["answer"]}
    return _("%(question)s – answered in the room") % {"question": line} if note.get("answered") else line


def source_line(said: dict[str, Any]) -> str:
    """Where it came from, where that may stand there."""
    return {"table": _("from a table"), "paper": _("from paper")}.get(said.get("source", ""), "")


def at_tables_line(number: int) -> str:
    """How many people had no phone and spoke through the secretary of their table."""
    text = ngettext(
        "%(n)s person more sat at a table whose secretary wrote.",
        "%(n)s people more sat at tables whose secretaries wrote for them.",
        number,
    )
    return text % {"n": number_format(number)}


def cluster_rows(clusters: list[dict[str, Any]]) -> list[tuple[str, int, int, int]]:
    """Name, ideas, dots and voices of each cluster – and of what stands in none; nothing where nothing was clustered."""
    if not any(one["title"] for one in clusters):
        return []
    return [
        (
            one["title"] or _("In no cluster"),
            len(one["ideas"]),
            sum(idea["dots"] for idea in one["ideas"]),
            one["voters"],
        )
        for one in clusters
    ]


def _clusters(clusters: list[dict[str, Any]], *, voted: bool) -> Table | None:
    """Clusters with their ideas and, after the vote, their dots and from how many voices."""
    rows = cluster_rows(clusters)
    if not rows:
        return None
    header = (_("Name of the cluster"), _("Ideas"), *((_("Dots"), _("Voices")) if voted else ()))
    found = tuple(
        (
            title,
            number_format(ideas),
            *((number_format(dots), number_format(voices) if voices else "–") if voted else ()),
        )
        for title, ideas, dots, voices in rows
    )
    return Table("", header, found, numeric=tuple(range(1, len(header))))


def shown_vote(vote: dict[str, Any]) -> tuple[Shown, list[tuple[str, str, bool]]]:
    """A vote of the record, ready for a page, and the group acceptances where resistance was measured."""
    result = from_data(vote)
    return shown(result), acceptances(result) if vote["kind"] == "resistance" else []


def nobody_voted(vote: dict[str, Any]) -> bool:
    """There was something to vote on, and nobody did."""
    return not any(option.first.tally.voices for option in from_data(vote).options)


def vote_blocks(vote: dict[str, Any]) -> list[Block]:
    """The picture with its finding, the figures of the networks where they may be told, and how it was counted."""
    if not vote["items"]:
        return []
    if nobody_voted(vote):
        return [Paragraph(_("Nobody has voted."))]
    found, accepted = shown_vote(vote)
    blocks: list[Block] = []
    for drawing in found.drawings:
        chart = drawing.chart
        blocks += [
            Figure(
                to_print_svg(chart),
                drawing.alt,
                chart.title,
                chart.subtitle,
                ". ".join(p for p in (chart.source, found.method) if p),
            ),
            Table("", drawing.head, drawing.rows, numeric=tuple(range(1, len(drawing.head)))),
        ]
    if accepted:
        rows = tuple((title, share) for title, share, _passive in accepted)
        blocks.append(Table(_("Group acceptance"), (_("What was asked"), _("Group acceptance")), rows, numeric=(1,)))
    if found.rows:
        blocks.append(_by_network(found))
    return blocks


def _by_network(found: Shown) -> Table:
    """The networks as columns with a letter each, because their names are long; the margin says which is which."""
    letters = [chr(ord("A") + place) for place in range(len(found.networks))]
    header = (_("By network"), _("All"), *letters)
    rows = tuple(
        (
            " – ".join(part for part in (row.title, row.axis) if part),
            row.whole,
            *(cell.mean if cell.shown else "·" for cell in row.cells),
        )
        for row in found.rows
    )
    key = "; ".join(f"{letter}: {name}" for letter, name in zip(letters, found.networks, strict=True))
    few = _("Networks are shown from five voices on.") if found.withheld else ""
    note = " ".join(part for part in (f"{key}.", few) if part)
    return Table("", header, rows, numeric=tuple(range(1, len(header))), note=note)
