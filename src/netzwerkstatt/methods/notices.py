"""Whom what happens with own methods concerns."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import author, followers
from netzwerkstatt.methods import events


def declare() -> None:
    """At start."""
    tells(events.MADE, followers, _("%(who)s added this method to the toolbox."))
    tells(events.REWRITTEN, followers, _("%(who)s wrote this method anew."))
    tells(events.USED, author, _("%(who)s used your method and told how it went."))
    tells(events.USED, followers, _("%(who)s used this method and told how it went."))
