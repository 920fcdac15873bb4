"""One file that carries a workshop: a ZIP with a manifest, parts of JSON lines, and a signature (Ed25519).

The signature is of the manifest's bytes, and the manifest holds the SHA-256 of each part: whatever is changed, missing or
added is found before anything is read. Nothing in it is trusted before `verify`.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from netzwerkstatt.foundation.events.errors import Invalid

FORMAT: Final = 1
LENT: Final = "workshop-lent"
GIVEN_BACK: Final = "workshop-given-back"
MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "signature"
MOST_BYTES: Final = 128 * 1024 * 1024
_BEGINNING_OF_TIME: Final = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Package:
    """What lies in the file: the manifest (its bytes are what is signed) and the parts by name."""

    manifest: dict[str, Any]
    signed: bytes
    signature: bytes
    parts: Mapping[str, bytes]

    @property
    def loan(self) -> str:
        return str(self.manifest.get("loan", ""))

    def rows(self, name: str) -> list[dict[str, Any]]:
        """The lines of a part. Raises `Invalid` where one is no JSON object."""
        try:
            rows = [json.loads(line) for line in self.parts[name].split(b"\n") if line]
        except (KeyError, ValueError, RecursionError):
            raise broken() from None
        if not all(isinstance(row, dict) for row in rows):
            raise broken()
        return rows


def write(kind: str, *, loan: str, key: Ed25519PrivateKey, parts: Mapping[str, list[Any]], **more: Any) -> bytes:
    """The file. `more` stands in the manifest, too."""
    packed = {name: "".join(f"{_line(row)}\n" for row in rows).encode() for name, rows in parts.items()}
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in packed.items()}
    manifest = {"netzwerkstatt": kind, "format": FORMAT, "loan": loan, **more, "parts": hashes}
    signed = json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in {MANIFEST: signed, SIGNATURE: key.sign(signed).hex().encode(), **packed}.items():
            file.writestr(zipfile.ZipInfo(name, _BEGINNING_OF_TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _line(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def read(data: bytes) -> Package:
    """Open the file, without trusting it. Raises `Invalid` (field "file") for what is no package, not whole, or of a
    format that this version does not know.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = file.namelist()
            if len(set(names)) != len(names) or sum(one.file_size for one in file.infolist()) > MOST_BYTES:
                raise broken()
            found = {name: file.read(name) for name in names}
        signed, signature = found.pop(MANIFEST), bytes.fromhex(found.pop(SIGNATURE).decode())
        manifest = json.loads(signed)
    except (zipfile.BadZipFile, zlib.error, KeyError, ValueError, EOFError, NotImplementedError, RuntimeError, OSError):
        raise broken() from None
    if not isinstance(manifest, dict) or manifest.get("netzwerkstatt") not in {LENT, GIVEN_BACK}:
        raise broken()
    if manifest.get("format") != FORMAT:
        raise Invalid(
            {"file": _("This package was made by another version of the software. Please bring both to the same one.")}
        )
    return Package(manifest, signed, signature, found)


def verify(package: Package, public: str) -> None:
    """Raises `Invalid` (field "file") unless all of it was signed with the key of which `public` is the public half."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(package.signature, package.signed)
    except (InvalidSignature, ValueError):
        raise changed() from None
    hashes = {name: hashlib.sha256(data).hexdigest() for name, data in package.parts.items()}
    if hashes != package.manifest.get("parts"):
        raise changed()


def broken() -> Invalid:
    return Invalid({"file": _("This is no package of a workshop, or not all of it arrived. Please copy it again.")})


def changed() -> Invalid:
    return Invalid(
        {"file": _("This package is not as it was made: the signature does not fit. Nothing was taken over.")}
    )


# ---------------------------------------------------------------- keys


def key_of(name: str) -> Ed25519PrivateKey:
    """A key of this installation, the same each time; "" is its own, others are those of loans."""
    return Ed25519PrivateKey.from_private_bytes(salted_hmac("workshops.lending", name, algorithm="sha256").digest())


def key_from(private: str) -> Ed25519PrivateKey:
    """The key that a lent package carries."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))


def public_half(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def fingerprint(public: str) -> str:
    """A public key as two people compare it by telephone: four groups of four signs."""
    signs = hashlib.sha256(public.encode()).hexdigest()[:16]
    return " ".join(signs[at : at + 4] for at in range(0, 16, 4))
