"""Whom what happens in a workshop concerns; and invitations, answered by a link without signing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice
from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.notifications.whom import followers, followers_and_origins, person_in
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.ideas.origins import origins_of_ideas
from netzwerkstatt.workshops import events
from netzwerkstatt.workshops.actions import answer_invitation
from netzwerkstatt.workshops.models import Invitation, Workshop
from netzwerkstatt.workshops.pool_forms import AnswerForm

INVITATION = "workshops.invitation"


def declare() -> None:
    """At start."""
    declare_notice(INVITATION, gettext_lazy("Invitations to workshops"))
    declare_purpose(INVITATION, answer, page)
    tells(
        events.IDEAS_WORKSHOP_PLANNED,
        origins_of_ideas,
        gettext_lazy("%(who)s takes up an idea that came up with you, and plans this ideas workshop."),
        makes_follow=True,
    )
    for event, text in (
        (events.REQUESTED, gettext_lazy("%(who)s asked for this flying workshop.")),
        (events.IDEAS_WORKSHOP_PLANNED, gettext_lazy("%(who)s plans this ideas workshop from chosen ideas.")),
        (events.RELEASED, gettext_lazy("%(who)s released the protocol.")),
    ):
        tells(event, followers_and_origins, text)
    for event, text in (
        (events.PLANNED, gettext_lazy("%(who)s set day and place.")),
        (events.STARTED, gettext_lazy("The workshop has begun.")),
        (events.IDEAS_CHOSEN, gettext_lazy("The ideas that go on are chosen.")),
    ):
        tells(event, followers, text)
    tells(
        events.EXPERT_INVITED,
        person_in("person"),
        gettext_lazy("%(who)s invites you to this workshop."),
        kind=INVITATION,
        waits=True,
        answer=_invitation_to,
        makes_follow=True,
    )
    tells(events.INVITATION_ANSWERED, hosts, _how_answered, kind=INVITATION)


def hosts(event: Event, entry: Entry) -> Iterable[Person]:
    """Who asked for the workshop, and who facilitates it. One query."""
    return Person.objects.filter(Q(pk__in=[entry.author_id or 0]) | Q(facilitates=entry.pk), is_active=True).distinct()


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of a mail: the invited person comes, or does not."""
    invitation = _waiting(holder, subject)
    if invitation is None or not isinstance(holder, Person):
        raise NotAllowed
    said = {name: str(words.get(name) or "") for name in ("word", "conflict")}
    answer_invitation(actor=holder, invitation=invitation, comes=choice == "comes", **said)
    return _("Noted: you come.") if choice == "comes" else _("Noted: you cannot come.")


def page(holder: Holder, subject: str) -> LetterPage | None:
    """The invitation, as long as it waits for an answer."""
    invitation = _waiting(holder, subject)
    if invitation is None:
        return None
    workshop = invitation.workshop
    return LetterPage(
        title=workshop.title,
        text=_("You are invited to this workshop. %(why)s") % {"why": invitation.why},
        choices=[LetterChoice("comes", _("I come"), primary=True), LetterChoice("declines", _("I cannot come"))],
        facts=_facts(workshop),
        form=AnswerForm,
        url=workshop.get_absolute_url(),
        url_label=_("All about the workshop"),
    )


def _waiting(holder: Holder, subject: str) -> Invitation | None:
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    rows = Invitation.objects.filter(pk=int(subject), person=holder, answer=Invitation.Answer.WAITING)
    found = rows.select_related("workshop__entry__city").first()
    return None if found is None or found.workshop.is_over or found.workshop.entry.deleted_at else found


def _facts(workshop: Workshop) -> list[tuple[str, str]]:
    facts = [(_("City"), str(workshop.entry.city or ""))]
    if workshop.day:
        facts.append((_("Day"), day(workshop.day)))
    if workshop.begins:
        facts.append((_("Begins at"), workshop.begins.strftime("%H:%M")))
    return [*facts, (_("Place"), workshop.place)] if workshop.place else facts


def _invitation_to(event: Event, entry: Entry, person: Person) -> tuple[str, str] | None:
    found = Invitation.objects.filter(workshop=entry.pk, person=person).values_list("pk", flat=True).first()
    return (INVITATION, str(found)) if found else None


def _how_answered(event: Event) -> Text:
    if event.payload.get("comes"):
        return gettext_lazy("%(who)s comes.")
    return gettext_lazy("%(who)s cannot come.")
