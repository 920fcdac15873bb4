"""Pages and streams in one process: `/live/` is raw ASGI, everything else Django's WSGI application in threads."""

import os
from typing import Any

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "netzwerkstatt.config.settings")
_pages = get_wsgi_application()

from django.conf import settings  # noqa: E402 - Django has to be set up first

from netzwerkstatt.config.pages import Pages  # noqa: E402
from netzwerkstatt.foundation.live.endpoint import PATH, Live  # noqa: E402

live = Live(settings.LIVE_MOST)
pages = Pages(_pages, settings.PAGE_THREADS)


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
