"""Blackening in what was released: a recommendation with its paragraphs and amendments, and the answer of a Land."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from netzwerkstatt.foundation.documents.blocks import Document, sha256_of
from netzwerkstatt.foundation.documents.redacting import BLACK, Frozen, Redacted, Released, declare_released
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.texts.models import Amendment, Paragraph, Version
from netzwerkstatt.foundation.versions.redacting import blacken_item
from netzwerkstatt.recommendations import content
from netzwerkstatt.recommendations.answer_document import answer_document, content_of_answer
from netzwerkstatt.recommendations.document import document_of
from netzwerkstatt.recommendations.kinds import ANSWER, RECOMMENDATION
from netzwerkstatt.recommendations.models import Answer, Release


def declare() -> None:
    """At start."""
    declare_released(Released(RECOMMENDATION.code, every_release, put_release))
    declare_released(Released(ANSWER.code, every_answer, put_answer))


def every_release(public_id: str = "") -> Iterator[Frozen]:
    """Released recommendations. One query."""
    found = Release.objects.select_related("recommendation__entry").order_by("pk")
    if public_id:
        found = found.filter(recommendation__entry__public_id=public_id)
    for release in found.iterator(chunk_size=50):
        yield Frozen(release.recommendation.public_id, release.recommendation.title, release.data, release.sha256)


def put_release(redacted: Redacted) -> Document:
    """The release, and whatever still holds the words it was made of: title, paragraphs, versions, amendments."""
    entry = Entry.objects.get(public_id=redacted.public_id)
    Release.objects.filter(recommendation=entry.pk).update(
        content=content.canonical_text(redacted.content), sha256=redacted.sha256, version=redacted.version
    )
    _words(Paragraph.objects.filter(entry=entry), ("text",), redacted.blacken)
    _words(Version.objects.filter(entry=entry), ("text",), redacted.blacken)
    _amendments(entry, redacted.blacken)
    blacken_item(entry, redacted.blacken)
    return document_of(Release.objects.get(recommendation=entry.pk))


def every_answer(public_id: str = "") -> Iterator[Frozen]:
    """Answers of the Länder. One query."""
    found = Answer.objects.select_related("entry", "address__state").order_by("pk")
    if public_id:
        found = found.filter(entry__public_id=public_id)
    for answer in found.iterator(chunk_size=50):
        said = content_of_answer(answer)
        yield Frozen(answer.public_id, answer.title, said, sha256_of(said))


def put_answer(redacted: Redacted) -> Document:
    """The answer and its title."""
    entry = Entry.objects.get(public_id=redacted.public_id)
    said = redacted.content
    Answer.objects.filter(pk=entry.pk).update(text=said["text"], stances=said["stances"])
    blacken_item(entry, redacted.blacken)
    return answer_document(Answer.objects.select_related("entry", "address__state").get(pk=entry.pk))


def _amendments(entry: Entry, blacken: Callable[[str], str]) -> None:
    for amendment in Amendment.objects.filter(text=entry).select_related("entry"):
        fields = ("old", "new", "reason", "answer", "result")
        given = {name: blacken(getattr(amendment, name)) for name in fields}
        if given["old"] and given["old"] == given["new"]:
            given["new"] += f" {BLACK}"  # it still changes something
        Amendment.objects.filter(pk=amendment.pk).update(**given)
        blacken_item(amendment.entry, blacken)


def _words(rows: Any, fields: tuple[str, ...], blacken: Callable[[str], str]) -> None:
    for row in rows:
        given = {name: blacken(getattr(row, name)) for name in fields}
        if any(getattr(row, name) != words for name, words in given.items()):
            rows.model.objects.filter(pk=row.pk).update(**given)
