"""The record: what it says of every kind of phase, how it is written, released, corrected and taken out."""

from __future__ import annotations

import csv
import io
import json
import re
import time
from hashlib import sha256

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from netzwerkstatt.foundation.documents.models import Rendering
from netzwerkstatt.foundation.documents.text import to_text
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea, Standing
from netzwerkstatt.workshops import actions, drafting
from netzwerkstatt.workshops.document import document_of
from netzwerkstatt.workshops.models import Draft, Note, Protocol, Workshop
from netzwerkstatt.workshops.phases.writing import Written
from netzwerkstatt.workshops.protocol import as_read, protocol_of
from netzwerkstatt.workshops.record_page import shown_record
from tests.workshops.room import browser, say
from tests.workshops.whole_day import Day, phase, whole_day


@pytest.fixture
def day(planned: Workshop, officer_of_hettstedt, hettstedt, saalfeld, goerlitz) -> Day:
    return whole_day(officer_of_hettstedt, planned, [hettstedt.network, saalfeld.network])


@pytest.fixture
def over(day: Day, officer_of_hettstedt) -> Workshop:
    chosen = list(day.ideas.values())[:2]
    return actions.choose_ideas(actor=officer_of_hettstedt, workshop=day.workshop, ideas=chosen)


@pytest.fixture
def client() -> Client:
    """Somebody who reads English and is signed in nowhere."""
    return browser()


def page_of(response) -> str:
    return response.content.decode()


@pytest.mark.once
def test_it_says_what_came_of_every_kind_of_phase_on_page_paper_and_in_tables(over, day, officer_of_hettstedt, client):
    actions.release_workshop(actor=officer_of_hettstedt, workshop=over)
    record = over.record
    said = record.content
    of = {one["number"]: one for one in said["agenda"]}

    assert [one["kind"] for one in said["agenda"]] == [one.kind for one in over.phases.order_by("number")]
    assert of[14]["held"] is None
    assert of[1]["words"] == "Everybody said one sentence."
    assert of[3]["held"]["minutes"] >= 1
    assert of[8]["vote"]["kind"] == "rating"
    assert [axis["label"] for axis in of[8]["vote"]["items"][0]["axes"]] == ["Effort", "Effect"]
    assert of[9]["vote"]["kind"] == "ranking"
    assert any(item["passive"] for item in of[10]["vote"]["items"]), "leave it as it is"
    assert of[13]["vote"]["items"]
    assert len(of[13]["notes"]) == 12
    assert said["open_questions"], "a question without an answer stays open"
    assert said["commitments"] == of[12]["agreed"]
    assert said["people"]["networks"] == [
        {"name": name, "number": 6} for name in sorted(one["name"] for one in said["people"]["networks"])
    ]
    assert [one["number"] for one in said["people"]["parts"]] == [6, 6]

    words = " ".join(to_text(document_of(record)))
    page = page_of(client.get(f"/workshops/{over.public_id}/protocol"))
    table = client.get(f"/workshops/{over.public_id}/protocol.csv")
    rows = list(csv.reader(io.StringIO(table.content.decode().removeprefix("\ufeff")), delimiter=";"))
    cells = {cell for row in rows for cell in row}
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert len({len(row) for row in rows}) == 1
    for text in [*day.wrote, "Homes", "Yes, from May on.", "Ask three landlords", "Everybody said one sentence."]:
        if text.startswith("Question") and text not in page:
            assert text not in words, "what was not shown in the room is not shown afterwards"
            continue
        assert text in page
        assert text in words
        assert text in cells or any(text in cell for cell in cells)
    assert "Alma from the bakery" in page
    assert page.count("<svg") > 3, "rating, ranking, resistance and feedback are drawn"

    raw = client.get(f"/workshops/{over.public_id}/protocol.json").content
    assert sha256(raw).hexdigest() == record.sha256
    assert json.loads(raw)["schema"] == 2
    assert set(Idea.objects.filter(home=over.entry).values_list("standing", flat=True)) == {
        Standing.CHOSEN, Standing.POOL,
    }  # fmt: skip


