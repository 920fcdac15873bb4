"""How other devices in the same network reach this machine, without asking anybody outside."""

from __future__ import annotations

import socket

SOMEWHERE = ("192.0.2.1", 9)  # an address of documents (RFC 5737): nothing is sent, the system only chooses the way


def address() -> str:
    """The address of this machine in its network; 127.0.0.1 where it is in none."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect(SOMEWHERE)
        except OSError:
            return next((one for one in _own() if not one.startswith("127.")), "127.0.0.1")
        return str(way.getsockname()[0])


def names() -> list[str]:
    """By which names and addresses it may be called besides."""
    name = socket.gethostname().lower()
    return [one for one in dict.fromkeys([*_own(), name, f"{name.partition('.')[0]}.local"]) if one]


def _own() -> list[str]:
    try:
        return sorted({str(row[4][0]) for row in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)})
    except OSError:
        return []
