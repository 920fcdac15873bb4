"""Redacted versions of released documents: finding where words stand, showing what goes, and issuing the version."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering
from netzwerkstatt.foundation.documents.blocks import sha256_of
from netzwerkstatt.foundation.documents.models import Redaction
from netzwerkstatt.foundation.documents.redacting import (
    STRUCTURE,
    Frozen,
    Redacted,
    black_out,
    blackener,
    forget_files,
    released_kind,
    released_kinds,
    version_of,
)
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.site.privacy import events
from netzwerkstatt.site.privacy.actions import ONLY_DATA_PROTECTION, SHORTEST_REASON
from netzwerkstatt.site.privacy.rules import is_data_protection

SHORTEST_PASSAGE = 2
MOST_SHOWN = 60


@dataclass(frozen=True)
class Holding:
    """A released document in which the words stand, and at how many places."""

    entry: Entry
    title: str
    places: int


@dataclass(frozen=True)
class Preview:
    """What a redaction would do: at how many places, and how the texts would read."""

    places: int
    texts: list[str]
    more: int


def holding(words: str) -> list[Holding]:
    """Released documents in which these words stand. One query per kind, and one for the entries."""
    found: dict[str, tuple[Frozen, int]] = {}
    for kind in released_kinds():
        for frozen in kind.every(""):
            if places := black_out(frozen.content, [words])[1]:
                found[frozen.public_id] = (frozen, places)
    entries = Entry.objects.filter(public_id__in=found).select_related("city").order_by("-created_at", "-pk")
    return [Holding(entry, found[entry.public_id][0].title, found[entry.public_id][1]) for entry in entries]


def frozen_of(entry: Entry) -> Frozen | None:
    """What was released of this entry, or None."""
    kind = released_kind(entry.kind)
    return next(iter(kind.every(entry.public_id)), None) if kind else None


def preview(frozen: Frozen, passages: Sequence[str]) -> Preview:
    """What blackening these passages would do."""
    after, places = black_out(frozen.content, passages)
    changed = [new for old, new in zip(_texts(frozen.content), _texts(after), strict=True) if old != new]
    return Preview(places, changed[:MOST_SHOWN], max(0, len(changed) - MOST_SHOWN))


def passages_in(text: str) -> list[str]:
    """One passage on each line. Raises `Invalid` for a single letter: it would blacken everything."""
    passages = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if any(len(passage) < SHORTEST_PASSAGE for passage in passages):
        raise Invalid({"passages": _("A single letter stands everywhere. Please write whole words.")})
    return passages


@action(rule=is_data_protection, on="entry", refusal=ONLY_DATA_PROTECTION)
def redact(*, actor: Person, entry: Entry, passages: Sequence[str], reason: str) -> Redaction:
    """Issue a released document anew with these passages blackened; what stood there is erased everywhere it was kept.

    Content, checksum and files are those of the new version; both checksums and the reason stay with it for good, and
    everybody reads them. Records `document.redacted`. Raises `Invalid` where the passages stand nowhere in it, the
    reason is too short or holds a passage itself, or nothing is released.
    """
    entry = Entry.objects.select_for_update().get(pk=entry.pk)
    kind, frozen = released_kind(entry.kind), frozen_of(entry)
    if kind is None or frozen is None:
        raise Invalid({"": _("Nothing is released here.")})
    why = " ".join(reason.split())
    if len(why) < SHORTEST_REASON:
        raise Invalid({"reason": _("Please say in a sentence why passages have to go. Everybody reads it.")})
    if black_out(why, passages)[1]:
        raise Invalid({"reason": _("The reason is public. Please leave out the words that have to go.")})
    content, places = black_out(frozen.content, passages)
    if not places:
        raise Invalid({"passages": _("These words stand nowhere in it.")})
    version = max(version_of(entry.public_id), int(content.get(frozen.counted, 1))) + 1
    if frozen.counted in content:
        content[frozen.counted] = version
    sha256 = sha256_of(content)
    made = Redaction.objects.create(
        public_id=entry.public_id, version=version, before_sha256=frozen.sha256, sha256=sha256, reason=why[:400],
        passages=places, by=actor,
    )  # fmt: skip
    forget_files(entry.public_id)
    document = kind.put(Redacted(entry.public_id, content, sha256, version, blackener(passages)))
    request_rendering(public_id=entry.public_id, document=document)
    record(events.DOCUMENT_REDACTED(entry, actor, version=version, before=frozen.sha256, after=sha256))
    return made


def blackened_with(events: Sequence[Event]) -> list[int]:
    """What lies in documents that were redacted: ideas, amendments. It was blackened with them. One query."""
    redacted = {event.entry for event in events}
    return list(Entry.objects.filter(home__public_id__in=redacted).order_by("pk").values_list("pk", flat=True))


def _texts(content: Any, key: str = "") -> Iterator[str]:
    """Every text that people wrote, in order."""
    if isinstance(content, dict):
        for name, inner in content.items():
            yield from _texts(inner, name)
    elif isinstance(content, list):
        for inner in content:
            yield from _texts(inner, key)
    elif isinstance(content, str) and key not in STRUCTURE:
        yield content
