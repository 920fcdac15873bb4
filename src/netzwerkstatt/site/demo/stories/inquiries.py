"""Two inquiries: one that four cities answered and that became an experience, one that is open."""

from __future__ import annotations

from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.ideas.inquiries import actions
from netzwerkstatt.ideas.inquiries.models import AskedCity, Inquiry
from netzwerkstatt.projects.models import Project
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on

HETTSTEDT, GOERLITZ, RUDOLSTADT, SAALFELD = "15087220", "14626110", "16073076", "16073077"
NIGHT_BUS = "Abendrunde: ein Rufbus nach dem Training"

ANSWERS = (
    (
        "petra.wolff", RUDOLSTADT, 24, True,
        ("Wir fahren seit dem Winter donnerstags und sonnabends eine **feste Runde** mit neun Halten.\n\n"
        "- Gut: Abfahrt immer zur vollen Stunde am Markt. Wer den Takt kennt, fährt wieder mit.\n"
        "- Nicht gut: In den ersten vier Wochen musste man anrufen. Das haben vor allem die Jüngeren nicht getan."),
    ),
    (
        "ole.brandt", SAALFELD, 23, True,
        ("Bei uns ist der Bus ohne die Vereine leer geblieben. Seit die Trainingszeiten um eine Viertelstunde verschoben "
        "sind, steigen an manchen Abenden zwanzig Leute ein. Reden Sie zuerst mit den Vereinen, dann mit dem Verkehrsbetrieb."),
    ),
    (
        "jurij.kral", "14625240", 22, False,
        ("Wir haben es mit Taxigutscheinen versucht und nach einem Jahr beendet: zu teuer, und am Freitag waren keine Taxis da. "
        "Für einzelne Abende bei Festen funktioniert es weiterhin."),
    ),
    (
        "mila.hanke", GOERLITZ, 20, True,
        ("Eine Abendlinie über die Brücke fährt bei uns bis 22 Uhr. Entscheidend war ein Fahrschein, der auf beiden Seiten gilt. "
        "Den Vertrag schicken wir gern."),
    ),
)  # fmt: skip
LEARNED = actions.Lesson(
    title="Abends fährt mit, wer die Abfahrt kennt: feste Runde statt Anruf",
    works=(
        "- Eine **feste Runde** mit wenigen Halten, immer zur gleichen Minute.\n"
        "- Trainings- und Probenzeiten mit den Vereinen abstimmen, bevor der Fahrplan steht.\n"
        "- Ein Fahrschein, der in allen beteiligten Orten gilt."
    ),
    fails=(
        "- Anmeldung per Telefon: Jüngere rufen nicht an.\n"
        "- Taxigutscheine als Dauerlösung: teuer, und freitags fehlen die Wagen."
    ),
    where="Rudolstadt (Runde mit neun Halten), Saalfeld (mit den Vereinen), Görlitz (Linie über die Brücke).",
    contact="Stadtentwicklung Hettstedt; zu Fahrplänen das Hauptamt Rudolstadt",
)


def tell(cast: Cast) -> None:
    """Hettstedt asked about evenings and summed up; Görlitz asks about empty shops."""
    _answered(cast)
    _open(cast)


def _answered(cast: Cast) -> None:
    jana = cast.people["jana.wernicke"]
    with on(ago(27), 9):
        inquiry = actions.ask_cities(
            actor=jana, city=cast.cities[HETTSTEDT], question="Hat jemand Erfahrung mit einem Bus am späten Abend?",
            context=(
                "Nach 18 Uhr fährt bei uns nichts mehr. Vereine und Volkshochschule verlieren Leute aus den Ortsteilen. "
                "Wir überlegen: Rufbus, feste Linie oder Taxigutscheine?"
            ),
            due=ago(13), themes=cast.themes[:1], client_id=client_id("inquiry", "evening"),
        )  # fmt: skip
    project = Project.objects.select_related("entry").filter(entry__title=NIGHT_BUS).first()
    for key, ags, days, call, text in ANSWERS:
        with on(ago(days), 11):
            link = project.entry.code if project and ags == RUDOLSTADT else ""
            asked = _asked(inquiry, cast.cities[ags])
            actions.answer_inquiry(actor=cast.people[key], asked=asked, text=text, call_welcome=call, link=link)
    with on(ago(19), 8):
        asked = _asked(inquiry, cast.cities["15087130"])
        actions.say_nothing(actor=cast.people["silke.brand"], asked=asked)
    with on(ago(12), 10):
        actions.sum_up(actor=jana, inquiry=inquiry, lesson=LEARNED, visibility="public")


def _open(cast: Cast) -> None:
    with on(ago(4), 14):
        inquiry = actions.ask_cities(
            actor=cast.people["mila.hanke"], city=cast.cities[GOERLITZ],
            question="Wer hat leere Läden für ein Jahr an Vereine oder Gründerinnen vergeben?",
            context=(
                "In der Fußgängerzone stehen elf Läden leer. Zwei Eigentümer würden für die Nebenkosten vermieten. "
                "Uns interessieren Mietvertrag, Versicherung und was nach dem Jahr geschah."
            ),
            due=ago(-8), themes=cast.themes[1:2], client_id=client_id("inquiry", "shops"),
        )  # fmt: skip
    with on(ago(2), 16):
        actions.answer_inquiry(
            actor=cast.people["torsten.kuehn"], asked=_asked(inquiry, cast.cities["15087370"]), call_welcome=True,
            text=(
                "Drei Läden, drei Jahre: Zwei Nutzerinnen sind geblieben und zahlen heute Miete. Wichtig war ein Vertrag von "
                "zwei Seiten und dass die Stadt die Haftpflicht übernimmt. Der dritte Laden ist an der Heizung gescheitert."
            ),
        )  # fmt: skip


def _asked(inquiry: Inquiry, city: City) -> AskedCity:
    found: AskedCity = AskedCity.objects.select_related("city").get(inquiry=inquiry, city=city)
    return found
