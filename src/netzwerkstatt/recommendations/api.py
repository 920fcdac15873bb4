"""Released recommendations and what the Länder answered, in the public API."""

from __future__ import annotations

import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field

from netzwerkstatt.foundation.entries.api import Collection, ItemOut, common, public, still_public
from netzwerkstatt.recommendations.models import RELEASED, Address, Answer, Recommendation


class GroundOut(BaseModel):
    """Something a paragraph rests on."""

    id: str = Field(description=gettext_noop("Its id."))
    kind: str = Field(description=gettext_noop("Its kind, such as evidence, problem, workshop, idea or project."))
    code: str = Field(description=gettext_noop("The number people cite, such as B-142; empty where there is none."))
    title: str = Field(description=gettext_noop("Title."))


class ParagraphOut(BaseModel):
    """A numbered paragraph."""

    number: int = Field(description=gettext_noop("Its number."))
    text: str = Field(description=gettext_noop("Its text."))
    rests_on: list[GroundOut] = Field(description=gettext_noop("What it rests on, as far as that is public."))


class StanceOut(BaseModel):
    """What a Land says to one paragraph."""

    paragraph: int = Field(description=gettext_noop("Number of the paragraph."))
    position: str = Field(description=gettext_noop("accepted, trial, declined or other."))
    words: str = Field(description=gettext_noop("A few words where the Land wants to say more."))


class AnswerOut(BaseModel):
    """What a Land answered."""

    answered_on: datetime.datetime = Field(description=gettext_noop("When it answered."))
    text: str = Field(description=gettext_noop("Its answer to the whole."))
    stances: list[StanceOut] = Field(description=gettext_noop("Its answers to single paragraphs."))


class AddresseeOut(BaseModel):
    """A Land that is asked."""

    land: str = Field(description=gettext_noop("Letters of the Land, such as ST."))
    name: str = Field(description=gettext_noop("Name."))
    answer_by: datetime.date = Field(description=gettext_noop("Until when it is asked to answer."))
    answer: AnswerOut | None = Field(description=gettext_noop("What it answered; nothing as long as it has not."))


class RecommendationOut(ItemOut):
    """A released recommendation to the Länder. Its text never changes."""

    version: int = Field(description=gettext_noop("Version of the text."))
    released_on: str = Field(description=gettext_noop("When it was released."))
    sha256: str = Field(description=gettext_noop("Checksum of the record."))
    paragraphs: list[ParagraphOut] = Field(description=gettext_noop("Its paragraphs."))
    addressees: list[AddresseeOut] = Field(description=gettext_noop("Who is asked, and what was answered."))


def released() -> QuerySet[Any]:
    """Released recommendations with their addressees and answers. Three queries."""
    addresses = Address.objects.select_related("state", "answer__entry").order_by("state__position", "state__name")
    return (
        public(Recommendation, "release")
        .filter(entry__state=RELEASED, release__isnull=False)
        .prefetch_related(Prefetch("addresses", addresses))
    )


def shape(rows: list[Any]) -> list[RecommendationOut]:
    """One page of recommendations. Two queries."""
    shared = common(one.entry for one in rows)
    contents = {one.pk: one.release.data for one in rows}
    seen = still_public(
        ground["public_id"]
        for content in contents.values()
        for paragraph in content["paragraphs"]
        for ground in paragraph["rests_on"]
    )
    return [_out(one, shared[one.pk], contents[one.pk], seen) for one in rows]


def _out(one: Any, shared: dict[str, Any], content: dict[str, Any], seen: set[str]) -> RecommendationOut:
    return RecommendationOut(
        **shared, version=one.release.version, released_on=content["released_on"], sha256=one.release.sha256,
        paragraphs=[_paragraph(paragraph, seen) for paragraph in content["paragraphs"]],
        addressees=[_addressee(address) for address in one.addresses.all()],
    )  # fmt: skip


def _paragraph(paragraph: dict[str, Any], seen: set[str]) -> ParagraphOut:
    grounds = [
        GroundOut(id=ground["public_id"], kind=ground["kind"], code=ground["code"], title=ground["title"])
        for ground in paragraph["rests_on"]
        if ground["public_id"] in seen
    ]
    return ParagraphOut(number=paragraph["number"], text=paragraph["text"], rests_on=grounds)


def _addressee(address: Address) -> AddresseeOut:
    answer = getattr(address, "answer", None)
    shown = _answer(answer) if answer is not None and answer.entry.is_public else None
    return AddresseeOut(land=address.state.code, name=address.state.name, answer_by=address.due, answer=shown)


def _answer(answer: Answer) -> AnswerOut:
    stances = [
        StanceOut(paragraph=number, position=stance.position, words=stance.words)
        for number, stance in answer.by_paragraph.items()
    ]
    return AnswerOut(answered_on=answer.entry.created_at, text=answer.text, stances=stances)


RECOMMENDATIONS = Collection(
    path="recommendations",
    one="recommendation",
    label=_("Recommendations"),
    about=_("What the alliance asks of the Länder, paragraph by paragraph, and what they answered."),
    schema=RecommendationOut,
    rows=released,
    shape=shape,
)
