"""Blackening in a released protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from django.db.models import Exists, OuterRef

from netzwerkstatt.foundation.documents.blocks import Document
from netzwerkstatt.foundation.documents.redacting import Frozen, Redacted, Released, declare_released
from netzwerkstatt.foundation.versions.redacting import blacken_item
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.models import Card, Draft, Format, Note, Phase, Protocol, Withdrawal, Workshop


def declare() -> None:
    """At start: each format has protocols."""
    for format_ in Format.values:
        declare_released(Released(str(format_), partial(every_protocol, str(format_)), put))


def every_protocol(format_: str, public_id: str = "") -> Iterator[Frozen]:
    """The records that hold now, of workshops of one format. One query."""
    later = Protocol.objects.filter(workshop=OuterRef("workshop"), version__gt=OuterRef("version"))
    found = (
        Protocol.objects.filter(~Exists(later), workshop__format=format_)
        .select_related("workshop__entry")
        .order_by("pk")
    )
    if public_id:
        found = found.filter(workshop__entry__public_id=public_id)
    for record in found.iterator(chunk_size=20):
        yield Frozen(record.workshop.public_id, record.workshop.title, record.content, record.sha256)


def put(redacted: Redacted) -> Document:
    """The record; the workshop's title, question and place; its ideas and what they were put together as.

    Versions before this one are gone with it: their checksums stand in the content, their words nowhere.
    """
    workshop = Workshop.objects.select_related("entry").get(entry__public_id=redacted.public_id)
    blacken = redacted.blacken
    now = Protocol.objects.filter(workshop=workshop).order_by("-version")[0]
    Protocol.objects.filter(pk=now.pk).update(content=redacted.content, sha256=redacted.sha256)
    Protocol.objects.filter(workshop=workshop).exclude(pk=now.pk).delete()
    _blacken_drafts(workshop, blacken)
    blacken_item(workshop.entry, blacken)
    for idea in Idea.objects.filter(home=workshop.entry).select_related("entry"):
        if blacken(idea.text) != idea.text:
            Idea.objects.filter(pk=idea.pk).update(text=blacken(idea.text)[:600])
            blacken_item(idea.entry, blacken)
    for cluster in Cluster.objects.filter(home=workshop.entry):
        title = blacken(cluster.title)[:110]
        if title != cluster.title:
            taken = Cluster.objects.filter(home=workshop.entry, title=title).exclude(pk=cluster.pk).exists()
            Cluster.objects.filter(pk=cluster.pk).update(title=f"{title} {cluster.pk}" if taken else title)
    _blacken_notes(workshop, blacken)
    for phase in Phase.objects.filter(workshop=workshop).exclude(outcome=""):
        Phase.objects.filter(pk=phase.pk).update(outcome=blacken(phase.outcome)[:4000])
    for card in Card.objects.filter(phase__workshop=workshop).exclude(signed=""):
        Card.objects.filter(pk=card.pk).update(signed=blacken(card.signed)[:60])
    given = {name: blacken(getattr(workshop, name)) for name in ("question", "place")}
    Workshop.objects.filter(pk=workshop.pk).update(question=given["question"][:240], place=given["place"][:160])
    return document_of(Protocol.objects.select_related("workshop__entry").get(pk=now.pk))


def _blacken_notes(workshop: Workshop, blacken: Callable[[str], str]) -> None:
    for note in Note.objects.filter(phase__workshop=workshop):
        blackened = {
            "text": blacken(note.text)[:600],
            "answer": blacken(note.answer)[:1000],
            "signed": blacken(note.signed)[:60],
        }
        if any(getattr(note, name) != value for name, value in blackened.items()):
            Note.objects.filter(pk=note.pk).update(**blackened)


def _blacken_drafts(workshop: Workshop, blacken: Callable[[str], str]) -> None:
    for draft in Draft.objects.filter(workshop=workshop):
        Draft.objects.filter(pk=draft.pk).update(texts={name: blacken(text) for name, text in draft.texts.items()})
    for taken_back in Withdrawal.objects.filter(workshop=workshop):
        Withdrawal.objects.filter(pk=taken_back.pk).update(reason=blacken(taken_back.reason)[:240])
