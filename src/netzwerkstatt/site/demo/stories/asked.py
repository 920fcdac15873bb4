"""Hettstedt asks who left and who stayed: a survey with answers from the web and from paper, and one that is open."""

from __future__ import annotations

import random
from typing import Any

from django.utils.datastructures import MultiValueDict

from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.foundation.surveys import actions as surveys
from netzwerkstatt.foundation.surveys.models import Survey
from netzwerkstatt.foundation.surveys.queries import cities_by_key
from netzwerkstatt.foundation.surveys.structure import Condition, Kind, Question, Section
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on

TITLE = "Gehen, bleiben, wiederkommen: Was hält Sie hier?"
INTRO = (
    "Die Stadt Hettstedt fragt Menschen zwischen 16 und 35, hier und anderswo. Es dauert etwa fünf Minuten.\n\n"
    "Mit den Antworten gehen wir in die nächste Werkstatt."
)
THANKS = "Danke. Im Herbst stellen wir die Ergebnisse im Jugendclub und im Stadtrat vor."
TITLE_AGAIN = "Gehen, bleiben, wiederkommen: dieselben Fragen an der Saale"
INTRO_AGAIN = (
    "Hettstedt hat gefragt, jetzt fragt Saalfeld. Wer zwischen 16 und 35 ist, hier oder anderswo, antwortet in fünf"
    " Minuten – und wir vergleichen."
)
THANKS_AGAIN = "Danke. Die Ergebnisse beider Städte stehen nach Weihnachten nebeneinander."
LIVING = ("in der Stadt", "im Landkreis", "anderswo")
YOU = [
    Question("", Kind.SINGLE, "Wo wohnen Sie heute?", required=True, options=LIVING),  # q2
    Question(
        "", Kind.MULTIPLE, "Was hält Menschen hier?",
        options=("Familie und Freunde", "Arbeit oder Ausbildung", "günstiges Wohnen", "Vereine", "die Landschaft"),
    ),  # q3
    Question(
        "", Kind.SCALE, "Wie gern leben Sie in der Region?", help="Auch wenn Sie gerade anderswo wohnen.", required=True,
        lowest=1, highest=5, low="ungern", high="sehr gern",
    ),  # q4
    Question(
        "", Kind.MATRIX, "Wie finden Sie hier …", options=("gut", "es geht", "schlecht"),
        rows=("Bus und Bahn am Abend", "Wohnungen", "Treffpunkte ohne Eintritt", "Arztpraxen"),
    ),  # q5
]  # fmt: skip
AWAY = [
    Question("", Kind.PLACE, "Wo wohnen Sie?"),  # q7
    Question("", Kind.DATE, "Seit wann ungefähr?"),  # q8
    Question("", Kind.SINGLE, "Würden Sie zurückkommen?", options=("ja", "vielleicht", "nein"), required=True),  # q9
    Question("", Kind.TEXT, "Was müsste dafür anders sein?", only_if=Condition("q9", ("1", "2"))),  # q10
]
WISHES = [
    Question(
        "", Kind.RANKING, "Was soll die Stadt zuerst angehen?",
        options=("Bus nach 20 Uhr", "Probewohnen", "Ansprechperson für Rückkehr", "Geld für Jugendprojekte"),
    ),  # q12
    Question("", Kind.NUMBER, "Wie viele Minuten brauchen Sie zur Arbeit oder Ausbildung?"),  # q13
    Question("", Kind.TEXT, "Was möchten Sie uns noch sagen?"),  # q14
]  # fmt: skip
SAID = [
    "Abends kommt man nach dem Training nicht mehr heim.",
    "Ich wusste gar nicht, dass es freie Wohnungen gibt, die schon saniert sind.",
    "Fragt uns öfter, und sagt dann auch, was daraus geworden ist.",
    "Der Proberaum schließt um acht. Danach ist hier nichts.",
    "Eine Stelle im Rathaus, die einfach zurückruft.",
]
NEEDED = [
    "Eine Arbeit, die zu meinem Abschluss passt, und ein Kitaplatz vor dem Umzug.",
    "Ein Zug, der auch nach 21 Uhr fährt.",
    "Vier Wochen zur Probe wohnen, bevor ich kündige.",
]
PLACES = ["Leipzig", "Halle (Saale)", "Berlin", "Magdeburg", "Leipzig", "Hannover"]
ON_THE_WEB, ON_PAPER = 34, 7


