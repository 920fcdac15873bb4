"""What the released record of a workshop says: plain values, the same for page, file and hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import Count
from django.utils.timezone import localtime

from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Cluster, Idea, Standing
from netzwerkstatt.workshops.models import Invitation, Participant, Workshop
from netzwerkstatt.workshops.timeline import slots

FEWEST = 5
"""Networks with fewer people than this in the room are told together, so that nobody can be counted out."""


def protocol_of(workshop: Workshop, *, released_at: datetime, released_by: str) -> dict[str, Any]:
    """The whole record as JSON values: agenda, people, ideas by cluster with their dots, what was chosen."""
    entry = workshop.entry
    return {
        "number": entry.code,
        "public_id": entry.public_id,
        "title": entry.title,
        "question": workshop.question,
        "city": entry.city.name if entry.city else "",
        "place": workshop.place,
        "day": workshop.day.isoformat() if workshop.day else "",
        "facilitator": workshop.facilitator.name if workshop.facilitator else "",
        "agenda": [_phase(slot) for slot in slots(workshop, list(workshop.phases.all()))],
        "people": people_in(workshop),
        "experts": [
            {"name": one.person.name, "function": one.person.function, "why": one.why}
            for one in workshop.invitations.select_related("person").order_by("person__name")
            if one.answer == Invitation.Answer.COMES
        ],
        "clusters": clusters_of(workshop),
        "released_at": localtime(released_at).isoformat(timespec="seconds"),
        "released_by": released_by,
    }


def _phase(slot: Any) -> dict[str, Any]:
    phase = slot.phase
    return {
        "number": phase.number,
        "begins": slot.begins.strftime("%H:%M") if slot.begins else "",
        "minutes": phase.minutes,
        "title": phase.title,
        "prompt": phase.prompt,
        "happened": phase.is_closed,
    }


def people_in(workshop: Workshop) -> dict[str, Any]:
    """How many came in by code, and from which networks, where they are five or more of one."""
    rows = Participant.objects.filter(workshop=workshop).order_by().values("network").annotate(number=Count("pk"))
    counted = {row["network"]: row["number"] for row in rows}
    named = CityNetwork.objects.filter(pk__in=[pk for pk, number in counted.items() if pk and number >= FEWEST])
    networks = [{"name": network.name, "number": counted[network.pk]} for network in named]
    return {
        "number": workshop.people,
        "networks": networks,
        "others": workshop.people - sum(one["number"] for one in networks),
    }


def clusters_of(workshop: Workshop) -> list[dict[str, Any]]:
    """All ideas by cluster, most dots first; those that stand alone come last, without a name. Two queries."""
    by_cluster: dict[int | None, list[dict[str, Any]]] = {}
    rows = Idea.objects.filter(home=workshop.entry).order_by("-dots", "entry")
    fields = ("entry__public_id", "text", "dots", "voters", "standing", "cluster", "entry__author__name")
    for public_id, text, dots, voters, standing, cluster, author in rows.values_list(*fields):
        by_cluster.setdefault(cluster, []).append(
            {
                "public_id": public_id,
                "text": text,
                "dots": dots,
                "voters": voters,
                "chosen": standing == Standing.CHOSEN,
                "author": author or "",
            }
        )
    clusters = Cluster.objects.filter(home=workshop.entry).order_by("-dots", "-size", "id")
    named = [
        {"title": one.title, "dots": one.dots, "voters": one.voters, "ideas": by_cluster.get(one.pk, [])}
        for one in clusters
    ]
    alone = by_cluster.get(None, [])
    return named + ([{"title": "", "dots": 0, "voters": 0, "ideas": alone}] if alone else [])


def canonical(content: dict[str, Any]) -> bytes:
    """The bytes that the hash is of: sorted keys, no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(content: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
