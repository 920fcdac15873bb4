"""Later rooms offer, earlier pages show; what does not fit stops the start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from netzwerkstatt.foundation.accounts.access import everyone, signed_in
from netzwerkstatt.foundation.entries import offers
from netzwerkstatt.foundation.entries.offers import Offer, Panel, declare_page, offers_on, panels_on


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(offers, "_offers", {})
    monkeypatch.setattr(offers, "_panels", {})
    monkeypatch.setattr(offers, "PAGES", set())
    return


def offer(verb: str, rule: object = everyone, *, primary: bool = False, page: str = "problem") -> Offer:
    return Offer(page, verb, verb.title(), rule, lambda subject: f"/{verb}?for={subject}", primary=primary)


def test_a_page_shows_what_the_viewer_may_do_the_primary_thing_first() -> None:
    declare_page("problem")
    offers.register_offer(offer("look"))
    offers.register_offer(offer("request", primary=True))
    offers.register_offer(offer("edit", signed_in))

    shown = offers_on("problem", "PB-1", None)
    assert [(o.verb, o.url("PB-1")) for o in shown] == [("request", "/request?for=PB-1"), ("look", "/look?for=PB-1")]
    assert offers_on("city", "x", None) == []


def test_the_same_verb_twice_on_a_page_stops_the_start() -> None:
    offers.register_offer(offer("look"))
    with pytest.raises(ValueError, match="twice"):
        offers.register_offer(offer("look"))


def test_an_offer_on_an_unknown_page_stops_the_start() -> None:
    offers.register_offer(offer("look", page="nowhere"))
    with pytest.raises(ValueError, match="nowhere"):
        offers.check_pages()


def test_a_panel_with_nothing_to_show_is_left_out() -> None:
    declare_page("problem")
    offers.register_panel(Panel("problem", "full", "main", lambda s, v: [s], "a.html", order=2))
    offers.register_panel(Panel("problem", "empty", "main", lambda s, v: None, "b.html", order=1))
    offers.register_panel(Panel("problem", "aside", "side", lambda s, v: [1], "c.html"))
    offers.check_pages()

    assert [(p.template, p.panel) for p in panels_on("problem", "main", "PB-1", None)] == [("a.html", ["PB-1"])]
    with pytest.raises(ValueError, match="slot"):
        offers.register_panel(Panel("problem", "odd", "top", lambda s, v: None, "d.html"))


def test_a_panel_on_every_item_stands_on_the_page_of_each_kind_and_on_no_other() -> None:
    offers.register_panel(Panel(offers.EVERY_ITEM, "comments", "main", lambda subject, viewer: subject, "c.html"))

    assert [shown.panel for shown in panels_on("problem", "main", "PB-1", None)] == ["PB-1"]
    assert panels_on("city", "main", "Hettstedt", None) == []
