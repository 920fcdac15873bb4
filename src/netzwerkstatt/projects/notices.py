"""Whom projects concern: who follows them, the cities named as partners, whose first step comes due."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.network.queries import current_memberships, people_speaking_for
from netzwerkstatt.foundation.network.rules import RELEASING_ROLES
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice, remind
from netzwerkstatt.foundation.notifications.rounds import declare_dates
from netzwerkstatt.foundation.notifications.telling import sentence, tells, the_day
from netzwerkstatt.foundation.notifications.whom import author, followers, followers_and_origins
from netzwerkstatt.ideas.origins import origins_of_ideas
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions import answer_help, answer_partnership
from netzwerkstatt.projects.forms.helping import AnswerHelpForm
from netzwerkstatt.projects.models import Help, Partner, Profile, Project, Stage
from netzwerkstatt.projects.needs import how_much
from netzwerkstatt.projects.practice import contact_of

PARTNER = "projects.partner"
FIRST_STEP = "projects.first_step"
HELP = "projects.help"
PRACTICE = "projects.practice"
A_MONTH = timedelta(days=31)
A_WEEK = timedelta(days=7)


def declare() -> None:
    """At start."""
    declare_notice(PARTNER, gettext_lazy("Partners of projects"))
    declare_notice(FIRST_STEP, gettext_lazy("First steps of projects"))
    declare_notice(HELP, gettext_lazy("Help offered to projects"))
    declare_notice(PRACTICE, gettext_lazy("Steckbriefe: to release, and to look at again"))
    declare_purpose(PARTNER, answer, page)
    declare_purpose(HELP, answer_offer, page_of_offer)
    for event in (events.PROJECT_FOUNDED, events.PARTNER_ADDED):
        tells(
            event,
            cities_asked,
            gettext_lazy("%(who)s names your city as a partner of this project."),
            kind=PARTNER,
            waits=True,
            answer=_partnership_of,
            makes_follow=True,
        )
        tells(
            event,
            organisations_asked,
            gettext_lazy("%(who)s names your organisation as a partner of this project."),
            kind=PARTNER,
            waits=True,
            answer=_partnership_of,
            makes_follow=True,
        )
    tells(
        events.PROJECT_FOUNDED,
        origins_of_ideas,
        gettext_lazy("%(who)s takes up an idea that came up with you, and founded this project."),
        makes_follow=True,
    )
    tells(events.PROJECT_FOUNDED, followers_and_origins, gettext_lazy("%(who)s founded this project."))
    tells(events.PROJECT_CHANGED, followers, gettext_lazy("%(who)s worded this project anew."))
    tells(events.PARTNER_ADDED, followers, gettext_lazy("The project has one more partner."))
    tells(events.PARTNER_ANSWERED, author, _how_answered, kind=PARTNER)
    tells(events.PARTNER_ANSWERED, followers, _how_answered)
    tells(events.FIRST_STEP_FINISHED, followers, gettext_lazy("The first step is done."))
    tells(events.MOVED_ON, followers, _how_far)
    tells(events.CLOSED, followers, gettext_lazy("%(who)s closed the project, with what others can learn from it."))
    tells(events.DECIDED, followers, gettext_lazy("%(who)s wrote down what was decided about the project."))
    tells(events.BALANCE_DRAWN, followers, gettext_lazy("%(who)s drew an interim balance of the project."))
    tells(
        events.HELP_OFFERED,
        who_answers_help,
        gettext_lazy("%(who)s offers help to this project."),
        kind=HELP,
        waits=True,
        url=_offer_page,
        answer=lambda event, _entry, _person: (HELP, str(event.payload.get("help"))),
    )
    tells(events.HELP_ANSWERED, who_offered, _how_help_was_answered, kind=HELP, url=_needs_of_page)
    tells(
        events.HELP_WITHDRAWN,
        who_answers_help,
        gettext_lazy("%(who)s takes an offer of help back."),
        kind=HELP,
        url=_needs_of_page,
    )
    tells(events.NEED_NAMED, followers, gettext_lazy("The project looks for help."), url=_needs_of_page)
    tells(
        events.PROFILE_PROPOSED,
        who_answers_help,
        gettext_lazy("%(who)s proposes the Steckbrief for release."),
        kind=PRACTICE,
        waits=True,
        url=_profile_page,
    )
    tells(
        events.PROFILE_RELEASED,
        followers_and_origins,
        gettext_lazy("The Steckbrief is released: a good practice."),
        url=_profile_page,
    )
    declare_dates(FIRST_STEP, remind_of_first_steps)
    declare_dates(PRACTICE, remind_of_reviews)


def cities_asked(event: Event, entry: Entry) -> Iterable[Person]:
    """Who releases for a partner city that has not answered: coordinator and mayor, or – where there is neither – the
    coordinator of its network. Two queries, and one more for cities without.
    """
    asked = Partner.objects.filter(project=entry.pk, city__isnull=False, answer=Partner.Answer.WAITING)
    cities = dict(asked.values_list("city", "city__network"))
    roles = current_memberships().filter(role__in=RELEASING_ROLES, city__in=cities)
    without = set(cities) - set(roles.values_list("city", flat=True))
    people = list(_who_releases(cities))
    if without:
        networks = [cities[city] for city in without]
        held = current_memberships().filter(role=Role.NETWORK_COORDINATOR, network__in=networks)
        people += Person.objects.filter(pk__in=held.order_by().values("person"), is_active=True)
    return people


def organisations_asked(event: Event, entry: Entry) -> Iterable[Person]:
    """Who speaks for a partner organisation that has not answered. One query."""
    asked = Partner.objects.filter(project=entry.pk, organisation__isnull=False, answer=Partner.Answer.WAITING)
    return people_speaking_for(asked.values("organisation"))


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of a mail: the city carries the project, or does not."""
    partner = _waiting(holder, subject)
    if partner is None or not isinstance(holder, Person):
        raise NotAllowed
    answer_partnership(actor=holder, partner=partner, carries=choice == "carries")
    if choice == "carries":
        return _("Noted: %(city)s carries the project.") % {"city": partner.who}
    return _("Noted: %(city)s does not carry the project.") % {"city": partner.who}


