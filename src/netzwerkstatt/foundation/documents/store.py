"""Where finished documents lie, by their fingerprint."""

from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

__all__ = ["DamagedError", "fetch", "keep", "path_of"]

_shelf = Shelf("documents", ".pdf")
path_of, keep, fetch = _shelf.path_of, _shelf.keep, _shelf.fetch
