"""Word cloud: everybody sends a word or three; shown are the words, each with how often it came."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.ideas.writing import checked
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.models import Phase, Reveal
from netzwerkstatt.workshops.phases.kind import Kind
from netzwerkstatt.workshops.phases.writing import Writing, Written, keep_notes, notes_of

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat

LONGEST_WORD = 40
AT_ONCE = 3
SHOWN = 40
SIZES = 5


@dataclass(frozen=True)
class Word:
    """A word as most wrote it, how often it came, and how large it stands there: from 1 to 5, by its number."""

    text: str
    n: int
    size: int


class Words(Writing):
    """Each word is a note of its own. Upper and lower case are one word; nothing is guessed beyond that."""

    code = "words"
    fit = PhaseFit.COLLECT
    says = gettext_lazy("Everybody sends a word, up to three at once. Shown is each word with how often it came.")
    minutes = 5
    asks = frozenset({"reveals"})
    identities = ("anonymous",)
    asks_for = gettext_lazy("A word, or up to three with commas")
    shown = "workshops/shown/words.html"
    wall = "workshops/wall/words.html"

    def taken(self, text: str) -> str:
        words = split(text)
        if not words:
            raise Invalid({"text": _("A word or two is enough, but something should stand here.")})
        if len(words) > AT_ONCE:
            raise Invalid({"text": _("At most three words at once, please; send the next ones afterwards.")})
        if any(len(word) > LONGEST_WORD for word in words):
            raise Invalid({"text": _("At most 40 characters for each word, please.")})
        return checked(", ".join(words))

    def keep(self, phase: Phase, written: Sequence[Written]) -> list[Any]:
        return keep_notes(phase, [replace(one, text=word) for one in written for word in split(one.text)])

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        shown = counted(phase)[:SHOWN] if phase.reveals == Reveal.LIVE else []
        return super().on_phone(phase, seat) | {"notes": [], "words": shown}

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        return {"words": counted(phase)[:SHOWN]}

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return {"words": counted(phase)}

    def outcome(self, phase: Phase) -> dict[str, Any]:
        said = [{"text": word.text, "times": word.n} for word in counted(phase)]
        return Kind.outcome(self, phase) | ({"notes": said} if said else {})


def split(text: str) -> list[str]:
    """The words between commas, semicolons and line breaks."""
    return [word for part in re.split(r"[,;\n]", text) if (word := " ".join(part.split()))]


def counted(phase: Phase) -> list[Word]:
    """All words that everybody may see, the most frequent first, then by the alphabet. One query."""
    spellings: dict[str, dict[str, int]] = {}
    for text in notes_of(phase).values_list("text", flat=True):
        of = spellings.setdefault(text.casefold(), {})
        of[text] = of.get(text, 0) + 1
    found = [(max(of, key=lambda text: (of[text], text)), sum(of.values())) for of in spellings.values()]
    found.sort(key=lambda one: (-one[1], one[0].casefold()))
    most = found[0][1] if found else 1
    return [Word(text, n, 1 if most == 1 else 1 + round((SIZES - 1) * (n - 1) / (most - 1))) for text, n in found]