def page(holder: Holder, subject: str) -> LetterPage | None:
    """What a city is asked, as long as it has not answered and this person may."""
    partner = _waiting(holder, subject)
    if partner is None:
        return None
    project = partner.project
    facts = [(_("Owned by"), str(project.entry.city)), (_("First step"), project.first_step)]
    if partner.contribution:
        facts.append(
            (_("What your city gives") if partner.city else _("What your organisation gives"), partner.contribution)
        )
    return LetterPage(
        title=project.title,
        text=_("%(city)s is named as a partner of this project. Does it carry the project?") % {"city": partner.who},
        choices=[
            LetterChoice("carries", _("Yes, we carry it"), primary=True),
            LetterChoice("declines", _("No, we do not")),
        ],
        facts=facts,
        url=project.get_absolute_url(),
        url_label=_("All about the project"),
    )


def who_answers_help(event: Event, entry: Entry) -> Iterable[Person]:
    """Who releases for the project's city; where nobody does, who founded the project. One query or two."""
    return list(_who_releases([entry.city_id])) or author(event, entry)


def who_offered(event: Event, entry: Entry) -> Iterable[Person]:
    """The person who offered the help. One query."""
    return Person.objects.filter(pk__in=Help.objects.filter(pk=event.payload.get("help")).values("person"))


def answer_offer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """By the link of a mail: the help is accepted, or declined with words."""
    offer = _offer_waiting(holder, subject)
    if offer is None or not isinstance(holder, Person):
        raise NotAllowed
    answer_help(actor=holder, offer=offer, accepts=choice == "accept", words=words.get("words", ""))
    if choice == "accept":
        return _("Noted: the help is accepted. Who offered it is told.")
    return _("Noted: the help is declined. Who offered it is told.")


def page_of_offer(holder: Holder, subject: str) -> LetterPage | None:
    """What was offered, as long as it waits and this person may answer."""
    offer = _offer_waiting(holder, subject)
    if offer is None:
        return None
    project, need = offer.need.project, offer.need
    facts = [
        (_("From"), str(offer.organisation or (offer.person.name if offer.person else offer.name) or _("A person"))),
        (_("What the project needs"), need.what),
        (_("Offered"), how_much(need, offer.amount)),
    ]
    facts += [
        (label, text)
        for label, text in (
            (_("In their words"), offer.words),
            (_("To reach"), offer.reach),
            (_("E-mail"), offer.address),
        )
        if text
    ]
    return LetterPage(
        title=project.title,
        text=_("Somebody offers help. Do you accept it?"),
        choices=[LetterChoice("accept", _("Accept"), primary=True), LetterChoice("decline", _("Decline"))],
        facts=facts,
        form=AnswerHelpForm,
        url=project.get_absolute_url(),
        url_label=_("All about the project"),
    )


def remind_of_first_steps() -> None:
    """A week before its day, and the day after it, a first step that is not done. A query, and one for each project."""
    today = clock.today()
    due = Project.objects.filter(
        first_step_done_on__isnull=True,
        first_step_due__range=(today - A_WEEK, today + A_WEEK),
        entry__deleted_at__isnull=True,
    ).select_related("entry__author")
    for project in due:
        people = list(_who_releases([project.entry.city_id]))
        if project.entry.author and project.entry.author not in people:
            people.append(project.entry.author)
        for person in people:
            _remind(project, person, late=project.first_step_due < today)


