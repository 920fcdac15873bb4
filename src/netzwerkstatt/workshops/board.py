"""What a page of the board shows: columns of cards, one cluster in full, what was found, and what can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from netzwerkstatt.foundation.ui.templatetags.ui import Keyset
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import queries
from netzwerkstatt.workshops.actions.history import did, last_done, next_undone
from netzwerkstatt.workshops.models import BoardStep, Workshop

COLUMN = 8
NEW_ONES = 24
FOUND = 60
STEPS = 30
LONGEST_SEARCH = 60


@dataclass(frozen=True)
class Column:
    """A cluster, or the ideas that are in none, with its first cards."""

    cluster: Cluster | None
    cards: Sequence[Idea]
    size: int

    @property
    def key(self) -> str:
        """How the address names it."""
        return self.cluster.public_id if self.cluster else "none"

    @property
    def more(self) -> int:
        """How many of its cards are not shown here."""
        return max(0, self.size - len(self.cards))


@dataclass(frozen=True)
class Told:
    """A step as it stands in the list of what was done."""

    step: BoardStep
    did: str


@dataclass(frozen=True)
class Board:
    """All that the page needs. `only` is the one column that is shown in full, `found` what a word was found in."""

    columns: Sequence[Column]
    alone: Column
    only: Column | None
    found: Sequence[Idea] | None
    word: str
    keyset: Keyset | None
    seen: int
    undo: Told | None
    redo: Told | None
    open: str


def board_of(workshop: Workshop, viewer: Any, clusters: Sequence[Cluster], asked: Any) -> Board:
    """The board as this address asks for it (`open`, `at`, `q`). At most eight queries, however many cards there are."""
    undo, redo = last_done(workshop, viewer), next_undone(workshop, viewer)
    alone_number = max(0, workshop.ideas - sum(cluster.size for cluster in clusters))
    wanted = asked.get("open", "")
    word = " ".join(asked.get("q", "").replace("\x00", "").split())[:LONGEST_SEARCH]
    cluster = next((one for one in clusters if one.public_id == wanted), None)
    only, keyset, found = None, None, None
    columns: Sequence[Column] = [Column(one, [], one.size) for one in clusters]
    alone = Column(None, [], alone_number)
    if word:
        rows = Idea.objects.filter(home=workshop.entry, text__icontains=word).select_related("entry", "cluster")
        found = list(rows.order_by("-dots", "pk")[:FOUND])
    elif cluster or wanted == "none":
        page = queries.turn(
            queries.WITH_ENTRY,
            queries.Among.CLUSTER if cluster else queries.Among.ALONE,
            cluster.pk if cluster else workshop.pk,
            asked.get("at", ""),
            most=FOUND,
        )
        only = Column(cluster, page.rows, cluster.size if cluster else alone_number)
        keyset = Keyset(
            *(f"?{urlencode({'open': wanted, 'at': key})}" if key else "" for key in (page.before, page.after))
        )
    else:
        columns, alone = _columns(workshop, clusters, alone_number)
    return Board(
        columns=columns, alone=alone, only=only, found=found, word=word, keyset=keyset,
        seen=queries.revision_of(workshop), undo=Told(undo, did(undo)) if undo else None,
        redo=Told(redo, did(redo)) if redo else None, open=wanted if only else "",
    )  # fmt: skip


def _columns(workshop: Workshop, clusters: Sequence[Cluster], alone: int) -> tuple[list[Column], Column]:
    """The first cards of every column. One query."""
    order = [F("dots").desc(), F("pk").asc()]
    place = Window(RowNumber(), partition_by=[F("cluster")], order_by=order)
    rows = Idea.objects.filter(home=workshop.entry).annotate(place=place).filter(place__lte=NEW_ONES)
    cards: dict[int | None, list[Idea]] = {}
    for idea in rows.select_related("entry").order_by("cluster", "place"):
        cards.setdefault(idea.cluster_id, []).append(idea)
    columns = [Column(one, cards.get(one.pk, [])[:COLUMN], one.size) for one in clusters]
    return columns, Column(None, cards.get(None, []), alone)


def steps_of(workshop: Workshop) -> QuerySet[BoardStep]:
    """Everything that was done on the board, the newest first. One query."""
    return BoardStep.objects.filter(workshop=workshop).select_related("actor", "turned_by").order_by("-number")


def news_for(workshop: Workshop, person: Any, seen: int) -> list[Told]:
    """What others did on the board since this person looked at it: at most three, the newest first. One query."""
    rows = BoardStep.objects.filter(workshop=workshop, revision__gt=seen).exclude(turned_by=person)
    return [Told(step, did(step)) for step in rows.select_related("turned_by").order_by("-revision")[:3]]
