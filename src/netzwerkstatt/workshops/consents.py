"""What people are asked to agree to: the words that hold now, those of a version, and what was said. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.workshops.models import Consent, ConsentKind, ConsentText, PaperForms, Workshop

_HOUSE = {
    ConsentKind.PHOTOS: _(
        "Photos are taken at this workshop: of the room, of walls and of people at work. They may stand in the protocol, on the pages of the cities that take part and in their newspapers, without names. Nobody has to agree, and nobody is left out for it: who does not agree is not photographed, and gets a mark to wear. You can take your consent back at any time without a reason; photos on which you can be recognised are then taken off the pages of the cities. What is printed already stays."
    ),
    ConsentKind.YOUNG: _(
        "Our child may take part in this workshop, go to tables with others and write ideas without a name. Those who run it look after the young people while the workshop lasts; the way there and back is ours. Photos on which our child can be recognised are taken and shown only if we tick it below. We can take this back at any time without a reason."
    ),
}
"""The texts of the house, by kind: they hold until the alliance writes its own."""


@dataclass(frozen=True)
class Words:
    """A text as it is read now: its version, 0 for that of the house."""

    kind: ConsentKind
    version: int
    text: str


def words_now(kind: ConsentKind) -> Words:
    """The text that holds today, in the language of the page. One query."""
    last = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    return _words(kind, last)


def words_of(kind: ConsentKind, version: int) -> Words:
    """The text of a version, as people agreed to it; one that is not there any more reads as the house’s. One query."""
    return _words(kind, ConsentText.objects.filter(kind=kind, version=version).first() if version else None)


def as_written(kind: ConsentKind) -> dict[str, str]:
    """The text that holds today by language, where there is one in it. One query."""
    last = ConsentText.objects.filter(kind=kind).order_by("-version").first()
    if last is not None:
        return dict(last.words)
    found = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            found[code] = str(_HOUSE[kind])
    return found


def _words(kind: ConsentKind, row: ConsentText | None) -> Words:
    if row is None:
        return Words(kind, 0, str(_HOUSE[kind]))
    language = translation.get_language() or settings.LANGUAGE_CODE
    text = row.words.get(language) or row.words.get(settings.LANGUAGE_CODE) or next(iter(row.words.values()), "")
    return Words(kind, row.version, str(text))


def consent_of(workshop: Workshop, person: Any) -> Consent | None:
    """What this person said about photos, or None. One query."""
    return Consent.objects.filter(workshop=workshop, person=person, kind=ConsentKind.PHOTOS).first()


@dataclass(frozen=True)
class Counted:
    """How many agree and how many do not: with an account, and on paper."""

    kind: ConsentKind
    agree: int
    refuse: int
    withdrawn: int
    on_paper: int
    refuse_on_paper: int


def counted(workshop: Workshop) -> list[Counted]:
    """One row for each thing that this workshop asks for. Two queries."""
    said = list(Consent.objects.filter(workshop=workshop))
    paper = {one.kind: one for one in PaperForms.objects.filter(workshop=workshop)}
    return [_count(kind, [one for one in said if one.kind == kind], paper.get(kind)) for kind in asked(workshop)]


def _count(kind: ConsentKind, said: list[Consent], paper: PaperForms | None) -> Counted:
    return Counted(
        kind=kind,
        agree=sum(one.holds for one in said),
        refuse=sum(not one.given for one in said),
        withdrawn=sum(one.withdrawn_at is not None for one in said),
        on_paper=paper.given if paper else 0,
        refuse_on_paper=paper.refused if paper else 0,
    )


def asked(workshop: Workshop) -> list[ConsentKind]:
    """What people who come to this workshop are asked to agree to."""
    wanted = ((ConsentKind.PHOTOS, workshop.takes_photos), (ConsentKind.YOUNG, workshop.is_young))
    return [kind for kind, is_asked in wanted if is_asked]
