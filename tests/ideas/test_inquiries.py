"""A city asks the others; each answers once; what is learned stays for the next one who asks."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications.bundles import ring_reminders
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.foundation.notifications.rounds import ask_for_dates
from netzwerkstatt.foundation.notifications.sending import deliver
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.foundation.versions.models import Version
from netzwerkstatt.ideas.inquiries import actions, queries
from netzwerkstatt.ideas.inquiries.actions import Lesson
from netzwerkstatt.ideas.inquiries.models import AskedCity, Experience, Inquiry, InquiryAnswer
from netzwerkstatt.ideas.inquiries.similar import asked_before
from netzwerkstatt.problems.actions import name_problem
from tests.conftest import last_event

QUESTION = "Hat jemand Erfahrung mit einem Rufbus am Abend?"
LESSON = Lesson("A bus on call works with fixed stops", "Fixed stops.", "Door to door.", "Saalfeld", "Town hall")


@pytest.fixture(autouse=True)
def _in_the_words_of_the_code(settings):
    settings.LANGUAGE_CODE = "en"


def ask(actor, city, **more):
    given = {"question": QUESTION, "context": "The last bus goes at 6.", "due": clock.today() + timedelta(days=10)}
    return actions.ask_cities(actor=actor, city=city, **(given | more))


@pytest.fixture
def inquiry(officer_of_hettstedt, hettstedt):
    return ask(officer_of_hettstedt, hettstedt)


@pytest.fixture
def asked(inquiry, saalfeld):
    return AskedCity.objects.get(inquiry=inquiry, city=saalfeld)


def browser_of(person=None):
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    if person:
        client.force_login(person)
    return client


def states(inquiry):
    return dict(AskedCity.objects.filter(inquiry=inquiry).values_list("city__name", "state"))


# ---------------------------------------------------------------- asking


def test_a_city_asks_all_others_but_not_itself(inquiry, officer_of_hettstedt):
    assert states(inquiry) == {"Görlitz": "asked", "Saalfeld/Saale": "asked"}
    assert inquiry.entry.code == "R-1"
    assert inquiry.entry.visibility == Visibility.ALLIANCE
    assert last_event().type == "inquiry.asked"


def test_a_city_asks_only_some(officer_of_hettstedt, hettstedt, goerlitz):
    assert states(ask(officer_of_hettstedt, hettstedt, cities=[goerlitz, hettstedt])) == {"Görlitz": "asked"}


def test_nobody_asks_for_another_city_or_for_yesterday_or_nobody(officer_of_hettstedt, hettstedt, saalfeld):
    with pytest.raises(NotAllowed):
        ask(officer_of_hettstedt, saalfeld)
    for more in ({"due": clock.today()}, {"cities": [hettstedt]}, {"question": " "}):
        with pytest.raises(Invalid):
            ask(officer_of_hettstedt, hettstedt, **more)
    assert not Inquiry.objects.exists()
    assert not Entry.objects.filter(kind="inquiry").exists()


def test_the_same_form_twice_asks_once(officer_of_hettstedt, hettstedt):
    key = uuid4()
    first = ask(officer_of_hettstedt, hettstedt, client_id=key)
    assert ask(officer_of_hettstedt, hettstedt, client_id=key) == first
    assert Event.objects.filter(type="inquiry.asked").count() == 1


def test_an_inquiry_stands_on_the_thread_of_what_made_the_city_ask(officer_of_hettstedt, hettstedt):
    problem = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="No bus", affected="All")
    inquiry = ask(officer_of_hettstedt, hettstedt, origin=problem.entry)
    assert thread.sources(inquiry) == [problem.entry]


# ---------------------------------------------------------------- answering


def test_a_city_answers_once_and_words_it_anew_until_it_is_summed_up(
    inquiry, asked, officer_of_saalfeld, officer_of_hettstedt
):
    answer = actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.", call_welcome=True)
    with pytest.raises(Invalid):
        actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="Once more.")
    with pytest.raises(Invalid):
        actions.say_nothing(actor=officer_of_saalfeld, asked=asked)
    actions.change_answer(actor=officer_of_saalfeld, answer=answer, base=1, text="We have two.")
    assert Version.objects.get(entry=answer.entry).fields["text"] == "We have one."
    count = Event.objects.count()
    actions.change_answer(actor=officer_of_saalfeld, answer=answer, base=1, text="We have two.")
    assert Event.objects.count() == count
    actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON)
    with pytest.raises(Invalid):
        actions.change_answer(actor=officer_of_saalfeld, answer=answer, base=1, text="We have three.")
    answer.refresh_from_db()
    assert answer.text == "We have two."
    assert answer.title == "We have two."


def test_nobody_answers_for_another_city(asked, officer_of_goerlitz, ministry_of_st):
    for person in (officer_of_goerlitz, ministry_of_st, None):
        with pytest.raises(NotAllowed):
            actions.answer_inquiry(actor=person, asked=asked, text="We!")
    assert not InquiryAnswer.objects.exists()


def test_who_had_nothing_to_say_may_still_answer(inquiry, asked, officer_of_saalfeld):
    for _click in range(2):
        actions.say_nothing(actor=officer_of_saalfeld, asked=asked)
    assert Event.objects.filter(type="inquiry.nothing_to_say").count() == 1
    assert states(inquiry)["Saalfeld/Saale"] == "nothing"
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="Now I remember.")
    assert states(inquiry)["Saalfeld/Saale"] == "answered"


def test_an_answer_points_to_an_idea_by_its_address_and_to_nothing_that_is_not_there(asked, officer_of_saalfeld):
    idea = create_entry(kind="idea", title="A bus", author=None)
    hidden = create_entry(kind="idea", title="Ours", author=None, visibility=Visibility.CITY)
    for words in ("P-99", "https://example.org/", f"/ideas/{hidden.public_id}", "nonsense"):
        with pytest.raises(Invalid):
            actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="Look.", link=words)
    answer = actions.answer_inquiry(
        actor=officer_of_saalfeld, asked=asked, text="Look.", link=f"https://x.example/ideas/{idea.public_id}"
    )
    assert answer.points_to == idea


@pytest.mark.django_db(transaction=True)
def test_two_answers_of_a_city_at_the_same_moment_are_one(inquiry, asked, officer_of_saalfeld, invite, saalfeld):
    colleague = invite("Mara Meier", Role.MAYOR, city=saalfeld)
    refused = []
    start = threading.Barrier(2)

    def send(person):
        try:
            start.wait()
            actions.answer_inquiry(actor=person, asked=asked, text=f"{person.name} says", client_id=uuid4())
        except Invalid as invalid:
            refused.append(invalid)
        finally:
            connection.close()

    crowd = [threading.Thread(target=send, args=(person,)) for person in (officer_of_saalfeld, colleague)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    assert InquiryAnswer.objects.count() == 1
    assert Entry.objects.filter(kind="inquiry-answer").count() == 1
    assert len(refused) == 1


def test_a_deleted_answer_lets_the_city_answer_again(inquiry, asked, officer_of_saalfeld):
    answer = actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="Wrong city.")
    delete_entry(actor=officer_of_saalfeld, entry=answer.entry, reason="Mixed up.")
    assert states(inquiry)["Saalfeld/Saale"] == "asked"
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="The right one.")


# ---------------------------------------------------------------- told


def link_in(message):
    (link,) = re.findall(r"http://testserver(/answer/\S+)", message.body)
    return link


def test_a_city_is_told_at_once_and_answers_by_the_link_without_signing_in(
    inquiry, officer_of_saalfeld, officer_of_goerlitz, officer_of_hettstedt
):
    catch_up("notifications")
    deliver()
    letters = {message.recipients()[0]: message for message in mail.outbox}
    assert set(letters) == {officer_of_saalfeld.email, officer_of_goerlitz.email}
    link, browser = link_in(letters[officer_of_saalfeld.email]), browser_of()
    page = browser.get(link).content.decode()
    assert QUESTION in page
    assert not InquiryAnswer.objects.exists(), "opening a link does nothing"
    assert "write something" in browser.post(link, {"choice": "answer", "text": ""}).content.decode()
    said = browser.post(link, {"choice": "answer", "text": "We have one.", "call_welcome": "on"}).content.decode()
    assert "Your answer has arrived" in said
    answer = InquiryAnswer.objects.get()
    assert (answer.text, answer.call_welcome, answer.entry.author) == ("We have one.", True, officer_of_saalfeld)
    assert browser.post(link, {"choice": "answer", "text": "Twice"}).status_code == 410
    browser.post(link_in(letters[officer_of_goerlitz.email]), {"choice": "nothing"})
    assert states(inquiry) == {"Görlitz": "nothing", "Saalfeld/Saale": "answered"}
    catch_up("notifications")
    assert Notice.objects.filter(person=officer_of_hettstedt, text__contains="answered your inquiry").exists()


def test_a_colleague_whose_city_has_answered_reads_so_behind_the_link(
    inquiry, asked, officer_of_saalfeld, invite, saalfeld
):
    colleague = invite("Mara Meier", Role.CITY_MEMBER, city=saalfeld)
    catch_up("notifications")
    deliver()
    (letter,) = [message for message in mail.outbox if message.recipients() == [colleague.email]]
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    assert "has answered already" in browser_of().get(link_in(letter)).content.decode()
    assert browser_of().post(link_in(letter), {"choice": "answer", "text": "Me too"}).status_code == 410


def test_who_has_not_answered_is_reminded_three_days_before_once(
    inquiry, asked, officer_of_saalfeld, officer_of_goerlitz
):
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    reminded = Notice.objects.filter(text__contains="awaited")
    for days, expected in ((6, []), (8, [officer_of_goerlitz.pk]), (9, [officer_of_goerlitz.pk])):
        with clock.telling(clock.now() + timedelta(days=days)):
            ask_for_dates()
            ring_reminders()
        assert list(reminded.values_list("person", flat=True)) == expected


def test_the_desk_asks_to_answer_and_after_the_day_to_sum_up(inquiry, asked, officer_of_saalfeld, officer_of_hettstedt):
    assert [task.url for task in tasks_of(queries.waiting_for(officer_of_saalfeld))] == [
        reverse("inquiries:give-answer", args=[inquiry.public_id])
    ]
    assert not tasks_of(queries.waiting_for(officer_of_hettstedt))
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    assert not tasks_of(queries.waiting_for(officer_of_saalfeld))
    Inquiry.objects.update(due=clock.today() - timedelta(days=1))
    (task,) = tasks_of(queries.waiting_for(officer_of_hettstedt))
    assert task.url == reverse("inquiries:sum-up", args=[inquiry.public_id])
    assert "1 city has answered" in task.meta


# ---------------------------------------------------------------- summing up


def test_the_summary_is_an_experience_on_the_thread_and_everybody_who_answered_is_thanked(
    inquiry, asked, officer_of_saalfeld, officer_of_goerlitz, officer_of_hettstedt, saalfeld
):
    idea = create_entry(kind="idea", title="A bus", author=None)
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.", link=idea.get_absolute_url())
    made = actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON, visibility=Visibility.PUBLIC)
    assert set(thread.sources(made)) == {inquiry.entry, idea}
    assert actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON) == made
    catch_up("notifications")
    thanked = Notice.objects.filter(kind="ideas.thanks")
    assert list(thanked.values_list("person", flat=True)) == [officer_of_saalfeld.pk]
    html = browser_of().get(made.get_absolute_url()).content.decode()
    assert "Saalfeld/Saale" in html
    assert "Görlitz" not in html
    assert "We have one" not in html, "answers stay among the partners"
    with pytest.raises(Invalid):
        actions.say_nothing(actor=officer_of_goerlitz, asked=AskedCity.objects.exclude(pk=asked.pk).get())


def test_only_the_asker_sums_up_and_only_what_somebody_answered(
    inquiry, asked, officer_of_saalfeld, officer_of_hettstedt
):
    with pytest.raises(Invalid):
        actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON)
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    with pytest.raises(NotAllowed):
        actions.sum_up(actor=officer_of_saalfeld, inquiry=inquiry, lesson=LESSON)
    for lesson, visibility in ((Lesson("", "x"), "public"), (Lesson("x", ""), "public"), (LESSON, Visibility.CITY)):
        with pytest.raises(Invalid):
            actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=lesson, visibility=visibility)
    assert not Experience.objects.exists()


def test_an_experience_is_worded_anew_and_its_former_words_are_kept(
    inquiry, asked, officer_of_saalfeld, officer_of_hettstedt
):
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    made = actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON)
    new = Lesson(LESSON.title, "Fixed stops and a price everybody understands.")
    for _click in range(2):
        assert (
            actions.change_experience(actor=officer_of_hettstedt, experience=made, base=1, lesson=new).works
            == new.works
        )
    assert Version.objects.get(entry=made.entry).fields["fails"] == "Door to door."
    with pytest.raises(NotAllowed):
        actions.change_experience(actor=officer_of_saalfeld, experience=made, base=1, lesson=LESSON)


# ── two at once ───────────────────────────────────────────────────────────


@pytest.fixture
def mayor_of_saalfeld(invite, saalfeld):
    """Answers for the same city as its officer."""
    return invite("Mara Meister", Role.MAYOR, city=saalfeld)


def test_two_who_change_an_answer_both_find_their_words(asked, officer_of_saalfeld, mayor_of_saalfeld):
    answer = actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one bus. It runs daily.")
    actions.change_answer(
        actor=officer_of_saalfeld, answer=answer, base=1, text="We have two buses. It runs daily.", call_welcome=True
    )
    now = actions.change_answer(
        actor=mayor_of_saalfeld, answer=answer, base=1, text="We have one bus. It runs on weekdays."
    )
    assert (now.text, now.call_welcome) == ("We have two buses. It runs on weekdays.", True)
    assert [version.fields["call_welcome"] for version in Version.objects.filter(entry=answer.entry)] == ["", "yes"]


def test_two_who_change_the_same_words_of_an_answer_are_told_on_the_page(asked, officer_of_saalfeld, mayor_of_saalfeld):
    answer = actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    address = reverse("inquiries:change-answer", args=[answer.public_id])
    browser = browser_of(mayor_of_saalfeld)
    read = browser.get(address).context["form"]["base"].value()
    actions.change_answer(actor=officer_of_saalfeld, answer=answer, base=1, text="We have two.")
    told = browser.post(address, {"text": "We have three.", "base": read})
    page = told.content.decode()
    assert told.status_code == 409
    assert "We have three." in page  # nothing typed is lost
    assert f"{officer_of_saalfeld.name} saved while you wrote." in page
    answer.refresh_from_db()
    assert answer.text == "We have two."
    decided = browser.post(address, {"text": "We have three.", "base": told.context["form"]["base"].value()})
    answer.refresh_from_db()
    assert (decided.status_code, answer.text) == (302, "We have three.")


def test_two_who_change_an_experience_overwrite_nothing(
    inquiry, asked, invite, officer_of_saalfeld, officer_of_hettstedt, hettstedt
):
    mayor = invite("Uwe Lorenz", Role.MAYOR, city=hettstedt)
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    made = actions.sum_up(actor=officer_of_hettstedt, inquiry=inquiry, lesson=LESSON)
    address = reverse("inquiries:change-experience", args=[made.public_id])
    browser = browser_of(officer_of_hettstedt)
    typed = {"title": LESSON.title, "works": "Stops on call.", "fails": "", "where": "In the hills", "contact": ""}
    read = browser.get(address).context["form"]["base"].value()
    actions.change_experience(actor=mayor, experience=made, base=1, lesson=replace(LESSON, works="Two fixed prices."))
    told = browser.post(address, {**typed, "base": read})
    assert (told.status_code, set(told.context["form"].errors)) == (409, {"works"})
    made.refresh_from_db()
    assert made.works == "Two fixed prices."
    assert browser.post(address, {**typed, "base": told.context["form"]["base"].value()}).status_code == 302
    made.refresh_from_db()
    assert (made.works, made.where, made.fails) == ("Stops on call.", "In the hills", "")


def test_an_inquiry_nobody_can_answer_is_closed(inquiry, asked, officer_of_hettstedt, officer_of_saalfeld):
    for _click in range(2):
        actions.close_inquiry(actor=officer_of_hettstedt, inquiry=inquiry)
    assert Event.objects.filter(type="inquiry.closed").count() == 1
    with pytest.raises(Invalid):
        actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="Too late")
    assert not tasks_of(queries.waiting_for(officer_of_saalfeld))


# ---------------------------------------------------------------- the next one who asks


def test_what_was_asked_before_is_offered_to_the_next_who_asks_and_may_be_asked_anyway(
    inquiry, asked, officer_of_goerlitz, officer_of_saalfeld, officer_of_hettstedt, goerlitz
):
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="We have one.")
    learned = actions.sum_up(
        actor=officer_of_hettstedt, inquiry=inquiry, lesson=Lesson("Rufbusse am Abend brauchen feste Halte", "Halte.")
    )
    catch_up("search")
    again = "Kennt jemand einen Rufbus, der abends fährt?"
    assert asked_before("Wer weiß etwas über Schwimmbäder im Winter?", officer_of_goerlitz) == []
    assert learned.entry in asked_before("Rufbus am Abend", officer_of_goerlitz)
    assert asked_before("Rufbus am Abend", None) == [], "for the alliance, so not for a visitor"
    assert asked_before("Hat jemand Erfahrung?", officer_of_goerlitz) == []
    browser = browser_of(officer_of_goerlitz)
    given = {"question": again, "city": goerlitz.pk, "due": str(clock.today() + timedelta(days=9)), "whom": "all"}
    given |= {"question": "Gibt es einen Rufbus am Abend?", "client_id": str(uuid4())}
    first = browser.post(reverse("inquiries:new"), given)
    assert "That was asked before" in first.content.decode()
    assert learned.get_absolute_url() in first.content.decode()
    assert Inquiry.objects.count() == 1
    second = browser.post(reverse("inquiries:new"), given | {"anyway": "1"})
    assert second.headers["Location"] == Inquiry.objects.latest("pk").get_absolute_url()


# ---------------------------------------------------------------- pages


def test_a_city_asks_answers_and_sums_up_on_the_pages(
    officer_of_hettstedt, officer_of_saalfeld, hettstedt, saalfeld, goerlitz
):
    asker, answerer = browser_of(officer_of_hettstedt), browser_of(officer_of_saalfeld)
    given = {"question": QUESTION, "city": hettstedt.pk, "due": str(clock.today() + timedelta(days=9)), "whom": "some"}
    assert asker.post(reverse("inquiries:new"), given).status_code == 422
    assert asker.post(reverse("inquiries:new"), given | {"cities": [saalfeld.pk]}).status_code == 302
    inquiry = Inquiry.objects.get()
    assert QUESTION in answerer.get(reverse("inquiries:list")).content.decode()
    assert "And Saalfeld/Saale?" in answerer.get(inquiry.get_absolute_url()).content.decode()
    answerer.post(reverse("inquiries:nothing", args=[inquiry.public_id]))
    give = reverse("inquiries:give-answer", args=[inquiry.public_id])
    assert answerer.post(give, {"text": ""}).status_code == 422
    answerer.post(give, {"text": "We **have** one."})
    answer = InquiryAnswer.objects.get()
    assert answer.title == "We have one."
    assert "<strong>have</strong>" in asker.get(inquiry.get_absolute_url()).content.decode()
    answerer.post(reverse("inquiries:change-answer", args=[answer.public_id]), {"text": "We had one.", "base": "1"})
    assert "We had one." in asker.get(answer.get_absolute_url()).content.decode()
    lesson = {"title": "It works", "works": "Stops", "visibility": "public"}
    made = asker.post(reverse("inquiries:sum-up", args=[inquiry.public_id]), lesson)
    assert made.headers["Location"] == Experience.objects.get().get_absolute_url()
    change = reverse("inquiries:change-experience", args=[Experience.objects.get().public_id])
    asker.post(change, {"title": "It works well", "works": "Stops", "base": "1"})
    assert "It works well" in browser_of().get(reverse("inquiries:list")).content.decode()
    assert QUESTION not in browser_of().get(reverse("inquiries:list")).content.decode()
    assert asker.post(reverse("inquiries:close", args=[inquiry.public_id])).status_code == 302


def test_who_is_not_asked_and_who_does_not_ask_is_told_so(
    officer_of_hettstedt, officer_of_goerlitz, hettstedt, saalfeld
):
    inquiry = ask(officer_of_hettstedt, hettstedt, cities=[saalfeld])
    stranger = browser_of(officer_of_goerlitz)
    for name in ("give-answer", "sum-up"):
        assert stranger.get(reverse(f"inquiries:{name}", args=[inquiry.public_id])).status_code == 403
    for name in ("nothing", "close"):
        assert stranger.post(reverse(f"inquiries:{name}", args=[inquiry.public_id])).status_code == 403


def test_the_way_to_ask_stands_on_problems_and_the_new_inquiry_knows_where_it_comes_from(
    officer_of_hettstedt, officer_of_saalfeld, hettstedt
):
    problem = name_problem(actor=officer_of_hettstedt, city=hettstedt, statement="No bus at night", affected="All")
    way = f"{reverse('inquiries:new')}?origin={problem.public_id}"
    assert way in browser_of(officer_of_saalfeld).get(problem.get_absolute_url()).content.decode()
    assert way not in browser_of().get(problem.get_absolute_url()).content.decode()
    assert "No bus at night" in browser_of(officer_of_saalfeld).get(way).content.decode()


def queries_of(browser, path):
    browser.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert browser.get(path).status_code == 200
    return len(captured)


def test_no_page_asks_the_database_more_with_more_rows(
    officer_of_hettstedt, officer_of_saalfeld, officer_of_goerlitz, expert_of_goerlitz, hettstedt, inquiry, asked
):
    asker, reader = browser_of(officer_of_hettstedt), browser_of(expert_of_goerlitz)
    actions.answer_inquiry(actor=officer_of_saalfeld, asked=asked, text="One.")
    lists = [f"{reverse('inquiries:list')}?show={view}" for view in ("open", "learned")]
    pages = [(asker, f"{reverse('inquiries:list')}?show=mine"), (asker, inquiry.get_absolute_url())]
    pages += [(reader, path) for path in lists]
    for question in ("First", "Second"):
        _learned(officer_of_hettstedt, officer_of_goerlitz, hettstedt, question)
        ask(officer_of_hettstedt, hettstedt, question=f"{question}, still open?")
    few = [queries_of(browser, path) for browser, path in pages]
    other = AskedCity.objects.get(inquiry=inquiry, city__name="Görlitz")
    actions.answer_inquiry(actor=officer_of_goerlitz, asked=other, text="Two.")
    for number in range(4):
        _learned(officer_of_hettstedt, officer_of_goerlitz, hettstedt, f"Question {number}?")
        ask(officer_of_hettstedt, hettstedt, question=f"Number {number}, still open?")
    assert [queries_of(browser, path) for browser, path in pages] == few
    assert max(few[-len(lists) :]) <= 20


def _learned(asker, answerer, city, question):
    inquiry = ask(asker, city, question=question)
    asked = AskedCity.objects.select_related("city").get(inquiry=inquiry, city__name="Görlitz")
    actions.answer_inquiry(actor=answerer, asked=asked, text="Two.")
    return actions.sum_up(actor=asker, inquiry=inquiry, lesson=LESSON)
