"""One bundle a day at most, at once only what waits, and nothing twice."""

from __future__ import annotations

import random
import smtplib
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction
from django.test import Client

from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.notifications import actions
from netzwerkstatt.foundation.notifications.bundles import bundle_up
from netzwerkstatt.foundation.notifications.models import How, Mailing, Notice, Reach, Reader
from netzwerkstatt.foundation.notifications.notify import notify, remind
from netzwerkstatt.foundation.notifications.sending import STALE, deliver
from netzwerkstatt.foundation.notifications.telling import NEWS
from tests.notifications.conftest import at, go_round

Sorts = Mailing.State


def tell(person, text="Something happened.", *, about=None, waits=False):
    notify(person, NEWS, about=about, text=text, url="/desk", waits=waits)


def wishes(person, **changed):
    given = {"hour": 7, "weekday": 0, "waiting": "immediate", "bundles": True, "follows_own": True, "wishes": {}}
    return actions.choose_mails(actor=person, **given | changed)


def test_a_busy_week_brings_one_bundle_a_day_and_exactly_what_waits(invite, hettstedt, problem, mails):
    chance = random.Random(7)  # noqa: S311 - the same week each time
    people = [invite(f"Person {number}", Role.CITY_MEMBER, city=hettstedt) for number in range(9)]
    events = sorted(
        (chance.randrange(7), chance.randrange(24), chance.randrange(60), chance.randrange(9), chance.random() < 0.2)
        for _ in range(60)
    )
    immediate, told = Counter(), Counter()
    for day in range(8):
        for hour in range(24):
            with clock.telling(at(day, hour)):
                go_round()
            for _day, _hour, minute, who, waits in [one for one in events if one[:2] == (day, hour)]:
                with clock.telling(at(day, hour, minute)):
                    tell(people[who], f"Event at {minute}", about=problem, waits=waits)
                    go_round()
                    (immediate if waits else told)[people[who].pk] += 1

    bundles = Mailing.objects.filter(day__isnull=False, state=Sorts.SENT)
    singles = Mailing.objects.filter(day__isnull=True, state=Sorts.SENT)
    assert sum(told.values()) + sum(immediate.values()) == 60
    assert Counter(singles.values_list("person", flat=True)) == immediate
    per_day = Counter(bundles.values_list("person", "sent_at__date"))
    assert max(per_day.values()) == 1
    assert len(mails) == bundles.count() + singles.count()
    assert not Notice.objects.filter(mailing__isnull=True).exists()
    assert set(bundles.values_list("person", flat=True)) == set(told)


def test_a_bundle_tells_by_item_and_the_newest_first(officer_of_saalfeld, problem, mails):
    other = Entry.objects.create(kind="problem", title="The other item", visibility=Visibility.PUBLIC)
    told = [(8, problem, "First of all"), (9, other, "In between"), (10, problem, "Last of all"), (11, None, "To all")]
    for hour, about, text in told:
        with clock.telling(at(0, hour)):
            tell(officer_of_saalfeld, text, about=about)
    with clock.telling(at(0, 12)):
        tell(officer_of_saalfeld, "Please answer", about=other, waits=False)
    with clock.telling(at(1, 7)):
        go_round()
    (mail,) = mails
    texts = ["Please answer", "In between", "To all", "Last of all", "First of all"]
    assert sorted(texts, key=mail.body.index) == texts
    assert mail.body.index("The other item") < mail.body.index(problem.title)
    assert mail.body.count("The other item") == mail.body.count(problem.title) == 1


def test_the_database_itself_refuses_a_second_bundle_of_a_day(officer_of_saalfeld):
    day = at(0, 7).date()
    Mailing.objects.create(person=officer_of_saalfeld, day=day, message_id="<1@x>")
    with pytest.raises(IntegrityError), transaction.atomic():
        Mailing.objects.create(person=officer_of_saalfeld, day=day, message_id="<2@x>")


def test_the_bundle_comes_at_the_chosen_hour_and_takes_what_was_told_before(officer_of_saalfeld, mails):
    wishes(officer_of_saalfeld, hour=18)
    tell(officer_of_saalfeld, "In the morning")
    with clock.telling(at(0, 17, 59)):
        go_round()
        assert mails == []
    with clock.telling(at(0, 18)):
        go_round()
    with clock.telling(at(0, 19)):
        tell(officer_of_saalfeld, "In the evening")
        go_round()
    assert len(mails) == 1
    assert "In the morning" in mails[0].body
    with clock.telling(at(1, 18)):
        go_round()
    assert "In the evening" in mails[1].body


