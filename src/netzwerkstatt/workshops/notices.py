"""Whom what happens in a workshop concerns; and invitations, answered by a link without signing in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_date, parse_time
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.actions import lose_address
from netzwerkstatt.foundation.notifications.kinds import Enclosure
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.foundation.notifications.notify import declare_notice, remind
from netzwerkstatt.foundation.notifications.rounds import declare_dates
from netzwerkstatt.foundation.notifications.telling import NEWS, sentence, tells, the_day, the_hour
from netzwerkstatt.foundation.notifications.whom import followers, followers_and_origins, person_in
from netzwerkstatt.foundation.ui import calendars
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.ideas.origins import origins_of_ideas
from netzwerkstatt.workshops import events
from netzwerkstatt.workshops.actions import answer_invitation, say_consent
from netzwerkstatt.workshops.calendar import calendar_file
from netzwerkstatt.workshops.echoes import to_ask
from netzwerkstatt.workshops.models import Invitation, Workshop
from netzwerkstatt.workshops.pool_forms import AnswerForm, AnswerWithPhotosForm

INVITATION = "workshops.invitation"
DAY = "workshops.day"


def declare() -> None:
    """At start."""
    declare_notice(INVITATION, gettext_lazy("Invitations to workshops"), encloses=enclosed)
    declare_notice(DAY, gettext_lazy("Workshops I come to are moved or called off"), encloses=enclosed)
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
    tells(events.PLANNED, invited_if_moved, _moved_to, kind=DAY, waits=True, answer=_if_it_waits)
    tells(events.CALLED_OFF, invited, gettext_lazy("%(who)s has called this workshop off."), kind=DAY, waits=True)
    tells(events.CALLED_OFF, followers, gettext_lazy("%(who)s has called this workshop off."))
    tells(events.HELD_AFTER_ALL, invited, _after_all, kind=DAY, waits=True, answer=_if_it_waits)
    tells(events.HELD_AFTER_ALL, followers, _after_all)
    tells(
        events.HANDED_OVER,
        person_in("person"),
        gettext_lazy("%(who)s asks you to facilitate this workshop."),
        kind=INVITATION,
        waits=True,
        makes_follow=True,
    )
    tells(events.ECHO_WRITTEN, followers_and_origins, gettext_lazy("%(who)s tells what became of this workshop."))
    declare_dates("workshops.echoes", remind_of_echoes)
    tells(events.CONSENT_WITHDRAWN, hosts, gettext_lazy("%(who)s takes back the consent to photos."), waits=True)


def hosts(event: Event, entry: Entry) -> Iterable[Person]:
    """Who asked for the workshop, and who facilitates it. One query."""
    return Person.objects.filter(Q(pk__in=[entry.author_id or 0]) | Q(facilitates=entry.pk), is_active=True).distinct()


def invited(event: Event, entry: Entry) -> Iterable[Person]:
    """Who was invited and did not decline, and who facilitates. One query."""
    rows = Q(workshop_invitations__workshop=entry.pk) & ~Q(workshop_invitations__answer=Invitation.Answer.DECLINES)
    return Person.objects.filter(rows | Q(facilitates=entry.pk), is_active=True).distinct()


def invited_if_moved(event: Event, entry: Entry) -> Iterable[Person]:
    """Those who were invited, where the plan stood already and is another one now."""
    return invited(event, entry) if event.payload.get("moved") else ()


def remind_of_echoes() -> None:
    """After three, six and twelve months who asked for the workshop and who facilitated are asked what became of it."""
    for workshop, months, when in to_ask():
        for person in {one for one in (workshop.entry.author, workshop.facilitator) if one is not None}:
            remind(
                when,
                person,
                key=f"echo-{workshop.pk}-{months}",
                kind=NEWS,
                about=workshop.entry,
                text=sentence(gettext_lazy("%(n)s months ago: what became of it?"), n=months),
                url=f"{workshop.get_absolute_url()}#echo",
                waits=False,
            )


def enclosed(notice: Notice) -> Enclosure | None:
    """The calendar file of the workshop that the notice is about, as it stands when the mail goes; hosts have it already."""
    is_asked = notice.kind == DAY or notice.purpose == INVITATION
    rows = Workshop.objects.filter(entry=notice.entry_id).select_related("entry__city")
    workshop = rows.first() if is_asked and notice.entry_id else None
    content = calendar_file(workshop) if workshop else None
    if workshop is None or content is None:
        return None
    method = calendars.CANCEL if workshop.is_called_off else calendars.PUBLISH
    return Enclosure(f"{workshop.public_id}.ics", content, f"text/calendar; method={method}")


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of a mail: the invited person comes, or does not, or somebody else got the mail."""
    invitation = _waiting(holder, subject)
    if invitation is None or not isinstance(holder, Person):
        raise NotAllowed
    if choice == "stray":
        lose_address(actor=holder)
        return _("Thank you. No further mail comes to this address; who invited is told.")
    said = {name: str(words.get(name) or "") for name in ("word", "conflict", "needs")}
    answer_invitation(actor=holder, invitation=invitation, comes=choice == "comes", **said)
    if photos := words.get("photos"):
        say_consent(actor=holder, workshop=invitation.workshop, given=photos == "yes")
    return _("Noted: you come.") if choice == "comes" else _("Noted: you cannot come.")


