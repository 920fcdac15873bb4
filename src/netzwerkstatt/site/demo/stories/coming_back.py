"""Hettstedt: after school they leave. The whole way, from the figure to the Land's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.problems import actions as problems
from netzwerkstatt.problems.actions import Tried
from netzwerkstatt.problems.models import Verdict
from netzwerkstatt.projects import actions as projects
from netzwerkstatt.projects.models import Project
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.recommendations.models import Position, Stance
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import telling
from netzwerkstatt.site.demo.stories.telling import TIME_SERIES, ago, on
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Workshop

WORDS_TO_COME_BACK = "Eine Ansprechperson im Rathaus, die Wohnung, Kita und Arbeit aus einer Hand vermittelt."
TRIAL_LIVING = "Vier Wochen Probewohnen mit Praktikum: Wer hier arbeiten könnte, soll hier erst einmal wohnen dürfen."
YOUTH_MONEY = "20 000 Euro im Jahr, über die Menschen unter 25 allein bestimmen."
CHRISTMAS = "Rückkehrtag zwischen den Jahren – da sind ohnehin alle zu Hause."
LATE_BUS = "Ein Bus, der nach 20 Uhr noch fährt, auch ab Sangerhausen."
IDEAS = {
    "Ankommen": [
        WORDS_TO_COME_BACK,
        TRIAL_LIVING,
        "Eine Liste freier Wohnungen, die stimmt – auch der sanierten im Plattenbau.",
        "Umzugswagen der Stadt zum Ausleihen, samstags.",
        "Kitaplatz-Zusage schon vor dem Umzug, schriftlich.",
        "Patinnen und Paten für das erste Jahr.",
    ],
    "In Verbindung bleiben": [
        CHRISTMAS,
        "Postkarte mit drei offenen Stellen zum 25. Geburtstag an alle, die weggezogen sind.",
        "Eine Gruppe für Ehemalige der Sekundarschulen, nicht nur der Gymnasien.",
        "Alumni-Fußballturnier mit den Betrieben als Sponsoren.",
        "Betriebe erzählen in der zehnten Klasse, was man hier mit 30 verdient.",
    ],
    "Bleiben können": [
        YOUTH_MONEY,
        "Jugendclub mit Schlüssel, ohne Aufsicht, mit Vertrag.",
        "Schnelles Netz in der Altstadt, damit man von hier aus für Leipzig arbeiten kann.",
        "Duales Studium mit der Hochschule in Merseburg, Praxis in Hettstedt.",
        "Ein leerer Laden als Probierladen, ein Jahr ohne Miete.",
        "Ausbildung in zwei Betrieben, wenn einer allein es nicht schafft.",
    ],
    "Hinkommen": [
        LATE_BUS,
        "Führerscheinzuschuss gegen ein Jahr im Ehrenamt.",
        "Mitfahrbänke an den Ausfallstraßen, mit Klappschild.",
        "Nachttaxi-Gutscheine für unter 21-Jährige, wie in der Oberlausitz.",
    ],
}
GOES_ON = [WORDS_TO_COME_BACK, TRIAL_LIVING, YOUTH_MONEY]
AFFECTED = (
    "Junge Menschen zwischen 16 und 25. Wer studiert, geht fast immer; wer eine Ausbildung sucht, geht oft. "
    "Betriebe finden keine Auszubildenden, Vereine keine Trainerinnen und Trainer, Eltern sehen ihre Enkel zweimal im Jahr."
)
TRIED = [
    Tried("Rückkehrtag zwischen den Jahren", "gut besucht, sechs Arbeitsverträge", Verdict.HELPED),
    Tried("Umzugszuschuss von 1 000 Euro", "elf Anträge, acht wären ohnehin gekommen", Verdict.HARDLY),
    Tried("Jugendparlament", "nach einem Jahr fehlten Kandidatinnen und Kandidaten", Verdict.STOPPED),
]
WHAT_IT_TAKES = [
    "Eine halbe Stelle für zwei Jahre und ein Diensthandy, das auch abends angeht.",
    "Die Wohnungsgesellschaft meldet jeden Montag, was frei ist.",
    "Ein Vertrag mit drei Betrieben: Praktikum in vier Wochen, Antwort in fünf Tagen.",
    "Ein Zimmer im Rathaus, das nicht nach Amt aussieht.",
]


@dataclass(frozen=True)
class Finished:
    """What later stories take up."""

    cards: list[EvidenceCard]
    workshop: Workshop
    pool: dict[str, Idea]
    project: Project


def tell(cast: Cast) -> Finished:
    """From the figure to the answer."""
    jana, hettstedt, youth = cast.people["jana.wernicke"], cast.cities["15087220"], cast.themes[1]
    with on(ago(338), 9):
        cards = _cards(cast)
    with on(ago(333), 11):
        problem = problems.name_problem(
            actor=jana, city=hettstedt, statement="Nach der Schule gehen sie – und kaum jemand kommt wieder",
            affected=AFFECTED.replace(", Eltern sehen ihre Enkel zweimal im Jahr", ""), tried=TRIED[:2], themes=[youth],
        )  # fmt: skip
        for card in cards:
            problems.support_with_evidence(actor=jana, problem=problem, card=card)
    with on(ago(331), 16):
        problems.change_problem(
            actor=jana, problem=problem, base=1, statement="Nach der Schule gehen sie – und zu wenige kommen wieder",
            affected=AFFECTED, tried=TRIED, themes=[youth],
        )  # fmt: skip
    workshop, ideas = _fly(cast, problem)
    project = _found(cast, workshop, [ideas[text] for text in GOES_ON])
    _recommend(cast, project, cards, ideas)
    return Finished(cards, workshop, ideas, project)


def _cards(cast: Cast) -> list[EvidenceCard]:
    jana, hettstedt, youth = cast.people["jana.wernicke"], cast.cities["15087220"], cast.themes[1]
    leaving = telling.card(
        jana, TIME_SERIES, ["9:25", "9:26", "29:27"],
        "Von 2 296 Mädchen und jungen Frauen zwischen 15 und 20 sind fünf Jahre später 1 858 da",
        explanation=(
            "1 513 und 783 waren Ende 2015 zwischen 15 und 20 Jahre alt. Dieselben Jahrgänge sind Ende 2020 zwischen 20 "
            "und 25: 1 858. Zuzüge sind darin schon mitgezählt."
        ),
        city=hettstedt, themes=[youth],
    )  # fmt: skip
    missing = telling.card(
        jana, TIME_SERIES, [f"{line}:28" for line in (9, 13, 17, 21, 25, 29)],
        "Frauen zwischen 25 und 30: in fünf Jahren fast halb so viele",
        explanation="Auch kleinere Geburtsjahrgänge spielen eine Rolle; die Zahl allein sagt nicht, wer weggezogen ist.",
        city=hettstedt, themes=[youth],
    )  # fmt: skip
    return [leaving, missing]


def _fly(cast: Cast, problem: object) -> tuple[Workshop, dict[str, Idea]]:
    jana, people = cast.people["jana.wernicke"], cast.people
    with on(ago(326), 14):
        workshop = workshops.request_workshop(
            actor=jana, problem=problem, title="Was bringt dich zurück?",
            question="Was müsste hier anders sein, damit du nach der Ausbildung wiederkommst?",
        )  # fmt: skip
    with on(ago(310), 10):
        workshops.plan_workshop(
            actor=jana, workshop=workshop, day=ago(288), begins=time(14, 0), place="Saigerhütte, Gewölbesaal",
            facilitator=people["rita.sommer"], practical="Stufenlos, Aufzug am Hof. Kinder sind willkommen.",
        )  # fmt: skip
        for key, why in [
            ("thea.krahl", "Weiß aus Befragungen, woran eine Rückkehr in der Lausitz scheitert."),
            ("murat.oezkan", "Kennt die Sorgen von 40 Betrieben um ihren Nachwuchs."),
            ("lena.boehm", "Ist 22 und hat einen Jugendrat aufgebaut, der geblieben ist."),
        ]:
            invitation = workshops.invite_expert(actor=jana, workshop=workshop, person=people[key], why=why)
            workshops.answer_invitation(actor=people[key], invitation=invitation, comes=True)
    with on(ago(288), 14):
        workshops.start_workshop(actor=jana, workshop=workshop)
        guests = telling.hall(workshop, 26, [*cast.networks.values(), cast.networks["ST"], None])
        texts = [text for group in IDEAS.values() for text in group]
        collected = telling.write_down(workshop, guests, texts)
    with on(ago(288), 15):
        ideas = telling.uncover(workshop, collected)
        telling.put_together(workshop, ideas, IDEAS)
    with on(ago(288), 16):
        telling.weigh(workshop, guests, ideas, [*GOES_ON, CHRISTMAS])
        telling.choose(workshop, ideas, GOES_ON)
    return workshop, ideas


def _found(cast: Cast, workshop: Workshop, chosen: list[Idea]) -> Project:
    jana, hettstedt = cast.people["jana.wernicke"], cast.cities["15087220"]
    with on(ago(262), 9):
        ideas_workshop = workshops.plan_ideas_workshop(
            actor=jana, ideas=chosen, city=hettstedt, title="Aus drei Ideen wird ein Angebot", day=ago(247),
            begins=time(9, 30), place="Rathaus, Ratssaal", question="Was braucht es, damit das im Herbst beginnt?",
            facilitator=cast.people["rita.sommer"],
        )  # fmt: skip
    with on(ago(247), 10):
        workshops.start_workshop(actor=jana, workshop=ideas_workshop)
        guests = telling.hall(ideas_workshop, 9, list(cast.networks.values()))
        found = telling.uncover(ideas_workshop, telling.write_down(ideas_workshop, guests, WHAT_IT_TAKES))
        telling.choose(ideas_workshop, found, WHAT_IT_TAKES[:3])
    with on(ago(233), 11):
        project = projects.found_project(
            actor=jana, city=hettstedt, title="Rückkehr-Lotsin: eine Ansprechperson für alle, die wiederkommen wollen",
            aim=(
                "Wer zurückkommen möchte, spricht mit einer Person und bekommt von ihr Wohnung, Kita und Arbeit genannt – "
                "auch abends und am Wochenende. In zwei Jahren sollen 60 Menschen beraten und 20 wieder da sein."
            ),
            ideas=chosen, workshop=ideas_workshop,
            first_step="Halbe Stelle ausschreiben und die Wohnungsgesellschaft verpflichten, montags freie Wohnungen zu melden",
            first_step_by="Jana Wernicke", first_step_due=ago(180),
            partner_cities=[cast.cities["15087130"], cast.cities["15087370"]],
            partner_organisations=[
                projects.NewOrganisation("Kupferwerk Beispiel GmbH", "business", "drei Praktikumsplätze im Jahr"),
                projects.NewOrganisation("Heimatverein Beispiel e. V.", "association", "Patinnen und Paten"),
            ],
            themes=[cast.themes[1]],
        )  # fmt: skip
    with on(ago(186), 15):
        projects.finish_first_step(actor=jana, project=project)
    return project


def _recommend(cast: Cast, project: Project, cards: list[EvidenceCard], ideas: dict[str, Idea]) -> None:
    rita, katrin = cast.people["rita.sommer"], cast.people["katrin.voss"]
    with on(ago(75), 10):
        text = recommendations.draft_recommendation(
            actor=rita, title="Rückkehr möglich machen", projects=[project], evidence=cards, themes=[cast.themes[1]]
        )
        paragraphs: list[tuple[str, list[Any]]] = [
            (
                (
                    "Jede Stadt ab 10 000 Einwohnerinnen und Einwohnern benennt eine Ansprechperson für Rückkehr. Sie vermittelt "
                    "Wohnung, Kita und Arbeit aus einer Hand und ist auch abends erreichbar. Das Land trägt in den ersten zwei "
                    "Jahren die Hälfte der Kosten."
                ),
                [project, cards[0]],
            ),
            (
                (
                    "Die Länder fördern Probewohnen mit bis zu sechs Wochen Miete je Haushalt, wenn ein Praktikum oder eine "
                    "Probezeit im Landkreis nachgewiesen ist."
                ),
                [ideas[TRIAL_LIVING], cards[1]],
            ),
            (
                (
                    "Über mindestens einen Euro je Einwohnerin und Einwohner entscheiden Menschen unter 25 Jahren selbst, ohne "
                    "Genehmigung im Einzelfall."
                ),
                [ideas[YOUTH_MONEY]],
            ),
        ]
        for words, grounds in paragraphs:
            recommendations.add_paragraph(actor=rita, recommendation=text, text=words, rests_on=grounds)
        due = {"ST": ago(-5), "SN": ago(-47), "TH": ago(-47)}
        addresses = {
            code: recommendations.address_to(actor=rita, recommendation=text, state=cast.states[code], due=day)
            for code, day in due.items()
        }
    with on(ago(61), 16):
        recommendations.release(actor=katrin, recommendation=text)
    with on(ago(24), 9):
        recommendations.answer(
            actor=cast.people["ute.kern"], address=addresses["ST"],
            text=(
                "Den Absätzen 1 und 2 folgt das Land; Mittel sind ab dem kommenden Haushaltsjahr eingeplant. Zu Absatz 3 "
                "bitten wir um einen Versuch in drei Städten, den wir begleiten."
            ),
            stances={
                1: Stance(Position.ACCEPTED, "Mittel ab dem kommenden Haushaltsjahr"),
                2: Stance(Position.ACCEPTED, "als Teil der Wohnraumförderung"),
                3: Stance(Position.TRIAL, "in drei Städten, zwei Jahre lang"),
            },
        )  # fmt: skip
