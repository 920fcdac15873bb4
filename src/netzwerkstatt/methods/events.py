"""What happens in this room."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.log import EventType
from netzwerkstatt.methods.models import MethodUse

MADE = EventType("method.made", _("made the method"), plain=("based_on",))
REWRITTEN = EventType("method.rewritten", _("wrote the method anew"))
ARCHIVED = EventType("method.archived", _("put the method into the archive"))
RESTORED = EventType("method.restored", _("took the method out of the archive"))
USED = EventType("method.used", _("told how the method went"), plain=("method", "use"))
USE_CHANGED = EventType("method.use-changed", _("changed what was told of a method"), plain=("method", "use"))
USE_TAKEN_BACK = EventType("method.use-taken-back", _("took back what was told of a method"), plain=("method", "use"))


@dataclass(frozen=True)
class Told:
    """What an event about a use is about: the own method, or the toolbox where the method came with the software."""

    use: MethodUse

    @property
    def stream(self) -> str:
        return self.use.stream

    @property
    def public_id(self) -> str:
        return self.use.own.public_id if self.use.own else ""