def page(holder: Holder, subject: str) -> LetterPage | None:
    """The invitation, as long as it waits for an answer."""
    invitation = _waiting(holder, subject)
    if invitation is None:
        return None
    workshop = invitation.workshop
    return LetterPage(
        title=workshop.title,
        text=_("It was moved to another day. Can you come?")
        if invitation.comes
        else _("You are invited to this workshop. %(why)s") % {"why": invitation.why},
        choices=[
            LetterChoice("comes", _("I come"), primary=True),
            LetterChoice("declines", _("I cannot come")),
            LetterChoice("stray", _("That is not me")),
        ],
        facts=_facts(workshop),
        form=AnswerForm if not workshop.takes_photos else AnswerWithPhotosForm,
        url=workshop.get_absolute_url(),
        url_label=_("All about the workshop"),
    )


def _waiting(holder: Holder, subject: str) -> Invitation | None:
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    rows = Invitation.objects.filter(pk=int(subject), person=holder)
    found = rows.select_related("workshop__entry__city").first()
    if found is None or not found.waits:
        return None
    workshop = found.workshop
    return None if workshop.is_over or workshop.is_called_off or workshop.entry.deleted_at else found


def _facts(workshop: Workshop) -> list[tuple[str, str]]:
    facts = [(_("City"), str(workshop.entry.city or ""))]
    if workshop.day:
        facts.append((_("Day"), day(workshop.day)))
    if workshop.begins:
        facts.append((_("Begins at"), workshop.begins.strftime("%H:%M")))
    if workshop.place:
        facts.append((_("Place"), workshop.place))
    return [*facts, (_("Good to know"), workshop.practical)] if workshop.practical else facts


def _invitation_to(event: Event, entry: Entry, person: Person) -> tuple[str, str] | None:
    found = Invitation.objects.filter(workshop=entry.pk, person=person).values_list("pk", flat=True).first()
    return (INVITATION, str(found)) if found else None


def _if_it_waits(event: Event, entry: Entry, person: Person) -> tuple[str, str] | None:
    """The link to answer with, where the answer she gave does not hold for the new day."""
    found = Invitation.objects.filter(workshop=entry.pk, person=person).select_related("workshop").first()
    return (INVITATION, str(found.pk)) if found and found.waits else None


def _moved_to(event: Event) -> Text:
    return _when(event, gettext_lazy("It was moved: %(day)s, %(begins)s, %(place)s."))


def _after_all(event: Event) -> Text:
    return _when(event, gettext_lazy("It takes place after all: %(day)s, %(begins)s, %(place)s."))


def _when(event: Event, text: Text) -> Text:
    day_of_it = date_of(event.payload.get("day"))
    begins = parse_time(str(event.payload.get("begins") or ""))
    return sentence(
        text,
        day=the_day(day_of_it) if day_of_it else gettext_lazy("day still open"),
        begins=the_hour(datetime.combine(date.min, begins)) if begins else "–",
        place=str(event.payload.get("place") or "–").replace("%", "%%"),
    )


def date_of(text: Any) -> date | None:
    """The day of a payload, or None."""
    return parse_date(str(text or ""))


def _how_answered(event: Event) -> Text:
    if event.payload.get("comes"):
        return gettext_lazy("%(who)s comes.")
    return gettext_lazy("%(who)s cannot come.")
