"""What the foundation's surveys offer on pages of the cycle; the roof ties them, because neither knows the other."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.offers import Offer, register_offer
from netzwerkstatt.foundation.surveys import rules

PAGES = ("problem", "project")


def register() -> None:
    """On a problem and on a project: ask people about it; the survey hangs on the same thread."""
    for page in PAGES:
        register_offer(
            Offer(page=page, verb="ask", label=_("Make a survey about it"), rule=rules.may_make, url=_about, order=90)
        )


def _about(subject: Any) -> str:
    return f"{reverse('surveys:new')}?about={subject.public_id}"
