"""After the release nobody can tell who wrote or voted what: not from the database and its files, the log, or what goes out.

The attacker knows every guest's cookie, the ids that phones gave to what they sent, in which order people came in, wrote
and voted, and has a dump of everything.
"""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from PIL import Image

from netzwerkstatt.foundation.accounts.models import Allowance, Guest
from netzwerkstatt.foundation.attachments import actions as attachments
from netzwerkstatt.foundation.attachments import store
from netzwerkstatt.foundation.attachments.receiving import receive
from netzwerkstatt.foundation.ballots.models import Vote, Voter
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.models import Note, PaperSheet, Workshop
from netzwerkstatt.workshops.plans import PhasePlan
from tests.workshops.room import browser
from tests.workshops.whole_day import Day, phase, whole_day

pytestmark = pytest.mark.django_db(transaction=True)
GPS = 0x8825
TABLE_PLAN = [
    PhasePlan("collect", "Ideas", "What would bring you back?", 30),
    PhasePlan("dots", "Weigh", "", 10, dots=5, reveals="close"),
]


def tables() -> Iterator[tuple[str, list[str], list[tuple[Any, ...]]]]:
    """Every table as a dump holds it: its columns, and its rows in the order in which they lie."""
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - the names are the database's own
            yield name, [column[0] for column in cursor.description], cursor.fetchall()


def files_of_the_database() -> bytes:
    """The bytes that lie on the disk, with SQLite's log of changes; of PostgreSQL a dump is what one gets hold of."""
    if connection.vendor != "sqlite":
        return b""
    name = Path(connection.settings_dict["NAME"])
    return b"".join(one.read_bytes() for one in sorted(name.parent.glob(f"{name.name}*")) if one.is_file())


def picture_with_a_place() -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F], exif[0x9003] = "Phone of Alma", "2027:02:04 14:07:33"
    exif.get_ifd(GPS)[1] = "N"
    Image.new("RGB", (60, 40), "white").save(out, "JPEG", exif=exif)
    return out.getvalue()


def released_day(officer: Any, workshop: Workshop, networks: list[Any]) -> Day:
    day = whole_day(officer, workshop, networks)
    file = attachments.look_into(actor=officer, name="wall.jpg", data=picture_with_a_place())
    hung = attachments.attach(actor=officer, entry=workshop.entry, file=file, name="Wall", alt="The wall with cards")
    actions.choose_ideas(actor=officer, workshop=workshop, ideas=list(day.ideas.values())[:2])
    actions.save_draft(actor=officer, workshop=workshop, base=1, texts={}, chosen_photos=[hung.public_id])
    actions.release_workshop(actor=officer, workshop=workshop)
    assert b"Phone of Alma" not in store.fetch(hung.sha256)
    return day


