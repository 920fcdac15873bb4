"""The law: what a client sees at a number, and the changes from there, are what it would see now.

A machine does whatever it likes: notes hang and are torn, clients come with a fresh view or with none, leave, come back,
the process is killed and another one goes on. Whoever is connected sees after each turn of the tailer what the database
holds for these eyes, nothing comes twice, and nothing hidden is in anything that was ever sent.
"""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from netzwerkstatt.foundation.live import reading
from netzwerkstatt.foundation.live.endpoint import Live
from netzwerkstatt.foundation.live.patches import difference, merge, together, without_gaps
from netzwerkstatt.foundation.live.registry import Eyes
from tests.live import board
from tests.live.client import Client

NOTES = st.sampled_from(["a", "b", "secret-1", "secret-2"])
WORDS = st.sampled_from(["", "one", "two", "drei"])
EYES = st.builds(Eyes, st.sampled_from(["guest", "host"]), st.sampled_from(["de", "en"]))


class Follower(Client):
    """A client that knows with whose eyes it looks, and fetches the view where it is told to."""

    def __init__(self, live: Live, kind: str, stream: str, eyes: Eyes) -> None:
        super().__init__(live, kind)
        self.stream, self.eyes = stream, eyes
        self.here = False

    def fetch(self) -> None:
        self.number, self.view = reading.view_of(self.kind, self.stream, self.eyes)

    def come(self) -> None:
        self.here = True
        self.follow(self.stream, *self.eyes)

    def go(self) -> None:
        self.here = False
        self.leave()


class Streams(RuleBasedStateMachine):
    """One stream, one process at a time, up to eight clients."""

    kind = board.KIND

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.board = board.Board(f"law-{uuid4().hex[:8]}")
        self.clients: list[Follower] = []
        self.live = self._process()

    def _process(self) -> Live:
        async def made() -> Live:
            return Live(100)

        return self.loop.run_until_complete(made())

    @rule(note=NOTES, words=WORDS)
    def put(self, note: str, words: str) -> None:
        self.board.put(note, words)

    @rule(note=NOTES)
    def tear(self, note: str) -> None:
        self.board.tear(note)

    @rule()
    def look(self) -> None:
        self.loop.run_until_complete(self.live.hub._look())

    @precondition(lambda self: len(self.clients) < 8)
    @rule(eyes=EYES, has_view=st.booleans())
    def come(self, eyes: Eyes, *, has_view: bool) -> None:
        client = Follower(self.live, self.kind, self.board.stream, eyes)
        self.clients.append(client)
        if has_view:
            client.fetch()
        self._enter(client)

    def _enter(self, client: Follower) -> None:
        async def enters() -> None:
            client.live, client.status = self.live, 0
            client.come()
            await client.until(lambda: client.status)

        self.loop.run_until_complete(enters())
        assert client.status == 200

    @precondition(lambda self: self.clients)
    @rule(data=st.data())
    def go_or_come_back(self, data: Any) -> None:
        client = data.draw(st.sampled_from(self.clients))
        if client.here:
            client.go()
            self.loop.run_until_complete(client.task)
        else:
            self._enter(client)

    @rule()
    def another_process(self) -> None:
        """Killed: it says goodbye to nobody, and knows nothing of before."""
        for client in self.clients:
            client.go()
        self._gone()
        self.live = self._process()

    def _gone(self) -> None:
        for task in asyncio.all_tasks(self.loop):
            task.cancel()
        self.live.hub._thread.submit(lambda: connection.close())  # noqa: PLW0108 - of that thread, not of this one
        self.live.hub._thread.shutdown()
        self.loop.run_until_complete(asyncio.sleep(0.01))

    @invariant()
    def nothing_comes_twice(self) -> None:
        assert not any(client.twice for client in getattr(self, "clients", []))

    @invariant()
    def nothing_hidden_was_sent(self) -> None:
        for client in getattr(self, "clients", []):
            if client.eyes.audience == "guest":
                assert "secret" not in str([(one.data, client.view) for one in client.messages])

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self._all_see_what_is()
        finally:
            self._gone()
            self.loop.close()

    def _all_see_what_is(self) -> None:
        for client in self.clients:
            if not client.here:
                self._enter(client)
        self.look()
        for client in self.clients:
            number, view = reading.view_of(self.kind, self.board.stream, client.eyes)
            assert client.view == view, f"{client.eyes} at {client.number} of {number}: {client.messages}"


class StreamsToldAsAWhole(Streams):
    kind = board.WHOLE


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("machine", [Streams, StreamsToldAsAWhole])
def test_a_view_and_the_changes_since_are_the_view_now(machine: type[Streams]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


VIEWS = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-3, 3), st.text("ab", max_size=2)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2), st.dictionaries(st.text("xyz", max_size=1), inner, max_size=3)
    ),
    max_leaves=8,
)
WHOLE_VIEWS = st.dictionaries(st.text("xyz", max_size=1), VIEWS, max_size=3).map(without_gaps)


@pytest.mark.once
def test_a_difference_makes_the_one_of_the_other_and_two_changes_are_one() -> None:
    from hypothesis import given

    @given(before=WHOLE_VIEWS, after=WHOLE_VIEWS)
    def differs(before: Any, after: Any) -> None:
        merged = merge(before, difference(before, after))
        assert merged == after
        assert repr(merged) == repr(after) or sorted(repr(merged)) == sorted(repr(after))
        assert difference(after, after) == {}

    @given(view=WHOLE_VIEWS, now=WHOLE_VIEWS, keys=st.sets(st.text("xyz", max_size=1)))
    def composes(view: Any, now: Any, keys: set[str]) -> None:
        patch = difference(view, now)
        some = {key: value for key, value in patch.items() if key in keys}
        assert (
            merge(merge(view, some), patch)
            == now
            == merge(view, together(some, patch))
            == merge(view, together(patch, some))
        )

    differs()
    composes()
