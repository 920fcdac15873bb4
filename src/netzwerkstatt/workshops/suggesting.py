"""Which cards could lie together, and because of which words: the adapter of `engines/words/grouping`.

Nothing leaves the house and nothing is learnt from it: words are stemmed and compounds split as in the search, and a
person takes each suggestion up or turns it down.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from netzwerkstatt.engines.words.grouping import Term, suggest
from netzwerkstatt.foundation.search import compounds
from netzwerkstatt.foundation.search.words import STOP_WORDS, all_words, keys
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops.models import DeclinedSuggestion, Workshop

MOST_CARDS = 600
_FILLERS = """mehr statt uhr soll sollen jahr jahre tag tage bitte gibt gut besser neu neue braucht gerne"""
SAY_NOTHING = STOP_WORDS | frozenset(_FILLERS.split())
PART = 0.8
REST = 4
MOST_SHOWN = 20


@dataclass(frozen=True)
class Suggestion:
    """Cards that could lie together: in this cluster, or in a new one of this name. `because` are the words."""

    kind: str
    key: str
    ideas: Sequence[Idea]
    cluster: Cluster | None
    because: Sequence[str]
    title: str

    @property
    def others(self) -> list[Idea]:
        """Those of its cards that do not lie in the cluster yet."""
        return [idea for idea in self.ideas if self.cluster is None or idea.cluster_id != self.cluster.pk]


@dataclass(frozen=True)
class Suggestions:
    """What is suggested now, at most twenty of each kind; `more` is how many others there are."""

    groups: Sequence[Suggestion]
    fits: Sequence[Suggestion]
    twins: Sequence[Suggestion]
    more: int
    left_out: int

    @property
    def number(self) -> int:
        return len(self.groups) + len(self.fits) + len(self.twins)

    def by_key(self, key: str) -> Suggestion | None:
        return next((one for one in (*self.groups, *self.fits, *self.twins) if one.key == key), None)


def suggestions_for(workshop: Workshop) -> Suggestions:
    """What could be put together on this board. Three queries; beyond 600 cards only those with most dots are read."""
    rows = Idea.objects.filter(home=workshop.entry).select_related("entry", "cluster")
    cards = list(rows.order_by("-dots", "pk")[:MOST_CARDS])
    declined = list(DeclinedSuggestion.objects.filter(workshop=workshop).values_list("key", "ideas"))
    found = suggest(terms_of([idea.text for idea in cards]), [idea.cluster_id for idea in cards])
    clusters = {idea.cluster_id: idea.cluster for idea in cards if idea.cluster}
    groups = [_made("g", [cards[n] for n in one.members], None, one.because) for one in found.groups]
    fits = [_made("f", [cards[n] for n in one.members], clusters[one.group], one.because) for one in found.fits]
    twins = [_twins([cards[n] for n in one.members], one.because) for one in found.twins]
    groups, fits, twins = kept = [
        [one for one in some if not _is_declined(one, declined)] for some in (groups, fits, twins)
    ]
    return Suggestions(
        groups[:MOST_SHOWN],
        fits[:MOST_SHOWN],
        twins[:MOST_SHOWN],
        more=sum(max(0, len(some) - MOST_SHOWN) for some in kept),
        left_out=max(0, workshop.ideas - len(cards)),
    )


def terms_of(texts: Sequence[str]) -> list[list[Term]]:
    """The words of each text that mean something, stemmed, with the parts of compounds; the texts teach each other."""
    written = [[word for word in all_words(text) if _says_something(word)] for text in texts]
    learnt = {keys(word).word: keys(word).german for words in written for word in words}
    by_length = sorted(compounds.lexicon().items(), key=lambda known: (-len(known[0]), known[0]))
    spoken = {stem: word.capitalize() for word, stem in by_length}
    spoken |= {keys(word).german: word for words in written for word in words}
    return [_terms(words, learnt, spoken) for words in written]


def _terms(words: Iterable[str], learnt: Mapping[str, str], spoken: Mapping[str, str]) -> list[Term]:
    """`spoken` is how people write what a stem stands for."""
    found: dict[str, Term] = {}
    for word in words:
        known = keys(word)
        found[known.german] = Term(known.german, word)
        for part in (*_beginning(known.word, learnt), *compounds.split(known.word, learnt)):
            found.setdefault(part, Term(part, spoken.get(part, part.capitalize()), PART))
    return list(found.values())


def _beginning(word: str, learnt: Mapping[str, str]) -> tuple[str, ...]:
    """The stem of the longest known word with which this one begins, where enough is left: "Busfahrplan" has a Bus."""
    for end in range(len(word) - REST, compounds.SHORTEST_PART - 1, -1):
        beginning = word[:end]
        stem = compounds.lexicon().get(beginning) or (compounds.can_be_part(beginning) and learnt.get(beginning))
        if stem:
            return (stem,)
    return ()


def _says_something(word: str) -> bool:
    known = keys(word)
    return len(known.word) > 2 and known.word not in SAY_NOTHING and not known.word.isdigit()


def _made(kind: str, ideas: Sequence[Idea], cluster: Cluster | None, because: Sequence[str]) -> Suggestion:
    names = sorted(idea.entry.public_id for idea in ideas)
    told = f"{kind}:{cluster.public_id if cluster else ''}:{','.join(names)}"
    key = kind + hashlib.sha256(told.encode()).hexdigest()[:32]
    return Suggestion(kind, key, ideas, cluster, because, _title(because))


def _twins(ideas: Sequence[Idea], because: Sequence[str]) -> Suggestion:
    """Two cards that say nearly the same lie where one of them lies already."""
    return _made("t", ideas, next((idea.cluster for idea in ideas if idea.cluster), None), because)


def _title(because: Sequence[str]) -> str:
    words = [word[:1].upper() + word[1:] for word in because[:2]]
    if len(words) == 2:
        return _("%(one)s and %(other)s") % {"one": words[0], "other": words[1]}
    return words[0] if words else ""


def _is_declined(suggestion: Suggestion, declined: Sequence[tuple[str, list[str]]]) -> bool:
    """Turned down itself, or nothing but a part of what was turned down."""
    names = {idea.entry.public_id for idea in suggestion.ideas}
    return any(
        key == suggestion.key or (key[:1] == suggestion.kind != "f" and names <= set(ideas)) for key, ideas in declined
    )
