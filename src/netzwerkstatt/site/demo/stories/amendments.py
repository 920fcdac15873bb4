"""The draft on evening mobility, as the networks go on writing on it: versions, amendments, answers."""

from __future__ import annotations

from netzwerkstatt.foundation.texts.models import Paragraph
from netzwerkstatt.recommendations import actions as recommendations
from netzwerkstatt.recommendations import amending
from netzwerkstatt.recommendations.models import Recommendation
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.stories.telling import ago, on

CLEARER = (
    "Rufbusse nach 20 Uhr gelten als Teil des öffentlichen Nahverkehrs. Die Länder fördern sie **wie Linienfahrten**, "
    "mindestens drei Jahre lang."
)
FROM_19 = (
    "Rufbusse nach 19 Uhr gelten als Teil des öffentlichen Nahverkehrs. Die Länder fördern sie **wie Linienfahrten**, "
    "mindestens drei Jahre lang."
)
ACROSS = (
    "Rufbusse nach 20 Uhr gelten als Teil des öffentlichen Nahverkehrs. Die Länder fördern sie **wie Linienfahrten**, "
    "mindestens drei Jahre lang und auch über Kreisgrenzen hinweg."
)
VOLUNTEERS = (
    "Wer ehrenamtlich fährt, bekommt den Schein zur Fahrgastbeförderung bezahlt:\n\n"
    "- die ärztliche Untersuchung,\n- den Erste-Hilfe-Kurs,\n- die Gebühren der Behörde."
)


def tell(cast: Cast) -> None:
    """Two amendments wait, one was accepted, one was not."""
    gudrun, jana, mila, paul = (
        cast.people[key] for key in ("gudrun.thiel", "jana.wernicke", "mila.hanke", "paul.rehbein")
    )
    draft = Recommendation.objects.get(entry__title="Abends mobil bleiben")
    first = Paragraph.objects.get(entry=draft.pk, number=1)
    with on(ago(11), 9):
        recommendations.rewrite_paragraph(
            actor=gudrun, paragraph=first, text=CLEARER, rests_on=list(first.rests_on.all()), base=1
        )
    with on(ago(9), 11):
        across = amending.offer_amendment(
            actor=mila, recommendation=draft, aim="change", paragraph=first, text=ACROSS, base=2,
            behalf=f"city-{cast.cities['14626110'].pk}",
            reason="Wer in Görlitz trainiert, wohnt oft im Nachbarkreis. An der Kreisgrenze darf der Bus nicht umkehren.",
        )  # fmt: skip
    with on(ago(8), 16):
        amending.accept_amendment(
            actor=gudrun, amendment=across, text=ACROSS, base=2,
            answer="Das gilt für alle drei Länder. Wir übernehmen es im Wortlaut.",
        )  # fmt: skip
    with on(ago(6), 10):
        amending.offer_amendment(
            actor=paul, recommendation=draft, aim="change", paragraph=first, text=FROM_19, base=2,
            behalf=f"network-{cast.networks['SN'].pk}",
            reason="Bei uns fährt die letzte Linie um 19:10 Uhr. Mit 20 Uhr bliebe eine Stunde ohne jeden Bus.",
        )  # fmt: skip
    with on(ago(4), 14):
        amending.offer_amendment(
            actor=jana, recommendation=draft, aim="add", paragraph=first, text=VOLUNTEERS,
            behalf=f"city-{cast.cities['15087220'].pk}",
            reason="Zwei Vereine haben Fahrerinnen gefunden und wieder verloren, weil der Schein 400 Euro kostet.",
        )  # fmt: skip
    with on(ago(3), 9):
        stop = amending.offer_amendment(
            actor=cast.people["ole.brandt"], recommendation=draft, aim="add", paragraph=first,
            text="Jede Stadt benennt eine Haltestelle, die nachts beleuchtet ist.",
            reason="Wer im Dunkeln wartet, fährt beim nächsten Mal mit dem Auto.",
        )  # fmt: skip
        amending.reject_amendment(
            actor=gudrun, amendment=stop,
            answer="Das entscheiden die Städte selbst; in einer Bitte an die Länder ist es am falschen Ort. Es steht jetzt im Projekt.",
        )  # fmt: skip
