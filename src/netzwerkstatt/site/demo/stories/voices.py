"""Who speaks for two of the organisations: one carries a project in its own name, another was only just named."""

from __future__ import annotations

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.voices import change_organisation, confirm_voice
from netzwerkstatt.projects.actions import answer_partnership
from netzwerkstatt.projects.models import Partner
from netzwerkstatt.site.demo.alliance import DEMO_PASSWORD, Cast
from netzwerkstatt.site.demo.people import SPEAKER
from netzwerkstatt.site.demo.stories.telling import ago, on
from netzwerkstatt.site.organisations.actions import ask_to_speak

NAMED = "heike.sander@example.org"


def tell(cast: Cast) -> None:
    """The works of Hettstedt have a voice; the sports club's was asked yesterday."""
    jana, petra = cast.people["jana.wernicke"], cast.people["petra.wolff"]
    works = Organisation.objects.filter(name__startswith="Kupferwerk").first()
    club = Organisation.objects.filter(name__startswith="Sportverein").first()
    if works is None or club is None:
        return
    with on(ago(48), 10):
        change_organisation(
            actor=jana, organisation=works, name=works.name, kind=works.kind, city=cast.cities["15087220"]
        )
        voice = ask_to_speak(
            actor=jana, organisation=works, email=SPEAKER, name="Konrad Blei",
            vouched="Schreiben der Geschäftsführung, Rückruf in der Zentrale",
        )  # fmt: skip
    konrad = Person.objects.get(pk=voice.person_id)
    konrad.function = "Personalleiter, Kupferwerk Beispiel GmbH"
    konrad.set_password(DEMO_PASSWORD)
    konrad.save(update_fields=["function", "password"])
    with on(ago(46), 8):
        confirm_voice(actor=konrad, voice=voice)
        for partner in Partner.objects.filter(organisation=works).select_related("project__entry"):
            answer_partnership(actor=konrad, partner=partner, carries=True)
    with on(ago(1), 15):
        change_organisation(
            actor=petra, organisation=club, name=club.name, kind=club.kind, city=cast.cities["16073076"]
        )
        ask_to_speak(
            actor=petra,
            organisation=club,
            email=NAMED,
            name="Heike Sander",
            vouched="Vereinsregister, Anruf beim Vorstand",
        )
