"""The guide for coming back becomes a good practice: written by one, released by another, as Hettstedt wants it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.projects import actions as projects
from netzwerkstatt.projects.models import Project
from netzwerkstatt.projects.profile.content import content_of, fingerprint
from netzwerkstatt.projects.profile.known import known
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, on


def tell(cast: Cast) -> None:
    """People and amounts are invented; the figures are those of the cards."""
    jana, uwe = cast.people["jana.wernicke"], cast.people["uwe.lorenz"]
    project = Project.objects.with_entry().get(entry__title__startswith="Rückkehr-Lotsin")
    with on(ago(36), 9):
        projects.ask_second_pair(actor=uwe, city=cast.cities["15087220"], wanted=True)
    written: dict[str, dict[str, Any]] = {
        "head": {
            "benefit": "Wer zurückkommen will, ruft eine einzige Nummer an und bekommt Wohnung, Kita und Arbeit genannt.",
            "begins": ago(240).isoformat(), "goal": "slow", "type": "service", "area": "shared",
            "contact": jana, "reach": "jana.wernicke@example.org", "call": True, "visit": True,
            "licence": "CC BY 4.0",
        },
        "why": {
            "problem": "Nach der Schule gehen sie – und zu wenige kommen wieder. Wer wiederkommen will, weiß nicht, wen man fragt.",
            "groups": "Menschen zwischen 25 und 40, die weggezogen sind", "reached": "60 Beratungen in zwei Jahren",
        },
        "what": {
            "core": "Eine Person mit Namen und Telefon\nErreichbar auch abends und am Wochenende\nBetriebe antworten in fünf Tagen",
            "may_vary": "In welchem Amt sie sitzt\nOb zwei Städte sich die Stelle teilen",
            "procedure": "Wohnungsgesellschaft meldet montags, was frei ist\nLotsin ruft am selben Tag zurück\nBetrieb antwortet in fünf Tagen\nNach drei Monaten fragt die Lotsin nach",
            "participation": "Menschen, die weggezogen sind: 14 Gespräche am Telefon\nDrei Betriebe sagten eine Frist für Antworten zu",
            "legal": "Freiwillige Aufgabe", "level": "city",
        },
        "means": {
            "staff": "0,5", "time": "Sechs Monate", "decision": "Stadtrat: halbe Stelle, zwei Jahre",
            "infrastructure": "Ein Zimmer, das nicht nach Amt aussieht, und ein Diensthandy",
        },
        "effect": {
            "evidence": "1", "results": "19 Beratungen bis August\nFünf Menschen sind wieder da",
            "unintended": "Auch Menschen ohne Bezug zur Stadt rufen an und fragen nach Wohnungen.",
            "failed": "Zwei Familien fanden keinen Kitaplatz zum Schuljahresbeginn. Die Zusage muss vor dem Umzug stehen.",
        },
        "kit": {
            "files": "Vertrag mit drei Betrieben\nStellenausschreibung\nPostkarte zum 25. Geburtstag",
            "warnings": "Nicht im Sommer beginnen: Dann fehlen Kitaplätze, und niemand geht ans Telefon.",
        },
        "ageing": {"review_on": (clock.today() + timedelta(days=330))},
    }  # fmt: skip
    with on(ago(35), 10):
        for block, said in written.items():
            projects.write_block(actor=jana, project=project, block=block, edition=0, said=said)
        seen = fingerprint(content_of(known(project)))
        projects.propose_profile(actor=jana, project=project, seen=seen)
    with on(ago(33), 8):
        projects.release_profile(actor=uwe, project=project, seen=seen)
