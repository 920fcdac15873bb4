"""Help offered without an account: what stands in the mails, and what their links do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.postings import Post, PostLink, declare_posting
from netzwerkstatt.projects.actions import confirm_help, withdraw_unsigned_help
from netzwerkstatt.projects.actions.helping import ANSWERED, CONFIRM, NOTED
from netzwerkstatt.projects.models import Help
from netzwerkstatt.projects.needs import how_much

WITHDRAW = "projects.help_withdraw"
THREE_DAYS = timedelta(days=3)
HALF_A_YEAR = timedelta(days=182)


def declare() -> None:
    """At start."""
    declare_posting(CONFIRM, _to_confirm)
    declare_posting(NOTED, _noted)
    declare_posting(ANSWERED, _answered)
    declare_purpose(CONFIRM, _confirm, _page_to_confirm)
    declare_purpose(WITHDRAW, _withdraw, _page_to_withdraw)


def _found(subject: str) -> Help | None:
    if not subject.isdecimal():
        return None
    found = Help.objects.filter(pk=int(subject), person__isnull=True).select_related("need__project__entry__city")
    offer = found.first()
    return None if offer is None or offer.need.project.entry.deleted_at else offer


def _of(holder: Holder, subject: str) -> Help | None:
    """The offer, for whoever holds a link that went to its address."""
    offer = _found(subject)
    return offer if offer and isinstance(holder, str) and offer.address == holder else None


def _what(offer: Help) -> str:
    return f"{offer.need.what} – {how_much(offer.need, offer.amount)}"


def _to_confirm(subject: str) -> Post | None:
    offer = _found(subject)
    if offer is None or offer.answer != Help.Answer.UNCONFIRMED:
        return None
    return Post(
        title=_("Please confirm: your help for “%(title)s”") % {"title": offer.need.project.title},
        paragraphs=[
            _("Somebody – you, we hope – offers with this address: %(what)s.") % {"what": _what(offer)},
            _("The city sees the offer only when you confirm it. Without that it is deleted after three days."),
        ],
        links=[PostLink(_("Confirm the offer"), CONFIRM, THREE_DAYS)],
    )


def _noted(subject: str) -> Post | None:
    offer = _found(subject)
    if offer is None or not offer.stands:
        return None
    project = offer.need.project
    return Post(
        title=_("Your help for “%(title)s” is offered") % {"title": project.title},
        paragraphs=[
            _what(offer),
            _("%(city)s answers with a sentence, by mail to this address. Thank you.") % {"city": project.entry.city},
        ],
        links=[PostLink(_("Take the offer back"), WITHDRAW, HALF_A_YEAR)],
        url=project.get_absolute_url(),
    )


def _answered(subject: str) -> Post | None:
    offer = _found(subject)
    if offer is None or offer.answer not in {Help.Answer.ACCEPTED, Help.Answer.DECLINED}:
        return None
    project = offer.need.project
    accepted = offer.answer == Help.Answer.ACCEPTED
    said = (
        _("%(city)s accepts your help. Thank you.") if accepted else _("%(city)s declines your help, and says why.")
    ) % {"city": project.entry.city}
    links = [PostLink(_("Take the offer back"), WITHDRAW, HALF_A_YEAR)] if accepted else []
    words = [offer.answer_words] if offer.answer_words else []
    return Post(title=said, paragraphs=[_what(offer), *words], links=links, url=project.get_absolute_url())


def _facts(offer: Help) -> list[tuple[Text, Text]]:
    facts: list[tuple[Text, Text]] = [
        (_("What the project needs"), offer.need.what),
        (_("Offered"), how_much(offer.need, offer.amount)),
    ]
    return [*facts, (_("In your words"), offer.words)] if offer.words else facts


def _page_to_confirm(holder: Holder, subject: str) -> LetterPage | None:
    offer = _of(holder, subject)
    if offer is None or offer.answer != Help.Answer.UNCONFIRMED:
        return None
    project = offer.need.project
    return LetterPage(
        title=project.title,
        text=_("Is this your offer? %(city)s sees it only when you confirm it.") % {"city": project.entry.city},
        choices=[LetterChoice("confirm", _("Yes, I offer this"), primary=True), LetterChoice("forget", _("No"))],
        facts=_facts(offer),
        url=project.get_absolute_url(),
        url_label=_("All about the project"),
    )


def _confirm(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    offer = _of(holder, subject)
    if offer is None or offer.answer != Help.Answer.UNCONFIRMED:
        raise NotAllowed
    if choice == "confirm":
        confirm_help(offer=offer)
        return _("Offered. The city answers by mail.")
    offer.delete()
    return _("Deleted. Nobody has seen it.")


def _page_to_withdraw(holder: Holder, subject: str) -> LetterPage | None:
    offer = _of(holder, subject)
    if offer is None or not offer.stands:
        return None
    project = offer.need.project
    return LetterPage(
        title=project.title,
        text=_("Do you take your offer back? Name and address are forgotten then."),
        choices=[LetterChoice("withdraw", _("Take the offer back"), primary=True)],
        facts=_facts(offer),
        url=project.get_absolute_url(),
        url_label=_("All about the project"),
    )


def _withdraw(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    offer = _of(holder, subject)
    if offer is None or not offer.stands:
        raise NotAllowed
    withdraw_unsigned_help(offer=offer)
    return _("Taken back. The city is told, without your name.")
