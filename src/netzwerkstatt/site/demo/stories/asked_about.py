"""What the people of the demo can be asked about: themes, languages, whether a call is welcome."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from netzwerkstatt.foundation.accounts.models import Availability
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.people import Known, Reach, update_profile
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, on


@dataclass(frozen=True)
class Says:
    """What one person wrote into the own profile."""

    key: str
    themes: tuple[int, ...]
    languages: tuple[str, ...]
    hours: str = ""
    words: str = ""
    back_in: int = 0


REACH, YOUTH, SERVICES = 0, 1, 2
PROFILES = [
    Says(
        "jana.wernicke", (YOUTH,), ("de", "en"), "dienstags und donnerstags von 9 bis 11 Uhr",
        "Rückkehr junger Leute, Schulabgänge, Arbeit mit Betrieben. Fördermittel nur mit Anlauf.",
    ),
    Says("silke.brand", (YOUTH, SERVICES), ("de", "ru"), "vormittags", "Jugendclubs, Ehrenamtskarte, Beteiligung an Schulen."),
    Says("torsten.kuehn", (REACH, SERVICES), ("de",), "", "Leerstand in der Innenstadt, Betriebsnachfolge, Gewerbeflächen."),
    Says(
        "hanka.noack", (REACH, SERVICES), ("de", "hsb", "pl"), "montags von 13 bis 15 Uhr",
        "Bevölkerungsprognosen, kleinräumige Statistik, zweisprachige Angebote.",
    ),
    Says("mila.hanke", (REACH,), ("de", "pl", "en"), "", "Stadtumbau, Probewohnen, Zusammenarbeit mit Zgorzelec."),
    Says("jurij.kral", (YOUTH,), ("de", "hsb", "cs"), "nachmittags", "Schulnetz, Sportstätten, sorbische Kindergärten."),
    Says("ole.brandt", (REACH, SERVICES), ("de", "en"), "freitags von 8 bis 10 Uhr", "Nahversorgung, Rufbus, Fördermittel des Bundes."),
    Says("petra.wolff", (SERVICES,), ("de",), "", "Satzungen, Vergabe, Zusammenarbeit der Hauptämter."),
    Says("rita.sommer", (YOUTH, SERVICES), ("de", "en"), "werktags bis 17 Uhr", "Wer im Städtenetz woran arbeitet."),
    Says("thea.krahl", (YOUTH,), ("de", "en", "pl"), "mittwochs von 14 bis 16 Uhr"),
    Says("murat.oezkan", (YOUTH,), ("de", "tr"), "werktags von 7 bis 9 Uhr"),
    Says("lena.boehm", (YOUTH, REACH), ("de", "en"), "", back_in=24),
    Says("gerd.hellmich", (REACH, SERVICES), ("de",), "abends"),
    Says("samira.aziz", (SERVICES,), ("de", "ar", "fa", "en")),
    Says("anke.hollan", (SERVICES, REACH), ("de", "en")),
]  # fmt: skip


def tell(cast: Cast) -> None:
    """Everybody has filled in the own profile in the weeks after the invitation."""
    for number, says in enumerate(PROFILES):
        with on(ago(300 - 3 * number), 11):
            _fill_in(cast, number, says)


def _fill_in(cast: Cast, number: int, says: Says) -> None:
    person = cast.people[says.key]
    day = clock.today() + timedelta(days=300 - 3 * number + says.back_in)
    update_profile(
        actor=person,
        name=person.name,
        function=person.function,
        expertise=says.words or person.expertise,
        language=person.language,
        reach=Reach(
            phone=f"03999 5550{10 + number}" if says.hours else "",
            call_hours=says.hours,
            calls_welcome=bool(says.hours),
            availability=Availability.LATER if says.back_in else Availability.OPEN,
            available_from=day if says.back_in else None,
        ),
        known=Known(themes=[cast.themes[at] for at in says.themes], languages=says.languages),
    )
