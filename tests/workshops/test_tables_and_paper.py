"""Tables and paper: who has no phone in hand is heard as everybody else, counted as many, and found out by nobody."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Cluster, Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.actions.paper import is_code, lines_of
from netzwerkstatt.workshops.cards import spoken
from netzwerkstatt.workshops.models import Card, Contribution, PaperCard, PaperSheet, Phase, Table, Workshop
from tests.documents.reading import joined, read_pages
from tests.workshops.room import browser, phase_of, say
from tests.workshops.test_taking_part import dump, text


@pytest.fixture
def jana(officer_of_hettstedt: Person) -> Person:
    return officer_of_hettstedt


@pytest.fixture
def table(running: Workshop, jana: Person, expert_of_goerlitz: Person) -> Table:
    """Six people, and a secretary from another network."""
    return actions.set_table(actor=jana, workshop=running, name="Table 3", persons=6, secretary=expert_of_goerlitz)


def write(person: Any, table: Table, phase: Phase, words: str) -> Contribution | None:
    return actions.write_at_table(actor=person, table=table, phase=phase, text=words, client_id=uuid4())


def device(table: Table, jana: Person) -> Client:
    """A tablet that came in with the table's code."""
    actions.give_table_code(actor=jana, table=table)
    client = browser()
    assert client.post("/table", {"code": table.spoken_code}).status_code == 302
    return client


def picture(size: tuple[int, int] = (60, 40), colour: str = "white", kind: str = "JPEG") -> bytes:
    sheet = io.BytesIO()
    Image.new("RGB", size, colour).save(sheet, kind)
    return sheet.getvalue()


# ---------------------------------------------------------------- tables


def test_a_secretary_writes_for_a_table_and_afterwards_nobody_can_tell_which(
    running, table, collecting, jana, expert_of_goerlitz
):
    write(expert_of_goerlitz, table, collecting, "A bench in the shade")
    running.refresh_from_db()
    assert running.people == 6
    for number in range(5):
        say(collecting, [f"By phone {number}"])
    assert "shade" not in dump("Contribution")
    actions.close_phase(actor=jana, phase=collecting)
    actions.reveal(actor=jana, phase=collecting)
    assert Idea.objects.get(text="A bench in the shade").card.source == "table"
    assert not Contribution.objects.exists()
    assert "expert" not in str(list(Event.objects.filter(type="workshop.contributed").values_list("payload", "actor")))
    assert set(Event.objects.filter(type="workshop.contributed").values_list("actor", flat=True)) == {None}
    page = text(browser().get(f"/workshops/{running.public_id}/phases/{collecting.number}"))
    assert "from a table" in page


@pytest.mark.parametrize(("persons", "phones"), [(4, 6), (6, 2)])
def test_a_source_behind_which_or_beside_which_stand_few_people_is_not_told(running, collecting, jana, persons, phones):
    table = actions.set_table(actor=jana, workshop=running, name="T", persons=persons)
    write(jana, table, collecting, "Ours")
    for number in range(phones):
        say(collecting, [f"Mine {number}"])
    actions.close_phase(actor=jana, phase=collecting)
    actions.reveal(actor=jana, phase=collecting)
    assert set(Card.objects.values_list("source", flat=True)) == {""}


def test_a_table_has_as_many_dots_as_its_people_and_never_more(
    running, table, voting, revealed, expert_of_goerlitz, jana
):
    one, two, _three = (idea.public_id for idea in revealed)
    who = {"actor": expert_of_goerlitz, "table": table, "phase": voting}
    with pytest.raises(Invalid, match="30"):
        actions.count_dots_at_table(**who, dots={one: 31})
    actions.count_dots_at_table(**who, dots={one: 28, two: 2})
    actions.count_dots_at_table(**who, dots={one: 28, two: 1})
    guest, _ = actions.join(code=running.code)
    actions.give_dots(actor=guest, phase=voting, dots={two: 3})
    both = actions.form_cluster(actor=jana, workshop=running, title="Both", ideas=revealed[:2])
    actions.close_phase(actor=jana, phase=voting)
    actions.reveal(actor=jana, phase=phase_of(running, "dots"))
    counted = {idea.public_id: (idea.dots, idea.voters) for idea in Idea.objects.all()}
    assert counted[one] == (28, 6), "of six people at most six"
    assert counted[two] == (4, 2), "one dot comes from one person at most"
    both.refresh_from_db()
    assert (both.dots, both.voters) == (32, 7)
    assert phase_of(running, "dots").by_hand == 6
    assert "6 people of these sit at tables" in text(
        browser().get(f"/workshops/{running.public_id}/phases/{voting.number}")
    )