def test_who_wrote_and_voted_what_is_nowhere(
    planned, officer_of_hettstedt, expert_of_goerlitz, hettstedt, saalfeld, caplog
):
    caplog.set_level(logging.DEBUG)
    day = released_day(officer_of_hettstedt, planned, [hettstedt.network, saalfeld.network])
    workshop = Workshop.objects.get(pk=planned.pk)

    # ------------------------------------------------------------ what points at a guest, and what only a phone knows
    secrets = {
        *day.tokens,
        *(Guest.hash_of(token) for token in day.tokens),
        *(form for one in [*day.joined_with, *day.client_ids] for form in (str(one), one.hex)),
    }
    assert not Guest.objects.exists()
    rows = list(tables())
    dump = "\n".join(f"{name} {row}" for name, _columns, found in rows for row in found)
    raw = files_of_the_database()
    exports = b"".join(
        browser().get(f"/workshops/{workshop.public_id}/protocol{ending}").content
        for ending in ("", ".csv", ".json", ".pdf", ".docx")
    ).decode(errors="replace")
    for secret in secrets:
        assert secret not in dump
        assert secret.encode() not in raw
        assert secret not in exports
        assert secret not in caplog.text
    assert not [text for text in day.wrote if text in caplog.text]
    for name, columns, found in rows:
        for column in {"guest_id", "table", "cast_by_id"} & set(columns):
            if not name.startswith("recommendations"):
                assert {row[columns.index(column)] for row in found} <= {None}, f"{name}.{column}"
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if field.related_model is Guest:
                assert not model._default_manager.exclude(**{field.name: None}).exists(), model

    # ------------------------------------------------------------ limits, sessions, the log of changes
    assert not Allowance.objects.filter(key__contains=workshop.public_id).exists()
    assert workshop.public_id not in json.dumps([one.get_decoded() for one in Session.objects.all()])
    told = Event.objects.filter(type__in=["workshop.joined", "workshop.contributed"])
    assert set(told.values_list("actor", flat=True)) == {None}
    live = set(Note.objects.filter(phase__number=4).values_list("public_id", flat=True))
    for one in told:
        assert set(one.payload) <= {"phase", "count", "shown", "people"}
        assert set(one.payload.get("shown") or []) <= live, "only what the wall showed at that moment is named"

    # ------------------------------------------------------------ order and time
    for number in (2, 13):
        kept = list(Note.objects.filter(phase__workshop=workshop, phase__number=number).order_by("pk"))
        assert [day.wrote[note.text] for note in kept] != sorted(day.wrote[note.text] for note in kept)
        assert {note.signed for note in kept} == {""}
    ideas = list(Idea.objects.filter(home=workshop.entry).select_related("entry", "card").order_by("pk"))
    written = [day.wrote[idea.text] for idea in ideas]
    assert written != sorted(written)
    assert {idea.entry.author_id for idea in ideas} == {None}
    assert len({idea.entry.created_at for idea in ideas}) == 1
    assert {(one.minute, one.second) for one in {idea.entry.created_at for idea in ideas}} == {(0, 0)}
    assert {idea.card.network_id for idea in ideas} == {None}
    assert {idea.card.signed for idea in ideas} == {"", "Alma from the bakery"}, "a name stands where it was wanted"

    # ------------------------------------------------------------ sheets
    seats = seats_of_sheets(day, workshop)
    assert len(set(seats)) == 12, (
        "the attacker knows whom each sheet of dots belongs to, if the order is that of voting"
    )
    assert seats != sorted(seats)
    assert seats != sorted(seats, reverse=True)


def seats_of_sheets(day: Day, workshop: Workshop) -> list[int]:
    """By the one idea that only this guest gave a dot to: who sat where, in the order in which the sheets lie."""
    ballot = phase(workshop, 7).ballot
    found = list(day.ideas.values())
    own = {idea.pk: place for place, idea in enumerate(found[1:13])}
    sheets = []
    for sheet in Voter.objects.filter(ballot=ballot).order_by("pk"):
        entries = Vote.objects.filter(voter=sheet).values_list("option__entry", flat=True)
        sheets += [own[pk] for pk in entries if pk in own]
    return sheets


def test_a_network_of_few_stands_at_no_sheet_and_what_was_published_stays(
    planned, officer_of_hettstedt, hettstedt, saalfeld, goerlitz
):
    few = [hettstedt.network] * 8 + [saalfeld.network] * 5 + [goerlitz.network]
    day = whole_day(officer_of_hettstedt, planned, few, guests=14, ideas=1)
    workshop = day.workshop
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=workshop, ideas=list(day.ideas.values())[:1])
    before = phase(workshop, 10).about.outcome(phase(workshop, 10))["vote"]
    actions.release_workshop(actor=officer_of_hettstedt, workshop=workshop)

    asked = Voter.objects.filter(ballot__in=[phase(workshop, number).ballot for number in (7, 8, 9, 10)])
    assert set(asked.values_list("network", flat=True)) == {None}
    assert not Voter.objects.filter(network__in=[goerlitz.network, saalfeld.network]).exists()
    frozen = workshop.record.content
    of = {one["number"]: one for one in frozen["agenda"]}
    assert of[10]["vote"] == before, "the record tells of the networks what was told before the ties were cut"
    after = phase(workshop, 10).about.outcome(phase(workshop, 10))["vote"]
    assert [item["axes"][0]["total"] for item in after["items"]] == [
        item["axes"][0]["total"] for item in before["items"]
    ]
    named = {one["network"] for item in after["items"] for axis in item["axes"] for one in axis["networks"]}
    assert named <= {None}, "nothing that was not told before: all voices together, and no network"
    told = {one["name"] for one in frozen["people"]["networks"]}
    assert goerlitz.network.name not in told
    assert frozen["people"]["others"] == 0 or frozen["people"]["others"] >= 5


