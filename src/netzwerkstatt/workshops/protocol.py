"""What the released record of a workshop says: plain values, the same for page, file and hash.

protocol_of(workshop, …)   from the database, before the first release
drafting.with_texts(…)     what people write into it
as_read(content)           how pages and documents read it, whatever schema it was written in
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Count, Sum
from django.utils.timezone import localtime

from netzwerkstatt.foundation.ballots.withholding import publishable
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.workshops import toolbox
from netzwerkstatt.workshops.models import Invitation, Note, Participant, Phase, Table, Withdrawal, Workshop
from netzwerkstatt.workshops.phases.decide import agreement
from netzwerkstatt.workshops.queries import phases_of
from netzwerkstatt.workshops.timeline import Slot, slots

SCHEMA = 2
"""Of the content as JSON. What is added to it keeps the number; what changes its meaning raises it."""


def protocol_of(workshop: Workshop, *, released_at: datetime, released_by: str) -> dict[str, Any]:
    """The whole record as JSON values: course with what came of each phase, people, ideas by cluster, what goes on, what
    was agreed, what is open. The same number of queries however much was written, and at most four for each phase.
    """
    entry = workshop.entry
    phases = phases_of(workshop)
    clusters = clusters_of(workshop)
    agenda = [_phase(slot) for slot in slots(workshop, phases, toolbox.methods_of(phases, None))]
    return {
        "schema": SCHEMA,
        "version": 1,
        "format": workshop.format,
        "confidential": workshop.is_confidential,
        "number": entry.code,
        "public_id": entry.public_id,
        "title": entry.title,
        "question": workshop.question,
        "city": entry.city.name if entry.city else "",
        "place": workshop.place,
        "day": workshop.day.isoformat() if workshop.day else "",
        "begins": _clock(workshop.started_at),
        "ends": _clock(_last_end(workshop, phases)),
        "facilitator": workshop.facilitator.name if workshop.facilitator else "",
        "comes_from": _sources(workshop),
        "texts": {},
        "agenda": agenda,
        "people": people_in(workshop),
        "experts": [
            {"name": one.person.name, "function": one.person.function, "why": one.why}
            for one in workshop.invitations.select_related("person").order_by("person__name")
            if one.answer == Invitation.Answer.COMES
        ],
        "clusters": clusters,
        "goes_on": [idea["public_id"] for cluster in clusters for idea in cluster["ideas"] if idea["chosen"]],
        "withdrawn": list(Withdrawal.objects.filter(workshop=workshop).order_by("reason").values_list("reason", flat=True)),
        "commitments": commitments_of(workshop),
        "open_questions": _open_questions(agenda),
        "photos": [],
        "released_at": localtime(released_at).isoformat(timespec="seconds"),
        "released_by": released_by,
    }  # fmt: skip


def _clock(moment: datetime | None) -> str:
    return localtime(moment).strftime("%H:%M") if moment else ""


def _last_end(workshop: Workshop, phases: list[Phase]) -> datetime | None:
    """When the last phase ended; a phase that is open ends with the workshop."""
    ends = [one.closed_at for one in phases if one.closed_at]
    return max(ends) if ends else workshop.closed_at


def _sources(workshop: Workshop) -> list[dict[str, str]]:
    """What it came from, as far as everybody may see it."""
    if workshop.is_confidential:
        return []
    return [
        {"public_id": one.public_id, "kind": one.kind, "number": one.code, "title": one.title}
        for one in thread.sources(workshop)
        if one.is_public
    ]


def _phase(slot: Slot) -> dict[str, Any]:
    """One phase: as it was planned, as it went, and what came of it."""
    phase = slot.phase
    held = phase.is_closed and phase.opened_at and phase.closed_at
    return {
        "number": phase.number,
        "kind": phase.kind,
        "title": phase.title,
        "prompt": phase.prompt,
        "method": slot.method.title if slot.method else "",
        "identity": phase.identity,
        "planned": {"begins": _clock(slot.begins), "minutes": phase.minutes},
        "held": _held(phase) if held else None,
        "contributions": phase.contributions,
        "late": phase.late,
        **phase.about.outcome(phase),
    }


def _held(phase: Phase) -> dict[str, Any]:
    begins, ends = phase.opened_at, phase.closed_at
    minutes = round((ends - begins).total_seconds() / 60) if begins and ends else 0
    return {"begins": _clock(begins), "ends": _clock(ends), "minutes": max(1, minutes)}


def _open_questions(agenda: list[dict[str, Any]]) -> list[str]:
    """Questions that were shown and left without an answer, the most wanted first."""
    return [
        note["text"]
        for phase in agenda
        if phase["kind"] == "questions"
        for note in phase.get("notes", [])
        if not note.get("answered")
    ]


def people_in(workshop: Workshop) -> dict[str, Any]:
    """How many came in by code, from which networks and as what – as far as nobody can be counted out – and
    how many sat at tables whose secretaries wrote for them. Four queries.
    """
    rows = Participant.objects.filter(workshop=workshop).order_by()
    networks = {row["network"]: row["n"] for row in rows.values("network").annotate(n=Count("guest"))}
    parts = {row["part"]: row["n"] for row in rows.values("part").annotate(n=Count("guest"))}
    names = dict(CityNetwork.objects.filter(pk__in=[pk for pk in networks if pk]).values_list("pk", "name"))
    tables = Table.objects.filter(workshop=workshop).aggregate(n=Sum("persons"))["n"] or 0
    by_code = max(0, workshop.people - tables)
    return {
        "number": by_code,
        **({"at_tables": tables} if tables else {}),
        **_told("networks", "others", by_code, networks, names),
        **_told("parts", "other_parts", by_code, parts, {part: part for part in parts if part}),
    }


def _told(name: str, rest: str, whole: int, groups: Mapping[Any, int], names: Mapping[Any, str]) -> dict[str, Any]:
    """Groups of five and more, the largest first, and all others together; nothing where no group can be told."""
    shown = publishable(groups)
    told = sorted((-groups[key], names[key]) for key in shown if key in names)
    found = [{"name": title, "number": -number} for number, title in told]
    return {name: found, rest: whole + sum(number for number, _title in told)}


def clusters_of(workshop: Workshop) -> list[dict[str, Any]]:
    """All ideas by cluster, most dots first; those that stand alone come last, without a name. Three queries.

    Where somebody wanted a name or a network to stand at an idea, it stands there; nothing else tells them apart.
    """
    fields = (
        "pk", "entry__public_id", "text", "dots", "voters", "standing", "cluster", "entry__author__name", "card__signed",
        "card__network__name", "card__late", "card__source",
    )  # fmt: skip
    by_cluster: dict[int | None, list[dict[str, Any]]] = {}
    rows = Idea.objects.filter(home=workshop.entry, entry__deleted_at=None, entry__hidden_at=None)
    said = _notes_on_ideas(workshop)
    for pk, public_id, text, dots, voters, standing, cluster, author, signed, network, late, source in (
        rows.order_by("-dots", "entry").values_list(*fields)
    ):  # fmt: skip
        one = {
            "public_id": public_id,
            "text": text,
            "dots": dots,
            "voters": voters,
            "chosen": standing == Standing.CHOSEN,
            "author": author or signed or "",
            "network": network or "",
            "late": bool(late),
            "source": source or "",
            "comments": said.get(pk, []),
        }
        by_cluster.setdefault(cluster, []).append(one)
    clusters = Cluster.objects.filter(home=workshop.entry).order_by("-dots", "-size", "id")
    named = [
        {
            "title": one.title, "note": one.note, "dots": one.dots, "voters": one.voters,
            "ideas": by_cluster.get(one.pk, []),
        }
        for one in clusters
    ]  # fmt: skip
    alone = by_cluster.get(None, [])
    return named + ([{"title": "", "note": "", "dots": 0, "voters": 0, "ideas": alone}] if alone else [])


def _notes_on_ideas(workshop: Workshop) -> dict[int, list[str]]:
    """What was written to each idea. One query."""
    found: dict[int, list[str]] = {}
    rows = Note.objects.filter(phase__workshop=workshop, idea__isnull=False).exclude(state=Note.State.ASIDE)
    for idea, text in rows.order_by("id").values_list("idea", "text"):
        found.setdefault(idea, []).append(text)
    return found


def commitments_of(workshop: Workshop) -> list[dict[str, str]]:
    """Who does what until when, on the workshop and on its ideas. One query."""
    on = Commitment.objects.filter(entry__home=workshop.entry) | Commitment.objects.filter(entry=workshop.entry)
    rows = on.filter(hidden_at=None, entry__deleted_at=None).select_related("entry", "person").order_by("due", "id")
    return [agreement(one) for one in rows]


def canonical(content: dict[str, Any]) -> bytes:
    """The bytes that the hash is of: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()


