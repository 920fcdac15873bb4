"""Own methods: who makes them, who changes them, who sees them."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.versions.actions import delete_entry
from netzwerkstatt.foundation.versions.models import Version
from netzwerkstatt.methods import queries
from netzwerkstatt.methods.actions import (
    MOST_STEPS,
    archive_method,
    content_of,
    make_method,
    record_use,
    restore_method,
    rewrite_method,
)
from netzwerkstatt.methods.method import Step
from netzwerkstatt.methods.models import MethodUse, OwnMethod
from tests.methods.conftest import CONTENT, told


def events(name: str) -> int:
    return Event.objects.filter(type=name).count()


def test_a_city_adds_its_own_way_and_the_alliance_finds_it_beside_the_forty(
    bench: OwnMethod, colleague: Person, officer_of_hettstedt: Person
):
    found = queries.methods(colleague)
    assert len(found) == 41
    mine = found[-1]
    assert (mine.title, mine.is_own, mine.minutes, mine.risks) == (
        "Bench talk",
        True,
        30,
        ("Rain", "Too many questions"),
    )
    assert mine.key == bench.public_id
    assert bench.entry.code == "M-1"
    assert events("method.made") == 1


def test_what_is_made_for_the_alliance_is_not_seen_by_visitors_and_citizens(bench: OwnMethod, citizen: Person):
    for viewer in (None, citizen):
        assert queries.find(bench.public_id, viewer) is None
        assert len(queries.methods(viewer)) == 40


def test_a_method_for_the_city_stays_in_the_city(officer_of_hettstedt: Person, hettstedt: City, colleague: Person):
    made = make_method(actor=officer_of_hettstedt, content=CONTENT, city=hettstedt, visibility="city")
    assert queries.find(made.public_id, officer_of_hettstedt)
    assert queries.find(made.public_id, colleague) is None


def test_citizens_and_visitors_make_no_methods_and_nobody_makes_one_for_another_city(
    citizen: Person, officer_of_hettstedt: Person, saalfeld: City
):
    for actor, city in ((citizen, None), (None, None), (officer_of_hettstedt, saalfeld)):
        with pytest.raises(NotAllowed):
            make_method(actor=actor, content=CONTENT, city=city)
    assert not OwnMethod.objects.exists()


def test_only_who_made_it_and_the_coordinators_of_its_place_change_it(
    bench: OwnMethod, colleague: Person, coordinator: Person, officer_of_hettstedt: Person
):
    for act in (rewrite_method, archive_method, restore_method):
        more = {"content": CONTENT} if act is rewrite_method else {}
        with pytest.raises(NotAllowed):
            act(actor=colleague, method=bench, **more)
    rewrite_method(actor=coordinator, method=bench, content=replace(CONTENT, title="Bench talk in the sun"))
    bench.entry.refresh_from_db()
    assert bench.entry.title == "Bench talk in the sun"
    assert Version.objects.get(entry=bench.entry).fields["title"] == "Bench talk"
    assert "10 min · Sit down: On the bench" in Version.objects.get(entry=bench.entry).fields["steps"]


def test_the_same_words_again_change_nothing(bench: OwnMethod, officer_of_hettstedt: Person):
    rewrite_method(actor=officer_of_hettstedt, method=bench, content=content_of(bench))
    assert not events("method.rewritten")
    assert not Version.objects.exists()


def test_nobody_overwrites_what_somebody_else_saved_meanwhile(
    bench: OwnMethod, coordinator: Person, officer_of_hettstedt: Person
):
    rewrite_method(actor=coordinator, method=bench, content=replace(CONTENT, fits="In summer."), base=1)
    with pytest.raises(Invalid, match="meanwhile"):
        rewrite_method(actor=officer_of_hettstedt, method=bench, content=replace(CONTENT, fits="In winter."), base=1)
    bench.refresh_from_db()
    assert bench.fits == "In summer."


def test_a_second_click_makes_no_second_method(officer_of_hettstedt: Person):
    client_id = uuid4()
    made = [make_method(actor=officer_of_hettstedt, content=CONTENT, client_id=client_id) for _ in range(2)]
    assert made[0] == made[1]
    assert OwnMethod.objects.count() == 1


def test_what_does_not_hold_is_said_all_at_once_and_nothing_is_written(officer_of_hettstedt: Person):
    wrong = replace(
        CONTENT,
        title=" ",
        steps=(),
        stages=("nowhere",),
        people_from=9,
        people_to=3,
        risks="\n".join("x" * 20),
        conflict=7,
    )
    with pytest.raises(Invalid) as found:
        make_method(actor=officer_of_hettstedt, content=wrong)
    assert set(found.value.fields) == {"title", "steps", "stages", "people_to", "risks", "conflict"}
    many = replace(CONTENT, steps=tuple(Step(f"Step {n}", "", 1) for n in range(MOST_STEPS + 1)))
    with pytest.raises(Invalid, match="At most"):
        make_method(actor=officer_of_hettstedt, content=many)
    with pytest.raises(Invalid, match="already"):
        make_method(actor=officer_of_hettstedt, content=replace(CONTENT, longest=10))
    with pytest.raises(Invalid, match="city"):
        make_method(actor=officer_of_hettstedt, content=CONTENT, visibility="city")
    assert not OwnMethod.objects.exists()


def test_the_archive_takes_it_out_of_the_toolbox_and_keeps_its_page(bench: OwnMethod, officer_of_hettstedt: Person):
    archive_method(actor=officer_of_hettstedt, method=bench)
    archive_method(actor=officer_of_hettstedt, method=bench)
    assert events("method.archived") == 1
    assert len(queries.methods(officer_of_hettstedt)) == 40
    assert [one.key for one in queries.methods(officer_of_hettstedt, archived=True)] == [bench.public_id]
    assert queries.find(bench.public_id, officer_of_hettstedt)
    restore_method(actor=officer_of_hettstedt, method=bench)
    assert len(queries.methods(officer_of_hettstedt)) == 41


def test_one_made_from_another_own_method_hangs_on_its_thread(bench: OwnMethod, colleague: Person):
    made = make_method(actor=colleague, content=replace(CONTENT, title="Stair talk"), based_on=bench.public_id)
    assert thread.sources(made) == [bench.entry]
    from_shipped = make_method(actor=colleague, content=replace(CONTENT, title="Feet up"), based_on="headstand")
    assert from_shipped.based_on == "headstand"
    assert thread.sources(from_shipped) == []


def test_deleting_it_takes_what_was_told_of_it_along(bench: OwnMethod, officer_of_hettstedt: Person):
    record_use(actor=officer_of_hettstedt, method=queries.of_own(bench), told=told())
    delete_entry(actor=officer_of_hettstedt, entry=bench.entry, reason="Written by mistake")
    assert not OwnMethod.objects.exists()
    assert not MethodUse.objects.exists()
    assert queries.find(bench.public_id, officer_of_hettstedt) is None
