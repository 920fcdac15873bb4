"""A commitment can be reported and hidden; it is found by those who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from netzwerkstatt.foundation.commitments import notices
from netzwerkstatt.foundation.commitments.actions import accept, commit, reword
from netzwerkstatt.foundation.commitments.queries import commitments_on, found_with, waiting_for
from netzwerkstatt.foundation.entries.desk import tasks_of
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.moderation import actions as moderation
from netzwerkstatt.foundation.moderation.models import Case, Category


@pytest.fixture
def promised(jana, ole, entry):
    return commit(actor=jana, entry=entry, what="Überreden die Blödmänner", due=clock.today(), person=ole)


@pytest.fixture
def case(promised, ole):
    moderation.report_thing(
        actor=ole, kind="commitment", public_id=promised.public_id, category=Category.INSULT, words="", visitor=""
    )
    return Case.objects.get()


def test_who_may_not_see_it_cannot_report_it(promised, citizen):
    for actor in (citizen, None):
        with pytest.raises(NotAllowed):
            moderation.report_thing(
                actor=actor, kind="commitment", public_id=promised.public_id, category=Category.INSULT,
                words="It insults.", visitor="a",
            )  # fmt: skip


def test_hidden_it_is_there_for_its_author_alone_and_rings_for_nobody(
    case, promised, jana, ole, entry, coordinator, browser
):
    assert "Blödmänner" in case.words
    assert ole.notices.filter(text__contains="Blödmänner").exists()
    moderation.hide(actor=coordinator, case=case, reason="It insults people.")
    address = promised.get_absolute_url()

    assert browser(ole).get(address).status_code == 404
    own = browser(jana).get(address).content.decode()
    assert "Hidden by the moderation" in own
    assert reverse("moderation:own", args=["commitment", promised.public_id]) in own
    assert commitments_on(entry)[0] == []
    assert [task for who in (jana, ole) for task in tasks_of(waiting_for(who)) if "Blöd" in task.title] == []
    assert found_with("Blödmänner", ole) == 0
    assert not ole.notices.filter(text__contains="Blödmänner").exists()
    before = ole.notices.count()
    notices.remind_of_days()
    assert ole.notices.count() == before
    with pytest.raises(Invalid):
        accept(actor=ole, commitment=promised)
    with pytest.raises(Invalid):
        reword(actor=jana, commitment=promised, what="Something else", base="")

    moderation.show_again(actor=coordinator, case=case)
    assert browser(ole).get(address).status_code == 200
    assert found_with("Blödmänner", ole) == 1


def test_the_page_of_a_commitment_leads_to_reporting_it(promised, ole, browser):
    page = browser(ole).get(promised.get_absolute_url()).content.decode()
    assert f"/commitment/{promised.public_id}" in page
    assert "Report" in page


@pytest.mark.parametrize("words", ["blödmänner", "überreden", "BLÖDMÄNNER überreden", "Ole Brandt", "women überr"])
def test_it_is_found_by_all_its_words_in_any_order_and_case(promised, ole, words):
    assert found_with(words, ole) == 1
    assert found_with(f"{words} nonsense", ole) == 0


def test_the_library_says_how_many_hold_the_words_to_those_who_may_see_them(promised, ole, citizen, browser):
    commit(actor=ole, entry=promised.entry, what="Another", due=clock.today() + timedelta(days=3), person=ole)
    for who, words in ((ole, "1 commitment with these words"), (citizen, None), (None, None)):
        page = browser(who).get("/library", {"q": "überreden"}).content.decode()
        assert (words or "with these words") in page if words else "with these words" not in page
    assert browser(ole).get("/commitments/", {"whose": "all", "state": "every", "q": "überreden"}).status_code == 200
    Entry.objects.filter(pk=promised.entry_id).update(visibility=Visibility.CITY)
    assert found_with("überreden", ole) == 0