def test_the_hour_is_that_of_the_wall_clock_in_summer_and_winter(officer_of_saalfeld, mails):
    for month, utc in ((1, "06"), (7, "05")):
        moment = datetime(2026, month, 8, int(utc), 0, tzinfo=UTC)
        with clock.telling(moment - timedelta(hours=10)):
            tell(officer_of_saalfeld)
        with clock.telling(moment - timedelta(minutes=1)):
            assert bundle_up() == 0
        with clock.telling(moment):
            assert bundle_up() == 1


def test_what_was_read_meanwhile_is_in_no_mail(officer_of_saalfeld, mails):
    tell(officer_of_saalfeld)
    actions.mark_all_read(actor=officer_of_saalfeld)
    with clock.telling(at(1, 7)):
        go_round()
    assert mails == []


def test_weekly_things_wait_for_their_day_and_never_means_never(officer_of_saalfeld, mails):
    wishes(officer_of_saalfeld, weekday=3, wishes={NEWS: How.WEEKLY})
    tell(officer_of_saalfeld, "For Thursday")
    for day in (1, 2):
        with clock.telling(at(day, 7)):
            go_round()
    assert mails == []
    with clock.telling(at(3, 7)):
        go_round()
        wishes(officer_of_saalfeld, weekday=3, wishes={NEWS: How.NEVER})
        tell(officer_of_saalfeld, "For nobody")
    with clock.telling(at(10, 7)):
        go_round()
    assert [("For Thursday" in mail.body, "For nobody" in mail.body) for mail in mails] == [(True, False)]
    assert Notice.objects.filter(text="For nobody").exists()


def test_what_waits_cannot_be_silenced(officer_of_saalfeld, mails):
    with pytest.raises(Invalid):
        wishes(officer_of_saalfeld, waiting=How.NEVER)
    wishes(officer_of_saalfeld, waiting=How.DAILY, bundles=False, wishes={NEWS: How.NEVER})
    tell(officer_of_saalfeld, "Please answer", waits=True)
    tell(officer_of_saalfeld, "Only news")
    go_round()
    assert mails == []
    with clock.telling(at(1, 7)):
        go_round()
    assert len(mails) == 1
    assert "Please answer" in mails[0].body
    assert "Only news" not in mails[0].body


def test_a_mail_reads_as_plain_text_and_carries_what_programs_need(officer_of_saalfeld, problem, mails):
    tell(officer_of_saalfeld, "<b>Somebody & more</b>", about=problem)
    with clock.telling(at(1, 7)):
        go_round()
    (sent,) = mails
    assert sent.subject == "Young people leave"
    assert "<b>Somebody & more</b>" in sent.body
    html = sent.alternatives[0][0]
    assert "&lt;b&gt;Somebody &amp; more&lt;/b&gt;" in html
    assert "<img" not in html
    assert "style" not in html
    headers = sent.message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert headers["List-Unsubscribe"].startswith("<http://testserver/fewer-mails/")
    assert headers["Message-ID"].endswith("@testserver>")
    assert max(len(line) for line in sent.body.splitlines() if "http" not in line) < 120


def test_a_mail_speaks_the_language_of_who_reads_it(officer_of_saalfeld, mails):
    officer_of_saalfeld.language = "de"
    officer_of_saalfeld.save()
    tell(officer_of_saalfeld, "Bitte antworten", waits=True)
    go_round()
    assert "Guten Tag, Ole Brandt," in mails[0].body
    assert mails[0].subject == "Bitte antworten"


def test_a_title_cannot_write_headers(officer_of_saalfeld, problem, mails):
    Entry.objects.filter(pk=problem.pk).update(title="One\nBcc: all@example.org")
    tell(officer_of_saalfeld, about=problem, waits=True)
    go_round()
    assert "\n" not in mails[0].subject
    assert mails[0].recipients() == [officer_of_saalfeld.email]


def test_what_the_person_may_not_see_any_more_is_told_in_no_mail(officer_of_saalfeld, problem, mails):
    tell(officer_of_saalfeld, about=problem)
    tell(officer_of_saalfeld, about=problem, waits=True)
    Entry.objects.filter(pk=problem.pk).update(visibility=Visibility.CITY)
    go_round()
    with clock.telling(at(1, 7)):
        go_round()
    assert mails == []
    assert set(Mailing.objects.values_list("state", flat=True)) == {Sorts.DROPPED}


