"""A hundred thousand contributions in German that nobody wrote: words by Zipf's law, the same for the same seed."""

from __future__ import annotations

import datetime
import random
from bisect import bisect
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, Final

SEED = 20_261
FIRST_RANK = 30  # before the first noun stand der, die, und …: Zipf's law counts them, our sentences hold them apart
NOUNS: Final = """
Haus Stadt Bus Schule Kita Verein Markt Platz Straße Park Bahnhof Wohnung Arzt Praxis Pflege Jugend Senioren Familie Kinder
Eltern Nachbarschaft Ehrenamt Feuerwehr Bibliothek Museum Theater Kirche Garten Spielplatz Schwimmbad Sporthalle Laden Bäcker
Handwerk Betrieb Ausbildung Praktikum Studium Rückkehr Zuzug Heimat Verwaltung Rathaus Antrag Förderung Haushalt Projekt Idee
Werkstatt Gespräch Abend Wochenende Ferien Training Internet Funkloch Leerstand Fläche Brache Viertel Quartier Dorf Ortsteil
Radweg Fahrplan Haltestelle Takt Ticket Auto Strom Wärme Wasser Baum Licht Treppe Aufzug Hilfe Beratung Sprechstunde Lotse
Pate Treffpunkt Café Küche Fest Musik Chor Konzert Kunst Kultur Geschichte Denkmal Tourismus Gast Mensch Bürger Frau Mann
Mädchen Junge Lehrer Schüler Stimme Frage Antwort Zahl Umfrage Plan Zeit Geld Raum Schlüssel Zentrum Netz Linie Fahrt Weg
""".split()  # noqa: SIM905 - a list of words reads better so
HEADS: Final = """
haus stadt bus schule verein markt platz straße park wohnung arzt pflege garten halle laden betrieb projekt idee werkstatt
abend tag woche fest raum zentrum netz linie fahrt weg hilfe beratung stunde lotse pate treff plan zeit karte preis gruppe
angebot programm konzept fonds budget rat stelle kurs dienst wagen
""".split()  # noqa: SIM905 - as above
VERBS: Final = """
braucht sucht findet öffnet schließt fährt hält plant baut saniert fördert bezahlt besucht erreicht verliert gewinnt kennt
fragt hört zeigt teilt leiht tauscht lernt übt feiert pflegt betreut begleitet verbindet verkürzt verlängert prüft zählt
""".split()  # noqa: SIM905 - as above
SMALL: Final = (
    "und mit für ohne nach in auf bei wenn weil damit auch nur noch schon mehr weniger jeden am im zum".split()  # noqa: SIM905 - as above
)
ADJECTIVES: Final = """
neue alte junge leere offene späte frühe kleine große gemeinsame freie sichere kurze lange gute schnelle einfache ruhige
bunte grüne digitale mobile ehrenamtliche regionale bezahlbare barrierefreie
""".split()  # noqa: SIM905 - as above
LETTERS: Final = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "r", "s", "st", "t", "w", "z"), "aeiou"


class Vocabulary:
    """Some 30,000 words, the first ones said most: nouns, compounds of them, and names that hardly anybody says."""

    def __init__(self, chance: random.Random, names: int = 20_000) -> None:
        compounds = [f"{noun}{between}{head}" for noun in NOUNS for head in HEADS for between in _sound(noun)]
        chance.shuffle(compounds)
        self.compounds = compounds
        self.words = [*NOUNS, *compounds, *(_name(chance) for _ in range(names))]
        self.weights = list(accumulate(1 / (rank + FIRST_RANK) for rank in range(len(self.words))))

    def noun(self, chance: random.Random) -> str:
        """A noun, the rarer the further down the list."""
        return self.words[bisect(self.weights, chance.random() * self.weights[-1])]

    def sentence(self, chance: random.Random) -> str:
        """Subject, verb, object, and where or how."""
        words = [
            chance.choice(("Die", "Der", "Eine", "Unser", "Jede")), chance.choice(ADJECTIVES), self.noun(chance),
            chance.choice(VERBS), chance.choice(SMALL), chance.choice(ADJECTIVES), self.noun(chance),
            chance.choice(SMALL), self.noun(chance),
        ]  # fmt: skip
        return f"{' '.join(words)}."


def _sound(noun: str) -> str | tuple[str, ...]:
    return ("s",) if noun.endswith(("ung", "heit", "keit", "ion", "tum")) else ("",)


def _name(chance: random.Random) -> str:
    consonants, vowels = LETTERS
    return "".join(chance.choice(consonants) + chance.choice(vowels) for _ in range(chance.randint(2, 4))).title()


def fill(number: int) -> Vocabulary:
    """Write cities, people and this many entries straight into the tables, as no page would let one do so fast."""
    from django.utils import timezone

    from netzwerkstatt.foundation.entries.models import Entry
    from netzwerkstatt.foundation.network.models import City, Theme

    chance = random.Random(SEED)
    vocabulary = Vocabulary(chance)
    _places()
    cities, themes = list(City.objects.select_related("network")), list(Theme.objects.all())
    began = timezone.now()
    for first in range(0, number, 2000):
        rows = [_entry(chance, vocabulary, cities, began, n) for n in range(first, min(first + 2000, number))]
        _of_their_kind(chance, vocabulary, Entry.objects.bulk_create(rows, batch_size=1000), themes)
    return vocabulary


