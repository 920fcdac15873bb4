"""Making a survey: who may, what holds together, what stays once it is open."""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.network.models import Role
from netzwerkstatt.foundation.surveys import actions, queries
from netzwerkstatt.foundation.surveys.models import Sheet, Survey
from netzwerkstatt.foundation.surveys.results import outcomes
from netzwerkstatt.foundation.surveys.structure import Condition, Kind, Question, Section
from netzwerkstatt.foundation.versions.erasing import erasures_of
from tests.conftest import last_event
from tests.surveys.conftest import FIRST, SECOND, answered, browser_of, page, visitor

pytestmark = pytest.mark.django_db


def test_coordinators_ask_for_their_own_place_and_nobody_for_another(
    officer_of_hettstedt, saalfeld, expert_of_goerlitz, invite, goerlitz
):
    with pytest.raises(NotAllowed):
        actions.draft_survey(actor=officer_of_hettstedt, title="Theirs", city=saalfeld)
    with pytest.raises(NotAllowed):
        actions.draft_survey(actor=officer_of_hettstedt, title="For all")
    with pytest.raises(NotAllowed):
        actions.draft_survey(actor=expert_of_goerlitz, title="Mine")
    speaker = invite("Paul Rehbein", Role.NETWORK_COORDINATOR, network=goerlitz.network)
    made = actions.draft_survey(actor=speaker, title="Ours", network=goerlitz.network)
    assert (made.entry.network, made.entry.visibility) == (goerlitz.network, "network")
    assert last_event().type == "survey.drafted"


def test_a_draft_is_seen_by_its_city_alone_and_an_open_survey_by_everybody(draft, officer_of_hettstedt, coordinator):
    assert visitor().get(page(draft)).status_code == 404
    opened = actions.open_survey(actor=officer_of_hettstedt, survey=draft)
    assert visitor().get(page(opened)).status_code == 200
    assert opened.entry.code == "U-1"
    assert last_event().type == "survey.opened"


@pytest.mark.parametrize(
    ("question", "field"),
    [
        (Question("", Kind.SINGLE, "One answer?", options=("only",)), "options"),
        (Question("", Kind.MULTIPLE, "Twice?", options=("a", "a")), "options"),
        (Question("", Kind.MATRIX, "Lines?", options=("a", "b")), "rows"),
        (Question("", Kind.SCALE, "Scale?", lowest=1, highest=1), "highest"),
        (Question("q2", Kind.SINGLE, "First?", options=("a", "b"), only_if=Condition("q4", ("1",))), ""),
        (Question("q6", Kind.TEXT, "Else?", only_if=Condition("q2", ())), ""),
        (Question("q6", Kind.TEXT, "Else?", only_if=Condition("q6", ("1",))), ""),
    ],
)
def test_what_does_not_hold_together_is_refused_at_its_field(draft, officer_of_hettstedt, question, field):
    with pytest.raises(Invalid) as refused:
        actions.put_question(actor=officer_of_hettstedt, survey=draft, section="s1", question=question)
    assert list(refused.value.fields) == [field]


def test_what_others_rest_on_is_neither_moved_behind_them_nor_removed(draft, officer_of_hettstedt):
    for change in (
        lambda: actions.move(actor=officer_of_hettstedt, survey=draft, thing="s7", step=-1),
        lambda: actions.remove(actor=officer_of_hettstedt, survey=draft, thing="q2"),
    ):
        with pytest.raises(Invalid, match="later"):
            change()


def test_nobody_overwrites_what_somebody_else_changed_meanwhile(draft, officer_of_hettstedt):
    base = draft.version
    other = Question("q6", Kind.TEXT, "What more?")
    actions.put_question(actor=officer_of_hettstedt, survey=draft, section="s1", question=other, base=base)
    with pytest.raises(Invalid, match="while you wrote"):
        actions.put_question(actor=officer_of_hettstedt, survey=draft, section="s1", question=other, base=base)


def test_the_same_form_sent_twice_adds_one_thing(draft, officer_of_hettstedt):
    client = browser_of(officer_of_hettstedt)
    before = draft.version
    for _click in range(2):
        assert client.post(page(draft, "section"), {"title": "More", "base": before}).status_code == 302
    draft = Survey.objects.get(pk=draft.pk)
    assert [section.title for section in draft.questionnaire.sections].count("More") == 1
    address = page(draft, "question") + "?section=s1&kind=text"
    for _click in range(2):
        assert client.post(address, {"text": "And?", "base": draft.version}).status_code == 302
    assert [one.text for one in Survey.objects.get(pk=draft.pk).questionnaire.questions].count("And?") == 1


def test_the_questions_stay_once_the_survey_is_open(survey, officer_of_hettstedt):
    with pytest.raises(Invalid, match="stay as they are"):
        actions.put_section(actor=officer_of_hettstedt, survey=survey, section=Section("", "More"))
    empty = actions.draft_survey(actor=officer_of_hettstedt, title="Empty", city=survey.entry.city)
    with pytest.raises(Invalid, match="at least one question"):
        actions.open_survey(actor=officer_of_hettstedt, survey=empty)


def test_a_copy_is_a_draft_that_leads_back(survey, officer_of_saalfeld, saalfeld):
    made = actions.copy_survey(actor=officer_of_saalfeld, survey=survey)
    assert (made.entry.city, made.is_draft, made.answers) == (saalfeld, True, 0)
    assert made.structure == survey.structure
    assert [entry.pk for entry in thread.sources(made)] == [survey.pk]


