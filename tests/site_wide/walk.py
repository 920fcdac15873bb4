"""What every page answers to every role, opened once; and the forms that stand on the pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client
from django.test.client import ClientHandler
from django.urls import resolve, reverse

from tests.site_wide.paper import Paper, read
from tests.site_wide.world import GUEST, PEOPLE, VISITOR, World

# One for all browsers: each of its own would put the middleware together again.
_handler = ClientHandler(enforce_csrf_checks=False)


@contextmanager
def undone() -> Iterator[None]:
    """What is changed within is taken back, so that each request meets the same world."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@dataclass(frozen=True)
class Answer:
    """What a page answered."""

    status_code: int
    headers: Mapping[str, str]
    content: bytes
    streaming: bool

    @property
    def is_page(self) -> bool:
        return not self.streaming and self.headers.get("Content-Type", "").startswith("text/html")


@dataclass
class Stand:
    """A form on a page, and the browser that sees it."""

    page: str
    address: str
    paper: Paper
    cookies: str

    @property
    def client(self) -> Client:
        """The browser as it was when it saw the form: signing out here signs nobody out elsewhere."""
        return _browser(self.cookies)

    @property
    def target(self) -> str:
        return self.paper.action.partition("#")[0] or self.address

    @property
    def name(self) -> str:
        """The name of the address it posts to."""
        return resolve(self.target.split("?")[0]).view_name


class Walk:
    """Signs everybody in, and opens a page for a role when somebody first asks what it answers.

    Who asks does so before changing the world: the answer is kept for all tests.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._cookies = {who: _settled(world.client(who)) for who in (VISITOR, GUEST, *PEOPLE)}
        self.get = cache(self._get)
        self.stands = cache(self._stands)

    def client(self, who: str) -> Client:
        """The browser of this role as it was when it had just signed in."""
        return _browser(self._cookies[who])

    def _get(self, who: str, name: str) -> Answer:
        return self._open(who, self._world.url(name))

    def _open(self, who: str, address: str) -> Answer:
        with undone():
            response = self.client(who).get(address)
            content = b"" if response.streaming else response.content
            return Answer(response.status_code, response.headers, content, response.streaming)

    def _stands(self, visits: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Stand]:
        """Every form that posts, once, as the first role sees it that does; `visits` says who opens which pages."""
        found: dict[tuple[str, tuple[str, ...]], Stand] = {}
        for who, names in visits:
            running = self._world.running.get_absolute_url()
            pages = [(name, self._world.url(name), self.get(who, name)) for name in names]
            for page, address, answer in [*pages, ("running", running, self._open(who, running))]:
                if answer.status_code == 200 and answer.is_page:
                    for paper in read(answer.content.decode()).papers:
                        stand = Stand(page, address, paper, self._cookies[who])
                        found.setdefault(
                            (stand.name, tuple(sorted(set(paper.fields) - {"csrfmiddlewaretoken"}))), stand
                        )
        return list(found.values())


def _settled(client: Client) -> str:
    """The cookies of this browser after one page: what the first one of a day writes is not written on each of them."""
    client.get(reverse("site:imprint"))
    return client.cookies.output(header="", sep=";")


def _browser(cookies: str) -> Client:
    client = Client(headers={"sec-fetch-site": "same-origin"})
    client.handler = _handler
    client.cookies = SimpleCookie(cookies)
    return client
