"""Answering: section by section, without an account, with a code to come back; on paper; nothing lost, nothing double."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.surveys import actions
from netzwerkstatt.foundation.surveys.models import Sheet, Source
from tests.conftest import last_event
from tests.surveys.conftest import FIRST, SECOND, answered, browser_of, page, visitor

pytestmark = pytest.mark.django_db


def test_a_visitor_answers_without_an_account_and_nobody_can_tell_who_it_was(survey):
    client = visitor()
    assert not client.get(page(survey)).cookies
    client.post(page(survey, "begin"), {})
    html = client.get(page(survey, "answer")).content.decode()
    assert "1. Do you live here?" in html
    assert re.search(r"[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]{4}", html)
    response = client.post(page(survey, "answer") + "?section=s1", FIRST)
    assert response.headers["Location"].endswith("?section=s7")
    client.post(page(survey, "answer") + "?section=s7", SECOND)
    assert "Thank you" in client.get(page(survey, "answer")).content.decode()

    sheet = Sheet.objects.get()
    assert (sheet.person, sheet.entered_by, sheet.source) == (None, None, Source.ONLINE)
    assert (sheet.finished_at.minute, sheet.finished_at.second, sheet.begun_at.minute) == (0, 0, 0)
    assert sheet.values["q8"] == "12.5"
    assert sheet.values["q10"] == ["3", "1"]
    assert sheet.values["q11"] == {"name": "Leipzig"}
    assert (last_event().type, last_event().actor, last_event().payload) == ("survey.answered", None, {"answers": 1})


def test_who_answers_otherwise_is_not_asked_the_section(survey):
    client = answered(survey, FIRST | {"q2": "1"})
    assert "Thank you" in client.get(page(survey, "answer")).content.decode()
    assert Sheet.objects.get().is_finished


def test_an_answer_that_is_not_asked_for_any_more_is_no_answer(survey):
    client = answered(survey, second=SECOND)
    client.post(page(survey, "answer") + "?section=s1", FIRST | {"q2": "1"})
    assert "q8" not in Sheet.objects.get().values
    survey.refresh_from_db()
    assert survey.answers == 1


WRONG = [
    ({"q2": ""}, "Please answer this question."),
    ({"q2": "7"}, "Please choose one of the answers."),
    ({"q3": ["9"]}, "Please choose among the answers."),
    ({"q4": "6"}, "Please choose one of the answers."),
    ({"q5-2": ""}, "Please choose in every line."),
    ({"q6": "x" * 4001}, "At most 4000 characters"),
]


@pytest.mark.parametrize(("typed", "says"), WRONG)
def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_stays(survey, typed, says):
    client = visitor()
    client.post(page(survey, "begin"), {})
    sent = {"q6": "Words that stay"} | FIRST | typed
    html = client.post(page(survey, "answer") + "?section=s1", sent).content.decode()
    assert says in html
    assert sent["q6"] in html
    (name,) = typed
    assert f'href="#id_{name}' in html
    assert Sheet.objects.get().values == {}


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"q8": "many"}, "Please write a number"),
        ({"q8": "1e999"}, "Please write a smaller number."),
        ({"q9": "tomorrow"}, "Please write a day"),
        ({"q10-1": "1", "q10-2": "1"}, "Each place goes to one answer only."),
        ({"q10-1": "9"}, "Please choose a place of the list."),
        ({"q11": "999999"}, "Please choose a city of the list"),
    ],
)
def test_a_number_a_day_an_order_and_a_place_are_what_they_say(survey, typed, says):
    client = answered(survey)
    html = client.post(page(survey, "answer") + "?section=s7", typed).content.decode()
    assert says in html
    assert not Sheet.objects.get().is_finished


def test_one_comes_back_with_the_code_on_another_device(survey):
    first = answered(survey)
    code = re.search(r"big num\">([^<]+)<", first.get(page(survey, "answer")).content.decode()).group(1)
    other = visitor()
    html = other.post(page(survey, "resume"), {"code": "k7qm-2xw9-b4te"}).content.decode()
    assert "This code opens no sheet" in html
    assert "k7qm-2xw9-b4te" in html
    other.post(page(survey, "resume"), {"code": code.upper().replace("-", " ")})
    html = other.get(page(survey, "answer")).content.decode()
    assert "How many kilometres?" in html
    back = other.get(page(survey, "answer") + "?section=s1").content.decode()
    assert "Light in the evening" in back
    assert Sheet.objects.count() == 1
    assert code not in str(list(Sheet.objects.values()))


def test_the_same_begin_sent_twice_is_one_sheet_and_a_forgotten_device_begins_anew(survey):
    key = str(uuid4())
    client, again = visitor(), visitor()
    client.post(page(survey, "begin"), {"client_id": key})
    again.post(page(survey, "begin"), {"client_id": key})
    assert Sheet.objects.count() == 1
    client.post(page(survey, "leave"))
    client.post(page(survey, "begin"), {})
    assert Sheet.objects.count() == 2


def test_paper_is_marked_and_counted_once_however_often_it_is_sent(survey, officer_of_hettstedt):
    client = browser_of(officer_of_hettstedt)
    key = str(uuid4())
    typed = FIRST | SECOND | {"client_id": key, "q2": ""}
    for _click in range(2):
        client.post(page(survey, "type-in"), typed)
    sheet = Sheet.objects.get()
    assert (sheet.source, sheet.entered_by) == (Source.PAPER, officer_of_hettstedt)
    assert "q8" not in sheet.values, "not asked of who left out the first question"
    survey.refresh_from_db()
    assert survey.answers == 1
    assert Event.objects.filter(type="survey.typed_in").count() == 1


def test_an_empty_sheet_of_paper_is_none(survey, officer_of_hettstedt):
    html = browser_of(officer_of_hettstedt).post(page(survey, "type-in"), {}).content.decode()
    assert "There is no answer on this sheet yet." in html
    assert not Sheet.objects.exists()


def test_after_the_end_nobody_answers_and_nobody_knows_whose_sheet_was_whose(
    officer_of_hettstedt, officer_of_saalfeld, draft
):
    words = {"title": draft.title, "intro": "", "thanks": "", "shows_results": True}
    actions.describe(actor=officer_of_hettstedt, survey=draft, answering="partners", **words)
    survey = actions.open_survey(actor=officer_of_hettstedt, survey=draft)
    assert visitor().get(page(survey)).status_code == 404
    with pytest.raises(NotAllowed):
        actions.begin(survey=survey)
    partner = browser_of(officer_of_saalfeld)
    partner.post(page(survey, "begin"), {})
    partner.post(page(survey, "begin"), {})
    partner.post(page(survey, "answer") + "?section=s1", FIRST | {"q2": "1"})
    assert Sheet.objects.get().person == officer_of_saalfeld
    sheet = Sheet.objects.get()
    actions.begin(actor=officer_of_hettstedt, survey=survey)

    closed = actions.close_survey(actor=officer_of_hettstedt, survey=survey)
    assert last_event().payload == {"answers": 1}
    assert Sheet.objects.get().person is None, "unfinished sheets are gone, the others nobody's"
    with pytest.raises(Invalid):
        actions.begin(actor=officer_of_saalfeld, survey=closed)
    with pytest.raises(Invalid, match="any more"):
        actions.answer_section(
            actor=officer_of_saalfeld, survey=survey, sheet=sheet, section="s1", typed=FIRST, cities={}
        )
