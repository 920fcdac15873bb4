"""The record for spreadsheets and programs: one flat table, and the JSON that its checksum is of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any, Final

from netzwerkstatt.foundation.ballots.export import harmless
from netzwerkstatt.workshops.document import open_points
from netzwerkstatt.workshops.protocol import as_read

BOM: Final = "\ufeff"
HEAD: Final = (
    "part", "phase", "title", "text", "cluster", "who", "network", "until", "begins", "minutes", "dots", "voices", "mean",
    "state",
)  # fmt: skip
Line = dict[str, Any]


def as_csv(content: dict[str, Any]) -> str:
    """Semicolons and a byte order mark, as German spreadsheets open it; what each line is stands in its first column."""
    out = io.StringIO()
    out.write(BOM)
    write = csv.writer(out, delimiter=";", lineterminator="\r\n")
    write.writerow(HEAD)
    for line in lines(as_read(content)):
        write.writerow([_cell(line.get(name, "")) for name in HEAD])
    return out.getvalue()


def _cell(value: Any) -> Any:
    return harmless(value) if isinstance(value, str) else value


def lines(said: dict[str, Any]) -> Iterator[Line]:
    """Everything that the record says, line by line, in its order."""
    yield {
        "part": "workshop", "title": said["title"], "text": said["question"], "who": said["facilitator"],
        "until": said["day"], "begins": said["begins"], "state": said["number"],
    }  # fmt: skip
    texts = {name: text for name, text in said["texts"].items() if name != "open_points"}
    yield from ({"part": "text", "title": name, "text": text} for name, text in texts.items())
    for phase in said["agenda"]:
        yield from _phase(phase)
    yield from _people(said["people"], said["experts"])
    for cluster in said["clusters"]:
        yield from (_idea(idea, cluster["title"]) for idea in cluster["ideas"])
    for one in said["commitments"]:
        yield {"part": "commitment", "title": one["idea"], "text": one["what"], "who": one["who"], "until": one["due"]}
    yield from ({"part": "open point", "text": point} for point in open_points(said))
    yield from ({"part": "taken back", "text": reason} for reason in said["withdrawn"])


def _people(people: dict[str, Any], experts: list[dict[str, str]]) -> Iterator[Line]:
    for part, group, rest in (("network", "networks", "others"), ("role", "parts", "other_parts")):
        told = people.get(group) or []
        yield from ({"part": f"people by {part}", "title": one["name"], "voices": one["number"]} for one in told)
        if told and people.get(rest):
            yield {"part": f"people by {part}", "voices": people[rest]}
    yield {"part": "people", "voices": people["number"]}
    yield from ({"part": "expert", "who": one["name"], "text": one["function"]} for one in experts)


def _phase(phase: dict[str, Any]) -> Iterator[Line]:
    held = phase["held"] or {}
    number = phase["number"]
    yield {
        "part": "phase", "phase": number, "title": phase["title"], "text": phase["prompt"],
        "state": "held" if held else "left out", "begins": held.get("begins", ""), "minutes": held.get("minutes", ""),
    }  # fmt: skip
    if phase.get("words"):
        yield {"part": "note of the facilitation", "phase": number, "text": phase["words"]}
    for note in phase.get("notes", []):
        yield {
            "part": "contribution", "phase": number, "text": note["text"], "title": note.get("idea", ""),
            "who": note.get("who", ""), "network": note.get("network", ""), "voices": note.get("voices", note.get("times", "")),
            "state": note.get("answer", ""),
        }  # fmt: skip
    if "vote" in phase:
        yield from _vote(phase["vote"], number)


def _vote(vote: dict[str, Any], number: int) -> Iterator[Line]:
    for item in vote["items"]:
        for axis in item["axes"]:
            title = " – ".join(part for part in (item["title"], axis["label"]) if part)
            whole = {"part": f"vote: {vote['kind']}", "phase": number, "title": title}
            yield whole | _tally(vote["kind"], axis)
            for one in axis["networks"]:
                yield whole | {"network": one["network"] or "-"} | _tally(vote["kind"], one)


def _tally(kind: str, tally: dict[str, Any]) -> Line:
    dots = {"dots": tally["total"]} if kind == "dots" else {}
    return {"voices": tally["voices"], "mean": tally["mean"], **dots}


def _idea(idea: dict[str, Any], cluster: str) -> Line:
    return {
        "part": "idea", "text": idea["text"], "cluster": cluster, "who": idea["author"], "network": idea["network"],
        "dots": idea["dots"], "voices": idea["voters"], "state": "goes on" if idea["chosen"] else "",
    }  # fmt: skip
