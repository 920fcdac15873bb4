"""Every change to inquiries, answers and experiences. Pages, letters, commands and the demo call these."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.redacting import forget_files
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.once import create_once
from netzwerkstatt.foundation.entries.plain import one_line, prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.texts.markdown import to_plain
from netzwerkstatt.foundation.versions.keeping import keep_version
from netzwerkstatt.foundation.versions.saving import put_together
from netzwerkstatt.ideas.inquiries import events, rules
from netzwerkstatt.ideas.inquiries.kinds import ANSWER, EXPERIENCE, INQUIRY
from netzwerkstatt.ideas.inquiries.models import LONGEST, AskedCity, Experience, Inquiry, InquiryAnswer
from netzwerkstatt.ideas.inquiries.pointing import pointed_at, pointing_words
from netzwerkstatt.ideas.inquiries.versions import YES, answered
from netzwerkstatt.ideas.writing import beginning

ONLY_OWN_CITY = gettext_lazy("Only somebody who speaks for the city can do this: its administration, mayor or council.")


@dataclass(frozen=True)
class Lesson:
    """What a summary says."""

    title: str
    works: str
    fails: str = ""
    where: str = ""
    contact: str = ""

    def checked(self) -> dict[str, str]:
        """Its fields as they are kept. Raises `Invalid` at those that do not hold."""
        return {
            "title": one_line(self.title, "title", longest=240),
            "works": prose(self.works, "works", longest=LONGEST),
            "fails": prose(self.fails, "fails", longest=LONGEST, needed=False),
            "where": prose(self.where, "where", longest=1000, needed=False),
            "contact": one_line(self.contact, "contact", longest=240, needed=False),
        }


@action(rule=rules.asks_for_city, on="city", refusal=ONLY_OWN_CITY)
def ask_cities(
    *,
    actor: Person,
    city: City,
    question: str,
    due: date,
    context: str = "",
    cities: Iterable[City] | None = None,
    themes: Iterable[Theme] = (),
    origin: Entry | None = None,
    client_id: UUID | None = None,
) -> Inquiry:
    """A city asks all others (`cities` is None) or these, until a day; `origin` is what made it ask.

    Records `inquiry.asked`, of which the speakers of those cities are told. Raises `Invalid` with the fields that do
    not hold; sent twice with one `client_id`, it is one inquiry.
    """
    question, context = (
        one_line(question, "question", longest=240),
        prose(context, "context", longest=LONGEST, needed=False),
    )
    entry, new = create_once(
        kind=INQUIRY.code, author=actor, title=question, summary=context, city=city, themes=themes,
        visibility=Visibility.ALLIANCE, client_id=client_id,
    )  # fmt: skip
    if not new:
        return Inquiry.objects.select_related("entry").get(entry=entry)
    if due <= clock.today():
        raise Invalid({"due": _("Please choose a day that is ahead.")})
    others = City.objects.exclude(pk=city.pk)
    asked = list(others if cities is None else others.filter(pk__in=[one.pk for one in cities]))
    if not asked:
        raise Invalid({"cities": _("Please choose at least one other city.")})
    inquiry = Inquiry.objects.create(entry=entry, context=context, due=due, to_all=cities is None)
    AskedCity.objects.bulk_create([AskedCity(inquiry=inquiry, city=one) for one in asked])
    if origin is not None:
        thread.link(entry, thread.DERIVED_FROM, origin, by=actor)
    record(events.ASKED(inquiry, actor, cities=[one.ags for one in asked], due=due.isoformat()))
    return inquiry


@action(rule=rules.answers_for_city, refusal=ONLY_OWN_CITY)
def answer_inquiry(
    *,
    actor: Person,
    asked: AskedCity,
    text: str,
    call_welcome: bool = False,
    link: str = "",
    client_id: UUID | None = None,
) -> InquiryAnswer:
    """A city answers: once. `link` is the address or number of a project or an idea that the actor may see.

    Records `inquiry.answered`. Raises `Invalid` where the city has answered already, for what does not hold, and
    where the inquiry is over; the same post of the same person gives the answer that is there.
    """
    kept = _held(asked)
    if there := InquiryAnswer.objects.filter(asked=kept).select_related("entry").first():
        if client_id and there.entry.client_id == client_id and there.entry.author_id == actor.pk:
            return there
        raise Invalid({"": _("Your city has answered meanwhile. You can change that answer on its page.")})
    _must_be_open(kept.inquiry)
    words = prose(text, "text", longest=LONGEST)
    target = pointed_at(link, actor)
    entry, _new = create_once(
        kind=ANSWER.code, author=actor, title=beginning(to_plain(words) or words), home=kept.inquiry.entry, city=kept.city,
        visibility=Visibility.ALLIANCE, client_id=client_id,
    )  # fmt: skip
    answer = InquiryAnswer.objects.create(
        entry=entry, asked=kept, text=words, call_welcome=call_welcome, points_to=target
    )
    _set_state(kept, AskedCity.State.ANSWERED)
    record(events.ANSWERED(answer, actor, city=kept.city.ags))
    return answer


@action(rule=rules.answers_for_city, refusal=ONLY_OWN_CITY)
def change_answer(
    *, actor: Person, answer: InquiryAnswer, base: int, text: str, call_welcome: bool = False, link: str = ""
) -> InquiryAnswer:
    """The city words its answer anew, until the asker sums up; what it said before is kept as a version.

    `base` is the version the writer read. Records `inquiry.answer_changed`; nothing where nothing changes. Raises
    `Meanwhile` (an `Invalid`) where a colleague changed the same words.
    """
    asked = _held(answer.asked)
    _must_be_open(asked.inquiry)
    kept: InquiryAnswer = InquiryAnswer.objects.select_related("entry", "points_to").get(pk=answer.pk)
    before, target = answered(kept), pointed_at(link, actor)
    mine = {
        "text": prose(text, "text", longest=LONGEST),
        "link": pointing_words(target),
        "call_welcome": YES if call_welcome else "",
    }
    said = put_together(kept.entry, base, mine, whole=("link", "call_welcome"))
    words = prose(said["text"], "text", longest=LONGEST)
    if said == before:
        return kept
    keep_version(kept.entry, before, actor)
    kept.text, kept.call_welcome = words, bool(said["call_welcome"])
    kept.points_to = target if said["link"] != before["link"] else kept.points_to
    kept.save()
    Entry.objects.filter(pk=kept.pk).update(title=beginning(to_plain(words) or words))
    record(events.ANSWER_CHANGED(kept, actor, city=asked.city.ags))
    return kept


@action(rule=rules.answers_for_city, refusal=ONLY_OWN_CITY)
def say_nothing(*, actor: Person, asked: AskedCity) -> AskedCity:
    """The city has nothing to say on it; it can still answer later. Records `inquiry.nothing_to_say`, once."""
    kept = _held(asked)
    _must_be_open(kept.inquiry)
    if kept.state == AskedCity.State.ANSWERED:
        raise Invalid({"": _("Your city has answered meanwhile. You can change that answer on its page.")})
    if kept.state == AskedCity.State.ASKED:
        _set_state(kept, AskedCity.State.NOTHING)
        record(events.NOTHING_TO_SAY(kept.inquiry, actor, city=kept.city.ags))
    return kept


@action(rule=rules.sums_up, refusal=ONLY_OWN_CITY)
def sum_up(
    *,
    actor: Person,
    inquiry: Inquiry,
    lesson: Lesson,
    visibility: str = Visibility.ALLIANCE,
    client_id: UUID | None = None,
) -> Experience:
    """The asker says what was learned: an experience that came from the inquiry and rests on what answers point to.

    From now on no answer changes. Records `inquiry.summed_up`, of which every city that answered is told, with thanks.
    Raises `Invalid` without any answer; summed up already, the experience that is there comes back.
    """
    kept = _locked(inquiry.pk)
    if there := Experience.objects.filter(inquiry=kept).select_related("entry").first():
        return there
    _must_be_open(kept)
    if visibility not in {Visibility.PUBLIC, Visibility.ALLIANCE}:
        raise Invalid({"visibility": _("Please choose one of the answers.")})
    if not (answers := list(InquiryAnswer.objects.visible_to(actor).filter(asked__inquiry=kept))):
        raise Invalid({"": _("Nobody has answered yet, so there is nothing to sum up.")})
    given = lesson.checked()
    entry, _new = create_once(
        kind=EXPERIENCE.code, author=actor, title=given.pop("title"), summary=given["works"], city=kept.entry.city,
        themes=kept.entry.theme_list, visibility=visibility, client_id=client_id,
    )  # fmt: skip
    experience = Experience.objects.create(entry=entry, inquiry=kept, **given)
    thread.link(entry, thread.DERIVED_FROM, kept.entry, by=actor)
    pointed = Entry.objects.visible_to(actor).filter(pk__in=[one.points_to_id or 0 for one in answers])
    for source in pointed:
        thread.link(entry, thread.SUPPORTED_BY, source, by=actor)
    _end(kept, Inquiry.State.SUMMED_UP)
    cities = AskedCity.objects.filter(inquiry=kept, state=AskedCity.State.ANSWERED)
    named = sorted(cities.values_list("city__ags", flat=True))
    record(events.SUMMED_UP(experience, actor, inquiry=kept.public_id, cities=named))
    return experience


@action(rule=rules.sums_up, refusal=ONLY_OWN_CITY)
def change_experience(*, actor: Person, experience: Experience, base: int, lesson: Lesson) -> Experience:
    """The asker words the experience anew; what it said before is kept as a version.

    `base` is the version the writer read. Records `experience.changed`; nothing where nothing changes. Raises
    `Meanwhile` (an `Invalid`) where a colleague changed the same words.
    """
    kept: Experience = Experience.objects.select_for_update(of=("self",)).select_related("entry").get(pk=experience.pk)
    given = Lesson(**put_together(kept.entry, base, lesson.checked())).checked()
    before = {name: kept.entry.title if name == "title" else getattr(kept, name) for name in given}
    if before == given:
        return kept
    keep_version(kept.entry, before, actor)
    title = given.pop("title")
    Experience.objects.filter(pk=kept.pk).update(**given)
    Entry.objects.filter(pk=kept.pk).update(title=title, summary=given["works"])
    forget_files(kept.public_id)
    record(events.EXPERIENCE_CHANGED(kept, actor))
    return Experience.objects.select_related("entry").get(pk=kept.pk)


@action(rule=rules.sums_up, refusal=ONLY_OWN_CITY)
def close_inquiry(*, actor: Person, inquiry: Inquiry) -> Inquiry:
    """It ends without a summary: nobody knew, or it is settled. Records `inquiry.closed`, once."""
    kept = _locked(inquiry.pk)
    if kept.is_open:
        _end(kept, Inquiry.State.CLOSED)
        record(events.CLOSED(kept, actor))
    return kept


def _locked(pk: int) -> Inquiry:
    """The inquiry as it is now, held to the end of the transaction: answers and summary wait for one another."""
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("entry__city__network")
    found: Inquiry = rows.get(pk=pk)
    return found


def _held(asked: AskedCity) -> AskedCity:
    """The city asked as it is now, with its inquiry held."""
    inquiry = _locked(asked.inquiry_id)
    kept = AskedCity.objects.select_related("city").get(pk=asked.pk)
    kept.inquiry = inquiry
    return kept


def _must_be_open(inquiry: Inquiry) -> None:
    if not inquiry.is_open or inquiry.entry.deleted_at:
        raise Invalid({"": _("This inquiry is over: it was summed up or closed.")})


def _set_state(asked: AskedCity, state: AskedCity.State) -> None:
    AskedCity.objects.filter(pk=asked.pk).update(state=state)
    asked.state = state


def _end(inquiry: Inquiry, state: Inquiry.State) -> None:
    Inquiry.objects.filter(pk=inquiry.pk).update(state=state)
    inquiry.state = state
