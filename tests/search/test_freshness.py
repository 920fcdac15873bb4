"""What changes is found, and what goes is gone, as soon as the log was read."""

from __future__ import annotations

from typing import Any

import pytest

from netzwerkstatt.foundation.comments.actions import comment_on
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.consumers import catch_up
from netzwerkstatt.foundation.moderation import actions as moderation
from netzwerkstatt.foundation.search import index
from netzwerkstatt.foundation.search.models import Document, DocumentText, Rebuild
from netzwerkstatt.problems.actions import name_problem
from tests.search.corpus import ask, titles


@pytest.fixture
def problem(hettstedt: Any, officer_of_hettstedt: Any) -> Any:
    return name_problem(
        actor=officer_of_hettstedt,
        city=hettstedt,
        statement="Der Kupferberg verfällt",
        affected="Wanderer und Bergleute",
    )


def test_what_an_action_makes_is_found_after_the_log_was_read(problem: Any):
    assert not ask("Kupferberg").total
    catch_up("search")
    assert titles(ask("Kupferberg")) == ["Der Kupferberg verfällt"]
    assert ask("Wanderer").total == ask("Berg").total == 1


def test_cities_and_networks_are_found(problem: Any):
    catch_up("search")
    assert "Görlitz" in titles(ask("gorlitz"))
    assert "Network of Saalfeld/Saale" in titles(ask("network saalfeld"))
    assert ask("15087220").total == 1


def test_what_is_deleted_vanishes_at_once_and_leaves_the_index(problem: Any):
    catch_up("search")
    Entry.objects.filter(pk=problem.pk).update(deleted_at=clock.now())
    assert not ask("Kupferberg").total
    index.refresh([problem.pk])
    assert not Document.objects.filter(entry=problem.pk).exists()


def test_what_people_say_is_found_with_what_they_speak_of_until_it_is_hidden(
    problem: Any, officer_of_hettstedt: Any, officer_of_saalfeld: Any
):
    comment = comment_on(actor=officer_of_saalfeld, entry=problem.entry, text="Denkt an den Hamster.")
    catch_up("search")
    assert titles(ask("Hamster")) == ["Der Kupferberg verfällt"]
    about = {"kind": "comment", "public_id": comment.public_id, "category": "other", "words": "It is untrue."}
    case = moderation.report_thing(actor=officer_of_hettstedt, **about).case
    moderation.hide(actor=officer_of_hettstedt, case=case, reason="It is untrue.")
    catch_up("search")
    assert not ask("Hamster").total
    assert "Hamster" not in DocumentText.objects.get(document=problem.pk).plain
    moderation.show_again(actor=officer_of_hettstedt, case=case)
    catch_up("search")
    assert ask("Hamster").total == 1


def test_a_new_word_splits_the_compounds_that_were_there_before(hettstedt: Any):
    def entry(title: str) -> Entry:
        return Entry.objects.create(kind="idea", title=title, city=hettstedt, network=hettstedt.network)

    from netzwerkstatt.ideas.models import Idea

    old = entry("Der Erdbeerrhabarber")
    new = entry("Rhabarber")
    for one in (old, new):
        Idea.objects.create(entry=one, text=one.title)
    index.refresh([old.pk])
    further = index.refresh([new.pk])
    assert further == [old.pk]
    index.refresh(further)
    assert ask("Rhabarber").total == 2


def test_rebuilding_goes_on_where_it_was_stopped_and_finds_the_same(problem: Any, monkeypatch: Any):
    catch_up("search")
    before = list(Document.objects.order_by("pk").values_list("pk", "text__title", "text__words"))
    monkeypatch.setattr(index, "refresh", _fails)
    with pytest.raises(ZeroDivisionError):
        index.rebuild()
    assert Rebuild.objects.get().step == Rebuild.Step.WRITE
    assert ask("Kupferberg").total == 1
    monkeypatch.undo()
    index.rebuild()
    assert not Rebuild.objects.exists()
    assert list(Document.objects.order_by("pk").values_list("pk", "text__title", "text__words")) == before


def _fails(_ids: Any) -> Any:
    raise ZeroDivisionError
