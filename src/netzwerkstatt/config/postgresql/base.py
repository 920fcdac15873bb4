"""Django asks the database `SELECT 1` before each page, which is a tenth of a page's way to the database."""

from __future__ import annotations

import select
import time
from typing import Final

from django.db.backends.postgresql import base

ASK_AGAIN: Final = 30.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks only where there is a doubt.

    A server that ends a connection says so on its socket, and one with nothing to read was alive a moment ago. After
    an error, and when nobody has asked for half a minute (a firewall may have forgotten it), Django's way is gone.
    """

    _asked_at = float("-inf")

    def is_usable(self) -> bool:
        """Whether statements can be sent."""
        now = time.monotonic()
        if not self.errors_occurred and now - self._asked_at < ASK_AGAIN and not self._has_news():
            return True
        usable: bool = super().is_usable()
        self._asked_at = now if usable else float("-inf")
        return usable

    def _has_news(self) -> bool:
        if self.connection is None or self.connection.closed:
            return True
        socket = select.poll()
        socket.register(self.connection.fileno(), select.POLLIN)
        return bool(socket.poll(0))
