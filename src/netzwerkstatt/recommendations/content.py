"""What a recommendation says, as plain data: the draft's words on their way to the release, and what is checked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import localtime

from netzwerkstatt.foundation.documents.blocks import canonical, sha256_of
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.queries import the_alliance
from netzwerkstatt.foundation.texts.models import Amendment, Paragraph
from netzwerkstatt.foundation.texts.queries import amendments_in
from netzwerkstatt.recommendations import queries
from netzwerkstatt.recommendations.models import Recommendation

FORMAT = "netzwerkstatt-recommendation/1"

__all__ = ["canonical_text", "content_of", "sha256_of"]


def canonical_text(content: dict[str, Any]) -> str:
    """The one form that the checksum is made of: sorted keys, no spaces, UTF-8."""
    return canonical(content).decode()


def content_of(
    recommendation: Recommendation, *, on: date | None = None, parts: queries.Parts | None = None
) -> dict[str, Any]:
    """Everything the recommendation says, as of now, sources in the active language. At most eleven queries.

    `on` is the day of its release; a draft has none. `parts` are those that were read already.
    """
    entry = recommendation.entry
    parts = parts or queries.Parts(recommendation)
    amendments = amendments_in(entry)
    return {
        "format": FORMAT,
        "public_id": entry.public_id,
        "address": f"{settings.BASE_URL}{reverse('recommendations:recommendation', args=[entry.public_id])}",
        "number": entry.number,
        "code": entry.code,
        "version": 1,
        "language": language_of(recommendation),
        "issuer": _issuer(),
        "title": entry.title,
        "themes": [theme.name for theme in entry.themes.all()],
        "released_on": on.isoformat() if on else "",
        "paragraphs": [_paragraph(paragraph, amendments.get(paragraph.pk, [])) for paragraph in parts.paragraphs],
        "figures": _figures(parts),
        "addressees": [
            {"code": address.state.code, "name": address.state.name, "answer_by": address.due.isoformat()}
            for address in parts.addresses
        ],
    }


def language_of(recommendation: Recommendation) -> str:
    """The language it was drafted in, where the installation knows it."""
    given: str = recommendation.entry.language
    return given if given in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _issuer() -> str:
    alliance = the_alliance()
    return alliance.name if alliance else ""


def _paragraph(paragraph: Paragraph, amendments: list[Amendment]) -> dict[str, Any]:
    """`amendments` says which ones changed it and for whom they were proposed; it is there only where there are any."""
    origins = sorted(paragraph.rests_on.all(), key=lambda entry: (entry.created_at, entry.pk))
    said: dict[str, Any] = {
        "number": paragraph.number,
        "text": paragraph.text,
        "rests_on": [_origin(entry) for entry in origins],
    }
    if amendments:
        said["amendments"] = [
            {"number": one.number, "by": one.behalf, "public_id": one.public_id} for one in amendments
        ]
    return said


def _figures(parts: queries.Parts) -> list[dict[str, str]]:
    """The evidence behind it in words: claim, what is counted, the figures, the source."""
    return [
        {
            "public_id": card.card.public_id,
            "code": card.number,
            "claim": card.card.claim,
            "counted": card.subline,
            "figures": card.drawing.alt,
            "source": card.source,
        }
        for card in parts.figures
    ]


def _origin(entry: Entry) -> dict[str, str]:
    place = entry.city or entry.network
    return {
        "public_id": entry.public_id,
        "code": entry.code,
        "kind": entry.kind,
        "title": entry.title,
        "place": place.name if place else "",
        "on": localtime(entry.created_at).date().isoformat(),
    }
