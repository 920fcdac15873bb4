"""Who may do what with evidence."""

from __future__ import annotations

from typing import Any

import rules

from netzwerkstatt.evidence.models import OfficialFile
from netzwerkstatt.foundation.network.rules import is_partner

uploads_files = is_partner
makes_cards = is_partner


@rules.predicate
def is_shown_by_a_card(person: Any, file: OfficialFile | None) -> bool:
    """A public card rests on the file."""
    return file is not None and file.cards.visible_to(None).exists()


reads_file = is_partner | is_shown_by_a_card
