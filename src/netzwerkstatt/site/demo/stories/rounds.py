"""Rudolstadt takes up an idea from Hettstedt's pool: the late bus. A thread that changes Land."""

from __future__ import annotations

from datetime import time

from netzwerkstatt.projects import actions as projects
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import coming_back, telling
from netzwerkstatt.site.demo.stories.telling import ago, on
from netzwerkstatt.workshops import actions as workshops

NEEDED = [
    "Zwei Abende in der Woche genügen für den Anfang: Donnerstag und Sonnabend.",
    "Die Vereine legen ihre Trainingszeiten auf den Fahrplan, nicht umgekehrt.",
    "Fahrerinnen und Fahrer aus dem Ehrenamt, mit Personenbeförderungsschein auf Kosten der Stadt.",
]


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
        workshops.start_workshop(actor=petra, workshop=workshop)
        guests = telling.hall(workshop, 11, [cast.networks["TH"], cast.networks["ST"], None])
        found = telling.uncover(workshop, telling.write_down(workshop, guests, NEEDED))
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
