"""Rudolstadt takes up an idea from Hettstedt's pool: the late bus. A thread that changes Land."""

from __future__ import annotations

from datetime import time

from netzwerkstatt.projects import actions as projects
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import coming_back, telling
from netzwerkstatt.site.demo.stories.telling import ago, on
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.plans import PhasePlan

NEEDED = [
    "Zwei Abende in der Woche genügen für den Anfang: Donnerstag und Sonnabend.",
    "Die Vereine legen ihre Trainingszeiten auf den Fahrplan, nicht umgekehrt.",
    "Fahrerinnen und Fahrer aus dem Ehrenamt, mit Personenbeförderungsschein auf Kosten der Stadt.",
]
COURSE = [
    PhasePlan("input", "Was abends fährt", "", 15, guidance="Der Fahrplan nach 20 Uhr an der Wand, mehr nicht."),
    PhasePlan("collect", "Ideen sammeln", "Was braucht ein Bus nach 20 Uhr?", 25, method="anonymous-cards"),
    PhasePlan("questions", "Fragen an den Verkehrsbetrieb", "Was möchten Sie vom Verkehrsbetrieb wissen?", 20),
    PhasePlan(
        "rating", "Wirkung und Aufwand", "Wie viel bringt es, und was kostet es an Kraft?", 15,
        axes=("Aufwand", "Wirkung"), reveals="close", method="effect-effort",
    ),
    PhasePlan("pause", "Suppe im Foyer", "", 20),
    PhasePlan(
        "resistance", "Widerstand messen", "Wie sehr geht Ihnen der Vorschlag gegen den Strich?", 20, reveals="close",
        method="systemic-consensing",
    ),
    PhasePlan("decide", "Verabreden", "Wer nimmt sich was vor?", 20),
]  # fmt: skip
EFFORT_AND_EFFECT = {NEEDED[0]: [2, 4], NEEDED[1]: [2, 3], NEEDED[2]: [4, 4]}
RESISTANCE = {NEEDED[0]: [1], NEEDED[1]: [3], NEEDED[2]: [5]}
ASKED = {
    "Was kostet eine Fahrt, wenn nur zwei einsteigen?": (
        9, "Rund 38 Euro; ab fünf Fahrgästen trägt sich die Runde mit Zuschuss.",
    ),
    "Dürfen Vereine ihren eigenen Kleinbus fahren lassen?": (
        7, "Ja, mit Personenbeförderungsschein und ohne Gewinn. Die Genehmigung gilt ein Jahr.",
    ),
    "Warum hält der letzte Bus nicht in Cumbach?": (4, ""),
}  # fmt: skip


def tell(cast: Cast, finished: coming_back.Finished) -> None:
    """From the pool of ideas to a project, and a draft that is not released yet."""
    petra, rudolstadt = cast.people["petra.wolff"], cast.cities["16073076"]
    late_bus = finished.pool[coming_back.LATE_BUS]
    with on(ago(170), 10):
        workshop = workshops.plan_ideas_workshop(
            actor=petra, ideas=[late_bus], city=rudolstadt, title="Wie kommt man nach dem Training heim?",
            day=ago(152), begins=time(17, 0), place="Altes Rathaus, Saal", question="Was braucht ein Bus nach 20 Uhr?",
            facilitator=cast.people["gudrun.thiel"],
        )  # fmt: skip
    with on(ago(152), 17):
        workshops.set_phases(actor=petra, workshop=workshop, phases=COURSE)
        workshops.start_workshop(actor=petra, workshop=workshop)
        guests = telling.hall(workshop, 11, [cast.networks["TH"], cast.networks["ST"], None])
        found = telling.uncover(workshop, telling.write_down(workshop, guests, NEEDED))
    with on(ago(152), 18):
        telling.ask(workshop, guests, ASKED)
        telling.vote(workshop, guests, "rating", EFFORT_AND_EFFECT)
    with on(ago(152), 19):
        telling.vote(workshop, guests, "resistance", RESISTANCE)
        telling.agree(
            workshop,
            [
                (
                    found[NEEDED[0]],
                    "Zwei Probemonate beim Verkehrsbetrieb anfragen",
                    "Stadtverwaltung Rudolstadt",
                    ago(131),
                ),
                (
                    found[NEEDED[1]],
                    "Trainingszeiten aller Hallen in eine Liste bringen",
                    "Sportverein Beispiel e. V.",
                    ago(138),
                ),
            ],
        )
        telling.choose(workshop, found, NEEDED[:2])
    with on(ago(131), 12):
        project = projects.found_project(
            actor=petra, city=rudolstadt, title="Abendrunde: ein Rufbus nach dem Training",
            aim="Donnerstags und sonnabends bringt ein Rufbus bis 23 Uhr aus der Stadt in die Ortsteile.",
            ideas=[late_bus], workshop=workshop,
            first_step="Mit dem Verkehrsbetrieb zwei Probemonate vereinbaren", first_step_by="Petra Wolff",
            first_step_due=ago(-18), partner_cities=[cast.cities["16073005"]],
            partner_organisations=[
                projects.NewOrganisation("Sportverein Beispiel e. V.", "association", "zwei Fahrerinnen, ein Fahrer"),
            ],
            themes=[cast.themes[0]],
        )  # fmt: skip
    with on(ago(12), 15):
        draft = recommendations.draft_recommendation(
            actor=cast.people["gudrun.thiel"], title="Abends mobil bleiben", projects=[project], themes=[cast.themes[0]]
        )
        recommendations.add_paragraph(
            actor=cast.people["gudrun.thiel"], recommendation=draft,
            text="Rufbusse nach 20 Uhr gelten als Teil des öffentlichen Nahverkehrs und werden wie Linienfahrten gefördert.",
            rests_on=[project],
        )  # fmt: skip
