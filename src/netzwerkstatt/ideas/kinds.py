"""What this room puts on the golden thread."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.entries.kinds import Kind, declare_kind
from netzwerkstatt.foundation.entries.offers import declare_page

IDEA: Final = "idea"


def declare() -> None:
    """Make the kind and its page known, at start."""
    declare_kind(
        Kind(IDEA, "idea", _("Idea"), _("Ideas"), page="ideas:idea", list_page="ideas:pool", folds=True, order=40)
    )
    declare_page(IDEA)
