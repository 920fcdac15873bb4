"""Hettstedt: after school they leave. The whole way, from the figure to the Land's answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from typing import Any

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.attachments import actions as attachments
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.problems import actions as problems
from netzwerkstatt.problems.actions import Tried
from netzwerkstatt.problems.models import Verdict
from netzwerkstatt.projects import actions as projects
from netzwerkstatt.projects.models import Project
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.recommendations.models import Position, Stance
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import pictures, telling, without_phones
from netzwerkstatt.site.demo.stories.telling import TIME_SERIES, ago, on
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops import drafting
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.plans import PhasePlan

WORDS_TO_COME_BACK = "Eine Ansprechperson im Rathaus, die Wohnung, Kita und Arbeit aus einer Hand vermittelt."
TRIAL_LIVING = "Vier Wochen Probewohnen mit Praktikum: Wer hier arbeiten könnte, soll hier erst einmal wohnen dürfen."
YOUTH_MONEY = "20\u202f000 Euro im Jahr, über die Menschen unter 25 allein bestimmen."
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
AT_THE_TABLE = [
    "Mitfahrbänke an den Ausfallstraßen, mit Klappschild.",
    "Nachttaxi-Gutscheine für unter 21-Jährige, wie in der Oberlausitz.",
    "Patinnen und Paten für das erste Jahr.",
]
ON_THE_SHEET = [
    "Ein leerer Laden als Probierladen, ein Jahr ohne Miete.",
    "Umzugswagen der Stadt zum Ausleihen, samstags.",
]
GOES_ON = [WORDS_TO_COME_BACK, TRIAL_LIVING, YOUTH_MONEY]
AFFECTED = (
    "Junge Menschen zwischen 16 und 25. Wer studiert, geht fast immer; wer eine Ausbildung sucht, geht oft. "
    "Betriebe finden keine Auszubildenden, Vereine keine Trainerinnen und Trainer, Eltern sehen ihre Enkel zweimal im Jahr."
)
TRIED = [
    Tried("Rückkehrtag zwischen den Jahren", "gut besucht, sechs Arbeitsverträge", Verdict.HELPED),
    Tried("Umzugszuschuss von 1\u202f000 Euro", "elf Anträge, acht wären ohnehin gekommen", Verdict.HARDLY),
    Tried("Jugendparlament", "nach einem Jahr fehlten Kandidatinnen und Kandidaten", Verdict.STOPPED),
]
LANDLORD = "Der Vermieter in der Lindenstraße soll endlich das Dach machen."
COURSE = [
    PhasePlan("input", "Das Problem und seine Zahlen", "", 15, guidance="Zwei Belege an der Wand, mehr nicht."),
    PhasePlan(
        "notes", "Was niemand laut sagt", "Was kann hier niemand laut sagen?", 10, taboo_free=True, reveals="button",
    ),
    PhasePlan(
        "collect", "Ideen ohne Tabu", "Was müsste hier anders sein, damit du nach der Ausbildung wiederkommst?", 30,
        taboo_free=True, method="anonymous-cards",
    ),
    PhasePlan("cluster", "Bündeln", "Was gehört zusammen?", 20),
    PhasePlan("pause", "Kaffee im Hof", "", 15),
    PhasePlan("dots", "Gewichten", "Womit sollen wir weitermachen?", 10, 5, reveals="close"),
    PhasePlan(
        "rating", "Wirkung und Aufwand", "Was bringt es, und was kostet es an Kraft?", 15, axes=("Aufwand", "Wirkung"),
        reveals="close", method="effect-effort", most=6,
    ),
    PhasePlan("talk", "Vertiefen an drei Tischen", "Was bräuchte es, um in vier Wochen anzufangen?", 30),
    PhasePlan("comment", "Rat aus den anderen Netzen", "Was hilft dieser Idee weiter?", 15, reveals="close"),
    PhasePlan(
        "resistance", "Widerstand messen", "Wie sehr geht Ihnen der Vorschlag gegen den Strich?", 10, reveals="close",
        method="systemic-consensing", most=4,
    ),
    PhasePlan("questions", "Fragen an die Stadt", "Was möchten Sie von der Stadt wissen?", 15),
    PhasePlan("ranking", "Reihenfolge", "Womit fangen wir an?", 10, reveals="close", items="ideas", most=3),
    PhasePlan("decide", "Erster Schritt und Patenstadt", "Wer nimmt sich was vor, bis wann?", 20),
    PhasePlan("feedback", "Wie war es?", "", 5, reveals="close"),
]  # fmt: skip
UNSAID = [
    "Wer zurückkommt, gilt hier erst einmal als gescheitert.",
    "Die besten Wohnungen gehen unter der Hand weg.",
    "Im Rathaus ist nach 16 Uhr niemand mehr zu erreichen.",
    "Manche Betriebe zahlen so, dass man gehen muss.",
    "Wir reden über junge Leute, statt sie zu fragen.",
    "Ohne Auto ist man hier niemand.",
]
EFFORT_AND_EFFECT = {
    WORDS_TO_COME_BACK: [3, 5], TRIAL_LIVING: [3, 4], YOUTH_MONEY: [2, 4], CHRISTMAS: [1, 3], LATE_BUS: [5, 4],
}  # fmt: skip
RESISTANCE = {WORDS_TO_COME_BACK: [1], TRIAL_LIVING: [3], YOUTH_MONEY: [4], CHRISTMAS: [2]}
ADVICE = [
    "In Görlitz hat Probewohnen sechs Jahre getragen: Die Wohnungen waren möbliert, und es gab eine Telefonnummer.",
    "Fragt die Betriebe vor dem Einzug, nicht danach. Bei uns kamen die Praktika sonst zu spät.",
    "Vier Wochen sind kurz, wenn man Kinder hat. Lasst zwei Längen zu.",
]
ASKED = {
    "Wer bezahlt die Ansprechperson nach den zwei Jahren?": (
        11, "Das ist nicht entschieden. Die Stadt legt dem Rat bis zum Sommer vor, was die Stelle gebracht hat.",
    ),
    "Dürfen auch Leute mitmachen, die nie hier gewohnt haben?": (8, "Ja. Wer herziehen will, ist so willkommen wie wer zurückkommt."),
    "Warum sind die Mieten in der Altstadt höher als in Eisleben?": (6, ""),
}  # fmt: skip
WHAT_TO_KEEP = [
    "Dass zuerst gesammelt und erst danach bewertet wurde.",
    "Mehr Leute unter 20 einladen, und nicht an einem Dienstag.",
    "Die Suppe. Und die Zahlen an der Wand.",
    "Am Anfang war mir nicht klar, was mit den Ideen geschieht.",
]
TEXTS = {
    "opening": "Die Bürgermeisterin hat begrüßt. An der Wand hingen zwei Belege: *1 858 von 2 296* jungen Frauen sind nach fünf Jahren noch da; Frauen zwischen 25 und 30 gibt es fast halb so viele wie vor fünf Jahren.",
    "decisions": "**Einig** waren sich alle, dass eine Ansprechperson vor allem anderen kommt.\n\n**Nicht einig** waren wir beim Geld für Menschen unter 25: Manche fürchten, dass der Rat sich dann um nichts mehr kümmert. Die Frage geht an die Beteiligung.",
    "open_points": "Woher die zweite Hälfte der Stelle bezahlt wird\nOb das Probewohnen auch für Familien gilt",
    "closing": "Die Ideen-Werkstatt ist am 12. des übernächsten Monats im Rathaus. Jana Wernicke schreibt allen, die ihre Adresse dagelassen haben, was daraus wird.",
}
TABLES = (
    "Tisch 1: Die Ansprechperson braucht einen Schlüssel zum Rathaus und ein Handy, das auch abends angeht.\n\n"
    "Tisch 2: Probewohnen gelingt nur mit Betrieben, die in fünf Tagen antworten.\n\n"
    "Tisch 3: „Ein Euro je Kopf klingt klein. Es wären in Hettstedt rund 13 000 Euro.“"
)
CORRECTED = "Die Ideen-Werkstatt ist in sechs Wochen im Rathaus, Ratssaal. Jana Wernicke schreibt allen, die ihre Adresse dagelassen haben, was daraus wird."
NAMED = "Herr Beyer aus der Bauverwaltung"
WHAT_IT_TAKES = [
    "Eine halbe Stelle für zwei Jahre und ein Diensthandy, das auch abends angeht.",
    "Die Wohnungsgesellschaft meldet jeden Montag, was frei ist.",
    "Ein Vertrag mit drei Betrieben: Praktikum in vier Wochen, Antwort in fünf Tagen.",
    "Ein Zimmer im Rathaus, das nicht nach Amt aussieht.",
    f"{NAMED} kennt jede leere Wohnung und könnte die Schlüssel ausgeben.",
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
        "Von 2\u202f296 Mädchen und jungen Frauen zwischen 15 und 20 sind fünf Jahre später 1\u202f858 da",
        explanation=(
            "1\u202f513 und 783 waren Ende 2015 zwischen 15 und 20 Jahre alt. Dieselben Jahrgänge sind Ende 2020 zwischen 20 "
            "und 25: 1\u202f858. Zuzüge sind darin schon mitgezählt."
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
    ideas = _course(cast, workshop)
    _record(cast, workshop, ideas)
    return workshop, ideas


def _course(cast: Cast, workshop: Workshop) -> dict[str, Idea]:
    """The afternoon, phase by phase: when each began, and what came of it when it ended."""
    jana, day = cast.people["jana.wernicke"], ago(288)
    parts = ["citizen", "citizen", "club", "business", "administration", "citizen"]
    with on(day, 13, 40):
        workshops.set_phases(actor=jana, workshop=workshop, phases=COURSE)
        workshops.start_workshop(actor=jana, workshop=workshop)
        guests = telling.hall(workshop, 26, [*cast.networks.values(), cast.networks["ST"], cast.networks["ST"]], parts)
    with on(day, 14, 4):
        telling.begin(workshop, "input")
    with on(day, 14, 22):
        telling.talked(
            workshop, "input", "Am längsten standen alle vor der Zahl der jungen Frauen. Niemand hatte sie so erwartet."
        )
        telling.begin(workshop, "notes")
    with on(day, 14, 33):
        telling.note_down(workshop, "notes", guests, UNSAID)
        by_phone = [text for group in IDEAS.values() for text in group if text not in {*AT_THE_TABLE, *ON_THE_SHEET}]
        collected = telling.write_down(workshop, guests, [*by_phone, LANDLORD])
        without_phones.at_a_table(host=jana, secretary=cast.people["thea.krahl"], phase=collected, texts=AT_THE_TABLE)
        without_phones.on_a_sheet(host=jana, phase=collected, texts=ON_THE_SHEET)
    with on(day, 15, 8):
        ideas = telling.uncover(workshop, collected)
        telling.begin(workshop, "cluster")
    with on(day, 15, 27):
        telling.put_together(workshop, ideas, IDEAS)
        telling.begin(workshop, "pause")
    with on(day, 15, 41):
        telling.talked(workshop, "pause", "")
        telling.begin(workshop, "dots")
    with on(day, 15, 50):
        telling.weigh(workshop, guests, ideas, [*GOES_ON, CHRISTMAS])
        telling.begin(workshop, "rating")
    of = {ideas[text].title: EFFORT_AND_EFFECT[text] for text in EFFORT_AND_EFFECT}
    with on(day, 16, 4):
        telling.vote(workshop, guests, "rating", of)
        telling.begin(workshop, "talk")
    _evening(workshop, guests, ideas)
    return ideas


def _evening(workshop: Workshop, guests: list[Guest], ideas: dict[str, Idea]) -> None:
    """The second half, from the tables to the feedback."""
    day = ago(288)
    with on(day, 16, 38):
        telling.talked(workshop, "talk", TABLES)
        telling.begin(workshop, "comment")
    with on(day, 16, 50):
        telling.note_down(workshop, "comment", guests, ADVICE, ideas[TRIAL_LIVING])
        telling.begin(workshop, "resistance")
    with on(day, 17, 0):
        telling.vote(workshop, guests, "resistance", {ideas[text].title: RESISTANCE[text] for text in RESISTANCE})
        telling.begin(workshop, "questions")
    with on(day, 17, 14):
        telling.ask(workshop, guests, ASKED)
        telling.begin(workshop, "ranking")
    with on(day, 17, 21):
        telling.order(workshop, guests)
        telling.begin(workshop, "decide")
    with on(day, 17, 40):
        telling.agree(
            workshop,
            [
                (ideas[WORDS_TO_COME_BACK], "Aufgaben und Umfang der Stelle beschreiben", "Stadt Hettstedt", ago(270)),
                (ideas[TRIAL_LIVING], "Zehn möblierte Wohnungen nennen", "Wohnungsgesellschaft Beispiel", ago(262)),
                (ideas[TRIAL_LIVING], "Die Görlitzer Verträge schicken", "Stadt Görlitz", ago(274)),
            ],
        )
        telling.begin(workshop, "feedback")
    with on(day, 17, 46):
        telling.note_down(workshop, "feedback", guests, WHAT_TO_KEEP)


def _record(cast: Cast, workshop: Workshop, ideas: dict[str, Idea]) -> None:
    """What goes on, what the group takes back, the texts, a picture of the wall; then the release, and a correction."""
    jana, rita = cast.people["jana.wernicke"], cast.people["rita.sommer"]
    with on(ago(288), 17, 50):
        workshops.choose_ideas(actor=rita, workshop=workshop, ideas=[ideas[text] for text in GOES_ON])
    with on(ago(286), 10):
        workshops.withdraw_idea(
            actor=rita, workshop=workshop, idea=ideas[LANDLORD],
            reason="Sie nennt einen einzelnen Vermieter; die Gruppe will niemanden an den Pranger stellen.",
        )  # fmt: skip
        wall = attachments.look_into(actor=jana, name="wand.png", data=pictures.wall(IDEAS))
        hung = attachments.attach(
            actor=jana, entry=workshop.entry, file=wall, name="Die Wand am Ende",
            alt="Die Wand im Gewölbesaal, nachgezeichnet: vier Bündel mit 21 Karten und den Namen der Bündel darüber.",
        )  # fmt: skip
        now = drafting.written(workshop)
        workshops.save_draft(
            actor=rita, workshop=workshop, base=now.edition, texts=TEXTS, chosen_photos=[hung.public_id]
        )
    with on(ago(284), 9):
        workshops.release_workshop(actor=jana, workshop=workshop)
    with on(ago(282), 15):
        now = drafting.written(workshop)
        workshops.save_draft(actor=rita, workshop=workshop, base=now.edition, texts={"closing": CORRECTED})
        workshops.correct_protocol(
            actor=rita,
            workshop=workshop,
            reason="Der Tag der Ideen-Werkstatt war falsch; jetzt steht auch der Raum dabei.",
        )
    for idea in ideas.values():
        idea.refresh_from_db()


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
    with on(ago(246), 16):
        projects.write_sketch(
            actor=cast.people["thea.krahl"], origin=ideas_workshop.entry, ideas=chosen[1:2], title="Rückkehrtag im Advent",
            cities=[cast.cities["14626110"]], owner=hettstedt, cost_class="small",
            first_step="Den Termin mit dem Weihnachtsmarkt abstimmen", first_step_by="Stadtmarketing",
            boxes={
                "problem": "Wer weggezogen ist, kommt zu Weihnachten heim und findet niemanden, der Fragen beantwortet.",
                "for_whom": "Menschen zwischen 25 und 40 mit Familie in der Stadt",
                "idea": "Zwischen den Jahren öffnet das Rathaus einen Nachmittag. Betriebe, Kitas und die Wohnungsgesellschaft sitzen an einem Tisch. Wer fragt, geht mit einem Namen und einer Nummer nach Hause.",
                "new_for_us": "Bisher wartet jede Stelle für sich; hier kommen alle an einen Tisch.",
                "others": "Handwerkskammer, Kitas, Wohnungsgesellschaft",
                "risk": "Niemand kommt, weil niemand davon weiß.",
                "legal": "Dürfen Betriebe im Rathaus werben?",
            },
        )  # fmt: skip
    with on(ago(186), 15):
        projects.finish_first_step(actor=jana, project=project)
    with on(ago(154), 9):
        workshops.write_echo(
            actor=jana, workshop=ideas_workshop, months=3,
            words="Die Stelle ist besetzt, die Wohnungsgesellschaft meldet montags. Der Vertrag mit den Betrieben hängt noch am Rechtsamt.",
        )  # fmt: skip
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
                    "Jede Stadt ab 10\u202f000 Einwohnerinnen und Einwohnern benennt eine Ansprechperson für Rückkehr. Sie vermittelt "
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
