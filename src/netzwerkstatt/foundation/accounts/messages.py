"""Notes after a step are kept in the session of who is signed in; a visitor's page says things itself."""

from __future__ import annotations

from typing import Any

from django.contrib.messages.storage.session import SessionStorage


class SessionOnly(SessionStorage):
    """Reads nothing and writes nothing where there is no session: no cookie for a visitor."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        if not self.request.viewer:  # type: ignore[attr-defined]
            return [], True
        return super()._get(*args, **kwargs)  # type: ignore[no-any-return, misc]

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> Any:
        if not self.request.viewer:  # type: ignore[attr-defined]
            return messages
        return super()._store(messages, response, *args, **kwargs)  # type: ignore[misc]
