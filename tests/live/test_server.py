"""The real server under streams: killed, told to stop, full, left without a word – and its pages beside it."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.live.served import STREAM, Phone, Served, served

pytestmark = pytest.mark.once

PUT = "import django; django.setup()\nfrom tests.live.board import Board\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("live"), processes=2, NETZWERKSTATT_LIVE_MOST="80") as here:
        yield here


def ticket(server: Served) -> str:
    return str(json.loads(server.get(f"/board/{STREAM}")[1])["ticket"])


async def put(server: Served, *notes: str) -> None:
    lines = "".join(f"Board({STREAM!r}).put({note!r}, 'words')\n" for note in notes)
    await asyncio.to_thread(server.manage, "-c", PUT + lines)


async def until(what: Callable[[], object], seconds: float = 30.0) -> None:
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it did not come"
        await asyncio.sleep(0.02)


def together(phones: list[Phone], story: Callable[[], Awaitable[None]]) -> None:
    async def run() -> None:
        staying = [asyncio.create_task(phone.stay()) for phone in phones]
        try:
            await story()
        finally:
            for task in staying:
                task.cancel()
            await asyncio.gather(*staying, return_exceptions=True)
            for phone in phones:
                phone.vanish()
            await asyncio.sleep(0.1)

    asyncio.run(run())


def test_two_processes_are_killed_amid_streams_and_nobody_misses_or_hears_twice(server: Served) -> None:
    phones = [Phone(server.port, ticket(server)) for _ in range(60)]

    async def story() -> None:
        await until(lambda: all(phone.number >= 0 for phone in phones))
        await put(server, "before the kill")
        await until(lambda: all("before the kill" in phone.view["notes"] for phone in phones))
        server.kill()
        await put(server, "while nobody is there", "and more")
        await asyncio.to_thread(server.start)
        await until(lambda: all("and more" in phone.view["notes"] for phone in phones))
        await put(server, "after it")
        await until(lambda: all("after it" in phone.view["notes"] for phone in phones))
        assert all(phone.view == phones[0].view for phone in phones)
        assert not any(phone.twice for phone in phones)

    together(phones, story)


def test_as_many_as_may_are_connected_one_that_vanishes_makes_room_and_at_the_end_all_hear_goodbye(
    tmp_path: Path,
) -> None:
    with served(tmp_path, NETZWERKSTATT_LIVE_MOST="3") as server:
        phones = [Phone(server.port, ticket(server)) for _ in range(5)]

        async def story() -> None:
            assert [await phone.connect() for phone in phones[:4]] == [200, 200, 200, 503]
            phones[0].vanish()
            end = time.monotonic() + 20
            while await phones[4].connect() != 200:
                assert time.monotonic() < end
                await asyncio.sleep(0.1)
            listening = asyncio.create_task(phones[4].listen())
            await until(lambda: phones[4].events)
            assert (await asyncio.to_thread(server.get, "/board/nobody"))[0] == 200, "pages answer beside full streams"
            took = await asyncio.to_thread(server.stop)
            await listening
            assert phones[4].events[-1] == "bye"
            assert took < 8
            for phone in phones:
                phone.vanish()
            await asyncio.sleep(0.1)

        asyncio.run(story())


def test_pages_take_posts_beside_the_streams(server: Served) -> None:
    """Granian's `receive` gives no coroutine: a bridge that does not know this answers each post with 500."""
    status, body = server.get(
        "/language",
        "POST",
        b"language=en&next=/",
        **{"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"},
    )
    assert status == 302, body
    assert server.get("/language", "POST", b"x" * 3_000_000, **{"sec-fetch-site": "same-origin"})[0] in {302, 400, 413}


def test_a_wrong_ticket_opens_nothing_on_the_network_either(server: Served) -> None:
    assert server.get(f"/live/{STREAM}")[0] == 403
    assert server.get(f"/live/{STREAM}", **{"live-ticket": "x" * 4000})[0] == 403
    assert server.get(f"/live/{STREAM}", "POST", b"")[0] == 405
    good: Any = ticket(server)
    assert server.get("/live/another", **{"live-ticket": good})[0] == 403
