"""A workshop is lent to a laptop, held in a hall without internet, and comes back: whole, once, and nobody's."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import date, time
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as some

from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots.models import Voter
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Audience, Entry, Visibility
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import actions
from netzwerkstatt.workshops.elsewhere import Elsewhere
from netzwerkstatt.workshops.lending import carrying, package
from netzwerkstatt.workshops.lending.homeward import EVENTS, FIELDS, PEOPLE, ROWS, given_back_package
from netzwerkstatt.workshops.lending.laptop import ready, sign_in_key, welcome
from netzwerkstatt.workshops.lending.outward import lent_package, take_along
from netzwerkstatt.workshops.models import Borrowed, Loan, Participant, Phase, Workshop
from netzwerkstatt.workshops.protocol import protocol_of
from tests import migrated
from tests.workshops.hall import Laptop, Phone
from tests.workshops.laptop import on_a_laptop
from tests.workshops.room import browser
from tests.workshops.whole_day import Day, whole_day

MOMENT = clock.now()
BESIDE = {"search", "notifications", "sessions", "accounts", "django_tasks_database", "live", "versions"}
"""Apps of which a laptop keeps rows that nobody needs afterwards: words to search, notices, who is signed in, limits."""


def dump() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, in the order of the keys."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label not in {"accounts", "sessions"}:
                cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')  # noqa: S608 - names of our own
                found[model._meta.label] = sorted(map(repr, cursor.fetchall()))
    return found


def record_of(workshop: Workshop) -> dict[str, Any]:
    now = Workshop.objects.select_related("entry__city", "facilitator").get(pk=workshop.pk)
    return protocol_of(now, released_at=MOMENT, released_by="Nobody")


def lent(officer: Person, workshop: Workshop) -> tuple[Loan, bytes]:
    loan = actions.lend_out(actor=officer, workshop=workshop, laptop="Jana, laptop of the town hall")
    return loan, lent_package(loan)


def held(officer: Person, data: bytes, settings: Any) -> tuple[bytes, dict[str, Any], Day]:
    """The whole day in the hall: what is given back, the record as it was there, and who did what."""
    with on_a_laptop(settings):
        borrowed = take_along(data)
        there = Person.objects.get(pk=officer.pk)
        before = {model: model._default_manager.count() for model in apps.get_models()}
        day = whole_day(there, borrowed.workshop, list(CityNetwork.objects.order_by("pk")[:2]))
        ideas = list(day.ideas.values())
        actions.withdraw_idea(actor=there, workshop=borrowed.workshop, idea=ideas[-1], reason="Names a neighbour")
        actions.choose_ideas(actor=there, workshop=borrowed.workshop, ideas=ideas[:2])
        actions.save_draft(
            actor=there, workshop=borrowed.workshop, base=1, texts={"opening": "The mayor welcomed all."}
        )
        record = record_of(borrowed.workshop)
        borrowed = actions.give_back(actor=there, workshop=borrowed.workshop)
        assert record_of(borrowed.workshop) == record
        written = {model._meta.label for model, n in before.items() if model._default_manager.count() != n}
        known = {one.model._meta.label for one in carrying.COMES} | {*carrying.OTHERWISE, *carrying.LEFT}
        assert {one for one in written if one.split(".")[0] not in BESIDE} <= known
        return given_back_package(borrowed), record, day


def signed_again(data: bytes, loan: Loan, change: Callable[[dict[str, list[Any]]], None]) -> bytes:
    """The package as somebody makes it who has the key: with other rows, and a signature that fits."""
    opened = package.read(data)
    parts = {name: opened.rows(name) for name in opened.parts}
    change(parts)
    return package.write(
        package.GIVEN_BACK, loan=opened.loan, key=package.key_of(str(loan.number)), parts=parts, workshop="w"
    )


# ---------------------------------------------------------------- there and back


def test_what_came_about_in_the_hall_stands_at_headquarters_as_it_stood_there(
    planned, officer_of_hettstedt, expert_of_goerlitz, hettstedt, saalfeld, problem, settings
):
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows rooms")
    _loan, out = lent(officer_of_hettstedt, planned)
    back, there, day = held(officer_of_hettstedt, out, settings)

    other = Workshop.objects.get(pk=actions.request_workshop(actor=officer_of_hettstedt, problem=problem, title="x").pk)
    actions.plan_workshop(
        actor=officer_of_hettstedt, workshop=other, day=date(2027, 3, 1), begins=time(9), place="Elsewhere"
    )
    whole_day(officer_of_hettstedt, other, [hettstedt.network, saalfeld.network])  # takes the keys of the hall's rows
    meanwhile = record_of(other)

    assert actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back) is True
    assert record_of(planned) == there
    assert len(there["clusters"]) == 2
    assert there["commitments"]
    assert there["withdrawn"] == ["Names a neighbour"]
    assert there["people"]["number"] == len(day.guests)
    assert record_of(other) == meanwhile

    once = dump()
    assert actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back) is False
    assert dump() == once

    told = list(Event.objects.filter(stream=planned.stream).order_by("number"))
    assert [one.number for one in told] == list(range(1, len(told) + 1))
    kinds = [one.type for one in told]
    assert kinds.index("workshop.lent_out") < kinds.index("workshop.started") < kinds.index("workshop.ideas_chosen")
    assert kinds[-1] == "workshop.came_home"

    now = Workshop.objects.select_related("entry").get(pk=planned.pk)
    taken_back = Idea.objects.select_related("entry").get(entry__home=now.pk, withdrawal__isnull=False)
    actions.bring_idea_back(actor=officer_of_hettstedt, workshop=now, idea=taken_back)
    assert Idea.objects.filter(home=now.pk).count() == len(day.ideas)
    actions.release_workshop(actor=officer_of_hettstedt, workshop=now)
    assert now.record.content["texts"]["opening"] == "The mayor welcomed all."
    assert {one.pk for one in thread.sources(Idea.objects.filter(home=now.pk).first())} == {now.pk}
    assert not Guest.objects.filter(place=now.public_id).exists()


def test_the_package_tells_nobody_who_wrote_or_voted_what(planned, officer_of_hettstedt, settings):
    _loan, out = lent(officer_of_hettstedt, planned)
    back, _record, day = held(officer_of_hettstedt, out, settings)
    opened = package.read(back)
    everything = b"".join([opened.signed, *opened.parts.values()]).decode()
    secrets = {*day.tokens, *map(Guest.hash_of, day.tokens), *map(str, [*day.client_ids, *day.joined_with])}
    assert not [one for one in secrets if one in everything or one.replace("-", "") in everything]
    voters = [row["row"] for row in opened.rows(ROWS) if row["model"] == "ballots.Voter"]
    assert voters
    assert not [row for row in voters if row["guest_id"] or row["person_id"] or row["cast_by_id"] or row["table"]]
    seats = opened.rows(PEOPLE)
    assert sum(row["number"] for row in seats) == len(day.guests)
    assert {key for row in seats for key in row} == {"network", "part", "number"}
    assert "guest" not in {
        key.removesuffix("_id") for row in opened.rows(ROWS) for key in row["row"] if row["row"][key]
    }

    actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back)
    assert not Voter.objects.filter(ballot__home=planned.pk).exclude(guest=None, person=None, table=None).exists()
    assert Participant.objects.filter(workshop=planned).count() == len(day.guests)


@pytest.mark.once
def test_the_laptop_learns_only_what_it_needs(planned, officer_of_hettstedt, expert_of_goerlitz, settings):
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows rooms")
    actions.answer_invitation(
        actor=expert_of_goerlitz, invitation=planned.invitations.get(), comes=True, needs="no nuts", word="Gladly"
    )
    loan, out = lent(officer_of_hettstedt, planned)
    opened = package.read(out)
    text = opened.parts["rows.jsonl"].decode()
    assert planned.title in text
    assert "Young women leave after school" in text
    for hidden in (
        officer_of_hettstedt.email,
        expert_of_goerlitz.email,
        "no nuts",
        "Gladly",
        officer_of_hettstedt.password,
    ):
        assert hidden not in text
    names = {row["row"]["name"] for row in opened.rows("rows.jsonl") if row["model"] == "accounts.Person"}
    assert names == {officer_of_hettstedt.name, expert_of_goerlitz.name}
    assert out == lent_package(Loan.objects.get(pk=loan.pk))
    with on_a_laptop(settings):
        take_along(out)
        assert take_along(out) == Borrowed.objects.get()
        assert ready(out) == ""
        assert "no package of a workshop" in ready(out[:500])
        assert "that the console shows" in welcome(local="http://127.0.0.1:8000")
        actions.start_workshop(
            actor=Person.objects.get(pk=officer_of_hettstedt.pk), workshop=Borrowed.objects.get().workshop
        )
        assert Borrowed.objects.get().workshop.spoken_code in welcome(local="http://127.0.0.1:8000")
        other = package.write(
            package.LENT, loan=str(uuid4()), key=package.key_of(""), parts={"rows.jsonl": []},
            headquarters=package.public_half(package.key_of("")),
        )  # fmt: skip
        with pytest.raises(Invalid, match="--data"):
            take_along(other)


def test_what_was_written_in_a_closed_circle_stays_in_it(planned, officer_of_hettstedt, expert_of_goerlitz, settings):
    Workshop.objects.filter(pk=planned.pk).update(is_confidential=True)
    planned.entry.visibility = Visibility.CLOSED
    planned.entry.save()
    planned.refresh_from_db()
    Audience.objects.create(entry=planned.entry, person=officer_of_hettstedt)
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows rooms")
    _loan, out = lent(officer_of_hettstedt, planned)
    back, _record, day = held(officer_of_hettstedt, out, settings)
    actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back)
    ideas = Idea.objects.filter(entry__home=planned.pk, entry__hidden_at=None)
    assert ideas.count() == len(day.ideas) - 1
    assert not ideas.filter(entry__in=Entry.objects.visible_to(None)).exists()
    assert ideas.filter(entry__in=Entry.objects.visible_to(expert_of_goerlitz)).count() == ideas.count()


# ---------------------------------------------------------------- pages


@pytest.mark.once
def test_the_way_through_the_pages(  # noqa: PLR0915 - one way, from the first page to the last
    planned, officer_of_hettstedt, expert_of_goerlitz, settings
):
    page = f"/workshops/{planned.public_id}"
    home = browser(officer_of_hettstedt)
    assert f"{page}/lend" in home.get(page).content.decode()
    assert "Lend the workshop out" in home.get(f"{page}/lend").content.decode()
    empty = home.post(f"{page}/lend", {"do": "lend", "laptop": " "})
    assert "Please say who takes the workshop along." in empty.content.decode()
    assert home.post(f"{page}/lend", {"do": "lend", "laptop": "Alma, blue laptop"}).status_code == 302
    shown = home.get(f"{page}/lend").content.decode()
    mark = re.search(r"(?:[0-9a-f]{4} ){3}[0-9a-f]{4}", shown)
    assert "Alma, blue laptop" in shown
    assert mark
    assert "With a room server" in browser().get(page).content.decode()
    assert "Alma" not in browser().get(page).content.decode()
    refused = home.post(f"{page}/start")
    assert refused.status_code == 403
    assert "lent out to a room server" in refused.content.decode()
    out = home.get(f"{page}/lend/package")
    assert out["Content-Type"] == "application/zip"
    assert browser(expert_of_goerlitz).get(f"{page}/lend/package").status_code == 403

    with on_a_laptop(settings):
        borrowed = take_along(out.content)
        assert package.fingerprint(borrowed.headquarters) == mark[0]
        here = browser()
        assert here.get("/")["Location"] == "/join"
        assert here.get(f"/room/{'0' * 32}").status_code == 404
        way_in = f"/room/{sign_in_key(borrowed)}"
        assert officer_of_hettstedt.name in here.get(way_in).content.decode()
        assert not here.cookies
        assert here.post(way_in, {"person": "999"}).status_code == 200
        assert here.post(way_in, {"person": officer_of_hettstedt.pk})["Location"] == page
        assert here.get("/")["Location"] == page
        assert here.post("/problems/new", {"statement": "x"}).status_code == 403
        assert "runs one workshop" in here.post("/desk/profile", {"name": "x"}).content.decode()
        assert here.post(f"{page}/people", {"do": "call-off", "off-why": "Rain"}).status_code == 403
        whole_day(Person.objects.get(pk=officer_of_hettstedt.pk), borrowed.workshop, [None])
        assert "It is still running" in here.get(f"{page}/give-back").content.decode()
        assert here.get(f"{page}/give-back/package").status_code == 302
        ideas = Idea.objects.filter(home=planned.pk).values_list("entry__public_id", flat=True)
        here.post(f"{page}/choose", {"ideas": list(ideas)[:1]})
        assert f"{page}/give-back" in here.get(page).content.decode()
        assert here.post(f"{page}/release").status_code == 403
        here.post(f"{page}/give-back")
        assert "Given back" in here.get(f"{page}/give-back").content.decode()
        assert here.post(f"{page}/choose", {"ideas": list(ideas)[:2]}).status_code == 403
        back = here.get(f"{page}/give-back/package").content
        assert back == here.get(f"{page}/give-back/package").content

    wrong = home.post(f"{page}/lend", {"do": "take-in", "file": SimpleUploadedFile("x.zip", out.content)})
    assert "This is the package that went out." in wrong.content.decode()
    none = home.post(f"{page}/lend", {"do": "take-in"})
    assert "Please choose the file" in none.content.decode()
    done = home.post(f"{page}/lend", {"do": "take-in", "file": SimpleUploadedFile("x.zip", back)}, follow=True)
    assert "Taken in." in done.content.decode()
    assert "Look through and release" in done.content.decode()
    again = home.post(f"{page}/lend", {"do": "take-in", "file": SimpleUploadedFile("x.zip", back)}, follow=True)
    assert "was taken in before" in again.content.decode()
    assert home.get(f"{page}/lend").status_code == 200


@pytest.mark.once
def test_who_does_not_run_it_neither_lends_nor_reads_the_package(planned, expert_of_goerlitz, settings):
    page = f"/workshops/{planned.public_id}"
    guest = browser(expert_of_goerlitz)
    for path in ("lend", "lend/package", "give-back", "give-back/package"):
        assert guest.get(f"{page}/{path}").status_code == 403
    assert guest.post(f"{page}/lend", {"do": "lend", "laptop": "Mine"}).status_code == 403
    assert browser().get(f"/room/{'0' * 32}").status_code == 404
    assert not Loan.objects.exists()


# ---------------------------------------------------------------- while it is out


def test_while_it_is_out_every_action_refuses_and_says_since_when(planned, officer_of_hettstedt, expert_of_goerlitz):
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows rooms")
    lent(officer_of_hettstedt, planned)
    now = Workshop.objects.select_related("entry").get(pk=planned.pk)
    phase = now.phases.select_related("workshop__entry").first()
    officer: dict[str, Any] = {"actor": officer_of_hettstedt}
    before = dump()
    for act in (
        lambda: actions.start_workshop(**officer, workshop=now),
        lambda: actions.start_workshop(**officer, workshop=planned),  # read before it was lent out
        lambda: actions.open_phase(**officer, phase=phase),
        lambda: actions.remove_phase(**officer, phase=phase),
        lambda: actions.call_off_workshop(**officer, workshop=now, why="Rain"),
        lambda: actions.hand_over(**officer, workshop=now, facilitator=expert_of_goerlitz),
        lambda: actions.begin_rehearsal(**officer, workshop=now),
        lambda: actions.set_table(**officer, workshop=now, name="One", persons=6),
        lambda: actions.answer_invitation(actor=expert_of_goerlitz, invitation=now.invitations.get(), comes=True),
    ):
        with pytest.raises(Elsewhere, match="lent out to a room server since"):
            act()
    assert dump() == before


@pytest.mark.once
def test_every_action_of_the_room_asks_where_the_workshop_is() -> None:
    lending = {"lend_out", "call_loan_back", "take_in", "give_back"}
    made = {name: getattr(actions, name) for name in actions.__all__ if hasattr(getattr(actions, name), "rule")}
    assert len(made) > 70
    assert {name for name, one in made.items() if not hasattr(one.__wrapped__, "asks_where")} == lending


def test_the_database_lets_no_workshop_run_that_is_elsewhere(planned, officer_of_hettstedt):
    lent(officer_of_hettstedt, planned)
    with pytest.raises(IntegrityError), transaction.atomic():
        Workshop.objects.filter(pk=planned.pk).update(state=Workshop.State.RUNNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        Loan.objects.create(workshop=planned, laptop="Another", verifies="00")


def test_lent_twice_it_is_one_loan_and_only_what_is_planned_is_lent(planned, requested, officer_of_hettstedt):
    first, _out = lent(officer_of_hettstedt, planned)
    assert actions.lend_out(actor=officer_of_hettstedt, workshop=planned, laptop="Somebody else") == first
    actions.call_loan_back(actor=officer_of_hettstedt, workshop=planned)
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    with pytest.raises(Invalid, match="planned"):
        actions.lend_out(actor=officer_of_hettstedt, workshop=planned, laptop="Too late")


def test_called_back_it_goes_on_here_and_what_comes_later_is_refused(planned, officer_of_hettstedt, settings):
    _loan, out = lent(officer_of_hettstedt, planned)
    back, _there, _day = held(officer_of_hettstedt, out, settings)
    actions.call_loan_back(actor=officer_of_hettstedt, workshop=planned)
    before = dump()
    actions.call_loan_back(actor=officer_of_hettstedt, workshop=planned)
    with pytest.raises(Invalid, match="called back"):
        actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back)
    assert dump() == before
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    assert planned.is_running


def test_it_comes_back_without_having_been_held_and_a_person_may_have_left(
    planned, officer_of_hettstedt, expert_of_goerlitz, settings
):
    actions.invite_expert(actor=officer_of_hettstedt, workshop=planned, person=expert_of_goerlitz, why="Knows rooms")
    _loan, out = lent(officer_of_hettstedt, planned)
    with on_a_laptop(settings):
        borrowed = take_along(out)
        there = Person.objects.get(pk=officer_of_hettstedt.pk)
        back = given_back_package(actions.give_back(actor=there, workshop=borrowed.workshop))
    expert_of_goerlitz.delete()
    plan = list(Phase.objects.filter(workshop=planned).values_list("number", "kind", "title", "minutes"))
    actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back)
    assert list(Phase.objects.filter(workshop=planned).values_list("number", "kind", "title", "minutes")) == plan
    actions.start_workshop(actor=officer_of_hettstedt, workshop=planned)
    assert planned.is_running


# ---------------------------------------------------------------- packages that do not hold


def other_file(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("holiday.txt", data[:20])
    return out.getvalue()


def changed_inside(data: bytes) -> bytes:
    """One word of one idea is another, the signature is the old one."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as file, zipfile.ZipFile(out, "w") as copy:
        for name in file.namelist():
            copy.writestr(name, file.read(name).replace(b"Idea 0", b"Idea 9"))
    return out.getvalue()