def test_a_phone_that_is_found_afterwards_opens_nothing(planned, officer_of_hettstedt, expert_of_goerlitz, hettstedt):
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    phone = browser(expert_of_goerlitz)
    phone.post("/join", {"code": planned.code})
    actions.open_phase(actor=officer_of_hettstedt, phase=phase(planned, 1))
    sent = phone.post(f"/w/{planned.public_id}", {"do": "write", "phase": "1", "text": "My very own idea"})
    assert sent.status_code in {200, 302}
    now = actions.close_phase(actor=officer_of_hettstedt, phase=phase(planned, 1))
    ideas = actions.reveal(actor=officer_of_hettstedt, phase=now)
    actions.choose_ideas(actor=officer_of_hettstedt, workshop=planned, ideas=ideas)
    actions.release_workshop(actor=officer_of_hettstedt, workshop=planned)

    said = phone.get(f"/w/{planned.public_id}").content.decode()
    assert "My very own idea" not in re.sub(r"<title>.*?</title>", "", said)
    assert phone.cookies[f"guest-{planned.public_id}"].value
    assert not Event.objects.filter(actor=expert_of_goerlitz, type__startswith="workshop.").exists()
    assert str(expert_of_goerlitz.pk) not in {str(one.author_id) for one in (idea.entry for idea in ideas)}


