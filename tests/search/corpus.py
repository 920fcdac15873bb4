"""Several hundred German sentences as ideas, the same on every machine; and what is asked of them."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.search import index
from netzwerkstatt.foundation.search.queries import Asked, Found, search
from netzwerkstatt.ideas.writing import beginning, create_ideas

HERE = Path(__file__).parent
SENTENCES = HERE.joinpath("sentences.txt").read_text("utf-8").splitlines()
BEGAN = datetime.datetime(2026, 1, 1, 9, tzinfo=datetime.UTC)
QUESTIONS = [
    "Haus", "Häuser", "Strasse", "Straße", "Muller", "Müller", "Mueller", "Mehrgen", "mehrgenerationenhaus", "Rufbus",
    "Bus", "Bahnhof", "zurückkehren", "Rückkehr", "Leerstand", "leerstände", "Jugend", "Jugendliche", "Kinder Garten",
    "Stadt", "Städte Zahlen", "Ehrenamt", "Verein Vorstand", "Nachtbuss", "Krankenhuas", "Bibliotek", "Werkzueg",
    '"am Wochenende"', '"alle zweihundert Meter"', "Schule -Grundschule", "Bürgerinnen", "Bürger", "Land Antrag",
    "Werkstatt", "Idee", "Phase", "Faden", "Empfehlung Land", "der die das", "Pflegeheim Garten", "Lasten-Rad", "2035",
    "Wohnung Kita", "Arzt", "Feuerwehr", "Förder", "Code", "Seite öffnen", "projekte", "Quantencomputer",
]  # fmt: skip


def write(city: City, themes: list[Theme]) -> dict[int, int]:
    """Every sentence as an idea, a day apart, every third with a theme; the numbers of the sentences by entry."""
    home = Entry.objects.create(kind="workshop", title="Eine Sammlung", city=city, network=city.network)
    numbers = {}
    for number, sentence in enumerate(SENTENCES):
        at = BEGAN + datetime.timedelta(days=number)
        (idea,) = create_ideas(home=home, written=[(sentence, None)], at=at)
        numbers[idea.pk] = number
        if themes and number % 3 == 0:
            idea.entry.themes.set([themes[number % len(themes)]])
    Entry.objects.filter(pk=home.pk).update(deleted_at=BEGAN)
    index.rebuild(again=True)
    return numbers


def ask(text: str, viewer: Any = None, **more: Any) -> Found:
    """The first page for these words."""
    return search(Asked(text, **more), viewer)


def titles(found: Found) -> list[str]:
    """What the first page shows, in order."""
    return [str(hit.entry or hit.shelf.city or hit.shelf.network) for hit in found.documents]


def cut(sentence: str) -> str:
    """A sentence as it stands in a title."""
    return beginning(sentence)
