"""Whom what happens with problems concerns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import followers
from netzwerkstatt.problems import events


def declare() -> None:
    """At start."""
    tells(events.PROBLEM_NAMED, followers, _("%(who)s named this problem."))
    tells(events.PROBLEM_CHANGED, followers, _("%(who)s worded this problem anew."))
    tells(events.PROBLEM_SUPPORTED, followers, _("%(who)s added a figure with its source."))