def test_who_sat_at_which_table_and_wrote_on_which_sheet_is_nowhere(  # noqa: PLR0915 – one story, told once
    planned, officer_of_hettstedt, expert_of_goerlitz, caplog
):
    """The attacker has typed in all of it herself: knows the tables, their codes, the numbers of the cards, the order."""
    caplog.set_level(logging.DEBUG)
    host, workshop = officer_of_hettstedt, planned
    actions.set_phases(actor=host, workshop=workshop, phases=TABLE_PLAN)
    actions.start_workshop(actor=host, workshop=workshop)
    by_person = actions.set_table(actor=host, workshop=workshop, name="North", persons=6, secretary=expert_of_goerlitz)
    by_device = actions.set_table(actor=host, workshop=workshop, name="South", persons=7)
    code = actions.give_table_code(actor=host, table=by_device).code
    device, token = actions.sit_down(code=code)
    phones = [actions.join(code=workshop.code) for _phone in range(6)]
    cards = [one.code for one in actions.make_cards(actor=host, workshop=workshop, sheets=1)]
    collect = actions.open_phase(actor=host, phase=phase(workshop, 1))
    sent: list[UUID] = []
    wrote: dict[str, int] = {}

    def say(words: str, act: Any) -> None:
        sent.append(uuid4())
        wrote[words] = len(wrote)
        act(phase=collect, client_id=sent[-1])

    for number in range(6):
        for who, name, table in ((expert_of_goerlitz, "north", by_person), (device, "south", by_device)):
            words = f"Card {number} of the {name}"
            say(words, lambda who=who, table=table, words=words, **more: actions.write_at_table(
                actor=who, table=table, text=words, **more
            ))  # fmt: skip
        words = f"Phone {number} said so"
        say(words, lambda number=number, words=words, **more: actions.contribute(
            actor=phones[number][0], text=words, **more
        ))  # fmt: skip
        words = f"Paper {number} with a pen"
        say(words, lambda number=number, words=words, **more: actions.type_in(
            actor=expert_of_goerlitz, workshop=workshop, words=f"{cards[number]} {words}", **more
        ))  # fmt: skip
    photo = receive("wall.jpg", picture_with_a_place())
    sheet = actions.put_up_photo(actor=expert_of_goerlitz, workshop=workshop, phase=collect, file=photo, persons=6)
    assert b"Phone of Alma" not in store.fetch(sheet.sha256), "what the camera wrote never came in"
    lines = [f"Sheet line {number} by hand" for number in range(6)]
    say(lines[0], lambda **more: actions.type_in(
        actor=expert_of_goerlitz, workshop=workshop, words="\n".join(lines), sheet=sheet, **more
    ))  # fmt: skip
    wrote |= {words: len(wrote) + place for place, words in enumerate(lines)}
    actions.close_phase(actor=host, phase=collect)
    ideas = {one.text: one for one in actions.reveal(actor=host, phase=phase(workshop, 1))}
    dots = actions.open_phase(actor=host, phase=phase(workshop, 2))
    own = {"north": "Card 0 of the north", "south": "Card 0 of the south"}
    for who, name, table in ((expert_of_goerlitz, "north", by_person), (device, "south", by_device)):
        given = {ideas[own[name]].public_id: 9}
        actions.count_dots_at_table(actor=who, table=table, phase=dots, dots=given)
    for guest, _token in phones:
        actions.give_dots(actor=guest, phase=dots, dots={ideas["Phone 0 said so"].public_id: 3})
    actions.close_phase(actor=host, phase=phase(workshop, 2))
    actions.choose_ideas(actor=host, workshop=workshop, ideas=list(ideas.values())[:2])
    actions.release_workshop(actor=host, workshop=workshop)

    rows = list(tables())
    dump = "\n".join(f"{name} {row}" for name, _columns, found in rows for row in found)
    raw = files_of_the_database()
    secrets = {token, Guest.hash_of(token), code, *(form for one in sent for form in (str(one), one.hex))}
    secrets |= {sheet.sha256, sheet.thumbnail, sheet.public_id}
    assert not PaperSheet.objects.exists()
    assert not [blob for blob in (sheet.sha256, sheet.thumbnail) if store.path_of(blob).exists()], "a hand is known"
    for secret in secrets:
        assert secret not in dump
        assert secret.encode() not in raw
        assert secret not in caplog.text
    assert not [words for words in wrote if words in caplog.text]
    for name, columns, found in rows:
        for column in {"guest_id", "table_id", "table", "cast_by_id", "secretary_id"} & set(columns):
            if name.startswith(("workshops", "ballots")):
                assert {row[columns.index(column)] for row in found} <= {None}, f"{name}.{column}"
    known = {by_person.public_id, by_device.public_id}
    holding = {name for name, _columns, found in rows for row in found if known & {str(value) for value in row}}
    assert holding <= {"workshops_table"}, "a table stands nowhere but in the list of tables"
    told = {
        (one.text.split()[0], one.card.source)
        for one in Idea.objects.filter(home=workshop.entry).select_related("card")
    }
    assert told <= {
        ("Card", "table"),
        ("Phone", "phone"),
        ("Paper", "paper"),
        ("Paper", ""),
        ("Card", ""),
        ("Phone", ""),
        ("Sheet", "paper"),
        ("Sheet", ""),
    }
    order = [wrote[one.text] for one in Idea.objects.filter(home=workshop.entry).order_by("pk")]
    assert order != sorted(order)
    sheets = Voter.objects.filter(ballot=phase(workshop, 2).ballot)
    assert set(sheets.values_list("table", "guest", "person", "cast_by")) == {(None, None, None, None)}
    numbers = {code for code in cards if re.search(rf"(?<!\d){code}(?!\d)", " ".join(ideas))}
    assert not numbers, "no number of a card stands in an idea"
    actors = Event.objects.filter(type__in=["workshop.contributed", "workshop.table_device_came"])
    assert set(actors.values_list("actor", flat=True)) == {None}
