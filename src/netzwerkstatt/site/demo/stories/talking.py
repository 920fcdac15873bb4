"""What people say about it: discussions below problems, an idea and projects, a sketch and a timetable."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.attachments import actions as attachments
from netzwerkstatt.foundation.comments import actions as comments
from netzwerkstatt.foundation.comments.models import Comment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.actions import invite_person
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import coming_back
from netzwerkstatt.site.demo.stories.telling import ago, on

CITIZENS = [
    ("nele.fritsche", "Nele Fritsche", "15087220"),
    ("horst.ebert", "Horst Ebert", "15087220"),
    ("kathleen.moritz", "Kathleen Moritz", "16073076"),
    ("jan.budar", "Jan Budar", "14626110"),
]


@dataclass(frozen=True)
class Said:
    """One comment: so many days ago, at what time, by whom; `to` names what it answers, `note` was added a week later."""

    days: int
    hour: int
    who: str
    text: str
    key: str = ""
    to: str = ""
    note: str = ""
    taken_back: bool = False


LEAVING = (
    Said(
        331, 18, "nele.fritsche",
        "Ich bin 19 und in Magdeburg. Ehrlich: Weggehen ist nicht das Problem, ich wollte ja mal raus. Das Problem ist, dass "
        "danach niemand mehr fragt. Von meiner Schule hat sich in zwei Jahren genau eine Person gemeldet.",
        key="nele",
    ),
    Said(
        330, 9, "jana.wernicke",
        "Danke, das sitzt. Was hätte denn kommen müssen – eine Mail, ein Anruf, eine Einladung?", key="jana", to="nele",
    ),
    Said(
        330, 20, "nele.fritsche",
        "Postkarte mit einem Namen drauf. Keine Rundmail an „Liebe Ehemalige“. Und nicht erst zum Examen, sondern wenn man "
        "überlegt, wo man das Praxissemester macht.",
        to="jana",
    ),
    Said(
        328, 11, "thea.krahl",
        "Passt zu unseren Interviews in der Lausitz: Wer zurückkam, hatte fast immer eine Person vor Ort, die dranblieb – "
        "selten ein Programm.\n\nDer Zeitpunkt ist wichtiger als das Geld. Zwischen 27 und 33 fällt die Entscheidung, meist "
        "rund um das erste Kind.",
        key="thea",
    ),
    Said(327, 8, "uwe.lorenz", "Gibt es dazu Zahlen, die ich dem Rat zeigen kann?", key="uwe", to="thea"),
    Said(
        327, 14, "thea.krahl",
        "Für die Lausitz ja, für Mansfeld-Südharz nicht. Ich würde die Zahlen nicht übertragen, die Richtung schon. Ich bringe "
        "die Auswertung zur Werkstatt mit.",
        to="uwe",
    ),
    Said(
        325, 17, "horst.ebert",
        "Wir reden immer über die, die studieren. Mein Enkel wollte Elektriker werden. Der Betrieb im Ort hat nach sechs "
        "Wochen geantwortet, der in Halle nach zwei Tagen. Jetzt wohnt er in Halle.",
        key="horst",
    ),
    Said(
        324, 10, "murat.oezkan",
        "Genau deshalb antworten die Betriebe in unserem Verbund gemeinsam: eine Stelle sammelt die Bewerbungen, fünf Tage sind "
        "die Grenze. Zeige ich gern.",
        to="horst",
        note="Inzwischen steht die Absprache auch schriftlich fest; ich gebe sie auf Anfrage weiter.",
    ),
    Said(301, 19, "lena.boehm", "Ist schon klar, ob beim Jugendrat auch Geld dabei ist?", key="lena", taken_back=True),
    Said(
        300, 9, "jana.wernicke", "Das entscheidet der Rat im Frühjahr; ich melde mich hier.", to="lena",
    ),
)  # fmt: skip

GUIDE = (
    Said(
        230, 10, "silke.brand",
        "Eisleben macht mit. Eine Frage vorab: Wer beantwortet die Anrufe, wenn eure Kollegin im Urlaub ist?", key="silke",
    ),
    Said(
        229, 9, "jana.wernicke",
        "Offen. Mein Vorschlag: Hettstedt und Eisleben vertreten sich gegenseitig, mit einer gemeinsamen Nummer.", to="silke",
    ),
    Said(228, 8, "torsten.kuehn", "Sangerhausen wäre bei der gemeinsamen Nummer dabei.", to="silke"),
    Said(
        190, 20, "nele.fritsche",
        "Wichtig wäre mir, dass man auch einfach schreiben kann. In meinem Alter ruft niemand irgendwo an.", key="schreiben",
    ),
    Said(
        189, 9, "jana.wernicke", "Kommt so: Kurznachricht, Mail oder Anruf, Antwort am selben Tag.", to="schreiben",
    ),
    Said(
        96, 15, "ole.brandt",
        "Wir denken in Saalfeld über dasselbe nach. Was würdet ihr heute anders machen?", key="ole",
    ),
    Said(
        95, 11, "jana.wernicke",
        "Zwei Dinge: die Wohnungsgesellschaft von Anfang an an den Tisch holen, und die Stelle nicht befristen. Nach acht "
        "Monaten kannten alle die Lotsin – und sie suchte schon etwas Neues.",
        key="anders", to="ole",
    ),
    Said(95, 16, "mila.hanke", "Das mit der Befristung nehmen wir nach Görlitz mit. Danke für die Offenheit.", to="anders"),
    Said(94, 9, "ole.brandt", "Sehr hilfreich. Ich rufe an, sobald unser Haushalt steht.", to="anders"),
)  # fmt: skip

TRIAL = (
    Said(
        280, 12, "hanka.noack",
        "Görlitz hat mit Probewohnen Erfahrung; dort kamen auf eine Wohnung viele Bewerbungen. Die eigentliche Arbeit war "
        "die Betreuung, nicht die Wohnung.",
        key="hanka",
    ),
    Said(279, 17, "mila.hanke", "Kann ich bestätigen. Rechnet eine halbe Stelle ein, sonst bleibt es bei den Schlüsseln.", to="hanka"),
    Said(276, 10, "horst.ebert", "Ich vermiete zwei Wohnungen und würde eine dafür geben. An wen wende ich mich?", key="wohnung"),
    Said(275, 8, "jana.wernicke", "An mich, sehr gern: Stadtentwicklung, Zimmer 12. Ich notiere Sie schon einmal.", to="wohnung"),
)  # fmt: skip

ROUND = (
    Said(
        120, 19, "kathleen.moritz",
        "Meine Tochter spielt donnerstags bis neun. Ein Bus um 21.15 Uhr wäre ideal, um 21 Uhr stehen alle noch unter der Dusche.",
        key="dusche",
    ),
    Said(119, 9, "petra.wolff", "Notiert: Abfahrt 21.15 Uhr an der Halle. Der Verein bestätigt die Zeiten noch.", to="dusche"),
    Said(
        118, 14, "gerd.hellmich",
        "Aus acht Jahren Rundbus: Nennt es nicht Rufbus. Wer anrufen muss, traut sich nicht. Feste Abfahrt, und wer nicht da ist, "
        "ist nicht da – das versteht jeder.",
        key="name",
    ),
    Said(117, 10, "petra.wolff", "Das diskutieren wir gerade. Förderfähig ist bisher nur die Fahrt auf Bestellung.", key="geld", to="name"),
    Said(
        116, 11, "gudrun.thiel",
        "Dann gehört genau das in die Empfehlung an das Land. Ich setze es auf die Liste.", to="geld",
    ),
    Said(
        9, 18, "kathleen.moritz",
        "Gestern gefahren: elf Jugendliche, alle pünktlich daheim. Der Fahrer kannte nach zwei Haltestellen alle Namen.",
    ),
)  # fmt: skip

DOCTOR = (
    Said(
        30, 16, "jan.budar",
        "Meine Mutter fährt mit 83 noch selbst, weil der letzte Bus zurück um 14.10 Uhr geht und der Augenarzt erst ab zwei "
        "Termine hat. Vielleicht liegt es gar nicht am Bus, sondern an den Sprechzeiten?",
        key="jan",
    ),
    Said(
        29, 9, "anke.hollan",
        "Das war beim Patientenmobil auch so: Erst als drei Praxen ihre Sprechzeiten auf die Fahrten legten, waren die Plätze "
        "besetzt. Ein Fahrplan allein ändert wenig.",
        key="anke", to="jan",
    ),
    Said(29, 13, "mila.hanke", "Dann müssen Praxen in die Werkstatt, nicht nur die Verkehrsleute. Wen laden wir ein?", key="wen", to="anke"),
    Said(
        28, 20, "samira.aziz",
        "Ich komme, und ich frage zwei Kolleginnen. Bitte nicht mittwochs: Da machen alle Hausbesuche.", to="wen",
    ),
)  # fmt: skip

TIMETABLE = (
    "Haltestelle;Donnerstag;Sonnabend\n"
    "Sporthalle;21.15;22.40\nMarkt;21.21;22.46\nBahnhof;21.27;22.52\nCumbach;21.36;23.01\nSchwarza;21.44;23.09\n"
)


def tell(cast: Cast) -> None:
    """People talk, from the day after each item is there to this week."""
    people = cast.people | _citizens(cast)
    discussions: list[tuple[Entry, Sequence[Said]]] = [
        (_entry("problem", "Nach der Schule gehen sie"), LEAVING),
        (_entry("project", "Rückkehr-Lotsin"), GUIDE),
        (_entry("idea", coming_back.TRIAL_LIVING[:40]), TRIAL),
        (_entry("project", "Abendrunde"), ROUND),
        (_entry("problem", "Wer nicht mehr Auto fährt"), DOCTOR),
    ]
    made: dict[str, Comment] = {}
    lines = [(said, entry) for entry, all_said in discussions for said in all_said]
    for said, entry in sorted(lines, key=lambda line: (-line[0].days, line[0].hour)):
        _say(people, entry, said, made)
    for said, _entry_of in lines:
        if said.taken_back:
            with on(ago(said.days - 3), 12):
                comments.delete_comment(actor=people[said.who], comment=made[said.key])
    _attach(cast)


def _citizens(cast: Cast) -> dict[str, Person]:
    """Four people who live there and have an account."""
    katrin = cast.people["katrin.voss"]
    with on(ago(340)):
        return {
            key: invite_person(
                actor=katrin, email=f"{key}@example.org", name=name, role=Role.CITIZEN, city=cast.cities[city]
            )
            for key, name, city in CITIZENS
        }


def _entry(kind: str, beginning: str) -> Entry:
    entry: Entry = Entry.objects.select_related("home").get(kind=kind, title__startswith=beginning)
    return entry


def _say(people: dict[str, Person], entry: Entry, said: Said, made: dict[str, Comment]) -> None:
    actor = people[said.who]
    with on(ago(said.days), said.hour, 7 + len(said.text) % 50):
        if said.to:
            comment = comments.answer(actor=actor, parent=made[said.to], text=said.text)
        else:
            comment = comments.comment_on(actor=actor, entry=entry, text=said.text)
    if said.key:
        made[said.key] = comment
    if said.note:
        with on(ago(said.days - 7), 9):
            comments.add_note(actor=actor, comment=comment, text=said.note)


def _attach(cast: Cast) -> None:
    """The timetable of the trial months and a sketch of the round."""
    petra, project = cast.people["petra.wolff"], _entry("project", "Abendrunde")
    with on(ago(110), 11):
        files = [("Fahrplan der Probemonate.csv", TIMETABLE.encode(), ""), ("Skizze der Runde.png", _sketch(), SKETCH)]
        for name, data, alt in files:
            file = attachments.look_into(actor=petra, name=name, data=data)
            attachments.attach(actor=petra, entry=project, file=file, alt=alt)


SKETCH = (
    "Skizze: fünf Haltestellen auf einer Runde, von der Sporthalle über Markt und Bahnhof nach Cumbach und Schwarza"
)


def _sketch() -> bytes:
    """A round with five stops, as one draws it on a table."""
    paper = Image.new("RGB", (960, 640), "#f8f5ef")
    pen = ImageDraw.Draw(paper)
    stops = [(180, 470), (330, 250), (520, 180), (760, 260), (700, 500)]
    pen.line([*stops, stops[0]], fill="#141c32", width=7, joint="curve")
    for number, (x, y) in enumerate(stops, start=1):
        pen.ellipse((x - 34, y - 34, x + 34, y + 34), fill="#ffffff", outline="#141c32", width=6)
        pen.text((x, y), str(number), fill="#141c32", anchor="mm", font_size=36)
    sheet = io.BytesIO()
    paper.save(sheet, "PNG")
    return sheet.getvalue()