def test_a_table_votes_with_one_sheet_that_counts_as_all_of_it(running, table, revealed, jana):
    from tests.workshops.test_kinds_of_phases import phase

    rating = phase(running, "rating", axes=("Effort", "Effect"), reveals="close")
    said = {option.pk: [2, 4] for option in rating.ballot.options.all()}
    actions.vote_at_table(actor=jana, table=table, phase=rating, said=said)
    assert voting_turnout(rating) == 6


def test_another_number_of_people_counts_anew_in_open_votes_and_too_few_for_their_dots_are_refused(
    running, table, voting, revealed, jana, expert_of_goerlitz
):
    who = {"actor": expert_of_goerlitz, "table": table, "phase": voting}
    actions.count_dots_at_table(**who, dots={revealed[0].public_id: 20})
    assert voting_turnout(voting) == 6
    actions.change_table(actor=jana, table=table, name="Table 3", persons=8, secretary=expert_of_goerlitz)
    assert voting_turnout(voting) == 8
    actions.count_dots_at_table(**who, dots={revealed[0].public_id: 38})
    people = Workshop.objects.get(pk=running.pk).people
    with pytest.raises(Invalid, match="38 dots; 7 people have 35"):
        actions.change_table(actor=jana, table=table, name="Table 3", persons=7, secretary=expert_of_goerlitz)
    table.refresh_from_db()
    assert (table.persons, Workshop.objects.get(pk=running.pk).people) == (8, people)
    page = browser(jana).post(
        f"/workshops/{running.public_id}/tables",
        {f"{table.public_id}-name": "Table 3", f"{table.public_id}-persons": 7, "do": f"change:{table.public_id}"},
    )
    assert "7 people have 35" in text(page)
    actions.close_phase(actor=jana, phase=voting)
    actions.change_table(actor=jana, table=table, name="Table 3", persons=2, secretary=expert_of_goerlitz)
    assert voting_turnout(voting) == 8, "what is closed was said by those who sat there then"


def voting_turnout(phase: Phase) -> int:
    return voting.turnout(phase.ballot)


def test_a_device_with_the_table_code_writes_and_counts_and_ends_with_the_workshop(
    running, table, collecting, jana, expert_of_goerlitz
):
    client, here = device(table, jana), f"/w/{running.public_id}/table"
    assert "Table 3" in text(client.get(here))
    client.post(here, {"table": table.public_id, "text": "From the tablet", "client_id": uuid4()})
    assert Contribution.objects.get().table == table
    page = text(client.get(here))
    assert "From the tablet" in page
    client.post(here, {"table": table.public_id, "do": "take-back", "which": Contribution.objects.get().client_id})
    assert not Contribution.objects.exists()
    running.refresh_from_db()
    assert running.people == 6, "a device is nobody"
    assert client.get(f"/w/{running.public_id}").status_code == 302, "a table's device is no phone"
    before = table.code
    actions.give_table_code(actor=jana, table=table)
    assert client.get(here).status_code in {302, 403}, "the old code has ended"
    assert "does not exist" in text(browser().post("/table", {"code": before}))
    say(collecting, ["One idea"])
    actions.close_phase(actor=jana, phase=collecting)
    ideas = actions.reveal(actor=jana, phase=collecting)
    actions.choose_ideas(actor=jana, workshop=running, ideas=ideas)
    table.refresh_from_db()
    assert (table.code, table.secretary) == ("", None)
    with pytest.raises(NotAllowed):
        write(expert_of_goerlitz, table, collecting, "Too late")


def test_only_secretary_and_facilitation_write_for_a_table(running, table, collecting, officer_of_saalfeld, jana):
    guest, _ = actions.join(code=running.code)
    for who in (officer_of_saalfeld, guest):
        with pytest.raises(NotAllowed):
            write(who, table, collecting, "Not mine")
        with pytest.raises(NotAllowed):
            actions.type_in(actor=who, workshop=running, phase=collecting, words="x", client_id=uuid4())
    assert browser(officer_of_saalfeld).get(f"/w/{running.public_id}/table").status_code == 403
    assert browser().get(f"/w/{running.public_id}/paper").status_code in {302, 403}
    tablet = Guest.objects.get(pk=sit(table, jana).pk)
    with pytest.raises(NotAllowed):
        actions.contribute(actor=tablet, phase=collecting, text="As a guest", client_id=uuid4())


def sit(table: Table, jana: Person) -> Guest:
    actions.give_table_code(actor=jana, table=table)
    return actions.sit_down(code=table.code)[0]


