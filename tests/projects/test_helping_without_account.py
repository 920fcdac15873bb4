"""Help from somebody without an account: a mail shows that the address is hers, the answer comes by mail."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.notifications.models import Posting
from netzwerkstatt.foundation.notifications.postings import deliver_postings
from netzwerkstatt.projects import actions, needs, personal
from netzwerkstatt.projects.models import Help
from tests.projects.test_helping import baker, need, page_of, project  # noqa: F401 – fixtures

pytestmark = pytest.mark.django_db

OFFER = {"amount": "4", "name": "Bruno Back", "email": "Bruno@Example.org", "words": "On Mondays", "reach": "03476 1"}


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


def links():
    """What the last mail leads to."""
    deliver_postings()
    return re.findall(r"https?://[^/\s]+(/answer/\S+)", mail.outbox[-1].body)


def offered(project, need, **more):  # noqa: F811
    return page_of().post(reverse("projects:offer-help", args=[project.public_id, need.pk]), OFFER | more)


def test_an_offer_is_confirmed_by_mail_answered_by_mail_and_taken_back_by_mail(project, need, officer_of_hettstedt):  # noqa: F811
    assert (
        "Your e-mail address"
        in page_of().get(reverse("projects:offer-help", args=[project.public_id, need.pk])).content.decode()
    )
    sent = offered(project, need)
    assert "bruno@example.org" in sent.content.decode()
    city = page_of(officer_of_hettstedt)
    assert "Bruno" not in city.get(project.get_absolute_url()).content.decode()
    assert not Event.objects.filter(type="project.help_offered").exists()
    (confirm,) = links()
    assert mail.outbox[-1].to == ["bruno@example.org"]
    assert "Bruno" not in mail.outbox[-1].body
    assert page_of().get(confirm).status_code == 200  # what a scanner of mails does changes nothing
    assert Help.objects.get().answer == "unconfirmed"
    page_of().post(confirm, {"choice": "confirm"})
    offer = Help.objects.get()
    assert offer.is_waiting
    assert page_of().get(confirm).status_code == 410
    assert "Bruno" not in page_of().get(project.get_absolute_url()).content.decode()
    answer = reverse("projects:answer-help", args=[project.public_id, offer.pk])
    assert "Bruno Back" in city.get(answer).content.decode()
    (before,) = links()
    city.post(answer, {"accepts": "yes", "words": "Thank you, come on Monday"})
    (withdraw,) = links()
    assert "come on Monday" in mail.outbox[-1].body
    assert needs.shown(project, [need], list(needs.offers_to(project)), None)[0].taken == 4
    page_of().post(withdraw, {"choice": "withdraw"})
    offer.refresh_from_db()
    assert (offer.answer, offer.name, offer.address, offer.reach, offer.words) == ("withdrawn", "", "", "", "")
    assert page_of().get(before).status_code == 410
    assert "bruno" not in str(list(Event.objects.values_list("payload", flat=True))).lower()


def test_who_was_not_asked_says_no_and_nothing_is_left(project, need):  # noqa: F811
    offered(project, need)
    page_of().post(links()[0], {"choice": "forget"})
    assert not Help.objects.exists()


def test_nobody_is_flooded_and_broken_input_is_said_at_its_field(project, need):  # noqa: F811
    wrong = offered(project, need, email="no address", amount="many")
    assert wrong.status_code == 422
    assert Posting.objects.count() == 0
    once = {"client_id": str(uuid.uuid4())}
    offered(project, need, **once)
    offered(project, need, **once)
    assert (Help.objects.count(), Posting.objects.count()) == (1, 1)
    codes = [offered(project, need).status_code for _time in range(6)]
    assert codes[-1] == 429
    assert Posting.objects.count() <= 5


def test_an_address_waits_once_and_a_closed_project_takes_nothing(project, need, officer_of_hettstedt):  # noqa: F811
    first, second = (
        actions.ask_to_confirm_help(need=need, amount=1, name="B", address="b@example.org") for _two in range(2)
    )
    actions.confirm_help(offer=first)
    actions.confirm_help(offer=first)
    with pytest.raises(Invalid):
        actions.confirm_help(offer=second)
    actions.close_project(actor=officer_of_hettstedt, project=project, stage="stopped", lesson="Too few")
    with pytest.raises(Invalid):
        actions.ask_to_confirm_help(need=need, amount=1, name="B", address="c@example.org")


def test_what_is_not_confirmed_goes_after_three_days_and_the_rest_ninety_days_after_the_end(
    project, need, officer_of_hettstedt  # noqa: F811
):  # fmt: skip
    actions.ask_to_confirm_help(need=need, amount=1, name="B", address="b@example.org")
    kept = actions.ask_to_confirm_help(need=need, amount=2, name="C", address="c@example.org")
    actions.confirm_help(offer=kept)
    actions.answer_help(actor=officer_of_hettstedt, offer=kept, accepts=True)
    soon = clock.now() + timedelta(days=4)
    assert personal._forget_unsigned(personal._offers_over(soon)) == 1
    assert Help.objects.get() == kept
    actions.close_project(actor=officer_of_hettstedt, project=project, stage="ended", lesson="Good")
    assert not personal._offers_over(soon).exists()
    assert personal._forget_unsigned(personal._offers_over(soon + timedelta(days=91))) == 1
    kept.refresh_from_db()
    assert (kept.answer, kept.amount, kept.address) == ("accepted", 2, "")


def test_the_link_of_a_person_with_an_account_is_not_taken_back_by_others(need, baker):  # noqa: F811
    offer = actions.offer_help(actor=baker, need=need, amount=1)
    with pytest.raises(NotAllowed):
        actions.withdraw_unsigned_help(offer=offer)
