"""What a person sees and does here, without JavaScript."""

from __future__ import annotations

import pytest
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.notifications.kinds import KINDS
from netzwerkstatt.foundation.notifications.models import Follow, How, Notice, Reach, Reader, Wish
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.notifications.outbox import mails_to
from netzwerkstatt.foundation.notifications.telling import NEWS


@pytest.fixture
def browser(officer_of_saalfeld):
    client = Client(headers={"sec-fetch-site": "same-origin", "accept-language": "en"})
    client.force_login(officer_of_saalfeld)
    return client


def page(browser, name, **more):
    return browser.get(reverse(f"notifications:{name}"), **more).content.decode()


def tell(person, about=None, text="Something happened."):
    notify(person, NEWS, about=about, text=text, url="/desk")


def test_following_an_item_takes_one_click_and_leads_back(browser, problem, officer_of_saalfeld):
    url = problem.get_absolute_url()
    follow = reverse("notifications:follow", args=["item", problem.public_id])
    assert "You will hear of news" in browser.get(url).content.decode()
    assert browser.post(follow, {"follow": "yes", "next": url}).headers["Location"] == url
    assert "Stop following" in browser.get(url).content.decode()
    assert "Young people leave" in page(browser, "following")
    browser.post(follow, {"follow": "no", "next": url})
    assert not Follow.objects.filter(person=officer_of_saalfeld, wanted=True).exists()


def test_a_form_never_leads_to_another_site(browser, problem):
    follow = reverse("notifications:follow", args=["item", problem.public_id])
    for elsewhere in ("https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"):
        assert browser.post(follow, {"follow": "yes", "next": elsewhere}).headers["Location"] == "/following"


def test_a_visitor_sees_no_button_to_follow(problem):
    assert "/follow/" not in Client().get(problem.get_absolute_url()).content.decode()


def test_the_header_says_how_much_is_unread(browser, problem, officer_of_saalfeld):
    tell(officer_of_saalfeld, problem)
    tell(officer_of_saalfeld)
    assert '<span class="count">2<span class="kern-sr-only"> unread' in page(browser, "following")
    browser.post(reverse("notifications:read-all"))
    assert "unread</span>" not in page(browser, "following")


def test_notices_of_one_item_stand_together_and_one_can_be_read_alone(browser, problem, officer_of_saalfeld):
    for text in ("First", "Second"):
        tell(officer_of_saalfeld, problem, text)
    tell(officer_of_saalfeld, None, "Third")
    seen = page(browser, "list")
    assert seen.count("Young people leave</a>") == 1
    assert seen.index("Third") < seen.index("Second") < seen.index("First")
    third = Notice.objects.get(text="Third")
    assert browser.get(reverse("notifications:open", args=[third.pk])).headers["Location"] == "/desk"
    assert "Third" not in page(browser, "list", data={"unread": ""})
    second = Notice.objects.get(text="Second")
    browser.post(reverse("notifications:read", args=[second.pk]))
    assert "You have seen everything." in page(browser, "list", data={"unread": ""})


def test_nobody_opens_or_reads_what_was_told_to_somebody_else(browser, officer_of_hettstedt):
    tell(officer_of_hettstedt)
    notice = Notice.objects.get()
    assert browser.get(reverse("notifications:open", args=[notice.pk])).status_code == 404
    assert browser.post(reverse("notifications:read", args=[notice.pk])).status_code == 404


def test_the_page_asks_the_database_as_often_for_forty_items_as_for_four(browser, officer_of_saalfeld, hettstedt):
    def ask():
        numbers = []
        for name in ("list", "following"):
            with CaptureQueriesContext(connection) as seen:
                page(browser, name)
            numbers.append(len(seen))
        return numbers

    def more(number):
        for one in range(number):
            entry = create_entry(kind="problem", title=f"Item {one}", author=None, city=hettstedt)
            tell(officer_of_saalfeld, entry)
            Follow.objects.create(person=officer_of_saalfeld, entry=entry)

    page(browser, "list")
    more(4)
    few = ask()
    more(40)
    assert Entry.objects.count() == 44
    assert ask() == few
    assert max(few) <= 20


def test_what_is_chosen_is_kept_and_shown(browser, officer_of_saalfeld):
    choice = {"waiting": "daily", "bundles": "on", "hour": "18", "weekday": "4"}
    kinds = {f"kind-{code}": "daily" for code in KINDS} | {f"kind-{NEWS}": "weekly"}
    assert browser.post(reverse("notifications:settings"), choice | kinds).status_code == 302
    reader = Reader.objects.get(person=officer_of_saalfeld)
    assert (reader.waiting, reader.hour, reader.weekday, reader.follows_own) == ("daily", 18, 4, False)
    assert list(Wish.objects.values_list("kind", "how")) == [(NEWS, How.WEEKLY)]
    assert browser.post(reverse("notifications:settings"), choice | kinds | {"waiting": "never"}).status_code == 200
    assert Reader.objects.get(person=officer_of_saalfeld).waiting == "daily"


def test_who_cannot_be_reached_is_told_and_says_when_the_address_is_right(browser, officer_of_saalfeld):
    Reach.objects.create(person=officer_of_saalfeld, address=officer_of_saalfeld.email, hard=1, status="5.1.1")
    assert "No mail reaches you" in page(browser, "list")
    assert officer_of_saalfeld.name in page(browser, "unreachable")
    assert "No mail reaches you" in browser.get(reverse("site:desk")).content.decode()
    browser.post(reverse("notifications:confirm-address"))
    assert "No mail reaches you" not in page(browser, "list")
    assert "Everybody can be reached" in page(browser, "unreachable")


def test_the_demos_mails_are_read_by_whom_they_are_for(tmp_path):
    backend = "django.core.mail.backends.filebased.EmailBackend"
    sender = get_connection(backend, file_path=tmp_path / "mail")
    for to in ("one@example.org", "two@example.org", "one@example.org"):
        EmailMessage(f"For {to}", "Grüße", "x@example.org", [to], connection=sender).send()
    found = mails_to("one@example.org", tmp_path)
    assert [mail.subject for mail in found] == ["For one@example.org"] * 2
    assert found[0].text.strip() == "Grüße"
