"""A workshop that runs just now: come in with its code, look at its wall and its console."""

from __future__ import annotations

from datetime import time, timedelta

from netzwerkstatt.foundation.ballots.models import Option
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import telling
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.plans import PhasePlan

STATEMENTS = (
    "Am Bahnhofsplatz fühle ich mich abends sicher.\n"
    "Wer mit dem Zug kommt, soll hier gern bleiben.\n"
    "Die Stellplätze vor dem Bahnhof werden gebraucht."
)
COURSE = [
    PhasePlan("input", "Der Platz in Zahlen", "", 10),
    PhasePlan("words", "Ein Wort", "Der Bahnhofsplatz ist heute …", 5, reveals="live"),
    PhasePlan("opinion", "Meinungsrunde", "Wie sehen Sie das?", 5, reveals="close", items="words", words=STATEMENTS),
    PhasePlan("collect", "Ideen sammeln", "Was holt Menschen auf den Platz?", 20, taboo_free=True),
    PhasePlan("cluster", "Bündeln", "Was gehört zusammen?", 15),
    PhasePlan("dots", "Gewichten", "Womit fangen wir an?", 10, dots=5, reveals="close"),
    PhasePlan("groups", "Erste Schritte", "Was ginge in vier Wochen?", 25),
    PhasePlan("decide", "Verabreden", "Wer nimmt sich was vor?", 15),
]  # fmt: skip
WORDS = (
    "grau, leer",
    "leer",
    "windig",
    "Parkplatz",
    "Umstieg",
    "grau",
    "leer",
    "windig, grau",
    "Parkplatz",
    "ungenutzt",
)
IDEAS = {
    "Bleiben können": [
        "Sitzstufen aus Holz, die in der Abendsonne stehen", "Ein Trinkbrunnen und eine Toilette, die sauber ist",
        "Bäume in Kübeln, bis die echten groß sind", "Ein Dach, unter dem man auf den Bus wartet und nicht friert",
        "Hocker zum Ausleihen gegen Pfand",
    ],
    "Etwas los": [
        "Freitags Wochenmarkt bis 20 Uhr, damit Pendelnde einkaufen können", "Ein Klavier, das draußen steht",
        "Im Sommer Kino an der Bahnhofswand", "Proberaum im alten Gepäcklager, auch nach 22 Uhr",
        "Einmal im Monat kocht eine andere Straße",
    ],
    "Ankommen und weiterkommen": [
        "Räder, die man mit dem Zugticket ausleiht", "Der letzte Bus wartet, wenn der Zug Verspätung hat",
        "Ein Schild mit Gehminuten statt Kilometern", "Schließfächer, in die der Laden liefert",
    ],
    "": ["Alle Stellplätze für einen Sommer weg und sehen, was passiert", "Eine Bahnhofsmission, die auch Jüngere anspricht"],
}  # fmt: skip
PEOPLE = 22


def tell(cast: Cast) -> None:
    """Twenty-two people in Görlitz have collected and clustered; half of them have given their dots."""
    mila, city = cast.people["mila.hanke"], cast.cities["14626110"]
    workshop = workshops.plan_meeting(
        actor=mila, city=city, title="Wie wird der Bahnhofsplatz ein Ort?", preset="forum",
        question="Was holt Menschen auf den Platz?",
    )  # fmt: skip
    now = clock.now()
    workshops.set_phases(actor=mila, workshop=workshop, phases=COURSE)
    workshops.plan_workshop(
        actor=mila, workshop=workshop, day=clock.today(), begins=time(17, 0), place="Bahnhof, Halle 1",
        facilitator=cast.people["lena.boehm"],
    )  # fmt: skip
    with clock.telling(now - timedelta(minutes=52)):
        workshops.start_workshop(actor=mila, workshop=workshop)
        networks = [cast.networks["SN"], cast.networks["SN"], cast.networks["ST"], cast.networks["TH"]]
        guests = telling.hall(workshop, PEOPLE, networks, ["citizen", "citizen", "administration", "club", "business"])
        telling.talked(workshop, "input", "Täglich steigen 4 200 Menschen um, im Schnitt bleiben sie sieben Minuten.")
    with clock.telling(now - timedelta(minutes=44)):
        words = telling.phase_of(workshop, "words")
        workshops.open_phase(actor=mila, phase=words)
        for place, text in enumerate(WORDS):
            workshops.contribute(
                actor=guests[place], phase=words, text=text, client_id=telling.client_id(workshop.pk, "word", place)
            )
        workshops.close_phase(actor=mila, phase=words)
        opinion = workshops.open_phase(actor=mila, phase=telling.phase_of(workshop, "opinion"))
        options = list(Option.objects.filter(ballot=opinion.ballot).order_by("position"))
        for place, guest in enumerate(guests):
            said = {options[0].pk: [-1 if place % 4 else 0], options[1].pk: [1], options[2].pk: [(place % 3) - 1]}
            workshops.vote(actor=guest, phase=opinion, said=said)
        workshops.close_phase(actor=mila, phase=opinion)
    with clock.telling(now - timedelta(minutes=31)):
        texts = [text for group in IDEAS.values() for text in group]
        ideas = telling.uncover(workshop, telling.write_down(workshop, guests, texts))
    with clock.telling(now - timedelta(minutes=12)):
        telling.put_together(workshop, ideas, {title: texts for title, texts in IDEAS.items() if title})
    with clock.telling(now - timedelta(minutes=2)):
        dots = workshops.open_phase(actor=mila, phase=telling.phase_of(workshop, "dots"))
        chosen = list(ideas.values())
        for place, guest in enumerate(guests[: PEOPLE // 2]):
            first, second = chosen[place % 5].public_id, chosen[(place * 3 + 5) % len(chosen)].public_id
            workshops.give_dots(actor=guest, phase=dots, dots={first: 3, second: 2})
            workshops.say_ready(actor=guest, phase=dots)
        workshops.pin_idea(actor=mila, workshop=workshop, idea=chosen[1])
