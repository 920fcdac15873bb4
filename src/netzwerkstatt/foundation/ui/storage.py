"""Where static files are: their hashed addresses, looked up once per process."""

from __future__ import annotations

from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """The manifest does not change while a process runs, and a page asks for twenty addresses.

    What a module imports gets its hashed address, too: only those are served.
    """

    support_js_module_import_aggregation = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._addresses: dict[str | None, str] = {}

    def url(self, name: str | None, force: bool = False) -> str:  # noqa: FBT001, FBT002 - Django's signature
        """The address of a file by its plain name."""
        if name not in self._addresses:
            self._addresses[name] = super().url(name, force=force)
        return self._addresses[name]
