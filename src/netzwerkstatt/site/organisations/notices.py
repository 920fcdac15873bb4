"""The mail that asks who was named as the voice of an organisation, and its answer without signing in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.network.models import Affiliation
from netzwerkstatt.foundation.network.voices import confirm_voice, end_voice
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice

VOICE = "site.voice"


def declare() -> None:
    """At start."""
    declare_notice(VOICE, gettext_lazy("For whom you speak"))
    declare_purpose(VOICE, answer, page)


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of the mail: it is so, or it is a mistake."""
    voice = _waiting(holder, subject)
    if voice is None or not isinstance(holder, Person):
        raise NotAllowed
    names = {"organisation": voice.organisation}
    if choice == "yes":
        confirm_voice(actor=holder, voice=voice)
        return _("Noted: you speak for %(organisation)s.") % names
    end_voice(actor=holder, voice=voice)
    return _("Noted: you do not speak for %(organisation)s.") % names


def page(holder: Holder, subject: str) -> LetterPage | None:
    """What is asked, as long as it was not answered and the naming stands."""
    voice = _waiting(holder, subject)
    if voice is None:
        return None
    organisation = voice.organisation
    facts = [(_("Kind"), str(organisation.get_kind_display()))]
    if organisation.city:
        facts.append((_("City"), str(organisation.city)))
    if voice.vouched_by:
        facts.append((_("Named by"), voice.vouched_by.name))
    facts.append((_("How that is known"), voice.vouched))
    return LetterPage(
        title=str(organisation),
        text=_(
            "Who speaks for an organisation votes, answers and offers help in its name, and sees what it is shown."
            " You can end it at any time."
        ),
        choices=[
            LetterChoice("yes", _("Yes, I speak for it"), primary=True),
            LetterChoice("no", _("No, this is a mistake")),
        ],
        facts=facts,
        url=organisation.get_absolute_url(),
        url_label=_("The page of the organisation"),
    )


def _waiting(holder: Holder, subject: str) -> Affiliation | None:
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    named = Affiliation.objects.filter(pk=int(subject), person=holder, confirmed_at__isnull=True)
    return named.select_related("organisation__city", "vouched_by").first()
