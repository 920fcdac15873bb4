"""Whom new evidence concerns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.evidence import events
from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import followers


def declare() -> None:
    """At start."""
    tells(events.CARD_MADE, followers, _("%(who)s made this evidence card."))
