"""Whom inquiries concern: the cities asked, the asker, those who answered; and answering by the link of a mail."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import SPEAKING_ROLES
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice, remind
from netzwerkstatt.foundation.notifications.rounds import declare_dates
from netzwerkstatt.foundation.notifications.telling import sentence, tells, the_day
from netzwerkstatt.foundation.notifications.whom import followers
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.ideas.inquiries import events, rules
from netzwerkstatt.ideas.inquiries.actions import answer_inquiry, say_nothing
from netzwerkstatt.ideas.inquiries.forms import AnswerForm
from netzwerkstatt.ideas.inquiries.models import AskedCity, Inquiry

INQUIRY = "ideas.inquiry"
THANKS = "ideas.thanks"
AHEAD = timedelta(days=3)


def declare() -> None:
    """At start."""
    declare_notice(INQUIRY, gettext_lazy("Inquiries of other cities, and answers to own ones"))
    declare_notice(THANKS, gettext_lazy("What came of answers to inquiries"))
    declare_purpose(INQUIRY, answer, page)
    declare_dates(INQUIRY, remind_of_inquiries)
    tells(
        events.ASKED,
        speakers_asked,
        gettext_lazy("%(who)s asks your city. A few lines are enough."),
        kind=INQUIRY,
        waits=True,
        url=_where_to_answer,
        answer=_asked_of,
    )
    tells(events.ASKED, followers, gettext_lazy("%(who)s asks the other cities."))
    tells(events.ANSWERED, asker, gettext_lazy("%(who)s answered your inquiry."), kind=INQUIRY)
    tells(events.ANSWERED, followers, gettext_lazy("%(who)s answered this inquiry."))
    tells(events.NOTHING_TO_SAY, asker, gettext_lazy("%(who)s says: our city has nothing to say on it."), kind=INQUIRY)
    tells(
        events.SUMMED_UP,
        speakers_who_answered,
        gettext_lazy("Thank you for your answer: %(who)s has summed up what was learned, and names your city."),
        kind=THANKS,
    )
    tells(events.SUMMED_UP, followers_of_inquiry, gettext_lazy("%(who)s summed up what was learned."))


def speakers_of(cities: Any) -> QuerySet[Person]:
    """Who speaks for these cities."""
    roles = current_memberships().filter(role__in=SPEAKING_ROLES, city__in=cities)
    return Person.objects.filter(pk__in=roles.order_by().values("person"), is_active=True)


def speakers_asked(event: Event, entry: Entry) -> Iterable[Person]:
    """Who speaks for a city that has not answered yet. One query."""
    return speakers_of(_of_inquiry(entry.pk, AskedCity.State.ASKED).values("city"))


def asker(event: Event, entry: Entry) -> Iterable[Person]:
    """Who asked: the author of the inquiry that the answer lives in. One query."""
    inquiry = entry.home or entry
    return Person.objects.filter(pk=inquiry.author_id or 0)


def speakers_who_answered(event: Event, entry: Entry) -> Iterable[Person]:
    """Who speaks for a city that answered the inquiry of this experience. One query."""
    answered = AskedCity.objects.filter(inquiry__experience=entry.pk, state=AskedCity.State.ANSWERED)
    return speakers_of(answered.values("city"))


def followers_of_inquiry(event: Event, entry: Entry) -> Iterable[Person]:
    """Who follows the experience's city or theme, or the inquiry it came from. Two queries."""
    origin = Entry.objects.filter(inquiry__experience=entry.pk).prefetch_related("themes").first()
    return followers(event, origin) if origin else ()


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of a mail: the city answers, or has nothing to say."""
    asked = _open(holder, subject)
    if asked is None or not isinstance(holder, Person):
        raise NotAllowed
    if choice == "nothing":
        say_nothing(actor=holder, asked=asked)
        return _("Noted: %(city)s has nothing to say on it.") % {"city": asked.city}
    answer_inquiry(
        actor=holder, asked=asked, text=words["text"], call_welcome=words["call_welcome"], link=words["link"],
        client_id=words["client_id"],
    )  # fmt: skip
    return _("Your answer has arrived. %(city)s thanks you.") % {"city": asked.inquiry.entry.city}


def page(holder: Holder, subject: str) -> LetterPage | None:
    """The question, as long as it is open and this person speaks for the city; without a form once it has answered."""
    asked = _open(holder, subject)
    if asked is None:
        return None
    inquiry = asked.inquiry
    facts = [(_("Answers until"), day(inquiry.due))]
    if inquiry.context:
        facts.append((_("What it is about"), inquiry.context))
    more: dict[str, Any] = {
        "title": inquiry.title, "facts": facts, "url": inquiry.get_absolute_url(), "url_label": _("All about the inquiry")
    }  # fmt: skip
    if asked.state == AskedCity.State.ANSWERED:
        return LetterPage(text=_("%(city)s has answered already.") % {"city": asked.city}, **more)
    choices = [
        LetterChoice("answer", _("Send the answer"), primary=True),
        LetterChoice("nothing", _("We have nothing to say on it")),
    ]
    text = _("%(asker)s asks %(city)s. A few lines are enough; what did not work helps as much as what did.")
    names = {"asker": inquiry.entry.city, "city": asked.city}
    return LetterPage(text=text % names, choices=choices, form=AnswerForm, **more)


def remind_of_inquiries() -> None:
    """Three days before the day, everybody who speaks for a city that has not answered. A query, and one for each inquiry."""
    today = clock.today()
    due = Inquiry.objects.filter(
        state=Inquiry.State.OPEN,
        due__range=(today, today + AHEAD),
        entry__deleted_at__isnull=True,
        entry__hidden_at__isnull=True,
    ).select_related("entry")
    for inquiry in due:
        moment = timezone.make_aware(datetime.combine(inquiry.due - AHEAD, time(7)))
        if inquiry.entry.created_at < moment <= clock.now():
            _remind(inquiry, moment)


def _remind(inquiry: Inquiry, moment: datetime) -> None:
    for person in speakers_of(_of_inquiry(inquiry.pk, AskedCity.State.ASKED).values("city")):
        remind(
            moment,
            person,
            key=f"inquiry-{inquiry.pk}",
            kind=INQUIRY,
            about=inquiry.entry,
            text=sentence(gettext_lazy("An answer of your city is awaited until %(day)s."), day=the_day(inquiry.due)),
            url=reverse("inquiries:give-answer", args=[inquiry.public_id]),
        )


def _of_inquiry(pk: int, state: str) -> QuerySet[AskedCity]:
    return AskedCity.objects.filter(inquiry=pk, state=state)


def _open(holder: Holder, subject: str) -> AskedCity | None:
    """The city asked, if this person speaks for it and the inquiry can still be answered."""
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    rows = AskedCity.objects.filter(pk=int(subject)).select_related("city", "inquiry__entry__city")
    found = rows.first()
    if found is None or not found.inquiry.is_open or found.inquiry.entry.deleted_at or found.inquiry.entry.hidden_at:
        return None
    return found if rules.answers_for_city.test(holder, found) else None


def _asked_of(event: Event, entry: Entry, person: Person) -> tuple[str, str] | None:
    asked = _of_inquiry(entry.pk, AskedCity.State.ASKED).select_related("city")
    mine = [one.pk for one in asked if rules.answers_for_city.test(person, one)]
    return (INQUIRY, str(mine[0])) if mine else None


def _where_to_answer(event: Event, entry: Entry, person: Person) -> str:
    return reverse("inquiries:give-answer", args=[entry.public_id])