def refusal(officer: Person, workshop: Workshop, data: bytes) -> str:
    try:
        actions.take_in(actor=officer, workshop=workshop, data=data)
    except Invalid as invalid:
        return str(invalid.fields["file"])
    return "taken in"


def test_a_package_that_does_not_hold_is_refused_in_a_sentence_and_nothing_is_half_written(
    planned, requested, problem, officer_of_hettstedt, settings
):
    loan, out = lent(officer_of_hettstedt, planned)
    back, _there, _day = held(officer_of_hettstedt, out, settings)
    stranger = package.key_of("somebody else")
    foreign = package.read(back)
    rows = {name: foreign.rows(name) for name in foreign.parts}

    def row(model: str, **values: Any) -> Callable[[dict[str, list[Any]]], None]:
        def change(parts: dict[str, list[Any]]) -> None:
            next(one for one in parts[ROWS] if one["model"] == model)["row"].update(values)

        return change

    def gone(model: str) -> Callable[[dict[str, list[Any]]], None]:
        return lambda parts: parts[ROWS].remove(next(one for one in parts[ROWS] if one["model"] == model))

    refused: list[tuple[str, bytes, str]] = [
        ("nothing", b"", "no package"),
        ("a text", b"Hello", "no package"),
        ("truncated", back[: len(back) // 2], "no package"),
        ("another file", other_file(back), "no package"),
        ("changed inside", changed_inside(back), "not as it was made"),
        ("what went out", out, "went out"),
        (
            "signed by somebody else",
            package.write(package.GIVEN_BACK, loan=foreign.loan, key=stranger, parts=rows, workshop="w"),
            "not as it was made",
        ),
        (
            "of another loan",
            package.write(package.GIVEN_BACK, loan=str(uuid4()), key=stranger, parts=rows, workshop="w"),
            "another workshop",
        ),
        ("a loan that is no number", package.write(package.GIVEN_BACK, loan="7", key=stranger, parts={}), "no package"),
        *(
            (name, signed_again(back, loan, change), "no package")
            for name, change in (
                ("a card of another workshop", row("workshops.Card", phase_id=4711)),
                ("a vote beyond its numbers", row("ballots.Vote", value=10**30)),
                ("a text where a number stands", row("ballots.Vote", value="many")),
                ("two notes with one id", lambda parts: parts[ROWS].append(parts[ROWS][0])),
                ("a ballot is missing", gone("ballots.Ballot")),
                ("an entry is missing", gone("entries.Entry")),
                (
                    "a model of another room",
                    lambda parts: parts[ROWS].append({"model": "accounts.Person", "key": 1, "row": {}}),
                ),
                ("a row that is none", lambda parts: parts[ROWS].append({"model": "ideas.Idea", "key": 1, "row": 5})),
                ("an unknown event", lambda parts: parts[EVENTS].append({"type": "city.sold"})),
                ("an event of another item", lambda parts: parts[EVENTS][0].update(entry=problem.public_id)),
                ("an event that says more", lambda parts: parts[EVENTS][0]["payload"].update(name="Alma")),
                (
                    "people by the thousand",
                    lambda parts: parts[PEOPLE].append({"network": None, "part": "", "number": 10**9}),
                ),
                (
                    "a network that is none",
                    lambda parts: parts[PEOPLE].append({"network": 999, "part": "", "number": 1}),
                ),
                ("released in the hall", lambda parts: parts[FIELDS][0]["row"].update(state="released")),
                ("still running", lambda parts: parts[FIELDS][0]["row"].update(state="running")),
                ("a part is missing", lambda parts: parts.pop(EVENTS)),
            )
        ),
    ]
    before = dump()
    for name, data, why in refused:
        assert why in refusal(officer_of_hettstedt, planned, data), name
    assert dump() == before
    assert actions.take_in(actor=officer_of_hettstedt, workshop=planned, data=back)


@pytest.mark.once
def test_another_format_is_told_from_a_broken_file(monkeypatch):
    monkeypatch.setattr(package, "FORMAT", 2)
    newer = package.write(package.GIVEN_BACK, loan="1", key=package.key_of("x"), parts={})
    monkeypatch.undo()
    with pytest.raises(Invalid, match="another version"):
        package.read(newer)


WHOLE = package.write(
    package.GIVEN_BACK, loan=str(uuid4()), key=package.key_of("x"), parts={"rows.jsonl": [{"text": "Idee"}] * 40}
)


@pytest.mark.once
@given(place=some.integers(0, len(WHOLE) - 1), sign=some.integers(1, 255), cut=some.booleans())
def test_no_byte_of_a_package_can_be_another(place: int, sign: int, cut: bool) -> None:  # noqa: FBT001 - drawn
    other = WHOLE[:place] if cut else WHOLE[:place] + bytes([WHOLE[place] ^ sign]) + WHOLE[place + 1 :]
    try:
        opened = package.read(other)
        package.verify(opened, package.public_half(package.key_of("x")))
    except Invalid:
        return
    assert (opened.manifest, opened.parts) == (package.read(WHOLE).manifest, package.read(WHOLE).parts)


# ---------------------------------------------------------------- what is carried


@pytest.mark.once
def test_every_model_that_a_workshop_writes_in_is_carried_or_left_with_a_reason() -> None:
    there = {model._meta.label for model in apps.get_models() if model._meta.app_label in carrying.ROOMS}
    rows = {one.model._meta.label for one in carrying.COMES}
    assert there - rows - carrying.OTHERWISE.keys() - carrying.LEFT.keys() == set(), "declare it in lending/carrying.py"
    assert not rows & (carrying.OTHERWISE.keys() | carrying.LEFT.keys())
    assert not carrying.OTHERWISE.keys() & carrying.LEFT.keys()
    for label in carrying.LEFT:
        apps.get_model(label)


@pytest.mark.once
def test_rows_go_and_come_in_an_order_in_which_what_they_refer_to_is_there() -> None:
    for parts, at_first in ((carrying.GOES, set()), (carrying.COMES, {Person, CityNetwork, Workshop})):
        known = {*at_first}
        carried = {one.model for one in parts} | at_first
        for part in parts:
            known.add(part.model)
            for field in part.model._meta.concrete_fields:
                target = field.related_model
                if target in carried and not (field.null and at_first == set()):
                    assert target in known, f"{part.model._meta.label}.{field.name}"


@pytest.mark.once
def test_json_lines_keep_what_they_are_given() -> None:
    rows = [{"text": "Zeile\u2028mit allem\n\u0085", "n": 3, "none": None}]
    opened = package.read(package.write(package.LENT, loan="1", key=package.key_of("x"), parts={"rows.jsonl": rows}))
    assert opened.rows("rows.jsonl") == rows
    assert json.loads(opened.signed)["format"] == package.FORMAT


# ---------------------------------------------------------------- the real command


@pytest.mark.once
def test_the_command_serves_a_hall_over_plain_http(planned, officer_of_hettstedt, tmp_path):
    _loan, out = lent(officer_of_hettstedt, planned)
    file = tmp_path / "W-1-lent.zip"
    file.write_bytes(out)
    migrated.copy_into(tmp_path / "room")
    with Laptop(file, tmp_path / "room") as laptop:
        said = laptop.said()
        key = re.search(r"http://127\.0\.0\.1:\d+(/room/[0-9a-f]{32})", said)
        assert key
        assert "http://192.0.2.7:" in said
        assert package.fingerprint(package.public_half(package.key_of(""))) in said
        page = f"/workshops/{planned.public_id}"
        assert laptop.post(key[1], person=officer_of_hettstedt.pk) == (302, page)
        assert "secure" not in laptop.head["Set-Cookie"].lower()
        assert "Strict-Transport-Security" not in laptop.head
        assert laptop.post(f"{page}/start", csrfmiddlewaretoken=laptop.token(page))[0] == 302
        door = laptop.get(f"{page}/print")
        assert f"192.0.2.7:{laptop.port}/join" in door
        code = re.search(r"room-code--large\">(\d{6})<", door)
        assert code
        phone = Phone(laptop)
        assert phone.post("/join", code=code[1])[0] == 302
        assert "secure" not in phone.head["Set-Cookie"].lower()
        assert phone.post("/join", origin="http://elsewhere.example", code=code[1])[0] == 403