def test_the_page_of_tables_sets_changes_and_clears_them(running, jana, expert_of_goerlitz):
    client, here = browser(jana), f"/workshops/{running.public_id}/tables"
    client.post(here, {"do": "new", "name": "1", "persons": 5, "secretary": expert_of_goerlitz.pk})
    one = Table.objects.get()
    assert "Thea Krahl writes" in text(client.get(here))
    assert "There is a table “1” already." in text(client.post(here, {"do": "new", "name": " 1 ", "persons": 5}))
    name = one.public_id
    client.post(here, {"do": f"change:{name}", f"{name}-name": "Window", f"{name}-persons": 8, f"{name}-secretary": ""})
    one.refresh_from_db()
    running.refresh_from_db()
    assert (one.name, one.persons, running.people) == ("Window", 8, 8)
    too_long = {"do": f"change:{name}", f"{name}-name": "x" * 99, f"{name}-persons": 8}
    assert "60" in text(client.post(here, too_long))
    client.post(here, {"do": f"clear:{name}"})
    running.refresh_from_db()
    assert (Table.objects.count(), running.people) == (0, 0)


def test_a_table_counts_dots_on_its_page_and_too_many_are_refused_with_the_number(
    running, table, voting, revealed, jana
):
    client, here = browser(jana), f"/w/{running.public_id}/table"
    name = revealed[0].public_id
    assert "0 of 30 dots entered" in text(client.get(here))
    client.post(here, {"table": table.public_id, f"dots-{name}": 12, "client_id": uuid4()})
    assert "12 of 30 dots entered" in text(client.get(here))
    ids = [idea.public_id for idea in revealed]
    page = client.post(here, {"table": table.public_id, f"dots-{ids[0]}": 20, f"dots-{ids[1]}": 20})
    assert "30" in text(page)
    assert "12 of 30 dots entered" in text(client.get(here)), "what was there before stays"


# ---------------------------------------------------------------- cards


def test_numbers_of_cards_tell_a_slip_of_the_pen_apart(running, jana):
    made = actions.make_cards(actor=jana, workshop=running, sheets=3)
    assert len(made) == 24
    assert len({card.code for card in made}) == 24
    code = made[0].code
    assert is_code(f"{code[:4]}-{code[4:]}".lower()) == code
    assert is_code("Hello") == ""
    assert [(line.code, line.text) for line in lines_of(f"{code} A late bus\n\n  Only words ")] == [
        (code, "A late bus"),
        ("", "Only words"),
    ]
    with pytest.raises(Invalid, match="60 sheets"):
        actions.make_cards(actor=jana, workshop=running, sheets=58)


def test_a_card_is_typed_in_once_and_who_tries_again_sees_that_it_is_there(running, collecting, jana):
    one, two, other = actions.make_cards(actor=jana, workshop=running, sheets=1)[:3]
    client, here = browser(jana), f"/w/{running.public_id}/paper"
    sent = {"phase": collecting.number, "words": f"{one.code} A late bus\n{two.code} A cinema", "client_id": uuid4()}
    assert "2 contributions are in." in text(client.post(here, sent, follow=True))
    page = text(client.post(here, sent | {"words": f"{other.code} New\n{one.code} Again", "client_id": uuid4()}))
    assert f"Line 2: The number {one.code} is there already: “A late bus”." in page
    assert Contribution.objects.count() == 2, "all or nothing"
    assert not PaperCard.objects.get(code=other.code).used
    page = text(client.post(here, sent | {"words": "ABC27 Not one of ours", "client_id": uuid4()}))
    assert "is no number of a card" in page
    key = Contribution.objects.get(text="A late bus").client_id
    client.post(here, {"phase": collecting.number, "do": f"take-back:{key}"})
    assert not PaperCard.objects.get(code=one.code).used, "it can be typed in again"
    assert "A late bus" not in dump("Event")


def test_words_without_a_number_are_taken_once_unless_meant(running, collecting, jana):
    def type_in(words: str, **more: Any) -> int:
        who: dict[str, Any] = {"actor": jana, "workshop": running, "phase": collecting, "client_id": uuid4()}
        return actions.type_in(**(who | more), words=words)

    key = uuid4()
    assert type_in("A late bus\nA cinema", client_id=key) == 2
    assert type_in("A late bus\nA cinema", client_id=key) == 2, "the same post again changes nothing"
    with pytest.raises(Invalid, match="Line 1: “A late bus!” is there already"):
        type_in("A late bus!")
    with pytest.raises(Invalid, match="Line 2"):
        type_in("New\nnew")
    type_in("A late bus!", anyway=True)
    with pytest.raises(Invalid, match="At most 600"):
        type_in("x" * 700)
    assert Contribution.objects.count() == 3
    collecting.refresh_from_db()
    assert collecting.contributions == collecting.waiting == 3
    actions.close_phase(actor=jana, phase=collecting)
    type_in("Late from paper")
    assert Contribution.objects.get(text="Late from paper").late