def test_a_survey_is_made_on_pages_without_javascript(officer_of_hettstedt, hettstedt):
    client = browser_of(officer_of_hettstedt)
    typed = {"title": "What do you need?", "answering": "public", "place": f"city-{hettstedt.pk}"}
    client.post("/surveys/new", typed)
    survey = Survey.objects.get()
    client.post(page(survey, "section"), {"title": "You"})
    add = page(survey, "question") + "?section=s1&kind="
    client.post(add + "single", {"text": "Do you stay?", "options": "yes\nno", "required": "on"})
    client.post(add + "text", {"text": "Why?", "only_if": ["q2=2"]})
    html = client.post(add + "single", {"text": "Words that stay", "options": "only"}).content.decode()
    assert "two to thirty different answers" in html
    assert "Words that stay" in html
    survey.refresh_from_db()
    stay, why = Survey.objects.get().questionnaire.questions
    assert (stay.required, why.only_if) == (True, Condition("q2", ("2",)))
    for name in ("edit", "preview", "print", "describe"):
        assert "Do you stay?" in client.get(page(survey, name)).content.decode() or name == "describe"
    client.post(page(survey, "arrange"), {"thing": "q3", "do": "remove"})
    assert len(Survey.objects.get().questionnaire.questions) == 1
    client.post(page(survey, "open"))
    assert Survey.objects.get().is_open
    assert Entry.objects.get(pk=survey.pk).visibility == "public"


def test_results_are_read_when_it_is_closed_and_words_by_who_runs_it(survey, officer_of_hettstedt, hettstedt, saalfeld):
    for n in range(5):
        answered(survey, FIRST | {"q2": "1", "q4": str(1 + n)}, network=hettstedt.network)
    answered(survey, second=SECOND, network=saalfeld.network)
    assert visitor().get(page(survey, "results")).status_code == 403
    mine = browser_of(officer_of_hettstedt).get(page(survey, "results")).content.decode()
    assert "Light in the evening" in mine
    assert "Leipzig" in mine
    actions.close_survey(actor=officer_of_hettstedt, survey=survey)
    public = visitor().get(page(survey, "results")).content.decode()
    assert "Light in the evening" not in public
    assert "Leipzig" not in public
    assert "6 people answered" in public
    drawn = [one for one in outcomes(survey, queries.finished(survey), {}, with_texts=False) if one.drawing]
    assert [one.question.kind for one in drawn] == ["single", "multiple", "scale", "matrix", "ranking", "place"]
    assert public.count("<svg") >= public.count("<table") >= len(drawn), "each chart has its figures as a table"
    assert visitor().get(page(survey, "csv")).status_code == 302
    # five of one network and one of another: the one could be computed, so neither is told
    found = outcomes(survey, queries.finished(survey), {}, with_texts=False)
    assert all(one.cross is None for one in found)


def test_networks_are_told_from_five_voices_on(survey, hettstedt, saalfeld):
    for network in (hettstedt.network, saalfeld.network):
        for _person in range(5):
            answered(survey, FIRST | {"q2": "1"}, network=network)
    (first, *_rest) = outcomes(survey, queries.finished(survey), {}, with_texts=False)
    assert first.cross.networks == [str(hettstedt.network), str(saalfeld.network)]
    assert [row.cells for row in first.cross.rows] == [["100\u202f%", "100\u202f%"], ["0\u202f%", "0\u202f%"]]


def test_files_hold_every_sheet_and_no_formula(survey, officer_of_hettstedt):
    answered(survey, FIRST | {"q6": "=HYPERLINK(1)"}, SECOND)
    client = browser_of(officer_of_hettstedt)
    text = client.get(page(survey, "csv")).content.decode("utf-8-sig")
    head, line = csv.reader(io.StringIO(text), delimiter=";")
    row = dict(zip(head, line, strict=True))
    assert row["1. Do you live here?"] == "no"
    assert row["2. What do you use? – bicycle"] == "0"
    assert row["4. How is … – the shop"] == "bad"
    assert row["5. What else?"] == "'=HYPERLINK(1)"
    assert row["6. How many kilometres?"] == "12.5"
    assert row["8. What first? – doctor"] == "1"
    book = load_workbook(io.BytesIO(client.get(page(survey, "xlsx")).content))
    cells = [cell for line in book.active.iter_rows() for cell in line]
    assert "'=HYPERLINK(1)" in [cell.value for cell in cells]
    assert all(cell.data_type != "f" for cell in cells)


def test_the_list_and_the_results_cost_the_same_with_many(
    survey, officer_of_hettstedt, hettstedt, django_assert_max_num_queries
):
    for n in range(12):
        answered(survey, FIRST | {"q2": "1"}, network=hettstedt.network)
        actions.draft_survey(actor=officer_of_hettstedt, title=f"Draft {n}", city=hettstedt)
    actions.close_survey(actor=officer_of_hettstedt, survey=survey)
    for address in ("/surveys/", page(survey, "results")):
        with django_assert_max_num_queries(8):
            assert visitor().get(address).status_code == 200


def test_a_deleted_survey_takes_its_questions_and_answers_along(survey, officer_of_hettstedt):
    Sheet.objects.create(survey=survey, code_hash="0" * 64)
    for erasure in erasures_of("survey"):
        erasure.erase(survey.entry)
    assert not Sheet.objects.exists()
    assert not Survey.objects.exists()
