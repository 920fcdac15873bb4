"""What does not belong here: a hidden comment with an objection, a report that waits, a problem named twice."""

from __future__ import annotations

from netzwerkstatt.foundation.comments.actions import comment_on
from netzwerkstatt.foundation.moderation import actions as moderation
from netzwerkstatt.foundation.moderation.models import Category
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.problems import actions as problems
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, on
from netzwerkstatt.workshops import actions as workshops
from netzwerkstatt.workshops.models import Workshop

EVENINGS = "Nach 18 Uhr ist die Innenstadt leer"
CLUBS = "Im Verein will niemand mehr Verantwortung übernehmen"


def tell(cast: Cast) -> None:
    """Jana hides a comment and its author objects; a visitor reports; Rudolstadt deletes; Görlitz changes a room."""
    _a_comment(cast)
    _a_report(cast)
    _a_stone(cast)
    _another_room(cast)


def _a_comment(cast: Cast) -> None:
    jana, uwe, jurij = (cast.people[key] for key in ("jana.wernicke", "uwe.lorenz", "jurij.kral"))
    problem = Problem.objects.get(entry__title=EVENINGS)
    with on(ago(3), 18):
        comment = comment_on(
            actor=jurij, entry=problem.entry, text="Kein Wunder. Wer so plant, hat von Städten keine Ahnung."
        )
    with on(ago(3), 20):
        report = moderation.report_thing(
            actor=uwe, kind="comment", public_id=comment.public_id, category=Category.INSULT,
            words="Das hilft niemandem und trifft die Kolleginnen.",
        )  # fmt: skip
    with on(ago(2), 9):
        case = moderation.hide(
            actor=jana, case=report.case,
            reason="Der Satz urteilt über Menschen statt über die Sache. Was an der Planung fehlt, lesen wir gern.",
        )  # fmt: skip
    with on(ago(2), 11):
        moderation.object_to_hiding(
            actor=jurij, case=case,
            words="Ich meinte die Buslinie, die um 17.40 Uhr endet, nicht die Menschen. Das würde ich gern so stehen sehen.",
        )  # fmt: skip


def _a_report(cast: Cast) -> None:
    problem = Problem.objects.get(entry__title=CLUBS)
    with on(ago(1), 21):
        moderation.report_thing(
            actor=None, kind="problem", public_id=problem.public_id, category=Category.OTHER, visitor="demo",
            words="Die Ehrenamtskarte gibt es bei uns seit dem Frühjahr nicht mehr. Bitte prüfen.",
        )  # fmt: skip


def _a_stone(cast: Cast) -> None:
    petra, rudolstadt = cast.people["petra.wolff"], cast.cities["16073076"]
    with on(ago(12), 10):
        twice = problems.name_problem(
            actor=petra, city=rudolstadt, statement="Hausärzte finden keine Nachfolge",
            affected="Praxen, deren Inhaber über 60 sind.", themes=[cast.themes[2]],
        )  # fmt: skip
    with on(ago(11), 8):
        delete_entry(actor=petra, entry=twice.entry, reason="Versehentlich zweimal benannt.")


def _another_room(cast: Cast) -> None:
    planned = Workshop.objects.filter(entry__city=cast.cities["14626110"], state=Workshop.State.PLANNED).first()
    if planned is None or planned.day is None or planned.begins is None:
        return
    with on(ago(2), 14):
        workshops.plan_workshop(
            actor=cast.people["mila.hanke"], workshop=planned, day=planned.day, begins=planned.begins,
            place=f"{planned.place}, Eingang Hofseite", practical="Der Eingang ist ebenerdig. Kaffee steht bereit.",
            facilitator=planned.facilitator,
        )  # fmt: skip