def tell(cast: Cast) -> None:
    """Made in a day, open for six weeks, closed; another one is being answered now."""
    jana, hettstedt = cast.people["jana.wernicke"], cast.cities["15087220"]
    problem = Problem.objects.filter(entry__city=hettstedt).select_related("entry").order_by("pk").first()
    with on(ago(74), 11):
        survey = surveys.draft_survey(
            actor=jana, title=TITLE, intro=INTRO, city=hettstedt, about=problem.entry if problem else None
        )
        survey = _write(jana, survey)
        survey = surveys.describe(
            actor=jana, survey=survey, title=TITLE, intro=INTRO, thanks=THANKS, answering="public", shows_results=True
        )
        surveys.open_survey(actor=jana, survey=survey)
    lot, cities = random.Random(40), cities_by_key()  # noqa: S311 – a demo that is the same each time, not a secret
    networks = [cast.networks["ST"], cast.networks["SN"], cast.networks["TH"], None]
    survey = Survey.objects.select_related("entry").get(pk=survey.pk)
    for number in range(ON_THE_WEB):
        with on(ago(70 - number), 10 + number % 9):
            _on_the_web(survey, number, networks[lot.choices(range(4), [6, 3, 3, 2])[0]], lot, cities)
    with on(ago(35), 15):
        for number in range(ON_PAPER):
            surveys.type_in(
                actor=jana, survey=survey, typed=_together(_first(lot), _last(lot)), cities=cities,
                network=networks[0],
                client_id=client_id(survey.public_id, "paper", number),
            )  # fmt: skip
    with on(ago(32), 12):
        surveys.close_survey(actor=jana, survey=survey)
    with on(ago(8), 9):
        ole = cast.people["ole.brandt"]
        again = surveys.copy_survey(actor=ole, survey=survey)
        again = surveys.describe(
            actor=ole, survey=again, title=TITLE_AGAIN, intro=INTRO_AGAIN, thanks=THANKS_AGAIN, answering="public",
            shows_results=True,
        )  # fmt: skip
        surveys.open_survey(actor=ole, survey=again)


def _write(jana: Any, survey: Survey) -> Survey:
    blocks: list[tuple[Section, str, list[Question]]] = [
        (Section("", "Sie und die Region"), "s1", YOU),
        (Section("", "Weggezogen", only_if=Condition("q2", ("3",))), "s6", AWAY),
        (Section("", "Was zuerst?"), "s11", WISHES),
    ]
    for section, id_, questions in blocks:
        survey = surveys.put_section(actor=jana, survey=survey, section=section)
        for question in questions:
            survey = surveys.put_question(actor=jana, survey=survey, section=id_, question=question)
    return survey


def _on_the_web(
    survey: Survey, number: int, network: CityNetwork | None, lot: random.Random, cities: dict[str, str]
) -> None:
    sheet, _code = surveys.begin(survey=survey, network=network, client_id=client_id(survey.public_id, "web", number))
    here, pages = "s1", {"s1": _first(lot), "s6": _away(lot), "s11": _last(lot)}
    while True:
        following = surveys.answer_section(survey=survey, sheet=sheet, section=here, typed=pages[here], cities=cities)
        if following is None:
            return
        here = following.id


def _first(lot: random.Random) -> MultiValueDict[str, Any]:
    typed: MultiValueDict[str, Any] = MultiValueDict()
    typed["q2"] = lot.choices(["1", "2", "3"], [5, 3, 4])[0]
    typed.setlist("q3", lot.sample(["1", "2", "3", "4", "5"], k=lot.randint(1, 3)))
    typed["q4"] = lot.choices(["1", "2", "3", "4", "5"], [1, 2, 4, 7, 5])[0]
    for line, weights in (("1", [1, 2, 7]), ("2", [4, 3, 2]), ("3", [2, 4, 3]), ("4", [2, 3, 4])):
        typed[f"q5-{line}"] = lot.choices(["1", "2", "3"], weights)[0]
    return typed


def _away(lot: random.Random) -> MultiValueDict[str, Any]:
    typed: MultiValueDict[str, Any] = MultiValueDict()
    typed["q7-name"] = lot.choice(PLACES)
    typed["q8"] = f"{lot.randint(2012, 2025)}-{lot.randint(1, 12):02}-01"
    typed["q9"] = lot.choices(["1", "2", "3"], [3, 5, 2])[0]
    typed["q10"] = lot.choice(NEEDED) if typed["q9"] != "3" else ""
    return typed


def _last(lot: random.Random) -> MultiValueDict[str, Any]:
    typed: MultiValueDict[str, Any] = MultiValueDict()
    order = lot.sample(["1", "1", "2", "3", "3", "4"], k=6)
    for place, key in enumerate(list(dict.fromkeys(order))[: lot.randint(2, 4)], 1):
        typed[f"q12-{key}"] = str(place)
    typed["q13"] = str(lot.choice([5, 10, 12, 15, 20, 25, 35, 45, 60]))
    typed["q14"] = lot.choice(SAID) if lot.random() < 0.4 else ""
    return typed


def _together(*parts: MultiValueDict[str, Any]) -> MultiValueDict[str, Any]:
    typed: MultiValueDict[str, Any] = MultiValueDict()
    for part in parts:
        typed.update(part)
    return typed
