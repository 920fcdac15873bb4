"""Where uploaded official files lie, byte for byte, by their fingerprint."""

from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

__all__ = ["DamagedError", "fetch", "is_whole", "keep", "keep_file", "path_of"]

_shelf = Shelf("files")
path_of, keep, keep_file, fetch, is_whole = (
    _shelf.path_of, _shelf.keep, _shelf.keep_file, _shelf.fetch, _shelf.is_whole,
)  # fmt: skip
