"""Whom new evidence concerns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence import events
from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import author, followers


def declare() -> None:
    """At start."""
    tells(events.FIGURES_CHANGED, author)
    tells(events.CARD_MADE, followers, _("%(who)s made this evidence card."))
