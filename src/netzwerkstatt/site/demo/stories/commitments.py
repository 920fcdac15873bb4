"""Who promised what: on projects, a workshop and a problem – kept, postponed, dropped, overdue, handed back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from netzwerkstatt.foundation.commitments import actions as commitments
from netzwerkstatt.foundation.commitments.actions import Proof
from netzwerkstatt.foundation.commitments.models import Commitment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on

GUIDE, ROUND, DOCTOR = (
    ("project", "Rückkehr-Lotsin"),
    ("project", "Abendrunde"),
    ("problem", "Wer nicht mehr Auto fährt"),
)


@dataclass(frozen=True)
class Promise:
    """One commitment: on what, by whom written so many days ago, due in so many days (negative: past)."""

    item: tuple[str, str]
    maker: str
    days: int
    due: int
    what: str
    who: str = ""
    party: str = ""


CALLS = Promise(
    GUIDE, "jana.wernicke", 60, -9, "Sprechzeiten der Lotsin für Mittwochabend mit dem Personalrat klären", "uwe.lorenz"
)
FLATS = Promise(
    GUIDE,
    "jana.wernicke",
    75,
    -30,
    "Liste freier Wohnungen kommt jeden Montag per Mail",
    party="Wohnungsgesellschaft Hettstedt",
)
FIGURES = Promise(
    GUIDE, "jana.wernicke", 40, 12, "Zwanzig Beratungen auswerten: Woran ist eine Rückkehr gescheitert?", "thea.krahl"
)
CARDS = Promise(
    GUIDE, "jana.wernicke", 30, 25, "Postkarten an die Abschlussjahrgänge 2015 bis 2019 verschicken", "jana.wernicke"
)
TRIAL = Promise(GUIDE, "jana.wernicke", 70, -20, "Probewohnen am Markt 14 einrichten", party="Kupferwerk Beispiel GmbH")
STOPS = Promise(ROUND, "petra.wolff", 50, 18, "Haltestelle Cumbach mit Licht ausstatten", party="Stadtwerke Saalfeld")
COUNT = Promise(ROUND, "petra.wolff", 21, 6, "Fahrgäste der Probemonate zählen und ins Netz stellen", "petra.wolff")
DRIVER = Promise(
    ROUND, "petra.wolff", 4, 30, "Zwei Städte fragen, ob sie ihre Kleinbusse abends verleihen", "ole.brandt"
)
HOURS = Promise(DOCTOR, "mila.hanke", 14, 10, "Drei Praxen zu ihren Sprechzeiten befragen", "thea.krahl")


def tell(cast: Cast) -> None:
    """From ten weeks ago to this week."""
    people = cast.people
    jana, petra, thea = people["jana.wernicke"], people["petra.wolff"], people["thea.krahl"]
    calls = _promise(cast, CALLS)
    with on(ago(58), 9):
        commitments.accept(actor=people["uwe.lorenz"], commitment=calls)
    flats = _promise(cast, FLATS)
    with on(ago(33), 15):
        commitments.report_done(
            actor=jana,
            commitment=flats,
            on=ago(34),
            proof=Proof("Die dritte Liste liegt vor: elf Wohnungen, vier davon mit Balkon."),
        )
    figures = _promise(cast, FIGURES)
    with on(ago(39), 18):
        commitments.accept(actor=thea, commitment=figures)
    _promise(cast, CARDS)
    trial = _promise(cast, TRIAL)
    with on(ago(24), 10):
        commitments.drop(
            actor=jana, commitment=trial,
            reason="Das Haus ist verkauft. Das Probewohnen geht jetzt über die Wohnungsgesellschaft.",
        )  # fmt: skip
    stops = _promise(cast, STOPS)
    with on(ago(8), 14):
        commitments.postpone(
            actor=petra,
            commitment=stops,
            due=ago(-45),
            reason="Die Leuchte hat zwölf Wochen Lieferzeit; der Mast steht schon.",
        )
    _promise(cast, COUNT)
    _promise(cast, DRIVER)
    hours = _promise(cast, HOURS)
    with on(ago(12), 20):
        commitments.hand_back(
            actor=thea, commitment=hours,
            reason="Im Oktober bin ich in der Feldphase. Frau Dr. Aziz kennt alle drei Praxen und könnte das schneller.",
        )  # fmt: skip


def _promise(cast: Cast, said: Promise) -> Commitment:
    kind, beginning = said.item
    with on(ago(said.days), 11):
        return commitments.commit(
            actor=cast.people[said.maker],
            entry=Entry.objects.select_related("home", "city").get(kind=kind, title__startswith=beginning),
            what=said.what,
            due=ago(0) + timedelta(days=said.due),
            person=cast.people[said.who] if said.who else None,
            party=said.party,
            client_id=client_id("commitment", said.what),
        )
