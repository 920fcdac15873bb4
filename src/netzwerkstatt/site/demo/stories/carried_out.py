"""What became of the projects: one runs, one is on trial, one was stopped and says why, one has only begun."""

from __future__ import annotations

from decimal import Decimal

from netzwerkstatt.projects import actions as projects
from netzwerkstatt.projects.models import Project
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories import coming_back
from netzwerkstatt.site.demo.stories.telling import ago, on

BENCHES = "Mitfahrbänke an den Ausfallstraßen, mit Klappschild."
SHOP = "Ein leerer Laden als Probierladen, ein Jahr ohne Miete."


def tell(cast: Cast, finished: coming_back.Finished) -> None:
    """Amounts are round because they are invented."""
    _guide(cast, finished)
    _night_bus(cast)
    _benches(cast, finished)
    _shop(cast, finished)


def _guide(cast: Cast, finished: coming_back.Finished) -> None:
    jana, project = cast.people["jana.wernicke"], finished.project
    with on(ago(225), 9):
        projects.move_on(actor=jana, project=project, stage="trial")
        rooms = projects.plan_step(
            actor=jana, project=project, kind="measure", what="Zimmer am Markt 14 einrichten", who="Liegenschaften",
            due=ago(200),
        )  # fmt: skip
        ten = projects.plan_step(
            actor=jana, project=project, kind="milestone", what="Zehn Menschen beraten", due=ago(120)
        )
        projects.plan_step(
            actor=jana, project=project, kind="measure", what="Sprechstunde zwischen den Jahren", who="Jana Wernicke",
            due=ago(-26),
        )  # fmt: skip
        projects.plan_step(actor=jana, project=project, kind="milestone", what="20 wieder da", due=ago(-480))
        lines = {}
        for purpose, cents, kind in (
            ("Halbe Stelle der Lotsin", 30_000_00, "yearly"),
            ("Möbel und Schild", 2_500_00, "once"),
            ("Postkarten und Porto", 1_200_00, "once"),
        ):
            lines[purpose] = projects.write_budget(actor=jana, project=project, purpose=purpose, cents=cents, kind=kind)
        projects.name_funding(
            actor=jana, project=project, source="Eigenmittel der Stadt (Beispiel)", cents=15_000_00, state="granted"
        )
        projects.name_funding(
            actor=jana, project=project, source="Demografie-Förderung des Landes (Beispiel)", cents=15_000_00,
            apply_until=ago(-21),
        )  # fmt: skip
        projects.note_resolution(
            actor=jana, project=project, decided_on=ago(226), body="Stadtrat (Beispiel)",
            what="Eine halbe Stelle für zwei Jahre, danach Bericht im Rat", number="BV 41 (Beispiel)",
        )  # fmt: skip
        projects.note_hearing(
            actor=jana, project=project, held_on=ago(230), groups="Menschen, die weggezogen sind",
            format="Gespräche am Telefon", heads=14, came_of="Abends und am Wochenende erreichbar sein.",
        )  # fmt: skip
    for days, purpose, cents in (
        (196, "Möbel und Schild", 2_318_40), (150, "Postkarten und Porto", 640_00), (100, "Halbe Stelle der Lotsin", 9_870_00),
    ):  # fmt: skip
        with on(ago(days), 10):
            projects.note_expense(
                actor=jana, project=project, purpose=f"{purpose} (Beispiel)", cents=cents, spent_on=ago(days),
                budget=lines[purpose],
            )  # fmt: skip
    with on(ago(198), 16):
        projects.finish_step(actor=jana, project=project, step=rooms)
    with on(ago(131), 16):
        projects.finish_step(actor=jana, project=project, step=ten)
    with on(ago(96), 11):
        projects.draw_balance(
            actor=jana, project=project, drawn_on=ago(96), decision="change",
            reached="19 Beratungen, fünf sind wieder da. Die Betriebe antworten in fünf Tagen.",
            barriers="Zwei Familien fanden keinen Kitaplatz zum Schuljahresbeginn.",
            favoured="Eine einzige Telefonnummer, die auch um 20 Uhr jemand annimmt.",
        )  # fmt: skip
        projects.set_indicator(
            actor=jana, project=project, what="Menschen, die mit der Lotsin zurückgekommen sind", unit="Menschen",
            card=finished.cards[-1].entry, baseline=Decimal(0), target=Decimal(20), target_on=ago(-480), now=Decimal(5),
            now_on=ago(96),
        )  # fmt: skip
        projects.move_on(actor=jana, project=project, stage="running")


def _night_bus(cast: Cast) -> None:
    petra = cast.people["petra.wolff"]
    project = Project.objects.select_related("entry").get(entry__title__startswith="Abendrunde")
    with on(ago(100), 10):
        projects.move_on(actor=petra, project=project, stage="trial")
        projects.plan_step(
            actor=petra, project=project, kind="measure", what="Trainingszeiten der Vereine abfragen",
            who="Petra Wolff", due=ago(-5),
        )  # fmt: skip
        projects.write_budget(
            actor=petra, project=project, purpose="Zwei Probemonate Rufbus", cents=8_400_00, kind="once"
        )
        projects.note_hearing(
            actor=petra, project=project, held_on=ago(110), groups="Drei Sportvereine",
            format="Abend in der Turnhalle", heads=32,
        )  # fmt: skip


def _benches(cast: Cast, finished: coming_back.Finished) -> None:
    hanka, bautzen = cast.people["hanka.noack"], cast.cities["14625020"]
    with on(ago(240), 10):
        project = projects.found_project(
            actor=hanka, city=bautzen, title="Mitfahrbänke an drei Ausfallstraßen",
            aim="Wer kein Auto hat, kommt ohne Fahrplan in die Ortsteile und wieder zurück.",
            ideas=[finished.pool[BENCHES]], first_step="Drei Stellen mit dem Bauhof ansehen",
            first_step_by="Hanka Noack", first_step_due=ago(220), themes=[cast.themes[0]],
        )  # fmt: skip
        projects.write_budget(actor=hanka, project=project, purpose="Drei Bänke mit Schild", cents=4_500_00)
    with on(ago(222), 10):
        projects.finish_first_step(actor=hanka, project=project)
        projects.move_on(actor=hanka, project=project, stage="trial")
    with on(ago(80), 14):
        projects.close_project(
            actor=hanka, project=project, stage="stopped",
            lesson=(
                "In vier Monaten haben wir elf Fahrten gezählt. Die Bänke standen, wo Platz war, nicht wo Menschen warten. "
                "Ältere haben uns gesagt, dass sie bei Fremden nicht einsteigen.\n\n"
                "Wieder so machen: klein anfangen, zählen. Nicht wieder: aufstellen, bevor jemand gefragt wurde."
            ),
        )  # fmt: skip


def _shop(cast: Cast, finished: coming_back.Finished) -> None:
    mila, goerlitz = cast.people["mila.hanke"], cast.cities["14626110"]
    with on(ago(15), 9):
        projects.found_project(
            actor=mila, city=goerlitz, title="Probierladen: ein Jahr ohne Miete",
            aim="Drei leere Läden werden ein Jahr lang Orte, an denen junge Menschen etwas ausprobieren.",
            ideas=[finished.pool[SHOP]], first_step="Mit zwei Eigentümern sprechen", first_step_by="Mila Hanke",
            first_step_due=ago(-12), themes=[cast.themes[1]],
        )  # fmt: skip