def as_read(content: dict[str, Any]) -> dict[str, Any]:
    """The content as pages and documents read it; what was released in the first schema says less, and says it so."""
    if content.get("schema", 1) >= SCHEMA:
        return content
    clusters = [
        {"note": "", **one, "ideas": [{"network": "", "late": False, "comments": [], **idea} for idea in one["ideas"]]}
        for one in content["clusters"]
    ]
    return {
        "version": 1, "format": "", "confidential": False, "begins": "", "ends": "", "comes_from": [], "texts": {},
        "withdrawn": [], "commitments": [], "open_questions": [], "photos": [],
        **content,
        "agenda": [_first_schema(phase) for phase in content["agenda"]],
        "people": {"parts": [], "other_parts": 0, **content["people"]},
        "clusters": clusters,
        "goes_on": [idea["public_id"] for one in clusters for idea in one["ideas"] if idea["chosen"]],
    }  # fmt: skip


def _first_schema(phase: dict[str, Any]) -> dict[str, Any]:
    planned = {"begins": phase["begins"], "minutes": phase["minutes"]}
    return {
        "number": phase["number"], "kind": "", "title": phase["title"], "prompt": phase["prompt"], "method": "",
        "identity": "", "planned": planned, "held": planned if phase["happened"] else None, "contributions": 0, "late": 0,
    }  # fmt: skip
