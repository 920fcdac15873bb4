"""What if: the futures of the nine cities are asked for, and one scenario is discussed where it matters."""

from __future__ import annotations

from django.urls import reverse

from netzwerkstatt.evidence.adapter import Scenario
from netzwerkstatt.evidence.computed.asking import Asked
from netzwerkstatt.evidence.computed.cards import make_card_from_computation
from netzwerkstatt.evidence.computed.pictures import SERVICE
from netzwerkstatt.evidence.profiles.actions import project_place
from netzwerkstatt.evidence.scenarios.actions import make_scenario
from netzwerkstatt.evidence.scenarios.drawing import YEAR
from netzwerkstatt.evidence.standards import MOVES
from netzwerkstatt.foundation.comments import actions as comments
from netzwerkstatt.problems.actions import discuss_scenario, support_with_evidence
from netzwerkstatt.problems.models import Problem
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, client_id, on

BAUTZEN = "14625020"
REASONS = (
    "Zwei Annahmen aus der Runde der Träger: 40 Wohnungen im Jahr in leeren Häusern und Baulücken der Ortsteile, und ein "
    "Zehntel weniger Fortzüge zwischen 30 und 49. Ob das zu schaffen ist, sagt die Rechnung nicht; sie sagt, was es hieße."
)
SAID = (
    (2, 16, "jurij.kral", "Bevor wir über Schließungen reden: Wie viele Plätze wären es in der Mitte, und wie viele im schlechten Fall?"),
    (2, 17, "hanka.noack", "Steht unter dem Bild, mit der Spanne von 80 aus 100 Zukünften. Mich überrascht, wie wenig die Wohnungen allein ändern."),
    (1, 9, "mila.hanke", "In Görlitz haben wir dasselbe gesehen: Die Häuser füllen sich, aber erst mit Leuten, die schon in der Stadt wohnen."),
)  # fmt: skip


def tell(cast: Cast) -> None:
    """The worker finds the futures as soon as it runs; the scenario stands in Bautzen's problem of the day-care houses,
    which rests on a card of how many places the quick futures of the middle path need.
    """
    katrin, hanka = cast.people["katrin.voss"], cast.people["hanka.noack"]
    usual = {key: project_place(actor=katrin, key=key) for key in sorted(cast.cities)}
    problem = Problem.objects.get(entry__title__startswith="Weniger Kinder, gleich viele Häuser")
    with on(ago(6), 11):
        scenario = make_scenario(
            actor=hanka,
            usual=usual[BAUTZEN],
            scenario=Scenario(
                dwellings=40,
                built_from=2027,
                built_to=2036,
                persons_per_dwelling=2.8,
                moves_out=tuple(-10.0 if first == 30 else 0.0 for first in MOVES),
            ),
            title="Was, wenn jedes Jahr 40 Wohnungen dazukommen und weniger Familien gehen?",
            reasons=REASONS,
            themes=[cast.themes[2]],
            client_id=client_id("what if", BAUTZEN),
        )
        discuss_scenario(actor=hanka, problem=problem, scenario=scenario)
    with on(ago(59), 9):
        view = reverse("evidence:what-if", args=[BAUTZEN])
        card = make_card_from_computation(
            actor=hanka, usual=usual[BAUTZEN], asked=Asked(f"{SERVICE}kita", YEAR, whole=False, view=view),
            client_id=client_id("needed", BAUTZEN),
        )  # fmt: skip
        support_with_evidence(actor=hanka, problem=problem, card=card)
    for days, hour, who, text in SAID:
        with on(ago(days), hour):
            comments.comment_on(actor=cast.people[who], entry=scenario.entry, text=text)