def _entry(chance: random.Random, vocabulary: Vocabulary, cities: list[Any], began: Any, n: int) -> Any:
    from netzwerkstatt.foundation.entries.models import Entry

    city = chance.choice(cities)
    kind = "idea" if n % 20 < 15 else "problem" if n % 20 < 18 else "project"
    title = vocabulary.sentence(chance)[:-1]
    visibility = chance.choices(["public", "alliance", "network", "city"], [90, 4, 3, 3])[0]
    at = began - datetime.timedelta(minutes=10 * (100_000 - n))
    return Entry(
        kind=kind, title=title[:240], city=city, network=city.network, visibility=visibility, language="de", created_at=at
    )  # fmt: skip


def _of_their_kind(chance: random.Random, vocabulary: Vocabulary, entries: list[Any], themes: list[Any]) -> None:
    from netzwerkstatt.foundation.entries.models import Entry
    from netzwerkstatt.ideas.models import Idea
    from netzwerkstatt.problems.models import Problem
    from netzwerkstatt.projects.models import Project

    texts = [" ".join(vocabulary.sentence(chance) for _ in range(chance.randint(2, 7))) for _ in entries]
    both = list(zip(entries, texts, strict=True))
    Idea.objects.bulk_create([Idea(entry=e, text=f"{e.title}. {t}"[:600]) for e, t in both if e.kind == "idea"])
    Problem.objects.bulk_create([Problem(entry=e, affected=t) for e, t in both if e.kind == "problem"])
    due = datetime.date(2026, 12, 1)
    Project.objects.bulk_create(
        Project(entry=e, aim=t, first_step="Anfangen", first_step_by="Die Stadt", first_step_due=due)
        for e, t in both
        if e.kind == "project"
    )
    through = Entry.themes.through
    through.objects.bulk_create(
        through(entry_id=e.pk, theme_id=chance.choice(themes).pk) for e in entries if chance.random() < 0.6
    )


def _places() -> None:
    from netzwerkstatt.foundation.network import models

    models.Alliance.objects.create(name="Verbund")
    for s, code in enumerate(("SN", "ST", "TH"), 1):
        state = models.State.objects.create(name=f"Land {code}", code=code, key=str(13 + s), position=s)
        network = models.CityNetwork.objects.create(name=f"Netz {code}", slug=f"netz-{s}", state=state)
        for c in range(3):
            key = f"{13 + s}{s}{c:02}"
            district = models.District.objects.create(name=f"Kreis {key}", key=key, state=state)
            models.City.objects.create(
                name=f"Musterau{'abc'[c]}{code.lower()}", ags=f"{key}000", slug=f"ort-{s}-{c}", network=network,
                district=district, latitude=51 + s / 10, longitude=12 + c / 10,
            )  # fmt: skip
    for number, name in enumerate(("Erreichbarkeit", "Jugend und Engagement", "Daseinsvorsorge"), 1):
        models.Theme.objects.create(name=name, slug=f"thema-{number}", position=number)


def questions(vocabulary: Vocabulary, each: int) -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Kinds of questions with their words, common and rare ones mixed."""
    chance = random.Random(SEED + 1)
    nouns = [vocabulary.noun(chance) for _ in range(10 * each)]
    common = NOUNS[:40]
    yield "the most common words", [{"q": word} for word in common[:each]]
    yield "one word", [{"q": word} for word in nouns[:each]]
    yield "two words", [{"q": f"{chance.choice(common)} {word}"} for word in nouns[each : 2 * each]]
    yield "beginning of a word", [{"q": word[: max(4, len(word) * 2 // 3)]} for word in vocabulary.compounds[:each]]
    yield "part of a compound", [{"q": chance.choice(HEADS).title()} for _ in range(each)]
    yield "one letter wrong", [{"q": _misspelt(chance, word)} for word in vocabulary.compounds[:each]]
    yield "phrase", [{"q": f'"{chance.choice(ADJECTIVES)} {chance.choice(common)}"'} for _ in range(each)]
    yield (
        "word and facet",
        [
            {"q": word, "kind": "project", "land": chance.choice(("SN", "ST", "TH"))}
            for word in nouns[2 * each : 3 * each]
        ],
    )
    yield "facet alone", [{"land": chance.choice(("SN", "ST", "TH")), "kind": "problem"} for _ in range(each)]
    yield "word, newest first", [{"q": word, "sort": "newest"} for word in nouns[3 * each : 4 * each]]


def _misspelt(chance: random.Random, word: str) -> str:
    at = chance.randrange(1, len(word) - 2)
    return (
        word[:at] + word[at + 1] + word[at] + word[at + 2 :] if word[at] != word[at + 1] else word[:at] + word[at + 1 :]
    )