def test_the_cards_are_a_pdf_with_their_numbers(running, jana):
    client = browser(jana)
    assert client.get(f"/workshops/{running.public_id}/cards.pdf").status_code == 302
    made = actions.make_cards(actor=jana, workshop=running, sheets=2)
    running.question = ("What would have to be different here for you to come back one day? " * 4)[:240]
    running.save()
    answer = client.get(f"/workshops/{running.public_id}/cards.pdf")
    assert answer["Content-Type"] == "application/pdf"
    pages = [joined([page]) for page in read_pages(answer.content)]
    assert len(pages) == 2
    for card in made:
        assert spoken(card.code) in pages[card.sheet - made[0].sheet]
    assert all(joined([running.question]) in page for page in pages)


# ---------------------------------------------------------------- photos


def test_a_photo_is_put_up_typed_in_beside_it_and_gone_after_the_release(
    running, collecting, jana, settings, tmp_path, django_capture_on_commit_callbacks
):
    settings.DATA_DIR = tmp_path  # a shelf of its own: what is swept here may be another test's
    client, here = browser(jana), f"/w/{running.public_id}/paper"
    file = SimpleUploadedFile("wall.jpg", picture(), "image/jpeg")
    answer = client.post(here, {"do": "photo", "phase": collecting.number, "file": file, "persons": 7})
    sheet = PaperSheet.objects.get()
    assert answer["Location"].endswith(f"/paper/{sheet.public_id}")
    shown = client.get(f"{answer['Location']}/photo")
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert browser().get(f"{answer['Location']}/photo").status_code in {302, 403, 404}
    again = SimpleUploadedFile("same.jpg", picture(), "image/jpeg")
    client.post(here, {"do": "photo", "phase": collecting.number, "file": again, "persons": 7})
    assert PaperSheet.objects.count() == 1, "the same photo is the same sheet"
    for number in range(5):
        say(collecting, [f"By phone {number}"])
    actions.close_phase(actor=jana, phase=collecting)
    ideas = actions.reveal(actor=jana, phase=collecting)
    with pytest.raises(Invalid, match="Sheet 1 has not been typed in"):
        actions.choose_ideas(actor=jana, workshop=running, ideas=ideas[:1])
    client.post(answer["Location"], {"phase": collecting.number, "words": "From the wall\nAlso", "client_id": uuid4()})
    sheet.refresh_from_db()
    assert sheet.lines == 2
    actions.reveal(actor=jana, phase=collecting)
    assert Card.objects.get(idea__text="From the wall").source == "paper"
    store.sweep(spared=timedelta(seconds=-5))
    assert store.path_of(sheet.sha256).exists(), "the photo is still needed"
    actions.choose_ideas(actor=jana, workshop=running, ideas=ideas[:1])
    with django_capture_on_commit_callbacks(execute=True):
        actions.release_workshop(actor=jana, workshop=running)
    assert not PaperSheet.objects.exists()
    assert not store.path_of(sheet.sha256).exists()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("flip.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "can hold programs"),
        ("flip.jpg", b"%PDF-1.4\n%\xe2\xe3\n1 0 obj<<>>endobj\ntrailer<<>>", "damaged|something else"),
        ("flip.txt", b"only words", "no picture"),
        ("flip.jpg", picture()[:-200], "damaged"),
        ("flip.jpg", b"", "empty"),
    ],
    ids=["svg with a script", "pdf named jpg", "text", "half a jpeg", "nothing"],
)
def test_what_is_no_photo_is_refused_in_plain_words(running, collecting, jana, name, data, says):
    client, here = browser(jana), f"/w/{running.public_id}/paper"
    sent = {"do": "photo", "phase": collecting.number, "file": SimpleUploadedFile(name, data), "persons": 3}
    page = client.post(here, sent)
    assert page.status_code == 200
    assert re.search(says, text(page))
    assert not PaperSheet.objects.exists()


def test_a_photo_of_nearly_ten_megabytes_is_kept_smaller_and_a_larger_one_refused_in_plain_words(
    running, collecting, jana
):
    client, here = browser(jana), f"/w/{running.public_id}/paper"
    big = io.BytesIO()
    Image.effect_noise((4200, 2400), 90).convert("RGB").save(big, "JPEG", quality=94)
    assert 7_000_000 < len(big.getvalue()) < 10_000_000
    for data, kept in ((big.getvalue() + bytes(4_000_000), 0), (big.getvalue(), 1)):
        file = SimpleUploadedFile("big.jpg", data, "image/jpeg")
        page = client.post(here, {"do": "photo", "phase": collecting.number, "file": file, "persons": 3})
        assert PaperSheet.objects.count() == kept
        assert kept or "The file is larger than 10 MB." in text(page)
    assert PaperSheet.objects.get().width == 3840


def test_the_database_knows_where_each_contribution_came_from(running, table, collecting, jana):
    for wrong in ({"source": "phone"}, {"source": "table"}, {"source": "paper", "table": table}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Contribution.objects.create(client_id=uuid4(), phase=collecting, own=1, text="x", **wrong)
    assert not Cluster.objects.exists()
