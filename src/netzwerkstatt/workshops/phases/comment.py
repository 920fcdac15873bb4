"""Comment on ideas: what speaks for an idea, what against it, what it needs."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase, Workshop
from netzwerkstatt.workshops.phases.writing import Writing
from netzwerkstatt.workshops.seat import Seat


class Comment(Writing):
    """Each note hangs on one idea and stays there."""

    code = "comment"
    fit = PhaseFit.COMMENT
    says = gettext_lazy("Everybody writes to the ideas of others what helps them on.")
    builds_on_ideas = True
    is_about_ideas = True
    minutes = 20
    asks_for = gettext_lazy("Your comment")
    phone = "workshops/phone/comment.html"

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        if not workshop.ideas:
            raise Invalid({"": _("There are no ideas to comment on yet.")})

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        return super().on_phone(phase, seat) | seat.ideas_to_choose()
