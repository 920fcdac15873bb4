"""The bridge between an ASGI server and Django's pages: what goes in, what comes out, and what is refused."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from netzwerkstatt.config import pages
from netzwerkstatt.config.pages import Pages

Messages = list[dict[str, Any]]


def asked(
    application: Any, *, body: list[bytes] | None = None, path: str = "/", gone: bool = False, **scope: Any
) -> Messages:
    """What the server gets for one request, whose body comes in these pieces."""
    sent: Messages = []
    pieces = [{"type": "http.request", "body": piece, "more_body": True} for piece in body or []]
    pieces.append({"type": "http.disconnect"} if gone else {"type": "http.request", "body": b"", "more_body": False})

    def receive() -> asyncio.Future[dict[str, Any]]:
        """No coroutine: as Granian's."""
        future: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        future.set_result(pieces.pop(0))
        return future

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    whole = {
        "type": "http", "method": "POST" if body else "GET", "path": path, "query_string": b"", "http_version": "1.1",
        "scheme": "http", "server": ("here", 80), "client": ("10.0.0.1", 1234),
        "headers": [(b"content-length", str(sum(map(len, body))).encode())] if body else [],
    } | scope  # fmt: skip
    asyncio.run(Pages(application, 2)(whole, receive, send))
    return sent


def text_of(messages: Messages) -> bytes:
    return b"".join(message["body"] for message in messages if message["type"] == "http.response.body")


def page(make: Callable[[dict[str, Any]], Any]) -> Callable[..., Any]:
    """A WSGI application that answers what `make` makes of the request."""

    def application(environ: dict[str, Any], start: Any) -> Any:
        start("200 OK", [("Content-Type", "text/plain"), ("X-Threads", threading.current_thread().name)])
        return make(environ)

    return application


def test_a_page_crosses_to_the_server_in_one_start_and_one_body_from_a_thread_of_the_pool() -> None:
    messages = asked(page(lambda environ: [b"a", b"b", environ["PATH_INFO"].encode("latin-1")]), path="/straße")
    assert [message["type"] for message in messages] == ["http.response.start", "http.response.body"]
    assert messages[0]["status"] == 200
    assert dict(messages[0]["headers"])[b"x-threads"].startswith(b"pages")
    assert (text_of(messages), messages[1]["more_body"]) == ("ab/straße".encode(), False)


def test_a_large_answer_goes_piece_by_piece_and_its_end_is_closed() -> None:
    closed = []

    class File:
        def __iter__(self) -> Iterator[bytes]:
            return iter([b"x" * 4096] * 100)

        def close(self) -> None:
            closed.append(True)

    messages = asked(page(lambda _environ: File()))
    assert text_of(messages) == b"x" * 409_600
    assert all(len(message["body"]) <= pages.IN_ONE_PIECE for message in messages[1:])
    assert [message.get("more_body") for message in messages[1:]] == [True] * (len(messages) - 2) + [False]
    assert closed == [True]


@pytest.mark.parametrize("pieces", [[b"a=1"], [b"a=", b"1"], [b"x" * 60_000] * 40])
def test_a_body_is_read_as_it_comes(pieces: list[bytes]) -> None:
    def length(environ: dict[str, Any]) -> list[bytes]:
        size = 0
        while piece := environ["wsgi.input"].read(10_000):
            size += len(piece)
        return [str(size).encode()]

    assert text_of(asked(page(length), body=pieces)) == str(sum(map(len, pieces))).encode()


def test_whoever_goes_away_in_the_middle_of_an_upload_ends_it() -> None:
    read = []

    def reads(environ: dict[str, Any]) -> list[bytes]:
        try:
            environ["wsgi.input"].read()
        except OSError as error:
            read.append(error)
        return [b""]

    asked(page(reads), body=[b"half"], gone=True, headers=[(b"content-length", b"100")])
    assert read


def test_headers_arrive_as_wsgi_wants_them_and_none_passes_for_another() -> None:
    seen: dict[str, Any] = {}
    asked(
        page(lambda environ: seen.update(environ) or [b""]),
        headers=[
            (b"x-forwarded-for", b"1.1.1.1"), (b"x_forwarded_for", b"6.6.6.6"), (b"cookie", b"a=1"), (b"cookie", b"b=2"),
            (b"accept", b"text/html"), (b"accept", b"*/*"), (b"content-type", b"text/plain"),
        ],
    )  # fmt: skip
    assert seen["HTTP_X_FORWARDED_FOR"] == "1.1.1.1"
    assert (seen["HTTP_COOKIE"], seen["HTTP_ACCEPT"]) == ("a=1; b=2", "text/html,*/*")
    assert (seen["CONTENT_TYPE"], seen["REMOTE_ADDR"]) == ("text/plain", "10.0.0.1")


def test_more_than_may_wait_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "MOST_WAITING", 0)
    messages = asked(page(lambda _environ: [b"never"]))
    assert messages[0]["status"] == 503
    assert dict(messages[0]["headers"])[b"retry-after"] == b"5"


def test_an_application_that_fails_lets_its_server_know() -> None:
    def broken(environ: dict[str, Any], start: Any) -> Any:
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError):
        asked(broken)