def remind_of_reviews() -> None:
    """A released Steckbrief whose day comes, or passed: whom it names, else who releases for the city.

    Where whoever it names has left, the city is told too. Two queries, and some for each Steckbrief.
    """
    today = clock.today()
    due = Profile.objects.filter(
        review_on__range=(today - A_MONTH, today + A_WEEK), project__entry__deleted_at__isnull=True
    ).filter(project__releases__isnull=False)
    for profile in due.select_related("project__entry__city", "contact").distinct():
        project, on = profile.project, profile.review_on or today
        late = on < today
        contact = contact_of(project, profile)
        for person in [contact] if contact else list(_who_releases([project.entry.city_id])):
            moment = on + timedelta(days=1) if late else on - A_WEEK
            said = (
                gettext_lazy("The Steckbrief should have been looked at again by %(day)s. Does it still hold?")
                if late
                else gettext_lazy("Please look at the Steckbrief again by %(day)s. Does it still hold?")
            )
            remind(
                timezone.make_aware(datetime.combine(moment, time(7))),
                person,
                key=f"review-{project.pk}-{on}-{'late' if late else 'ahead'}",
                kind=PRACTICE,
                about=project.entry,
                text=sentence(said, day=the_day(on)),
                url=reverse("projects:profile-edit", args=[project.public_id]),
                waits=late,
            )
    _tell_of_contacts_who_left()


def _tell_of_contacts_who_left() -> None:
    today = clock.today()
    at_work = current_memberships().filter(person=OuterRef("contact"), city=OuterRef("project__entry__city"))
    left = Profile.objects.filter(project__releases__isnull=False, project__entry__deleted_at__isnull=True).exclude(
        Exists(at_work.order_by()), contact__is_active=True
    )
    for profile in left.select_related("project__entry").distinct():
        for person in _who_releases([profile.project.entry.city_id]):
            remind(
                timezone.make_aware(datetime.combine(today, time(7))),
                person,
                key=f"contact-left-{profile.pk}-{profile.contact_id or 0}",
                kind=PRACTICE,
                about=profile.project.entry,
                text=gettext_lazy("Nobody answers questions about this Steckbrief any more. Please name somebody."),
                url=reverse("projects:profile-block", args=[profile.project.public_id, "head"]),
            )


def _profile_page(event: Event, entry: Entry, person: Person) -> str:
    return reverse("projects:profile", args=[entry.public_id])


def _remind(project: Project, person: Person, *, late: bool) -> None:
    was_due, is_due = (
        gettext_lazy("The first step was due on %(day)s: %(step)s"),
        gettext_lazy("First step by %(day)s: %(step)s"),
    )
    moment = project.first_step_due + timedelta(days=1) if late else project.first_step_due - A_WEEK
    remind(
        timezone.make_aware(datetime.combine(moment, time(7))),
        person,
        key=f"first-step-{project.pk}-{project.first_step_due}-{'late' if late else 'ahead'}",
        kind=FIRST_STEP,
        about=project.entry,
        text=sentence(was_due if late else is_due, day=the_day(project.first_step_due), step=project.first_step),
        url=project.get_absolute_url(),
        waits=late,
    )


def _who_releases(cities: Any) -> QuerySet[Person]:
    roles = current_memberships().filter(role__in=RELEASING_ROLES, city__in=cities)
    return Person.objects.filter(pk__in=roles.order_by().values("person"), is_active=True)


def _waiting(holder: Holder, subject: str) -> Partner | None:
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    rows = Partner.objects.filter(pk=int(subject), answer=Partner.Answer.WAITING)
    found = rows.select_related("city", "organisation", "project__entry__city").first()
    if found is None or found.project.entry.deleted_at or not rules.may_answer_partnership.test(holder, found):
        return None
    return found


def _partnership_of(event: Event, entry: Entry, person: Person) -> tuple[str, str] | None:
    asked = Partner.objects.filter(project=entry.pk, answer=Partner.Answer.WAITING)
    mine = [
        one.pk for one in asked.select_related("city", "organisation") if rules.may_answer_partnership.test(person, one)
    ]
    return (PARTNER, str(mine[0])) if mine else None


def _how_far(event: Event) -> Text:
    if event.payload.get("stage") == Stage.TRIAL:
        return gettext_lazy("The project is on trial now.")
    if event.payload.get("stage") == Stage.RUNNING:
        return gettext_lazy("The project is running now.")
    return gettext_lazy("The project is an idea again.")


def _how_answered(event: Event) -> Text:
    if event.payload.get("carries"):
        return gettext_lazy("%(who)s says: we carry the project.")
    return gettext_lazy("%(who)s says: we do not carry the project.")


def _offer_waiting(holder: Holder, subject: str) -> Help | None:
    if not isinstance(holder, Person) or not subject.isdecimal():
        return None
    rows = Help.objects.filter(pk=int(subject), answer=Help.Answer.WAITING)
    found = rows.select_related("need__project__entry__city", "organisation", "person").first()
    if found is None or found.need.project.entry.deleted_at or not rules.may_answer_help.test(holder, found):
        return None
    return found


def _offer_page(event: Event, entry: Entry, person: Person) -> str:
    return reverse("projects:answer-help", args=[entry.public_id, event.payload["help"]])


def _needs_of_page(event: Event, entry: Entry, person: Person) -> str:
    return f"{entry.get_absolute_url()}#needs"


def _how_help_was_answered(event: Event) -> Text:
    if event.payload.get("accepted"):
        return gettext_lazy("%(who)s accepts your help. Thank you.")
    return gettext_lazy("%(who)s declines your help, and says why.")
