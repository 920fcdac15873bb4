"""The library: one box over everything, what hits can be narrowed to, and the hits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from netzwerkstatt.foundation.accounts.access import ViewerRequest, access, everyone
from netzwerkstatt.foundation.commitments.queries import ALL, EVERY, LONGEST_WORDS, found_with
from netzwerkstatt.foundation.entries.kinds import KINDS, cycle
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.entries.thread import kinds_reached
from netzwerkstatt.foundation.search import queries
from netzwerkstatt.foundation.search.excerpts import excerpt, marked
from netzwerkstatt.foundation.search.facets import FACETS, facets, known_values
from netzwerkstatt.foundation.search.models import CITY, Document
from netzwerkstatt.foundation.search.question import LONGEST, Question
from netzwerkstatt.foundation.search.searchable import VARIANTS

MOST_VALUES = 30


@dataclass(frozen=True)
class Chip:
    """A chosen value, and the address without it."""

    label: str
    url: str


@dataclass(frozen=True)
class Hit:
    """One line of the results."""

    stage: str
    kind: str
    title: SafeString
    url: str
    text: SafeString
    document: Document
    reached: int = 0

    @property
    def place(self) -> Any:
        """The city it belongs to, else the network."""
        return self.document.shelf.city or self.document.shelf.network

    @property
    def state(self) -> Any:
        """The Land it lies in."""
        network = self.document.shelf.network
        return network.state if network else None


@access(everyone)
@require_safe
def library(request: ViewerRequest) -> HttpResponse:
    """What the alliance knows, searched and narrowed; everything stands in the address."""
    asked = asked_in(request.GET)
    found = queries.search(asked, request.viewer)
    nothing = not found.total and found.question.asks
    context = {
        "asked": asked,
        "question": found.question,
        "found": found,
        "hits": _hits(found.documents, found.question),
        "facets": facets(found.cells, asked.chosen, found.places),
        "chips": _chips(asked, found.places),
        "orders": _orders(asked),
        "all_url": address(asked, chosen={}),
        "suggestions": _suggestions(found, request.viewer) if nothing and not found.unfiltered else [],
        "stages": len(cycle()),
        "commitments": found_with(asked.text[:LONGEST_WORDS], request.viewer),
        "commitments_query": urlencode({"whose": ALL, "state": EVERY, "q": asked.text[:LONGEST_WORDS]}),
        "offers": [(offer, offer.url(None)) for offer in offers_on("library", None, request.viewer)],
        "panels": panels_on("library", "main", found, request.viewer),
    }
    return render(request, "search/library.html", context)


def asked_in(sent: QueryDict) -> queries.Asked:
    """What the address says; what makes no sense is left out."""
    page = sent.get("page", "1")
    chosen = {name: tuple(dict.fromkeys(sent.getlist(name)))[:MOST_VALUES] for name in FACETS}
    return queries.Asked(
        text=sent.get("q", "").replace("\x00", " ").strip()[: LONGEST + 1],
        chosen={name: kept for name, values in chosen.items() if (kept := tuple(v for v in values if "\x00" not in v))},
        sort=queries.NEWEST if sent.get("sort") == queries.NEWEST else queries.RELEVANCE,
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 1,
    )


def address(
    asked: queries.Asked,
    *,
    text: str | None = None,
    chosen: Mapping[str, tuple[str, ...]] | None = None,
    sort: str = "",
) -> str:
    """The address of the library with some of it changed, on its first page."""
    words = asked.text if text is None else text
    order = sort or asked.sort
    pairs = [("q", words)] if words else []
    pairs += [(name, v) for name, values in (asked.chosen if chosen is None else chosen).items() for v in values]
    pairs += [("sort", order)] if order != queries.RELEVANCE else []
    return f"{reverse('search:library')}{'?' + urlencode(pairs) if pairs else ''}"


def _hits(documents: Sequence[Document], question: Question) -> list[Hit]:
    """The lines of one page, each with how far on the thread things have come. One query."""
    reached = kinds_reached([document.entry_id for document in documents if document.entry_id])
    return [_hit(document, question, reached.get(document.entry_id or 0, set())) for document in documents]


def _hit(document: Document, question: Question, reached: set[str]) -> Hit:
    entry, shelf = document.entry, document.shelf
    text = excerpt(document.text.plain, question)
    if entry is None:
        place = shelf.city if shelf.kind == CITY else shelf.network
        url = shelf.city.get_absolute_url() if shelf.kind == CITY and shelf.city else _network_url(place)
        label = _("City") if shelf.kind == CITY else _("Network")
        return Hit("", label, marked(str(place), question), url, text, document)
    kind = KINDS[entry.kind]
    stages = [one.code for one in cycle()]
    far = max((stages.index(code) + 1 for code in {*reached, entry.kind} if code in stages), default=0)
    title = marked(entry.title, question)
    label = str(VARIANTS[shelf.kind].label if shelf.kind in VARIANTS else kind.label)
    return Hit(kind.stage, label, title, entry.get_absolute_url(), text, document, far)


def _network_url(network: Any) -> str:
    """A network has no page of its own yet: the library shows what belongs to it."""
    return f"{reverse('search:library')}?{urlencode({'network': network.slug})}"


def _chips(asked: queries.Asked, places: Any) -> list[Chip]:
    chips = []
    for name, values in asked.chosen.items():
        labels = known_values(name, places)
        for value in values:
            others = tuple(other for other in values if other != value)
            url = address(asked, chosen={**asked.chosen, name: others})
            chips.append(Chip(labels[value][0] if value in labels else value[:40], url))
    return chips


def _orders(asked: queries.Asked) -> list[tuple[str, str, bool]]:
    orders = ((queries.RELEVANCE, _("Best first")), (queries.NEWEST, _("Newest first")))
    return [(label, address(asked, sort=order), order == asked.sort) for order, label in orders]


def _suggestions(found: queries.Found, viewer: Any) -> list[tuple[str, str, str]]:
    """Word, address, and how many of each kind it finds."""
    return [
        (one.word, address(found.asked, text=one.word, chosen={}), _kinds(one.counts))
        for one in queries.suggestions(found.question, viewer)
    ]


def _kinds(counts: Mapping[str, int]) -> str:
    """So many of each kind, as in: 4 Projekte, 11 Ideen."""
    every: dict[str, Any] = {**KINDS, **VARIANTS}
    names = {code: one.plural if counts.get(code, 0) != 1 else one.label for code, one in every.items()}
    return ", ".join(f"{n} {names[code]}" for code, n in sorted(counts.items(), key=lambda c: -c[1]) if code in names)


def search_url(_request: HttpRequest | None = None) -> str:
    """Where every page's head leads to."""
    return reverse("search:library")
