"""Indicators: from which figure a project starts, where it shall be, and where it is."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Link
from netzwerkstatt.foundation.entries.writing import create_entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.projects import actions
from netzwerkstatt.projects.models import Indicator
from netzwerkstatt.projects.profile.known import known
from tests.projects.test_projects import found, in_days

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def project(officer_of_hettstedt, hettstedt, idea):
    return found(officer_of_hettstedt, hettstedt, [idea])


@pytest.fixture
def card(officer_of_hettstedt, hettstedt):
    return create_entry(kind="evidence", title="Young women leave", author=officer_of_hettstedt, city=hettstedt)


def count(actor, project, card, **changes):
    words = {
        "what": "People who came back", "unit": "people", "card": card, "baseline": Decimal(0), "target": Decimal(20),
        "target_on": in_days(300),
    }  # fmt: skip
    return actions.set_indicator(actor=actor, project=project, **{**words, **changes})


def test_an_indicator_is_typed_shown_and_ties_the_project_to_its_card(project, card, officer_of_hettstedt):
    page = Client(headers={"sec-fetch-site": "same-origin"})
    page.force_login(officer_of_hettstedt)
    url = reverse("projects:add-line", args=[project.public_id, "indicators"])
    assert "Young women leave" in page.get(url).content.decode()
    typed = {
        "what": "People who came back", "unit": "people", "card": card.pk, "baseline": "0", "target": "20.5",
        "target_on": in_days(300).isoformat(), "now": "5", "now_on": in_days(-2).isoformat(),
    }  # fmt: skip
    assert page.post(url, typed).status_code == 302
    assert Link.objects.filter(source=card, target=project.entry, kind=thread.SUPPORTED_BY).count() == 1
    shown = Client().get(project.get_absolute_url()).content.decode()
    for said in ("People who came back", "20.5", card.code):
        assert said in shown, said
    assert "from 0 to 20.5 people" in known(project).indicator_lines()[0]

    line = Indicator.objects.get()
    change = reverse("projects:change-line", args=[project.public_id, "indicators", line.pk])
    form = page.get(change).context["form"]
    again = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    assert page.post(change, again).status_code == 302
    assert Indicator.objects.get().edition == 1
    for broken in (
        {"card": "9" * 30},
        {"card": "0"},
        {"target": "x"},
        {"target": "0"},
        {"now_on": ""},
        {"baseline": "1e99"},
    ):
        assert page.post(url, {**typed, **broken}).status_code == 422, broken
    assert (
        page.post(reverse("projects:remove-line", args=[project.public_id, "indicators", line.pk])).status_code == 302
    )
    assert not Indicator.objects.exists()


def test_no_indicator_rests_on_what_is_no_card_or_is_set_for_another_city(
    project, card, officer_of_hettstedt, officer_of_saalfeld, idea
):
    with pytest.raises(NotAllowed):
        count(officer_of_saalfeld, project, card)
    with pytest.raises(Invalid):
        count(officer_of_hettstedt, project, idea.entry)
    with pytest.raises(Invalid, match="still ahead"):
        count(officer_of_hettstedt, project, card, now=Decimal(1), now_on=in_days(1))
    assert not Indicator.objects.exists()
