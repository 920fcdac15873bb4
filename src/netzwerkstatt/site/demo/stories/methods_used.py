"""How methods went in the cities, and one that Hettstedt made itself."""

from __future__ import annotations

from netzwerkstatt.methods.actions import Content, Told, make_method, record_use
from netzwerkstatt.methods.catalogue import shipped
from netzwerkstatt.methods.method import Method, Step
from netzwerkstatt.methods.queries import of_own
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on

BENCH = Content(
    title="Bankgespräch",
    purpose="Dort zuhören, wo die Leute ohnehin sitzen.",
    fits="Wenn zur Versammlung immer dieselben kommen. Zwei Menschen, eine Bank, eine Thermoskanne.",
    people_from=2,
    people_to=8,
    longest=120,
    steps=(
        Step("Platz wählen", "Vor Bäcker, Arzt oder Bushaltestelle. Vorher fragen, ob es die Ladenleute stört.", 10),
        Step(
            "Sitzen und grüßen",
            "Schild aufstellen: „Was fehlt hier?“ Niemanden ansprechen, der nicht stehen bleibt.",
            50,
        ),
        Step(
            "Aufschreiben", "Nach jedem Gespräch ein Satz auf eine Karte, ohne Namen, zum Gegenlesen hingehalten.", 20
        ),
        Step("Antwort versprechen", "Sagen, wo die Karten am Freitag hängen und wer antwortet.", 10),
    ),
    stages=("diagnose",),
    goals=("hear", "understand"),
    groups=("quiet", "elders", "citizens"),
    kinds=("questions", "collect"),
    materials="eine Bank mit Lehne\nThermoskanne und Becher\nein Schild mit einer Frage\nKarten und ein dicker Stift",
    risks="Bei Regen kommt niemand: einen Ausweichtag gleich mit ansagen.\nWer verspricht und nicht antwortet, sitzt beim nächsten Mal allein.",
    variants="Im Wartezimmer, mit Erlaubnis der Praxis.\nJugendliche fragen Ältere und umgekehrt.",
    origin="Im Hettstedter Rathaus entstanden, als zur Einwohnerversammlung elf Leute kamen.",
)

# key, who, days ago, people, minutes, again, what worked, what to do differently, AGS of the city
USES = (
    ("headstand", "jana.wernicke", 250, 18, 42, "again", "Beim Schlimmermachen haben alle gelacht, danach war das Eis weg.", "Für das Zurückdrehen 15 Minuten einplanen.", "15087220"),
    ("headstand", "mila.hanke", 196, 24, 45, "again", "Die Frage „Was tun wir davon schon?“ hat gesessen.", "", "14626110"),
    ("headstand", "ole.brandt", 143, 12, 35, "changed", "Kleine Runde, schnell fertig.", "Ohne Vorgesetzte im Raum wären die Karten frecher.", "16073077"),
    ("headstand", "silke.brand", 88, 30, 50, "again", "Jugendliche kamen sofort hinein.", "Bei 30 Menschen zwei Wände nehmen.", "15087130"),
    ("headstand", "jurij.kral", 41, 16, 42, "again", "", "Vorher klären, dass keine Namen fallen.", "14625240"),
    ("headstand", "petra.wolff", 19, 20, 40, "changed", "Als Einstieg in die Werkstatt gut.", "Die Frage vorher mit zwei Leuten ausprobieren.", "16073076"),
    ("world-cafe", "mila.hanke", 230, 48, 135, "again", "Gastgeberinnen aus den Vereinen, keine aus dem Amt.", "Für die Ernte mehr Zeit.", "14626110"),
    ("world-cafe", "gudrun.thiel", 120, 60, 150, "changed", "Viele Gespräche über die Stadtgrenzen.", "Drei Runden waren eine zu viel.", "16073077"),
    ("world-cafe", "jana.wernicke", 33, 36, 140, "again", "Der ruhige Tisch wurde gern genommen.", "", "15087220"),
    ("brainwriting", "torsten.kuehn", 160, 18, 38, "again", "Auch die Stillen hatten drei Ideen.", "Fünf Minuten je Runde, nicht vier.", "15087370"),
    ("brainwriting", "hanka.noack", 75, 12, 36, "again", "", "", "14625020"),
    ("peer-consulting", "rita.sommer", 60, 7, 65, "again", "Drei Länder, ein Fall, kein Zeuge.", "", "15087220"),
    ("systemic-consensing", "paul.rehbein", 101, 22, 70, "changed", "„So lassen“ dabeizuhaben hat beruhigt.", "Die Skala vorher an einem harmlosen Beispiel üben.", "14625020"),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """Six uses of the headstand change what is suggested; of others there are too few to say much."""
    jana = cast.people["jana.wernicke"]
    with on(ago(210), 15):
        bench = make_method(
            actor=jana, content=BENCH, city=cast.cities["15087220"], visibility="public", client_id=client_id("bench")
        )
    known = shipped()
    for place, (key, who, days, people, minutes, verdict, worked, adapt, ags) in enumerate(USES):
        told = Told(ago(days), people, minutes, verdict, worked, adapt, cast.cities[ags])
        _tell(cast, who, known[key], told, place)
    for place, (who, days, minutes, ags) in enumerate(
        (("silke.brand", 120, 110, "15087130"), ("ines.adler", 50, 95, "16073005"))
    ):
        told = Told(
            ago(days), 6, minutes, "again", "Vor dem Bäcker kamen die, die sonst nie kommen.", "", cast.cities[ags]
        )
        _tell(cast, who, of_own(bench), told, 100 + place)


def _tell(cast: Cast, who: str, method: Method, told: Told, place: int) -> None:
    with on(told.on, 17):
        record_use(actor=cast.people[who], method=method, told=told, client_id=client_id("method-use", place))