def test_a_draft_of_three_hundred_asks_the_database_as_often_as_one_of_few_and_is_there_in_seconds(over):
    def draft():
        with CaptureQueriesContext(connection) as asked:
            said = protocol_of(over, released_at=over.closed_at, released_by="x")
            shown_record(said)
        return len(asked), said

    few, _said = draft()
    now = phase(over, 3)
    now.about.keep(now, [Written(f"One more idea, the {n}th") for n in range(300)])
    began = time.process_time()
    many, said = draft()
    assert time.process_time() - began < 10
    assert many == few <= 60
    assert sum(len(cluster["ideas"]) for cluster in said["clusters"]) > 300


@pytest.mark.once
def test_texts_are_written_before_the_release_and_nothing_is_lost(over, officer_of_hettstedt):
    kora = officer_of_hettstedt
    begun = drafting.written(over)
    assert begun.edition == 1
    assert begun.texts["phase-1"] == "Everybody said one sentence."

    actions.save_draft(
        actor=kora, workshop=over, base=1, texts={"opening": "The mayor welcomed us.", "closing": "In May."}
    )
    both = actions.save_draft(
        actor=kora,
        workshop=over,
        base=1,
        texts={"opening": "", "decisions": "We begin.", "phase-1": "One sentence each."},
    )
    assert both.edition == 3
    assert (both.texts["opening"], both.texts["closing"]) == ("The mayor welcomed us.", "In May.")
    assert phase(over, 1).outcome == "One sentence each."
    same = actions.save_draft(actor=kora, workshop=over, base=3, texts={"decisions": "We begin."})
    assert same == both

    with pytest.raises(Invalid) as met:
        actions.save_draft(actor=kora, workshop=over, base=1, texts={"decisions": "We stop."})
    assert met.value.number == 3
    assert met.value.met[0].label == drafting.SECTIONS["decisions"]
    assert Draft.objects.count() == 3

    actions.release_workshop(actor=kora, workshop=over)
    said = over.record.content
    assert said["texts"] == {"opening": "The mayor welcomed us.", "decisions": "We begin.", "closing": "In May."}
    assert said["agenda"][0]["words"] == "One sentence each."
    assert Draft.objects.count() == 1


def test_two_who_write_at_once_see_each_others_words_on_the_page(over, officer_of_hettstedt):
    mine, hers = browser(officer_of_hettstedt), browser(officer_of_hettstedt)
    address = f"/workshops/{over.public_id}/record"
    assert "The mayor" not in page_of(mine.get(address))
    assert hers.post(address, {"base": "1", "opening": "The mayor spoke."}).status_code == 302
    answer = mine.post(address, {"base": "1", "opening": "The councillor spoke."})
    assert answer.status_code == 409
    assert "The councillor spoke." in page_of(answer)
    assert "what the other one made of it" in page_of(answer)
    assert mine.post(address, {"base": "2", "opening": "Both spoke."}).status_code == 302
    assert "Both spoke." in page_of(mine.get(f"/workshops/{over.public_id}/release"))


def test_only_who_runs_it_writes_and_only_when_it_is_over(planned, over, officer_of_saalfeld, officer_of_hettstedt):
    with pytest.raises(NotAllowed):
        actions.save_draft(actor=officer_of_saalfeld, workshop=over, base=1, texts={})
    with pytest.raises(NotAllowed):
        actions.release_workshop(actor=officer_of_saalfeld, workshop=over)
    with pytest.raises(Invalid):
        actions.save_draft(actor=officer_of_hettstedt, workshop=over, base=1, texts={"opening": "x" * 7000})


