"""Naming who speaks for an organisation, with the mail that asks her whether it is so."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.network import rules, voices
from netzwerkstatt.foundation.network.models import Affiliation, Organisation
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.notifications.telling import sentence
from netzwerkstatt.site.organisations.notices import VOICE

__all__ = ["VOICE", "ask_to_speak"]


@action(rule=rules.vouches_for_organisation, refusal=voices.WHO_VOUCHES)
def ask_to_speak(*, actor: Person, organisation: Organisation, email: str, name: str, vouched: str) -> Affiliation:
    """Name somebody who speaks for the organisation, and ask her by mail at once; see `network.voices.name_voice`.

    Named twice, she is asked once.
    """
    voice = voices.name_voice(actor=actor, organisation=organisation, email=email, name=name, vouched=vouched)
    told = voice.person.notices.filter(kind=VOICE, purpose=VOICE, subject=str(voice.pk)).exists()
    if voice.confirmed_at is None and not told:
        notify(
            voice.person,
            VOICE,
            about=None,
            text=sentence(
                gettext_lazy("%(who)s names you as somebody who speaks for %(organisation)s. Is that so?"),
                who=actor.name,
                organisation=organisation,
            ),
            url=organisation.get_absolute_url(),
            waits=True,
            answer=(VOICE, str(voice.pk)),
        )
    return voice
