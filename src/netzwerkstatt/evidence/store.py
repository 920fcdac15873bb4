"""Where uploaded official files lie, byte for byte, by their fingerprint."""

from collections.abc import Iterator
from typing import Final

from netzwerkstatt.foundation.entries.files import DamagedError, Shelf

__all__ = ["DamagedError", "fetch", "is_whole", "keep", "keep_file", "path_of", "pieces"]

_shelf = Shelf("files")
path_of, keep, keep_file, fetch, is_whole = (
    _shelf.path_of, _shelf.keep, _shelf.keep_file, _shelf.fetch, _shelf.is_whole,
)  # fmt: skip
PIECE: Final = 1 << 18


def pieces(sha256: str) -> Iterator[bytes]:
    """The file piece by piece, opened when the first one is asked for."""
    with path_of(sha256).open("rb") as stream:
        while piece := stream.read(PIECE):
            yield piece