def test_what_the_group_takes_back_stands_nowhere_but_the_reason(over, day, officer_of_hettstedt, client):
    kora, text = officer_of_hettstedt, next(iter(day.ideas))
    idea = day.ideas[text]
    with pytest.raises(Invalid):
        actions.withdraw_idea(actor=kora, workshop=over, idea=idea, reason=" ")
    actions.withdraw_idea(actor=kora, workshop=over, idea=idea, reason="It names a neighbour.")
    actions.withdraw_idea(actor=kora, workshop=over, idea=idea, reason="Twice is once.")
    actions.release_workshop(actor=kora, workshop=over)

    said = over.record.content
    assert said["withdrawn"] == ["It names a neighbour."]
    assert text not in json.dumps(said)
    assert "Ask the landlord 0" not in json.dumps(said), "what was written to it goes with it"
    assert said["commitments"][0]["idea"] == ""
    for address in ("protocol", "ideas", "phases/3", "phases/6", "phases/8", ""):
        answer = client.get(f"/workshops/{over.public_id}/{address}".rstrip("/"))
        assert answer.status_code == 200
        assert text not in page_of(answer)
    assert client.get(f"/ideas/{idea.public_id}").status_code == 404
    with pytest.raises(Invalid):
        actions.bring_idea_back(actor=kora, workshop=over, idea=idea)


@pytest.mark.once
def test_before_the_release_it_can_come_back_as_it_was(over, day, officer_of_hettstedt):
    kora, idea = officer_of_hettstedt, next(iter(day.ideas.values()))
    before = protocol_of(over, released_at=over.closed_at, released_by="x")
    page = browser(kora)
    address = f"/workshops/{over.public_id}/taken-back"
    assert page.post(address, {"idea": idea.public_id, "reason": "Too early."}).status_code == 302
    assert idea.text in page_of(page.get(address))
    assert page.post(address, {"idea": idea.public_id, "do": "bring-back"}).status_code == 302
    assert protocol_of(over, released_at=over.closed_at, released_by="x") == before


def test_a_correction_is_a_new_version_with_its_reason_and_the_first_stays(over, day, officer_of_hettstedt, client):
    kora = officer_of_hettstedt
    actions.save_draft(actor=kora, workshop=over, base=1, texts={"decisions": "We begin in May."})
    actions.release_workshop(actor=kora, workshop=over)
    first = over.record
    with pytest.raises(Invalid, match="Nothing differs"):
        actions.correct_protocol(actor=kora, workshop=over, reason="A typing error")

    text, gone = next(reversed(day.ideas.items()))
    actions.withdraw_idea(actor=kora, workshop=over, idea=gone, reason="Somebody is named in it.")
    now = drafting.written(over)
    actions.save_draft(
        actor=kora, workshop=over, base=now.edition, texts={"decisions": "We begin in June.", "phase-1": "Two."}
    )
    assert phase(over, 1).outcome == "Everybody said one sentence.", "a draft of a correction is not public"
    answer = browser(kora).post(f"/workshops/{over.public_id}/correct", {"reason": "The month was wrong."})
    assert answer.status_code == 302

    second = over.record
    assert (second.version, second.reason) == (2, "The month was wrong.")
    assert second.content["texts"]["decisions"] == "We begin in June."
    assert second.content["people"] == first.content["people"]
    assert text not in json.dumps(second.content)
    assert second.content["earlier"][0]["sha256"] == first.sha256
    assert phase(over, 1).outcome == "Two."
    assert {one.version for one in Rendering.objects.filter(public_id=over.public_id)} == {"1", "2"}

    address = f"/workshops/{over.public_id}/protocol"
    page, old = page_of(client.get(address)), page_of(client.get(f"{address}?version=1"))
    assert "The month was wrong." in page
    assert "We begin in June." in page
    assert "We begin in May." in old
    assert "This version was corrected" in old
    assert client.get(f"{address}?version=7").status_code == 404
    assert client.get(f"{address}.pdf?version=1").content != client.get(f"{address}.pdf").content
    words = " ".join(to_text(document_of(second)))
    assert first.sha256 in words
    assert Event.objects.filter(type="workshop.protocol_corrected").count() == 1


