"""Pages and streams in one process: `/live/` is raw ASGI, everything else Django's WSGI application in threads."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
_pages = get_wsgi_application()

from netzwerkstatt.config import environment  # noqa: E402 - Django has to be set up first
from netzwerkstatt.config.cli import GOODBYE  # noqa: E402
from netzwerkstatt.config.pages import Pages  # noqa: E402
from netzwerkstatt.foundation.live.endpoint import PATH, Live  # noqa: E402

PAGE_THREADS = 4

live = Live(int(environment.LIVE_MOST.read()), GOODBYE)
pages = Pages(_pages, PAGE_THREADS)


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """What the server calls."""
    if scope["type"] == "lifespan":
        await live.lifespan(receive, send)
    elif scope["path"].startswith(PATH):
        await live(scope, receive, send)
    else:
        await pages(scope, receive, send)


async def streams(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """The streams alone, for a process of their own."""
    if scope["type"] == "lifespan":
        await live.lifespan(receive, send)
    else:
        await live(scope, receive, send)
