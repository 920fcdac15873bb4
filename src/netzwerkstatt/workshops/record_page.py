"""The record as its page shows it: the same words as the document, with pictures of the votes for the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from netzwerkstatt.foundation.ballots.showing import Shown
from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.workshops import document, photos
from netzwerkstatt.workshops.phase_blocks import cluster_rows, how_it_went, minutes, nobody_voted, oclock, shown_vote
from netzwerkstatt.workshops.protocol import as_read


@dataclass(frozen=True)
class ShownPhase:
    """One phase of the course; `said` is what the record holds of it."""

    said: dict[str, Any]
    begins: str
    span: str
    how: str
    result: Shown | None
    nobody_voted: bool
    acceptances: list[tuple[str, str, bool]]
    clusters: list[tuple[str, int, int, int]]
    voted: bool

    @property
    def left_out(self) -> bool:
        return self.said["held"] is None


@dataclass(frozen=True)
class ShownRecord:
    """Everything the page of a record needs beside its content."""

    said: dict[str, Any]
    lead: str
    names: str
    phases: list[ShownPhase]
    deviates: bool
    times: list[tuple[str, str, str, str]]
    outlook: list[str]
    chosen: list[dict[str, Any]]
    open_points: list[str]
    networks: list[tuple[str, int]]
    parts: list[tuple[str, int]]
    photos: list[dict[str, Any]]
    voted: bool
    sources: list[tuple[str, str]]
    agreed: list[tuple[dict[str, str], date]]


def shown_record(content: dict[str, Any]) -> ShownRecord:
    """The content of any schema, ready for the page. One query where there are photos."""
    said = as_read(content)
    ideas = [idea for cluster in said["clusters"] for idea in cluster["ideas"]]
    chosen = set(said["goes_on"])
    return ShownRecord(
        said=said,
        lead=document.lead(said),
        names=document.names_at(said),
        phases=[_phase(phase, said) for phase in said["agenda"]],
        deviates=not all(document.as_planned(phase) for phase in said["agenda"]),
        times=[(phase["title"], *document.times(phase)) for phase in said["agenda"]],
        outlook=document.outlook(said),
        chosen=[idea for idea in ideas if idea["public_id"] in chosen],
        open_points=document.open_points(said),
        networks=document.told(said["people"], "networks", "others"),
        parts=document.told(said["people"], "parts", "other_parts"),
        photos=photos.still_there(said["photos"]),
        voted=any(idea["dots"] for idea in ideas),
        sources=[_source(one) for one in said["comes_from"]],
        agreed=[(one, date.fromisoformat(one["due"])) for one in said["commitments"]],
    )


def _source(one: dict[str, str]) -> tuple[str, str]:
    """Number and title of what it came from, and where that stands."""
    title = ", ".join(part for part in (one["number"], one["title"]) if part)
    kind = KINDS.get(one["kind"])
    return title, reverse(kind.page, args=[one["public_id"]]) if kind and kind.page else ""


def _phase(phase: dict[str, Any], said: dict[str, Any]) -> ShownPhase:
    held = phase["held"]
    vote = phase.get("vote")
    is_shown = held is not None and vote is not None and bool(vote["items"]) and phase["kind"] != "dots"
    is_empty = is_shown and nobody_voted(vote or {})
    result, accepted = shown_vote(vote) if is_shown and vote and not is_empty else (None, [])
    counts = phase["kind"] in {"cluster", "dots"} and held is not None
    return ShownPhase(
        said=phase,
        begins=oclock(held["begins"]) if held else "",
        span=minutes(held["minutes"]) if held else "",
        how=how_it_went(phase),
        result=result,
        nobody_voted=is_empty,
        acceptances=accepted,
        clusters=cluster_rows(said["clusters"]) if counts else [],
        voted=phase["kind"] == "dots",
    )