def test_what_was_released_in_the_first_schema_is_read_as_before(running):
    old = {
        "number": "W-1", "public_id": running.public_id, "title": "T", "question": "", "city": "Hettstedt", "place": "",
        "day": "2027-02-04", "facilitator": "", "experts": [], "released_at": "2027-02-05T10:00:00+01:00", "released_by": "K",
        "agenda": [{"number": 1, "begins": "13:00", "minutes": 20, "title": "Ideas", "prompt": "", "happened": True}],
        "people": {"number": 8, "networks": [], "others": 8},
        "clusters": [
            {"title": "", "dots": 0, "voters": 0, "ideas": [
                {"public_id": "x", "text": "One", "dots": 0, "voters": 0, "chosen": True, "author": ""}]}
        ],
    }  # fmt: skip
    assert as_read(old)["goes_on"] == ["x"]
    made = Protocol.objects.create(workshop=running, content=old, sha256="0" * 64, released_at=running.started_at)
    assert "One" in " ".join(to_text(document_of(made)))
    assert shown_record(old).phases[0].begins


def test_a_confidential_record_is_read_by_those_who_were_there(
    over, day, officer_of_hettstedt, expert_of_goerlitz, client
):
    Workshop.objects.filter(pk=over.pk).update(is_confidential=True)
    Entry.objects.filter(pk=over.pk).update(visibility=Visibility.CLOSED)
    over.refresh_from_db()
    actions.release_workshop(actor=officer_of_hettstedt, workshop=over)
    assert not Idea.objects.filter(home=over.entry, standing=Standing.POOL).exists()
    address = f"/workshops/{over.public_id}/protocol"
    for ending in ("", ".pdf", ".docx", ".csv", ".json"):
        assert client.get(address + ending).status_code == 404
        assert browser(expert_of_goerlitz).get(address + ending).status_code == 404
        assert browser(officer_of_hettstedt).get(address + ending).status_code == 200


def test_ideas_of_a_confidential_workshop_are_seen_by_those_who_may_see_it(
    planned, officer_of_hettstedt, expert_of_goerlitz, client
):
    Workshop.objects.filter(pk=planned.pk).update(is_confidential=True)
    Entry.objects.filter(pk=planned.pk).update(visibility=Visibility.CLOSED)
    planned.refresh_from_db()
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows it")
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    now = actions.open_phase(actor=officer_of_hettstedt, phase=phase(planned, 1))
    say(now, ["My boss cannot delegate"])
    actions.close_phase(actor=officer_of_hettstedt, phase=now)
    idea = actions.reveal(actor=officer_of_hettstedt, phase=phase(planned, 1))[0]
    assert client.get(f"/ideas/{idea.public_id}").status_code == 404
    assert browser(expert_of_goerlitz).get(f"/ideas/{idea.public_id}").status_code == 200


@pytest.mark.once
def test_comments_on_a_hidden_idea_leave_the_page_of_their_phase(over, day, officer_of_hettstedt, client):
    idea = next(iter(day.ideas.values()))
    note = Note.objects.filter(idea=idea).first()
    assert note.text in page_of(client.get(f"/workshops/{over.public_id}/phases/6"))
    actions.withdraw_idea(actor=officer_of_hettstedt, workshop=over, idea=idea, reason="It names a neighbour.")
    assert note.text not in page_of(client.get(f"/workshops/{over.public_id}/phases/6"))


def test_from_the_protocol_an_idea_goes_on_with_one_click_and_nobody_changes_it_any_more(
    over, day, officer_of_hettstedt, client
):
    actions.release_workshop(actor=officer_of_hettstedt, workshop=over)
    address = f"/workshops/{over.public_id}/protocol"
    page = page_of(browser(officer_of_hettstedt).get(address))
    for idea in list(day.ideas.values())[:2]:
        assert f"/workshops/from-ideas?idea={idea.public_id}" in page
        assert re.search(rf"/projects/new\?[^\"]*{idea.public_id}", page)
    assert f"/workshops/from-ideas?workshop={over.public_id}" in page
    assert "from-ideas" not in page_of(client.get(address))
    for values in ({"content": {}}, {"reason": "x", "version": 2}, {"sha256": "0"}):
        with pytest.raises(DatabaseError), transaction.atomic():
            Protocol.objects.filter(workshop=over).update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        Protocol.objects.create(workshop=over, version=2, content={}, sha256="", released_at=over.closed_at)