def test_the_link_of_a_mail_program_stops_the_bundles_in_one_post(officer_of_saalfeld, mails):
    tell(officer_of_saalfeld)
    with clock.telling(at(1, 7)):
        go_round()
    url = mails[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")
    program = Client(enforce_csrf_checks=True)
    assert program.get(url).status_code == 200
    assert not Reader.objects.filter(person=officer_of_saalfeld, bundles=False).exists()
    assert program.post(url, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Reader.objects.get(person=officer_of_saalfeld).bundles is False
    assert program.post(url + "x", {"List-Unsubscribe": "One-Click"}).status_code == 410


# ---------------------------------------------------------------- what goes wrong on the way


@pytest.fixture
def server(monkeypatch):
    """A mail server that answers as it is told: what it raises, for the next mails."""
    answers = []

    def send(backend, messages):
        if answers and (error := answers.pop(0)):
            raise error
        return real(backend, messages)

    real = EmailBackend.send_messages
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    return answers


def refused(code, words):
    return smtplib.SMTPRecipientsRefused({"x@example.org": (code, words)})


def test_an_address_that_does_not_exist_gets_nothing_more_until_it_is_confirmed(officer_of_saalfeld, server, mails):
    server.append(refused(550, b"5.1.1 No such user"))
    tell(officer_of_saalfeld, waits=True)
    go_round()
    assert Reach.objects.get(person=officer_of_saalfeld).is_lost
    tell(officer_of_saalfeld, "News")
    with clock.telling(at(1, 7)):
        go_round()
    assert mails == []
    actions.confirm_address(actor=officer_of_saalfeld)
    with clock.telling(at(1, 8)):
        go_round()
    assert len(mails) == 1


def test_a_new_address_begins_anew(officer_of_saalfeld, server, mails):
    server.append(refused(550, b"5.1.1 No such user"))
    tell(officer_of_saalfeld, waits=True)
    go_round()
    officer_of_saalfeld.email = "new@example.org"
    officer_of_saalfeld.save()
    tell(officer_of_saalfeld, waits=True)
    go_round()
    assert [mail.recipients() for mail in mails] == [["new@example.org"]]


def test_a_server_that_is_busy_is_asked_again_later(officer_of_saalfeld, server, mails):
    server.append(refused(451, b"4.7.1 Please try later"))
    tell(officer_of_saalfeld, waits=True)
    go_round()
    go_round()
    assert mails == []
    with clock.telling(at(0, 9, 6)):
        go_round()
    assert len(mails) == 1
    assert not Reach.objects.exists()


def test_a_bundle_that_perhaps_went_is_not_sent_again_and_what_waits_is(officer_of_saalfeld, server, mails):
    tell(officer_of_saalfeld, "News")
    with clock.telling(at(1, 7)):
        server.append(smtplib.SMTPServerDisconnected("gone"))
        go_round()
        tell(officer_of_saalfeld, "Waits", waits=True)
        server.append(smtplib.SMTPServerDisconnected("gone"))
        go_round()
        name = Mailing.objects.get(day=None).message_id
    with clock.telling(at(1, 12)):
        go_round()
    assert [mail.extra_headers["Message-ID"] for mail in mails] == [name]


def test_a_worker_that_is_killed_while_sending_sends_no_bundle_twice(officer_of_saalfeld, monkeypatch, mails):
    tell(officer_of_saalfeld, "News")

    def killed(*_):
        raise KeyboardInterrupt

    with clock.telling(at(1, 7)):
        bundle_up()
        tell(officer_of_saalfeld, "Waits", waits=True)
        with monkeypatch.context() as patch:
            patch.setattr(EmailBackend, "send_messages", killed)
            for _ in range(2):
                with pytest.raises(KeyboardInterrupt):
                    deliver()
        assert deliver() == 0
    with clock.telling(at(1, 7) + STALE + timedelta(seconds=1)):
        assert deliver() == 1
        assert deliver() == 0
    assert "Waits" in mails[0].body
    assert set(Mailing.objects.values_list("state", flat=True)) == {Sorts.SENT, Sorts.UNCERTAIN}


# ---------------------------------------------------------------- reminders


def test_a_reminder_rings_once_however_often_it_is_asked_for(officer_of_saalfeld, mails):
    for _ in range(3):
        remind(at(0, 10), officer_of_saalfeld, key="step-1", kind=NEWS, about=None, text="It is due", url="/desk")
        go_round()
    assert mails == []
    for hour in (10, 11, 12):
        with clock.telling(at(0, hour)):
            remind(at(0, 10), officer_of_saalfeld, key="step-1", kind=NEWS, about=None, text="It is due", url="/desk")
            go_round()
    assert len(mails) == 1
