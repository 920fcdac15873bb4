"""Every read of texts beyond a line; each a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from netzwerkstatt.engines.words.comparing import Piece, differences
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.texts.amending import Proposal, proposal_of
from netzwerkstatt.foundation.texts.models import Aim, Amendment, Outcome, Paragraph, Version

_OPEN_FIRST = Case(When(outcome=Outcome.OPEN, then=Value(0)), default=Value(1))


@dataclass(frozen=True)
class ShownVersion:
    """One version of a paragraph, with what became of the one before it."""

    version: Version
    pieces: tuple[Piece, ...]
    grounds_changed: bool

    @property
    def text_changed(self) -> bool:
        return any(piece.gone or piece.new for piece in self.pieces)


@dataclass(frozen=True)
class ShownAmendment:
    """An amendment with its visible differences, and where it stands in the text of today."""

    amendment: Amendment
    pieces: tuple[Piece, ...]
    proposal: Proposal

    @property
    def number_now(self) -> int | None:
        """The number of its paragraph today; none where the paragraph is gone."""
        return self.proposal.paragraph.number if self.proposal.paragraph else None


@dataclass(frozen=True)
class SynopsisRow:
    """A paragraph beside what is proposed to it; without a paragraph: what is proposed anew or was removed."""

    paragraph: Paragraph | None
    amendments: list[ShownAmendment]


def versions_of(entry: Entry, key: int) -> list[ShownVersion]:
    """What a paragraph said, the latest first. One query."""
    found = list(Version.objects.filter(entry=entry, key=key).select_related("by").order_by("version"))
    shown = [
        ShownVersion(
            version,
            differences(before.text if before else "", version.text),
            grounds_changed=before is not None and before.rests_on != version.rests_on,
        )
        for before, version in zip([None, *found], found, strict=False)
    ]
    return shown[::-1]


def removed_paragraphs(entry: Entry) -> list[Version]:
    """What was taken out of a text, the latest first. One query."""
    return list(Version.objects.filter(entry=entry, removed=True).select_related("by").order_by("-at", "-pk"))


def amendments_of(text: Entry) -> QuerySet[Amendment]:
    """The amendments to a text with who proposes them: the open ones first, by paragraph. One query."""
    return (
        Amendment.objects.filter(text=text, entry__deleted_at__isnull=True)
        .select_related(
            "text", "entry__author", "entry__city__network__state", "entry__network__state", "land", "organisation", "decided_by"
        )
        .order_by(_OPEN_FIRST, "place", "number")
    )  # fmt: skip


def shown_amendments(text: Entry, amendments: QuerySet[Amendment] | None = None) -> list[ShownAmendment]:
    """The amendments to a text as pages show them. Two queries."""
    paragraphs = {p.pk: p for p in Paragraph.objects.filter(entry=text)}
    return [shown_amendment(one, paragraphs) for one in (amendments_of(text) if amendments is None else amendments)]


def shown_amendment(amendment: Amendment, paragraphs: dict[int, Paragraph] | None = None) -> ShownAmendment:
    """One amendment as pages show it."""
    return ShownAmendment(amendment, differences(amendment.old, amendment.new), proposal_of(amendment, paragraphs))


def synopsis(text: Entry) -> list[SynopsisRow]:
    """Every paragraph of the text beside its open amendments, then those whose paragraph is gone. Two queries."""
    paragraphs = list(Paragraph.objects.filter(entry=text).order_by("number"))
    by_key = {p.pk: p for p in paragraphs}
    shown = [shown_amendment(one, by_key) for one in amendments_of(text).filter(outcome=Outcome.OPEN)]
    rows = [SynopsisRow(p, [s for s in shown if s.amendment.key == p.pk]) for p in paragraphs]
    homeless = [SynopsisRow(None, [s]) for s in shown if s.amendment.key not in by_key]
    return rows + homeless


def open_amendments(text: Entry) -> dict[int, int]:
    """How many open amendments each paragraph has, by its id (0: none of today's). One query."""
    found: dict[int, int] = {}
    for key, aim in Amendment.objects.filter(text=text, outcome=Outcome.OPEN).values_list("key", "aim"):
        where = key if key and aim != Aim.ADD else 0
        found[where] = found.get(where, 0) + 1
    return found


def amendments_in(text: Entry) -> dict[int, list[Amendment]]:
    """Which amendments changed a paragraph, by its id, in the order of their decisions. One query."""
    found: dict[int, list[Amendment]] = {}
    merged = amendments_of(text).filter(outcome__in=[Outcome.ACCEPTED, Outcome.CHANGED], result_key__isnull=False)
    for amendment in merged.order_by("decided_at", "number"):
        found.setdefault(amendment.result_key or 0, []).append(amendment)
    return found
