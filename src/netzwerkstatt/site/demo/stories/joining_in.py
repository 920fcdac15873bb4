"""Mitmachen: the guide for coming back looks for help; a business gave some, a citizen's offer waits for its answer."""

from __future__ import annotations

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.projects import actions as projects
from netzwerkstatt.projects.models import Project
from netzwerkstatt.site.demo.alliance import Cast
from netzwerkstatt.site.demo.people import SPEAKER
from netzwerkstatt.site.demo.stories.telling import ago, on


def tell(cast: Cast) -> None:
    """Amounts and people are invented."""
    jana, lena = cast.people["jana.wernicke"], cast.people["lena.boehm"]
    project = Project.objects.select_related("entry__city").get(entry__title__startswith="Rückkehr-Lotsin")
    with on(ago(44), 9):
        places = projects.name_need(
            actor=jana, project=project, kind="places", what="Praktikum für vier Wochen, Beginn jederzeit", amount=6,
            unit="Plätze im Jahr",
        )  # fmt: skip
        flat = projects.name_need(
            actor=jana,
            project=project,
            kind="room",
            what="Möblierte Wohnung zum Probewohnen",
            amount=2,
            unit="Wohnungen",
            unit_one="Wohnung",
        )
        evenings = projects.name_need(
            actor=jana, project=project, kind="time", what="Abends ans Telefon gehen, wenn die Lotsin frei hat", amount=8,
            unit="Abende im Monat",
        )  # fmt: skip
        projects.name_need(
            actor=jana, project=project, kind="money", what="Umzugswagen zum Ausleihen (Beispiel)", amount=2_400_00
        )
    works = Organisation.objects.filter(name__startswith="Kupferwerk").first()
    konrad = Person.objects.filter(email=SPEAKER).first()
    if works is not None and konrad is not None:
        with on(ago(40), 14):
            offer = projects.offer_help(
                actor=konrad, need=places, amount=4, organisation=works,
                words="Vier Plätze im Jahr, in Werkstatt und Verwaltung. Antwort in fünf Tagen.",
                reach="konrad.blei@example.org",
            )  # fmt: skip
        with on(ago(39), 8):
            projects.answer_help(
                actor=jana, offer=offer, accepts=True, words="Danke. Die ersten beiden melden sich in dieser Woche."
            )
    with on(ago(3), 19):
        projects.offer_help(
            actor=lena, need=evenings, amount=2, words="Dienstags und donnerstags, ab 18 Uhr.",
            reach="lena.boehm@example.org",
        )  # fmt: skip
    with on(ago(2), 20):
        unsigned = projects.ask_to_confirm_help(
            need=flat, amount=1, name="Greta Sommerfeld", address="greta.sommerfeld@example.org",
            words="Zwei Zimmer über unserer Werkstatt, ab Januar frei.", reach="03476 000000",
        )  # fmt: skip
        projects.confirm_help(offer=unsigned)
    with on(ago(20), 19):
        declined = projects.offer_help(
            actor=cast.people["ines.adler"], need=flat, amount=1, words="Ferienwohnung in Bad Blankenburg."
        )
    with on(ago(19), 9):
        projects.answer_help(
            actor=jana, offer=declined, accepts=False,
            words="Danke, das ist für ein Praktikum in Hettstedt zu weit. Wir haben Rudolstadt davon erzählt.",
        )  # fmt: skip
