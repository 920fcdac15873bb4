"""Mitmachen: a project needs something, somebody offers it, the city answers, and it counts."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.events.personal import all_personal
from netzwerkstatt.foundation.network.actions import add_organisation
from netzwerkstatt.foundation.network.models import Affiliation, OrganisationKind, Role
from netzwerkstatt.foundation.notifications.letters import signed_link
from netzwerkstatt.foundation.notifications.models import Notice
from netzwerkstatt.projects import actions, needs, queries
from netzwerkstatt.projects.models import Help, Need
from netzwerkstatt.projects.notices import HELP
from tests.conftest import last_event
from tests.projects.test_projects import found

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea):
    return found(officer_of_hettstedt, hettstedt, [idea])


@pytest.fixture
def need(project, officer_of_hettstedt):
    return actions.name_need(
        actor=officer_of_hettstedt, project=project, kind="time", what="Advice in the evening", amount=10, unit="hours a month",
    )  # fmt: skip


@pytest.fixture
def baker(invite, saalfeld):
    return invite("Bruno Back", Role.CITIZEN, city=saalfeld)


def page_of(person=None):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    if person:
        client.force_login(person)
    return client


def shown_to(project, viewer):
    (only,) = needs.shown(project, list(needs.needs_of(project)), list(needs.offers_to(project)), viewer)
    return only


def test_help_is_offered_on_the_page_accepted_with_words_and_counts(project, need, baker, officer_of_hettstedt):
    offers = reverse("projects:offer-help", args=[project.public_id, need.pk])
    page = page_of(baker)
    assert b"Advice in the evening" in page.get(offers).content
    typed = {"amount": "4", "words": "On Thursdays.", "reach": "03476 555", "client_id": str(uuid.uuid4())}
    assert page.post(offers, typed).status_code == 302
    assert page.post(offers, typed).status_code == 302
    offer = Help.objects.get()
    assert last_event().type == "project.help_offered"
    assert [str(task.title) for task in tasks_of(queries.waiting_for(officer_of_hettstedt))] == [
        "Bruno Back offers 4\u00a0hours a month"
    ]

    visitor = page_of().get(project.get_absolute_url()).content.decode()
    for hidden in ("Bruno Back", "03476 555", "On Thursdays."):
        assert hidden not in visitor
    assert "0 of 10\u00a0hours a month" in visitor
    answer = reverse("projects:answer-help", args=[project.public_id, offer.pk])
    assert page.get(answer).status_code == 403
    city = page_of(officer_of_hettstedt)
    assert "03476 555" in city.get(answer).content.decode()
    assert city.post(answer, {"accepts": "yes", "words": "Come on the 5th."}).status_code == 302

    assert "4 of 10\u00a0hours a month" in page_of().get(project.get_absolute_url()).content.decode()
    assert "Come on the 5th." in page.get(project.get_absolute_url()).content.decode()
    assert "Bruno Back" not in page_of().get(project.get_absolute_url()).content.decode()
    assert city.post(answer, {"accepts": "no", "words": "No"}).status_code == 422
    offer.refresh_from_db()
    assert offer.answer == "accepted"


def test_who_offered_and_who_answers_are_told(project, need, baker, officer_of_hettstedt):
    offer = actions.offer_help(actor=baker, need=need, amount=2)
    catch_up()
    told = Notice.objects.get(person=officer_of_hettstedt, kind=HELP)
    assert (told.waits, told.purpose, told.subject) == (True, HELP, str(offer.pk))

    link = signed_link(officer_of_hettstedt, HELP, str(offer.pk), expires=clock.now() + timedelta(days=1))
    path = link[link.index("/", 8) :]
    assert b"Advice in the evening" in Client().get(path).content
    post = {"choice": "decline", "words": ""}
    page_of().post(path, post)
    assert Help.objects.get().is_waiting
    page_of().post(path, {"choice": "decline", "words": "We have enough people on Thursdays."})
    assert Help.objects.get().answer == "declined"
    catch_up()
    assert "says why" in Notice.objects.get(person=baker, kind=HELP).text


def test_declining_needs_words_an_answer_stands_and_what_is_taken_back_counts_no_more(
    project, need, baker, officer_of_hettstedt, officer_of_saalfeld
):
    offer = actions.offer_help(actor=baker, need=need, amount=10)
    with pytest.raises(Invalid):
        actions.answer_help(actor=officer_of_hettstedt, offer=offer, accepts=False)
    with pytest.raises(NotAllowed):
        actions.answer_help(actor=officer_of_saalfeld, offer=offer, accepts=True)
    actions.answer_help(actor=officer_of_hettstedt, offer=offer, accepts=True)
    before = Event.objects.count()
    actions.answer_help(actor=officer_of_hettstedt, offer=offer, accepts=True)
    assert Event.objects.count() == before
    assert shown_to(project, None).is_met
    with pytest.raises(Invalid, match="given all of it"):
        actions.offer_help(actor=officer_of_saalfeld, need=need, amount=1)

    with pytest.raises(NotAllowed):
        actions.withdraw_help(actor=officer_of_saalfeld, offer=offer)
    actions.withdraw_help(actor=baker, offer=offer)
    assert (shown_to(project, None).taken, shown_to(project, None).offers) == (0, [])
    with pytest.raises(Invalid, match="meanwhile"):
        actions.answer_help(actor=officer_of_hettstedt, offer=offer, accepts=False, words="Too late")


def test_an_offer_sent_twice_stands_once_and_a_second_one_waits_for_the_first(need, baker):
    sent = uuid.uuid4()
    first = actions.offer_help(actor=baker, need=need, amount=2, client_id=sent)
    assert actions.offer_help(actor=baker, need=need, amount=2, client_id=sent) == first
    with pytest.raises(Invalid, match="offered this already"):
        actions.offer_help(actor=baker, need=need, amount=3)
    assert Help.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        Help.objects.create(need=need, person=baker, amount=1)


def test_only_who_speaks_for_a_business_offers_in_its_name_and_its_name_is_shown(
    project, need, baker, coordinator, officer_of_hettstedt
):
    works = add_organisation(actor=coordinator, name="Bakery Back", kind=OrganisationKind.BUSINESS)
    with pytest.raises(NotAllowed):
        actions.offer_help(actor=baker, need=need, amount=2, organisation=works)
    Affiliation.objects.create(person=baker, organisation=works, confirmed_at="2020-01-01T00:00Z", since="2020-01-01")
    baker.__dict__.pop("_standing", None)
    offer = actions.offer_help(actor=baker, need=need, amount=2, organisation=works, reach="b@example.org")
    actions.answer_help(actor=officer_of_hettstedt, offer=offer, accepts=True)
    (one,) = shown_to(project, None).offers
    assert (one.who, one.given, one.whole) == ("Bakery Back", "2\u00a0hours a month", False)


def test_money_is_counted_in_cents_and_a_need_that_was_offered_keeps_its_unit(
    project, need, baker, officer_of_hettstedt
):
    city = page_of(officer_of_hettstedt)
    add = reverse("projects:add-line", args=[project.public_id, "needs"])
    assert city.post(add, {"kind": "money", "what": "Paint", "amount": "1.200,50"}).status_code == 302
    money = Need.objects.get(kind="money")
    assert (money.amount, money.unit) == (120050, "")
    for broken in ("", "0", "-3", "2,5", "a"):
        assert city.post(add, {"kind": "room", "what": "Room", "amount": broken, "unit": "rooms"}).status_code == 422

    for kind in ("skill", "places"):
        assert city.post(add, {"kind": kind, "what": kind, "amount": "2", "unit": "a year"}).status_code == 302
    assert set(Need.objects.values_list("kind", flat=True)) == {"time", "money", "skill", "places"}

    actions.offer_help(actor=baker, need=need, amount=2)
    change = reverse("projects:change-line", args=[project.public_id, "needs", need.pk])
    typed = {"kind": "time", "what": need.what, "amount": "12", "unit": "days", "edition": "1"}
    assert b"offered in this unit" in city.post(change, typed).content
    assert city.post(change, {**typed, "unit": need.unit}).status_code == 302
    remove = reverse("projects:remove-line", args=[project.public_id, "needs", need.pk])
    assert b"Somebody offered this" in city.post(remove, follow=True).content
    assert Need.objects.filter(pk=need.pk).exists()


def test_a_project_that_is_over_takes_no_help_and_a_person_who_leaves_takes_hers_along(
    project, need, baker, officer_of_hettstedt
):
    offer = actions.offer_help(actor=baker, need=need, amount=2, words="I can", reach="03476 555")
    (declared,) = (one for one in all_personal() if one.model == "projects.Help")
    declared.erase(baker)
    offer.refresh_from_db()
    assert (offer.answer, offer.words, offer.reach) == ("withdrawn", "", "")
    actions.close_project(actor=officer_of_hettstedt, project=project, stage="ended", lesson="It went well.")
    with pytest.raises(Invalid, match="is over"):
        actions.offer_help(actor=baker, need=need, amount=1)
