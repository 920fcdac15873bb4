"""From an entry, a city or a network to its document: texts first, then tokens. Pure but for what rooms read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core.exceptions import ObjectDoesNotExist

from netzwerkstatt.foundation.entries.kinds import KINDS
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.network.models import City, CityNetwork, Named
from netzwerkstatt.foundation.search.models import CITY, NETWORK, Document, DocumentText, Shelf, id_of_place, shelf_of
from netzwerkstatt.foundation.search.ranking import COMMENTS, SUMMARY, TEXT
from netzwerkstatt.foundation.search.searchable import Parts, joined, searchable, spoken_about
from netzwerkstatt.foundation.search.words import STOP_WORDS, all_words, cleaned, keys, pieces, written_words

LONGEST_TEXT = 20_000
LONGEST_PLAIN = 6_000
ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # cities and networks are neither new nor old


@dataclass(frozen=True)
class Texts:
    """Everything that is read of one thing, by field, and where it belongs."""

    title: str
    summary: str
    text: str
    comments: str
    plain: str
    english: bool
    id: int
    shelf: Shelf
    at: datetime
    entry: Entry | None = None

    @property
    def words(self) -> Iterator[str]:
        """All its words, as they are written."""
        for field in (self.title, self.summary, self.text, self.comments):
            yield from all_words(field)

    def document(self, parts: Mapping[str, tuple[str, ...]]) -> tuple[Document, DocumentText]:
        """The document and its words, compounds split as the dictionary says; its shelf may be a new one."""
        stretches = ((SUMMARY, self.summary), (TEXT, self.text), (COMMENTS, self.comments))
        words = " ".join(f"{name} {tokens(text, parts, english=self.english)}".strip() for name, text in stretches)
        title = tokens(self.title, parts, english=self.english)
        document = Document(id=self.id, entry=self.entry, shelf=self.shelf, at=self.at)
        return document, DocumentText(document=document, title=title, words=words, plain=self.plain)


def tokens(text: str, parts: Mapping[str, tuple[str, ...]], *, english: bool) -> str:
    """The words in order, for phrases; then once each their stems, the parts of compounds, hyphenated words in one."""
    order: list[str] = []
    once: set[str] = set()
    for written in written_words(cleaned(text)):
        names = pieces(written.text)
        for name in names:
            known = keys(name)
            if known.word:
                order.append(f"w{known.word}")
                once |= _stems(known.word, name, parts, english=english)
        if len(names) > 1 and (whole := keys("".join(names))).word:
            once |= {f"w{whole.word}", *_stems(whole.word, "".join(names), parts, english=english)}
    return " ".join([*order, *sorted(once)])


def _stems(word: str, name: str, parts: Mapping[str, tuple[str, ...]], *, english: bool) -> set[str]:
    if word in STOP_WORDS:
        return set()
    known = keys(name)
    found = {f"d{known.german}"} if known.german else set()
    if english and known.english:
        found.add(f"e{known.english}")
    found.update(f"p{part}" for part in parts.get(word, ()))
    return found


def texts_of_entries(ids: Iterable[int]) -> dict[int, Texts]:
    """What is read of these entries, by id; deleted and closed ones are not among them. A few queries for each kind."""
    wanted = list(ids)
    by_kind: dict[str, list[int]] = {}
    open_ones = Entry.objects.filter(pk__in=wanted, deleted_at__isnull=True).exclude(visibility=Visibility.CLOSED)
    for pk, kind in open_ones.values_list("pk", "kind"):
        by_kind.setdefault(kind, []).append(pk)
    spoken = spoken_about(wanted)
    found = {}
    for kind, some in sorted(by_kind.items()):
        rows = Entry.objects.filter(pk__in=some).select_related("city__network__state", "network__state")
        for entry in searchable(kind).read(rows.prefetch_related("themes")):
            found[entry.pk] = _of_entry(entry, spoken.get(entry.pk, ""))
    return found


def _of_entry(entry: Entry, comments: str) -> Texts:
    said = _said(entry)
    summary = said.summary or entry.summary
    themes = sorted(entry.themes.all(), key=lambda theme: theme.pk)
    network = entry.network or (entry.city.network if entry.city else None)
    around = joined(
        *(_names(place) for place in (entry.city, network, network.state if network else None) if place),
        *(joined(_names(theme), theme.synonyms) for theme in themes),
    )
    return Texts(
        title=joined(entry.title, entry.code),
        summary=summary[:LONGEST_TEXT],
        text=joined(said.text[:LONGEST_TEXT], around, str(KINDS[entry.kind].label) if entry.kind in KINDS else ""),
        comments=comments[:LONGEST_TEXT],
        plain=joined(summary, said.text, comments)[:LONGEST_PLAIN],
        english=entry.language.startswith("en"),
        id=entry.pk,
        shelf=shelf_of(
            said.variant or entry.kind,
            entry.city_id,
            network.pk if network else None,
            f",{','.join(str(theme.pk) for theme in themes)}," if themes else "",
        ),
        at=entry.created_at,
        entry=entry,
    )


def _said(entry: Entry) -> Parts:
    """What its room tells of it; an entry that has lost the row of its kind is still found by its title."""
    try:
        return searchable(entry.kind).words(entry)
    except ObjectDoesNotExist:
        return Parts()


def texts_of_places(cities: Sequence[City], networks: Sequence[CityNetwork]) -> list[Texts]:
    """What is read of cities and networks, each with everything it is called. They come with `network__state`."""
    return [
        *(_of_place(CITY, city, f"{city.network}\n{city.state}\n{city.ags}", city.network) for city in cities),
        *(_of_place(NETWORK, network, f"{network.focus}\n{network.state}", network) for network in networks),
    ]


def _of_place(kind: str, place: City | CityNetwork, text: str, network: CityNetwork) -> Texts:
    summary = place.focus if isinstance(place, CityNetwork) else ""
    return Texts(
        title=_names(place),
        summary=summary,
        text=text,
        comments="",
        plain=summary,
        english=False,
        id=id_of_place(kind, place.pk),
        shelf=shelf_of(kind, place.pk if isinstance(place, City) else None, network.pk),
        at=ALWAYS,
    )


def _names(place: Named) -> str:
    """The name in every language."""
    return joined(place.name, *place.other_names.values())
