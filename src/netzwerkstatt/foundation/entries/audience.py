"""What entries put on their own pages: the way to who may see them, and a word where not everybody may."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries import rules
from netzwerkstatt.foundation.entries.offers import EVERY_ITEM, Offer, register_offer


def register() -> None:
    """At start."""
    register_offer(
        Offer(
            page=EVERY_ITEM,
            verb="audience",
            label=_("Who may see it"),
            rule=rules.shows_entry,
            url=_url,
            order=90,
        )
    )


def _url(subject: Any) -> str:
    return reverse("entries:audience", args=[subject.public_id])
