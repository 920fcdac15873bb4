"""Workshops and their released protocols in the public API."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public, still_public
from netzwerkstatt.workshops.models import Protocol, Workshop
from netzwerkstatt.workshops.protocol import as_read


class WorkshopOut(ItemOut):
    """A workshop, from the request to the released protocol."""

    state: str = Field(description=gettext_noop("requested, planned, running, closed or released."))
    question: str = Field(description=gettext_noop("The question to everybody."))
    day: datetime.date | None = Field(description=gettext_noop("Its day, once there is one."))
    begins: datetime.time | None = Field(
        description=gettext_noop("When it begins, in the time zone of the installation.")
    )
    place: str = Field(description=gettext_noop("Where it takes place."))
    people: int | None = Field(description=gettext_noop("How many took part; known when it is over."))
    ideas: int | None = Field(description=gettext_noop("How many ideas came up; known when it is over."))
    has_protocol: bool = Field(description=gettext_noop("Whether its protocol is released."))


class AgendaOut(BaseModel):
    """One phase of a workshop."""

    number: int = Field(description=gettext_noop("Its number."))
    begins: str = Field(description=gettext_noop("Clock time, as planned."))
    minutes: int = Field(description=gettext_noop("How many minutes were planned."))
    title: str = Field(description=gettext_noop("Name of the phase."))
    prompt: str = Field(description=gettext_noop("The question to everybody."))
    happened: bool = Field(description=gettext_noop("Whether it took place."))


class ComingOut(BaseModel):
    """How many people came from one network."""

    name: str = Field(description=gettext_noop("Name."))
    number: int = Field(description=gettext_noop("How many people; networks with fewer than five are told together."))


class RecordedIdeaOut(BaseModel):
    """An idea in a protocol."""

    id: str = Field(description=gettext_noop("Its id."))
    text: str = Field(description=gettext_noop("The whole idea."))
    dots: int = Field(description=gettext_noop("Dots it was given."))
    voters: int = Field(description=gettext_noop("How many people gave them."))
    chosen: bool = Field(description=gettext_noop("Whether it goes on."))


class ClusterOut(BaseModel):
    """Ideas that were put together; those that stand alone come last, without a name."""

    title: str = Field(description=gettext_noop("Common name."))
    dots: int = Field(description=gettext_noop("Dots of all its ideas."))
    voters: int = Field(description=gettext_noop("How many people gave them."))
    ideas: list[RecordedIdeaOut] = Field(description=gettext_noop("Its ideas, most dots first."))


class ProtocolOut(BaseModel):
    """The released record of a workshop, without the names of people.

    `sha256` is that of the whole record, which stands at `record`.
    """

    workshop: str = Field(description=gettext_noop("Id of the workshop."))
    code: str = Field(description=gettext_noop("The number people cite, such as B-142; empty where there is none."))
    title: str = Field(description=gettext_noop("Title."))
    question: str = Field(description=gettext_noop("The question to everybody."))
    city: str = Field(description=gettext_noop("Name of the host city."))
    place: str = Field(description=gettext_noop("Where it takes place."))
    day: str = Field(description=gettext_noop("Its day, once there is one."))
    version: int = Field(description=gettext_noop("Version of the text."))
    corrected: str = Field(description=gettext_noop("Why there is a later version than the first."))
    released_at: datetime.datetime = Field(description=gettext_noop("When it was released."))
    sha256: str = Field(description=gettext_noop("Checksum of the record."))
    record: str = Field(description=gettext_noop("Address of the record, byte for byte what the checksum is made of."))
    people: int = Field(description=gettext_noop("How many took part."))
    networks: list[ComingOut] = Field(description=gettext_noop("From which networks they came."))
    experts: int = Field(description=gettext_noop("How many invited experts came."))
    agenda: list[AgendaOut] = Field(description=gettext_noop("The phases."))
    clusters: list[ClusterOut] = Field(description=gettext_noop("The ideas, by cluster."))
    withheld: int = Field(description=gettext_noop("How many ideas of the record are not public any more."))


def shape(rows: list[Workshop]) -> list[WorkshopOut]:
    """One page of workshops. Two queries."""
    shared = common(workshop.entry for workshop in rows)
    released = set(Protocol.objects.filter(workshop__in=rows).values_list("workshop", flat=True))
    return [
        WorkshopOut(
            **shared[one.pk], state=one.state, question=one.question, day=one.day, begins=one.begins, place=one.place,
            people=one.people if one.is_over else None, ideas=one.ideas if one.is_over else None,
            has_protocol=one.pk in released,
        )
        for one in rows
    ]  # fmt: skip


def protocol_out(public_id: str, record: Any) -> ProtocolOut | None:
    """The latest protocol of a workshop that everybody may see; None where none is released. Two queries.

    `record` gives the address of the whole record for a workshop.
    """
    found = Protocol.objects.select_related("workshop__entry").filter(
        workshop__entry__public_id=public_id, workshop__in=Workshop.objects.visible_to(None)
    )
    if (kept := found.order_by("-version").first()) is None:
        return None
    said_then = as_read(kept.content)
    people = said_then.get("people", {})
    clusters, withheld = _clusters(said_then.get("clusters", []))
    return ProtocolOut(
        workshop=public_id, code=kept.workshop.entry.code, title=said_then.get("title", ""),
        question=said_then.get("question", ""), city=said_then.get("city", ""), place=said_then.get("place", ""),
        day=said_then.get("day", ""), version=kept.version, corrected=kept.reason, released_at=kept.released_at, sha256=kept.sha256, record=record(public_id),
        people=people.get("number", 0),
        networks=[ComingOut(name=one["name"], number=one["number"]) for one in people.get("networks", [])],
        experts=len(said_then.get("experts", [])), agenda=[_phase(phase) for phase in said_then.get("agenda", [])],
        clusters=clusters, withheld=withheld,
    )  # fmt: skip


def _phase(phase: dict[str, Any]) -> AgendaOut:
    planned = phase["planned"]
    return AgendaOut(
        number=phase["number"], begins=planned["begins"], minutes=planned["minutes"], title=phase["title"],
        prompt=phase["prompt"], happened=bool(phase["held"]),
    )  # fmt: skip


def _clusters(said_then: list[dict[str, Any]]) -> tuple[list[ClusterOut], int]:
    """The ideas that everybody may still see, by cluster, and how many of the record are left out. One query."""
    ids = [idea["public_id"] for cluster in said_then for idea in cluster["ideas"]]
    seen = still_public(ids)
    clusters = [
        ClusterOut(
            title=cluster["title"], dots=cluster["dots"], voters=cluster["voters"],
            ideas=list(_ideas(cluster["ideas"], seen)),
        )
        for cluster in said_then
    ]  # fmt: skip
    return clusters, len(ids) - sum(len(cluster.ideas) for cluster in clusters)


def _ideas(said_then: list[dict[str, Any]], seen: set[str]) -> Iterable[RecordedIdeaOut]:
    for idea in said_then:
        if idea["public_id"] in seen:
            yield RecordedIdeaOut(
                id=idea["public_id"], text=idea["text"], dots=idea["dots"], voters=idea["voters"],
                chosen=idea["chosen"],
            )  # fmt: skip


WORKSHOPS = Collection(
    path="workshops",
    one="workshop",
    label=_("Workshops"),
    about=_("Flying workshops, ideas workshops and open working meetings, with their released protocols."),
    schema=WorkshopOut,
    rows=lambda: public(Workshop),
    shape=shape,
)
