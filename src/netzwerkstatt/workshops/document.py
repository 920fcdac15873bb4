"""The released record as a document: what the protocol's page shows, for paper and for office programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netzwerkstatt.foundation.documents.blocks import (
    Block,
    Document,
    Heading,
    List,
    Paragraph,
    Signature,
    Signatures,
    Stage,
    Table,
    Thread,
    ThreadMark,
)
from netzwerkstatt.foundation.documents.marked import blocks_of
from netzwerkstatt.foundation.documents.redacting import redaction_blocks, version_of
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops.models import Format, Part, Protocol
from netzwerkstatt.workshops.phase_blocks import at_tables_line, blocks_of_phase, course, minutes, oclock, source_line
from netzwerkstatt.workshops.photos import figure_of
from netzwerkstatt.workshops.protocol import as_read


def document_of(record: Protocol) -> Document:
    """The frozen content, in the language the workshop was planned in; its checksum is that of the record."""
    entry = record.workshop.entry
    known = dict(settings.LANGUAGES)
    with translation.override(entry.language if entry.language in known else settings.LANGUAGE_CODE):
        said = as_read(record.content)
        address = f"{settings.BASE_URL}{reverse('workshops:protocol', args=[entry.public_id])}"
        language = translation.get_language() or settings.LANGUAGE_CODE
        return Document(
            title=said["title"],
            kind_label=_("Protocol"),
            number=said["number"],
            dated=datetime.fromisoformat(said["released_at"]).date(),
            language=language.split("-")[0],
            subtitle=lead(said),
            issuer=_issuer(),
            stage=Stage.WORKSHOP if record.workshop.format == Format.FLYING else Stage.IDEAS_WORKSHOP,
            facts=_facts(said),
            blocks=(
                *_corrected(said, record.reason),
                *_section(_("At the beginning"), said["texts"].get("opening", "")),
                *_course(said),
                *_agreed(said["commitments"]),
                *_section(_("What was decided"), said["texts"].get("decisions", "")),
                *_goes_on(said),
                *_open(said),
                *_people(said["people"], said["experts"]),
                *_ideas(said["clusters"]),
                *_photos(said["photos"]),
                *_released(said),
                *redaction_blocks(entry.public_id, language),
            ),
            version=str(version_now(record)),
            dated_words=_("released on"),
            checksum=record.sha256,
            check_at=address,
            address=address,
        )


def version_now(record: Protocol) -> int:
    """Its number in the one row of versions, corrected and redacted ones together. One query."""
    return max(record.version, version_of(record.workshop.public_id))


def _issuer() -> str:
    alliance = the_alliance()
    return alliance.name if alliance else ""


# ---------------------------------------------------------------- head


def lead(said: dict[str, Any]) -> str:
    """Where and when it was, and how many were there: one line below the title."""
    where = ", ".join(part for part in (said["city"], said["place"]) if part)
    when = day(date.fromisoformat(said["day"])) if said["day"] else ""
    if said["begins"] and said["ends"]:
        when = ", ".join(
            part
            for part in (when, _("%(from)s to %(to)s") % {"from": oclock(said["begins"]), "to": oclock(said["ends"])})
            if part
        )
    first = ", ".join(part for part in (where, when) if part)
    number = said["people"]["number"]
    people = ngettext("%(n)s person by code.", "%(n)s people by code.", number) % {"n": number} if number else ""
    return " ".join(part for part in (f"{first}." if first else "", people) if part)


def _facts(said: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    facts = [
        (_("Question to everybody"), said["question"]),
        (_("Host city"), said["city"]),
        (_("Facilitation"), said["facilitator"]),
        (
            _("Comes from"),
            "; ".join(", ".join(p for p in (one["number"], one["title"]) if p) for one in said["comes_from"]),
        ),
        (_("Names"), names_at(said)),
        (_("Released by"), said["released_by"]),
    ]
    return tuple((label, value) for label, value in facts if value)


def names_at(said: dict[str, Any]) -> str:
    """Whose names stand at what was written, in one sentence; empty where nothing was written."""
    how = {phase["identity"] for phase in said["agenda"] if phase["contributions"]}
    if not how:
        return ""
    if how == {"anonymous"}:
        return _("Contributions without names")
    if "named" in how:
        return _("A name where its writer wanted it, else none")
    return _("Contributions without names, with the network where five and more of it were there")


def _corrected(said: dict[str, Any], reason: str) -> list[Block]:
    """What is new in this version, and why."""
    if not reason:
        return []
    return [
        Heading(_("Version %(n)d") % {"n": said["version"]}),
        Paragraph(_("Corrected: %(reason)s") % {"reason": reason}),
    ]


def _section(title: str, words: str) -> list[Block]:
    return [Heading(title), *blocks_of(words)] if words.strip() else []


# ---------------------------------------------------------------- course


def _course(said: dict[str, Any]) -> list[Block]:
    if not said["agenda"]:
        return []
    steps: list[Block] = [Heading(_("Course"), _("Clock and phase"))]
    for phase in said["agenda"]:
        steps += [course(phase), *blocks_of_phase(phase, said)]
    return [*steps, *_planned(said)]


def _planned(said: dict[str, Any]) -> list[Block]:
    """Planned and real times side by side, where the day went otherwise than planned."""
    phases = said["agenda"]
    if all(as_planned(phase) for phase in phases):
        return []
    header = (_("Phase"), _("Planned"), _("Took place"), _("Difference"))
    rows = tuple((phase["title"], *times(phase)) for phase in phases)
    return [Heading(_("Planned and real times")), Table("", header, rows, numeric=(1, 2, 3))]


def as_planned(phase: dict[str, Any]) -> bool:
    """It took place when and as long as it was planned, as far as anybody knows."""
    return bool(phase["held"]) and phase["held"] == phase["planned"]


def times(phase: dict[str, Any]) -> tuple[str, str, str]:
    """When it was planned, when it took place, and how much longer or shorter it was."""
    planned, held = phase["planned"], phase["held"]
    plan = " · ".join(part for part in (oclock(planned["begins"]), minutes(planned["minutes"])) if part)
    if not held:
        return plan, _("left out"), ""
    if "ends" not in held:
        return plan, plan, ""
    more = held["minutes"] - planned["minutes"]
    sign = "+" if more > 0 else "\u2212"
    real = " · ".join(part for part in (oclock(held["begins"]), minutes(held["minutes"])) if part)
    return plan, real, f"{sign}{abs(more)} min" if more else "0"


# ---------------------------------------------------------------- what came of it


def _agreed(commitments: list[dict[str, str]]) -> list[Block]:
    if not commitments:
        return []
    header = (_("Who does what"), _("Idea"), _("Until"))
    rows = tuple(
        (
            f"{one['who']}: {one['what']}" if one["who"] else one["what"],
            one["idea"] or "–",
            day(date.fromisoformat(one["due"])),
        )
        for one in commitments
    )
    return [Heading(_("Agreed"), _("Who, what, until when")), Table("", header, rows)]


def _goes_on(said: dict[str, Any]) -> list[Block]:
    """Which ideas go on, on the thread beside; what becomes of the others."""
    chosen = set(said["goes_on"])
    marks = tuple(
        ThreadMark("", "", idea["text"], _dots(idea["dots"]) if idea["dots"] else "")
        for cluster in said["clusters"]
        for idea in cluster["ideas"]
        if idea["public_id"] in chosen
    )
    blocks: list[Block] = [Heading(_("What becomes of it"), _("Goes on"))]
    paragraphs = [Paragraph(line) for line in outlook(said)]
    blocks.append(Thread(marks, tuple(paragraphs)) if marks else paragraphs[0])
    blocks += [] if marks else paragraphs[1:]
    return [*blocks, *blocks_of(said["texts"].get("closing", ""))]


def outlook(said: dict[str, Any]) -> list[str]:
    """What becomes of the ideas, and what was taken back: sentences for page and paper."""
    whole = sum(len(cluster["ideas"]) for cluster in said["clusters"])
    chosen, back = len(said["goes_on"]), said["withdrawn"]
    lines = []
    if not whole:
        lines.append(_("No ideas were collected."))
    elif said["confidential"]:
        lines.append(_("What was said stays among those who were there."))
    else:
        first = ngettext("%(n)s idea goes on.", "%(n)s ideas go on.", chosen) % {"n": number_format(chosen)}
        rest = whole - chosen
        then = ngettext(
            "%(n)s other stays in the pool of ideas, where every city finds it; whoever takes it up names where it comes from.",
            "%(n)s others stay in the pool of ideas, where every city finds them; whoever takes one up names where it comes from.",
            rest,
        ) % {"n": number_format(rest)}
        lines.append(f"{first} {then}" if rest else first)
    if back:
        said_back = ngettext(
            "The group has taken %(n)s idea back; it is published nowhere:",
            "The group has taken %(n)s ideas back; they are published nowhere:",
            len(back),
        ) % {"n": number_format(len(back))}
        lines.append(f"{said_back} {' · '.join(back)}")
    return lines


def open_points(said: dict[str, Any]) -> list[str]:
    """Points that somebody wrote down, one in each line, then questions that were left without an answer."""
    written = [line.strip(" -–•*\t") for line in said["texts"].get("open_points", "").splitlines()]
    return [line for line in written if line] + [
        _("Question left open: %(text)s") % {"text": text} for text in said["open_questions"]
    ]


def _open(said: dict[str, Any]) -> list[Block]:
    points = open_points(said)
    return [Heading(_("Open points")), List(tuple(points))] if points else []


def _people(people: dict[str, Any], experts: list[dict[str, str]]) -> list[Block]:
    number = people["number"]
    said = ngettext("%(n)s person came in by code.", "%(n)s people came in by code.", number) % {"n": number}
    if at_tables := people.get("at_tables", 0):
        said = f"{said} {at_tables_line(at_tables)}"
    blocks: list[Block] = [
        Heading(_("Who was there")),
        Paragraph(
            said, _("Networks and roles are told from five people on, and only where nobody can be counted out.")
        ),
    ]
    for title, rows in (
        (_("By network"), told(people, "networks", "others")),
        (_("By role"), told(people, "parts", "other_parts")),
    ):
        if rows:
            blocks.append(
                Table(title, (title, _("People")), tuple((name, number_format(n)) for name, n in rows), numeric=(1,))
            )
    if experts:
        names = tuple(
            ", ".join(part for part in (one["name"], one["function"], one.get("why", "")) if part) for one in experts
        )
        blocks += [Heading(_("Experts"), level=2), List(names)]
    return blocks


def told(people: dict[str, Any], name: str, rest: str) -> list[tuple[str, int]]:
    """Names and numbers of the groups that may be told, and all others; nothing where there is none."""
    groups = people.get(name) or []
    if not groups:
        return []
    labels = dict(Part.choices)
    found = [(str(labels.get(one["name"], one["name"])), one["number"]) for one in groups]
    others = people.get(rest, 0)
    return [*found, (_("Others, or without a word about it"), others)] if others else found


def _ideas(clusters: list[dict[str, Any]]) -> list[Block]:
    if not clusters:
        return []
    voted = any(idea["dots"] for cluster in clusters for idea in cluster["ideas"])
    blocks: list[Block] = [Heading(_("The ideas in their words"))]
    for cluster in clusters:
        title = cluster["title"] or _("In no cluster")
        dots = f"{_dots(cluster['dots'])} {_voices(cluster['voters'])}" if cluster["dots"] else ""
        header = (_("Idea"), _("Dots")) if voted else (_("Idea"),)
        rows = tuple(
            (idea_line(idea), number_format(idea["dots"])) if voted else (idea_line(idea),) for idea in cluster["ideas"]
        )
        note = [Paragraph(cluster["note"])] if cluster.get("note") else []
        blocks += [Heading(title, dots, level=2), *note, Table("", header, rows, numeric=(1,) if voted else ())]
    return blocks


def idea_line(idea: dict[str, Any]) -> str:
    """The idea with who stands at it, whether it goes on, and what was written to it."""
    marks = [
        idea["author"] or idea["network"],
        _("came late") if idea["late"] else "",
        source_line(idea),
        _("goes on") if idea["chosen"] else "",
    ]
    said = "; ".join(idea["comments"])
    known = ", ".join(mark for mark in marks if mark)
    line = f"{idea['text']} ({known})" if known else str(idea["text"])
    return _("%(idea)s – to it: %(said)s") % {"idea": line, "said": said} if said else line


def _photos(photos: Iterable[dict[str, Any]]) -> list[Block]:
    found: list[Block] = [figure for one in photos if (figure := figure_of(one)) is not None]
    return [Heading(_("Pictures of the room")), *found] if found else []


# ---------------------------------------------------------------- end


def _released(said: dict[str, Any]) -> list[Block]:
    on = day(datetime.fromisoformat(said["released_at"]).date())
    people = []
    if said["facilitator"]:
        people.append(Signature(said["facilitator"], _("Facilitation")))
    if said["released_by"]:
        people.append(Signature(said["released_by"], _("Released"), on))
    blocks: list[Block] = [Heading(_("Checked and released"), _("Release")), Signatures(tuple(people))]
    earlier = [
        _("Version %(n)d of %(day)s, checksum %(sum)s")
        % {"n": one["version"], "day": day(datetime.fromisoformat(one["released_at"]).date()), "sum": one["sha256"]}
        for one in said.get("earlier", [])
    ]
    if earlier:
        blocks += [Heading(_("Earlier versions"), level=2), List(tuple(earlier))]
    return blocks


def _dots(number: int) -> str:
    return ngettext("%(n)s dot", "%(n)s dots", number) % {"n": number_format(number)}


def _voices(number: int) -> str:
    return ngettext("from %(n)s voice", "from %(n)s voices", number) % {"n": number_format(number)}
