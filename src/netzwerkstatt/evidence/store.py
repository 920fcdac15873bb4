"""Where the bytes lie: a folder of files named by their fingerprint, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


class DamagedError(Exception):
    """The stored bytes are gone, or are not those that were put there."""


def path_of(sha256: str) -> Path:
    """Where the bytes with this fingerprint lie, whether or not they are there."""
    return Path(settings.DATA_DIR) / "files" / sha256[:2] / sha256


def put(data: bytes) -> str:
    """Keep the bytes and return their SHA-256. They are on the disk, complete, before this returns."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    if target.exists() and target.read_bytes() == data:
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync(target.parent)
    return sha256


def get(sha256: str) -> bytes:
    """The bytes, checked against their fingerprint. Raises `DamagedError` where they are not what they were."""
    try:
        data = path_of(sha256).read_bytes()
    except OSError as error:
        raise DamagedError(sha256) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise DamagedError(sha256)
    return data


def _sync(folder: Path) -> None:
    """A new name in a folder is safe only when the folder itself is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
