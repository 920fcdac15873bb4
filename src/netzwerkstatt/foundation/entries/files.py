"""Files by their fingerprint: what is on a shelf is never changed, and what comes out is what went in."""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings


class DamagedError(RuntimeError):
    """A stored file is missing or no longer what it was. Its name says what it should be."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"The stored file {path.name} is missing or damaged.")
        self.path = path


@dataclass(frozen=True)
class Shelf:
    """A folder of the data folder, and how its files end (".pdf")."""

    folder: str
    ending: str = ""

    def path_of(self, sha256: str) -> Path:
        """Where a file with this fingerprint lies, whether or not it is there."""
        return Path(settings.DATA_DIR) / self.folder / sha256[:2] / f"{sha256}{self.ending}"

    def keep(self, data: bytes) -> str:
        """Store a file and return its SHA-256; kept twice, it is there once.

        When this returns, the file is on the disk under its name, whole. A crash before leaves at most a temporary
        file. A damaged file of the same name is replaced.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        with contextlib.suppress(DamagedError):
            self.fetch(sha256)
            return sha256
        path = self.path_of(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync(path.parent)
        return sha256

    def keep_file(self, source: Path) -> str:
        """As `keep`, for a file on disk that may be larger than memory; the file itself stays where it is."""
        with source.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
        path = self.path_of(sha256)
        if self.is_whole(sha256):
            return sha256
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file, source.open("rb") as stream:
                shutil.copyfileobj(stream, file, 1 << 20)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _sync(path.parent)
        return sha256

    def is_whole(self, sha256: str) -> bool:
        """The file is there and unchanged; read piece by piece, whatever its size."""
        path = self.path_of(sha256)
        return path.is_file() and _fingerprint(path) == sha256

    def remove(self, sha256: str) -> None:
        """Take the file away for good; one that is not there is no fault."""
        self.path_of(sha256).unlink(missing_ok=True)

    def fetch(self, sha256: str) -> bytes:
        """The file with this fingerprint. Raises `DamagedError` unless it is there and unchanged."""
        path = self.path_of(sha256)
        try:
            data = path.read_bytes()
        except OSError as error:
            raise DamagedError(path) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise DamagedError(path)
        return data


def _fingerprint(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    """A new name survives a power cut only when its folder is on disk as well."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
