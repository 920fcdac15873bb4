"""The people of the demo: invented, all at example.org."""

from __future__ import annotations

from dataclasses import dataclass

from netzwerkstatt.foundation.network.models import Role


@dataclass(frozen=True)
class Invented:
    """One invented person. `place` is an AGS, the code of a network's Land, or a Land's code, as the role needs it."""

    key: str
    name: str
    function: str
    role: Role
    place: str = ""
    expertise: str = ""
    shown: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@example.org"


PEOPLE = [
    Invented("katrin.voss", "Katrin Voß", "Geschäftsstelle des Verbunds", Role.ALLIANCE_COORDINATOR, shown=True),
    Invented("jana.wernicke", "Jana Wernicke", "Stadtentwicklung", Role.CITY_COORDINATOR, "15087220", shown=True),
    Invented("uwe.lorenz", "Uwe Lorenz", "Bürgermeister", Role.MAYOR, "15087220"),
    Invented("silke.brand", "Silke Brand", "Soziales und Jugend", Role.CITY_COORDINATOR, "15087130"),
    Invented("torsten.kuehn", "Torsten Kühn", "Wirtschaftsförderung", Role.CITY_COORDINATOR, "15087370"),
    Invented("hanka.noack", "Hanka Noack", "Demografie und Statistik", Role.CITY_COORDINATOR, "14625020"),
    Invented("mila.hanke", "Mila Hanke", "Stadtplanung", Role.CITY_COORDINATOR, "14626110", shown=True),
    Invented("jurij.kral", "Jurij Kral", "Bildung und Sport", Role.CITY_COORDINATOR, "14625240"),
    Invented("ole.brandt", "Ole Brandt", "Stadtentwicklung", Role.CITY_COORDINATOR, "16073077", shown=True),
    Invented("petra.wolff", "Petra Wolff", "Hauptamt", Role.CITY_COORDINATOR, "16073076"),
    Invented("ines.adler", "Ines Adler", "Bauamt", Role.CITY_MEMBER, "16073005"),
    Invented("rita.sommer", "Rita Sommer", "Sprecherin des Städtenetzes", Role.NETWORK_COORDINATOR, "ST", shown=True),
    Invented("paul.rehbein", "Paul Rehbein", "Sprecher des Städteverbunds", Role.NETWORK_COORDINATOR, "SN"),
    Invented("gudrun.thiel", "Gudrun Thiel", "Sprecherin des Städtedreiecks", Role.NETWORK_COORDINATOR, "TH"),
    Invented(
        "thea.krahl", "Dr. Thea Krahl", "Hochschule, Rückwanderung", Role.EXPERT, "SN",
        "Hat Rückkehrerinnen und Rückkehrer in der Lausitz befragt und weiß, woran eine Rückkehr scheitert.", shown=True,
    ),
    Invented(
        "murat.oezkan", "Murat Özkan", "Ausbildungsverbund", Role.EXPERT, "TH",
        "Führt den Ausbildungsverbund von 40 Betrieben und kennt deren Sorgen um Nachwuchs.",
    ),
    Invented(
        "lena.boehm", "Lena Böhm", "Jugendrat", Role.EXPERT, "SN",
        "Hat mit 19 Jahren einen Jugendrat gegründet und drei Mitfahr-Projekte begleitet.",
    ),
    Invented(
        "gerd.hellmich", "Gerd Hellmich", "Rundbus und Daseinsvorsorge", Role.EXPERT, "TH",
        "Fährt seit Jahren Arzt, Amt und Einkauf in einer Runde zusammen.",
    ),
    Invented(
        "samira.aziz", "Samira Aziz", "Hausärztin", Role.EXPERT, "ST",
        "Arbeitet mit einer Zweigpraxis und Videosprechstunde in zwei Dörfern.",
    ),
    Invented(
        "anke.hollan", "Dr. Anke Hollan", "Hochschule, Versorgungsforschung", Role.EXPERT, "SN",
        "Hat das Patientenmobil der Oberlausitz begleitet und die Fahrten ausgewertet.",
    ),
    Invented("ute.kern", "Dr. Ute Kern", "Ministerium, Referat Demografie", Role.MINISTRY, "ST", shown=True),
    Invented("falk.richter", "Falk Richter", "Ministerium, Referat Regionalentwicklung", Role.MINISTRY, "SN"),
    Invented("birgit.enders", "Birgit Enders", "Ministerium, Stabsstelle Demografie", Role.MINISTRY, "TH"),
    Invented("doris.peters", "Doris Peters", "Datenschutz", Role.DATA_PROTECTION, shown=True),
    Invented("otto.behrens", "Otto Behrens", "Rechenzentrum", Role.OPERATOR, shown=True),
]  # fmt: skip

SPEAKER = "konrad.blei@example.org"
"""Speaks for an organisation."""
