"""By which words methods are found: own ones in the index, those of the software beside it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.search.queries import Found
from netzwerkstatt.foundation.search.searchable import Parts, declare_searchable, joined
from netzwerkstatt.foundation.search.words import STOP_WORDS, all_words, keys
from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.kinds import METHOD
from netzwerkstatt.methods.method import Method

MOST_BESIDE = 3


def declare() -> None:
    """Make own methods known to the search, at start."""
    declare_searchable(METHOD.code, words, read=read)


def read(entries: Any) -> Any:
    """Entries with their methods and the steps of those."""
    return entries.select_related("ownmethod").prefetch_related("ownmethod__own_steps")


def words(entry: Entry) -> Parts:
    """What it is for, when it is good, and its course."""
    method = entry.ownmethod
    steps = (joined(step.title, step.text) for step in method.own_steps.all())
    return Parts(text=joined(method.fits, *steps, method.materials, method.variants, method.origin))


def holding(methods: list[Method], text: str) -> list[Method]:
    """Those of these methods that hold every word that was typed, by their stems; in the title counts first. Pure."""
    wanted = [keys(word).german for word in all_words(text) if keys(word).word not in STOP_WORDS]
    if not wanted:
        return [] if text.strip() else methods
    found = []
    for method in methods:
        title, all_of_it = _stems(method.title), _stems(_text(method))
        if all(any(stem.startswith(word) for stem in all_of_it) for word in wanted):
            found.append((-sum(word in title for word in wanted), method.number or 1000, method.title, method))
    return [row[3] for row in sorted(found, key=lambda row: row[:3])]


def _text(method: Method) -> str:
    steps = (joined(step.title, step.text) for step in method.steps)
    return joined(method.title, method.purpose, method.fits, *steps, *method.variants, method.origin)


@lru_cache(maxsize=1000)
def _stems(text: str) -> frozenset[str]:
    return frozenset(stem for word in all_words(text) if (stem := keys(word).german))


def beside_the_hits(found: Found, _viewer: Any) -> dict[str, Any] | None:
    """What the library shows of the toolbox, where something was typed and nothing narrowed. No query."""
    if not found.question.wanted or any(found.asked.chosen.values()):
        return None
    here = holding(list(shipped().values()), found.asked.text)
    if not here:
        return None
    return {
        "methods": here[:MOST_BESIDE],
        "more": len(here) - MOST_BESIDE,
        "url": f"{reverse('methods:toolbox')}?{urlencode({'q': found.asked.text})}",
    }
