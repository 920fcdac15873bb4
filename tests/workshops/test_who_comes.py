"""Invited and told: calendar files of workshops that move, addresses that do not work, facilitators who leave, consent."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from netzwerkstatt.foundation.accounts.models import Guest
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.actions import end_membership
from netzwerkstatt.foundation.network.models import Membership, Role
from netzwerkstatt.foundation.notifications.actions import correct_address
from netzwerkstatt.foundation.notifications.models import Reach, SignedLink
from netzwerkstatt.foundation.notifications.sending import deliver
from netzwerkstatt.workshops import actions, consents, personal, queries
from netzwerkstatt.workshops.models import Consent, ConsentKind, ConsentText, Invitation
from tests.workshops.room import browser
from tests.workshops.test_pages import text


@pytest.fixture(autouse=True)
def _who_chose_no_language_reads_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def invitation(planned, officer_of_hettstedt, expert_of_goerlitz):
    return actions.invite_expert(
        actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows trains"
    )


@pytest.fixture
def coming(invitation, expert_of_goerlitz):
    return actions.answer_invitation(actor=expert_of_goerlitz, invitation=invitation, comes=True)


@pytest.fixture
def mails_go():
    """Tell what happened and send what cannot wait; gives the mails that went until now."""

    def go():
        catch_up("notifications")
        deliver()
        return list(mail.outbox)

    return go


def tasks(person):
    return tasks_of(queries.waiting_for(person))


def move(workshop, actor, day, place="Saigerhütte"):
    return actions.plan_workshop(actor=actor, workshop=workshop, day=day, begins=time(13, 0), place=place)


def the_event(content):
    calendar = Calendar.from_ical(content)
    return str(calendar["method"]), next(iter(calendar.walk("VEVENT")))


def sent_to(person, mails):
    """The last mail to this person: its words, and its calendar file."""
    last = [one for one in mails if one.to == [person.email]][-1]
    files = [content for _name, content, _type in last.attachments]
    return last.body, the_event(files[0]) if files else None


def test_a_moved_workshop_reaches_those_who_come_as_the_same_event_with_a_higher_number(
    planned, coming, officer_of_hettstedt, expert_of_goerlitz, mails_go
):
    _method, first = the_event(browser().get(f"/workshops/{planned.public_id}/calendar.ics").content)
    move(planned, officer_of_hettstedt, date(2027, 2, 5))
    said, (method, moved) = sent_to(expert_of_goerlitz, mails_go())

    assert "It was moved: 5 February 2027" in said
    assert (method, moved["uid"], moved["dtstart"].dt.date()) == ("PUBLISH", first["uid"], date(2027, 2, 5))
    assert moved["sequence"] > first["sequence"]
    assert "ORGANIZER" in moved
    coming.refresh_from_db()
    assert coming.was_for_another_day
    [task] = tasks(expert_of_goerlitz)
    assert "another day" in str(task.title)
    actions.answer_invitation(actor=expert_of_goerlitz, invitation=coming, comes=True)
    assert not Invitation.objects.get().was_for_another_day
    numbers = planned.sequence
    move(planned, officer_of_hettstedt, date(2027, 2, 5))
    assert planned.sequence == numbers


def test_thirty_who_have_the_file_get_one_new_one_each_when_it_moves_by_a_day(
    planned, officer_of_hettstedt, invite, goerlitz, mails_go
):
    people = [invite(f"Expert {n}", "expert", network=goerlitz.network) for n in range(30)]
    Invitation.objects.bulk_create(
        Invitation(workshop=planned, person=one, why="x", answer=Invitation.Answer.COMES, for_day=planned.day)
        for one in people
    )
    _method, first = the_event(browser().get(f"/workshops/{planned.public_id}/calendar.ics").content)
    before = len(mails_go())
    move(planned, officer_of_hettstedt, date(2027, 2, 5))
    sent = mails_go()[before:]
    assert sorted(one.to[0] for one in sent) == sorted(one.email for one in people)
    for one in people:
        _said, (_method, event) = sent_to(one, sent)
        assert (event["uid"], event["dtstart"].dt.date()) == (first["uid"], date(2027, 2, 5))
        assert event["sequence"] > first["sequence"]
    assert mails_go()[before:] == sent, "nobody is told twice"
    assert Invitation.objects.filter(answer=Invitation.Answer.COMES).count() == 30
    assert "another day" in str(tasks(people[29])[0].title)


def test_a_workshop_that_is_called_off_is_struck_out_and_can_take_place_after_all(
    planned, coming, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz, mails_go
):
    mails_go()
    with pytest.raises(NotAllowed):
        actions.call_off_workshop(actor=officer_of_saalfeld, workshop=planned, why="No")
    with pytest.raises(Invalid):
        actions.call_off_workshop(actor=officer_of_hettstedt, workshop=planned, why="  ")
    actions.call_off_workshop(actor=officer_of_hettstedt, workshop=planned, why="The house burnt")
    number = planned.sequence
    actions.call_off_workshop(actor=officer_of_hettstedt, workshop=planned, why="Again")
    assert (planned.sequence, planned.called_off_why) == (number, "The house burnt")
    _said, (method, event) = sent_to(expert_of_goerlitz, mails_go())
    assert (method, str(event["status"]), event["sequence"]) == ("CANCEL", "CANCELLED", number)

    page = text(browser(expert_of_goerlitz).get(f"/workshops/{planned.public_id}"))
    assert "The house burnt" in page
    assert "I come" not in page
    assert "called off" in text(browser().get("/workshops/"))
    assert not tasks(officer_of_hettstedt)
    for refused in (
        lambda: actions.start_workshop(actor=officer_of_hettstedt, workshop=planned),
        lambda: move(planned, officer_of_hettstedt, date(2027, 2, 9)),
        lambda: actions.answer_invitation(actor=expert_of_goerlitz, invitation=coming, comes=False),
    ):
        with pytest.raises(Invalid):
            refused()
    actions.hold_after_all(actor=officer_of_hettstedt, workshop=planned)
    said, (method, event) = sent_to(expert_of_goerlitz, mails_go())
    assert "after all" in said
    assert (method, str(event["status"]), event["sequence"]) == ("PUBLISH", "CONFIRMED", number + 1)
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    with pytest.raises(Invalid):
        actions.call_off_workshop(actor=officer_of_hettstedt, workshop=planned, why="Too late")
    with pytest.raises(IntegrityError), transaction.atomic():
        type(planned).objects.filter(pk=planned.pk).update(called_off_at=clock.now(), called_off_why="x")


def test_a_workshop_without_a_day_has_no_calendar_file(requested):
    assert browser().get(f"/workshops/{requested.public_id}/calendar.ics").status_code == 404


def letter_in(body):
    return "/answer/" + body.split("/answer/")[1].split()[0]


def test_somebody_else_gets_the_invitation_and_the_host_learns_it(
    planned, invitation, officer_of_hettstedt, expert_of_goerlitz, coordinator, mails_go
):
    body, _file = sent_to(expert_of_goerlitz, mails_go())
    link = letter_in(body)
    stranger = browser()
    assert stranger.get(link).status_code == 200
    stranger.post(link, {"choice": "stray"})
    assert Reach.objects.get(person=expert_of_goerlitz).is_lost
    assert stranger.get(link).status_code == 410
    for page in ("people", "plan"):
        assert "No mail reaches this person" in text(
            browser(officer_of_hettstedt).get(f"/workshops/{planned.public_id}/{page}")
        )
    assert "said so" in text(browser(coordinator).get("/notices/unreachable"))

    with pytest.raises(NotAllowed):
        correct_address(actor=officer_of_hettstedt, person=expert_of_goerlitz, address="right@example.org")
    with pytest.raises(Invalid):
        correct_address(actor=coordinator, person=expert_of_goerlitz, address=officer_of_hettstedt.email)
    with pytest.raises(Invalid):
        correct_address(actor=coordinator, person=officer_of_hettstedt, address="other@example.org")
    page = f"/notices/unreachable/{expert_of_goerlitz.pk}"
    assert "E-mail address" in text(browser(coordinator).get(page))
    browser(coordinator).post(page, {"email": "right@example.org"})
    expert_of_goerlitz.refresh_from_db()
    assert expert_of_goerlitz.email == "right@example.org"
    assert not SignedLink.objects.filter(used_at__isnull=True, revoked_at__isnull=True).exists()
    again, (_method, event) = sent_to(expert_of_goerlitz, mails_go())
    assert str(event["summary"]) == planned.title
    browser().post(letter_in(again), {"choice": "comes", "needs": "Step-free"})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.needs) == ("comes", "Step-free")
    assert "right@" not in str(list(Event.objects.values_list("payload", flat=True)))


def test_a_facilitator_who_leaves_the_alliance_runs_nothing_and_another_takes_over(
    planned, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz, coordinator, mails_go
):
    actions.hand_over(actor=officer_of_hettstedt, workshop=planned, facilitator=expert_of_goerlitz)
    console = f"/workshops/{planned.public_id}/plan"
    assert browser(expert_of_goerlitz).get(console).status_code == 200
    for membership in Membership.objects.filter(person=expert_of_goerlitz):
        end_membership(actor=coordinator, membership=membership)
    assert browser(expert_of_goerlitz).get(console).status_code == 403
    host = browser(officer_of_hettstedt)
    assert "Nobody facilitates any more" in text(host.get(f"/workshops/{planned.public_id}"))
    assert "Nobody facilitates" not in text(browser().get(f"/workshops/{planned.public_id}"))
    assert expert_of_goerlitz.name not in text(browser().get(f"/workshops/{planned.public_id}"))
    [task] = tasks(officer_of_hettstedt)
    assert str(task.verb) == "Say who facilitates from now on"

    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    host.post(f"/workshops/{planned.public_id}/people", {"do": "hand-over", "over-facilitator": officer_of_saalfeld.pk})
    planned.refresh_from_db()
    assert planned.facilitator == officer_of_saalfeld
    assert "asks you to facilitate" in sent_to(officer_of_saalfeld, mails_go())[0]
    assert browser(officer_of_saalfeld).get(f"/workshops/{planned.public_id}/console").status_code == 200


def test_a_facilitator_without_an_account_leaves_a_gap_that_the_host_sees(
    planned, officer_of_hettstedt, expert_of_goerlitz
):
    actions.hand_over(actor=officer_of_hettstedt, workshop=planned, facilitator=expert_of_goerlitz)
    erase = next(one.erase for one in all_personal() if one.model == "workshops.Workshop")
    erase(expert_of_goerlitz)
    type(planned).objects.filter(pk=planned.pk).update(facilitator=None)
    people = f"/workshops/{planned.public_id}/people"
    assert "Nobody facilitates any more" in text(browser(officer_of_hettstedt).get(people))
    browser(officer_of_hettstedt).post(people, {"do": "hand-over", "over-facilitator": ""})
    planned.refresh_from_db()
    assert not planned.facilitator_gone


def test_the_host_sees_who_comes_by_network_and_role_and_others_do_not(
    planned, coming, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz
):
    people = f"/workshops/{planned.public_id}/people"
    page = text(browser(officer_of_hettstedt).get(people))
    assert expert_of_goerlitz.name in page
    assert re.search(
        rf"{expert_of_goerlitz.memberships.get().network}</th><td class=\"r\"><span [^>]*>come </span>1</td>", page
    )
    assert re.search(rf"As what they come:\s+{Role.EXPERT.label} 1<", page)
    assert browser(officer_of_saalfeld).get(people).status_code == 403
    assert browser().get(people).status_code == 302


def test_more_invited_people_ask_no_more_queries(planned, officer_of_hettstedt, invite, goerlitz):
    def queries_now():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(f"/workshops/{planned.public_id}/people").status_code == 200
        return len(asked)

    reader = browser(officer_of_hettstedt)
    more = [invite(f"Expert {n}", "expert", network=goerlitz.network) for n in range(4)]
    Invitation.objects.create(workshop=planned, person=more[0], why="x")
    queries_now()
    few = queries_now()
    Invitation.objects.bulk_create([Invitation(workshop=planned, person=one, why="x") for one in more[1:]])
    assert queries_now() == few
    assert few <= 20


def test_what_people_need_goes_on_the_day_after(planned, invitation, expert_of_goerlitz):
    actions.answer_invitation(actor=expert_of_goerlitz, invitation=invitation, comes=True, needs="Vegetarian")
    on_the_day = clock.now().replace(year=2027, month=2, day=4)
    assert not personal._needs_past(on_the_day)
    assert personal._forget_needs(personal._needs_past(on_the_day + timedelta(days=1))) == 1
    assert Invitation.objects.get().needs == ""


@pytest.fixture
def photographed(planned, invitation, officer_of_hettstedt):
    return actions.plan_workshop(
        actor=officer_of_hettstedt, workshop=planned, day=planned.day, begins=planned.begins, place=planned.place,
        takes_photos=True, is_young=True,
    )  # fmt: skip


def test_consent_to_photos_is_asked_kept_with_its_text_and_taken_back(
    photographed, officer_of_hettstedt, officer_of_saalfeld, expert_of_goerlitz, coordinator, mails_go
):
    body, _file = sent_to(expert_of_goerlitz, mails_go())
    browser().post(letter_in(body), {"choice": "comes", "photos": "yes"})
    kept = Consent.objects.get()
    assert (kept.holds, kept.version) == (True, 0)
    words = actions.write_consent_text(
        actor=coordinator, kind=ConsentKind.PHOTOS, words={"de": "Neue Worte", "en": "New words"}
    )
    assert (words.version, words.text) == (1, "New words")
    page = f"/workshops/{photographed.public_id}"
    mine = browser(expert_of_goerlitz)
    assert "You agreed on" in text(mine.get(page))
    assert "New words" in text(mine.get(f"{page}/consent/photos"))
    assert "New words" not in text(mine.get(f"{page}/consent/photos?version=0"))
    mine.post(f"{page}/consent", {"given": "no"})
    kept.refresh_from_db()
    assert not kept.holds
    assert kept.withdrawn_at
    assert "takes back the consent" in sent_to(officer_of_hettstedt, mails_go())[0]
    people = text(browser(officer_of_hettstedt).get(f"{page}/people"))
    assert "1 took it back" in people
    mine.post(f"{page}/consent", {"given": "yes"})
    kept.refresh_from_db()
    assert (kept.holds, kept.version) == (True, 1)
    assert browser(officer_of_saalfeld).post(f"{page}/consent", {"given": "yes"}).status_code == 403
    rows = next(one for one in all_personal() if one.model == "workshops.Consent").rows_of(expert_of_goerlitz)
    assert rows.count() == 1


def test_who_comes_in_reads_first_what_is_asked_and_answers_it_elsewhere(
    photographed, officer_of_hettstedt, expert_of_goerlitz
):
    actions.start_workshop(actor=officer_of_hettstedt, workshop=photographed)
    by_key, digits = f"/join?key={photographed.key}", {"code": photographed.code}
    page = text(browser().get(by_key))
    assert "Photos are taken here" in page
    assert "Nobody has to agree" in page
    assert "Under 16? Then a parent signs" in page
    assert "under your name" not in page

    phone = browser()
    shown = phone.post("/join", digits)
    assert shown.headers["Location"] == f"/join?code={photographed.code}"
    assert not Guest.objects.exists()
    assert "Photos are taken here" in text(phone.get(shown.headers["Location"]))
    assert phone.post("/join", digits | {"has_read": "True"}).headers["Location"] == f"/w/{photographed.public_id}"

    mine = browser(expert_of_goerlitz)
    assert "Say it under your name" in text(mine.get(by_key))
    mine.post("/join", {"key": photographed.key})
    assert not Consent.objects.exists(), "coming in says nothing about a person"
    assert not Event.objects.filter(actor=expert_of_goerlitz).exists()
    mine.post(f"/workshops/{photographed.public_id}/consent", {"given": "yes"})
    assert "You agreed; take it back" in text(browser(expert_of_goerlitz).get(by_key))


def test_who_is_signed_in_and_came_by_the_code_says_it_under_her_name_and_nobody_else_does(
    photographed, officer_of_hettstedt, officer_of_saalfeld
):
    actions.start_workshop(actor=officer_of_hettstedt, workshop=photographed)
    page, mine = f"/workshops/{photographed.public_id}", browser(officer_of_saalfeld)
    assert "Photos of you" not in text(mine.get(page))
    assert mine.post(f"{page}/consent", {"given": "yes"}).status_code == 403
    assert "Once you are in" in text(mine.get(f"/join?key={photographed.key}"))
    mine.post("/join", {"key": photographed.key})
    assert f'href="{page}#photos"' in text(mine.get(f"/w/{photographed.public_id}"))
    assert "Photos of you" in text(mine.get(page))
    mine.post(f"{page}/consent", {"given": "yes"})
    kept = Consent.objects.get()
    assert (kept.person, kept.holds) == (officer_of_saalfeld, True)
    assert "On the page: 1 agree" in text(browser(officer_of_hettstedt).get(f"{page}/people"))
    elsewhere = browser(officer_of_saalfeld)
    elsewhere.post(f"{page}/consent", {"given": "no"})
    assert Consent.objects.get().withdrawn_at, "taken back from any device"

    nameless = browser()
    nameless.post("/join", {"key": photographed.key})
    assert "#photos" not in text(nameless.get(f"/w/{photographed.public_id}"))
    assert "Photos of you" not in text(nameless.get(page))
    assert nameless.post(f"{page}/consent", {"given": "yes"}).status_code == 302, "who has no account gives a form"
    told = Event.objects.filter(actor=officer_of_saalfeld).values_list("type", "payload")
    assert list(told) == [
        ("workshop.consent_said", {"kind": "photos"}),
        ("workshop.consent_withdrawn", {"kind": "photos"}),
    ]


def test_consent_can_be_taken_back_after_the_workshop_when_nothing_is_asked_any_more(
    photographed, expert_of_goerlitz, officer_of_hettstedt
):
    actions.say_consent(actor=expert_of_goerlitz, workshop=photographed, given=True)
    type(photographed).objects.filter(pk=photographed.pk).update(takes_photos=False)
    photographed.takes_photos = False
    actions.say_consent(actor=expert_of_goerlitz, workshop=photographed, given=False)
    assert not Consent.objects.get().holds
    with pytest.raises(NotAllowed):
        actions.say_consent(actor=officer_of_hettstedt, workshop=photographed, given=True)


def test_texts_are_the_alliances_and_never_change(coordinator, officer_of_hettstedt, photographed, settings):
    settings.LANGUAGE_CODE = "de"
    with pytest.raises(NotAllowed):
        actions.write_consent_text(actor=officer_of_hettstedt, kind=ConsentKind.YOUNG, words={"de": "x"})
    with pytest.raises(Invalid):
        actions.write_consent_text(actor=coordinator, kind=ConsentKind.YOUNG, words={"en": "x"})
    writer = browser(coordinator)
    writer.post("/workshops/consents", {"kind": "young", "young-de": "Unser Kind darf mit.", "young-en": ""})
    writer.post("/workshops/consents", {"kind": "young", "young-de": "Unser Kind darf mit.", "young-en": ""})
    made = ConsentText.objects.get()
    assert made.version == 1
    assert "darf mit" in text(browser().get(f"/workshops/{photographed.public_id}/consent/young"))
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsentText.objects.update(words={})
    assert consents.words_of(ConsentKind.YOUNG, 7).version == 0
    assert browser().get(f"/workshops/{photographed.public_id}/consent/nothing").status_code == 404


def test_signed_forms_are_counted_and_name_nobody(photographed, officer_of_hettstedt):
    host, page = browser(officer_of_hettstedt), f"/workshops/{photographed.public_id}/people"
    host.post(page, {"do": "forms-young", "forms-young-given": 4, "forms-young-refused": 1})
    assert "4 agree, 1 do not" in text(host.get(page))
    wrong = text(host.post(page, {"do": "forms-young", "forms-young-given": 4000, "forms-young-refused": 1}))
    assert "1000" in wrong
    assert "4 agree, 1 do not" in text(host.get(page))


def test_mail_arrives_so_nobody_else_changes_the_address(coordinator, expert_of_goerlitz):
    assert browser(coordinator).get(f"/notices/unreachable/{expert_of_goerlitz.pk}").status_code == 404
    with pytest.raises(Invalid):
        correct_address(actor=coordinator, person=expert_of_goerlitz, address="new@example.org")
    assert mail.outbox == []
