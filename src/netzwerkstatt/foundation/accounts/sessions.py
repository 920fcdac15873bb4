"""Where sessions are kept: Django's table with the person beside it, so that people see and end their own.

`SESSION_ENGINE` names this module. What makes a device known to its owner – browser and system in plain words, first
and last day – travels in the session itself; no address is ever written down.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest
from django.utils import timezone

from netzwerkstatt.foundation.accounts import devices
from netzwerkstatt.foundation.accounts.models import Person, Session
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.prepared import Prepared

DEVICE, SINCE, USED = "device", "since", "used"


class SessionStore(DatabaseStore):
    """Django's sessions in the database, in our table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def _get_session_from_db(self) -> Session | None:
        """As Django's own, on every page of who is signed in, with its SQL put together once."""
        row = _KNOWN.first((), str(self.session_key))
        if row is None or row.expire_date <= timezone.now():
            self._session_key = None
            return None
        return row

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row to save, tied to whoever is signed in with it."""
        row: Any = super().create_model_instance(data)
        row.person_id = int(data[SESSION_KEY]) if data.get(SESSION_KEY) else None
        return row  # type: ignore[no-any-return]


_KNOWN = Prepared[Session](lambda key: Session.objects.filter(session_key=key))


def begin(request: HttpRequest) -> None:
    """Note which device signs in, and today as its first and last day."""
    today = clock.today().isoformat()
    device = devices.named(request.META.get("HTTP_USER_AGENT", ""))
    request.session.update({DEVICE: device.stored, SINCE: today, USED: today})


def note_use(request: HttpRequest) -> None:
    """Write down, once a day, that this session is still used. Costs nothing on all other requests of the day."""
    today = clock.today().isoformat()
    if request.session.get(USED) != today:
        request.session[USED] = today


@dataclass(frozen=True)
class Device:
    """One signed-in browser, as its owner sees it."""

    handle: str
    name: str
    since: date | None
    used: date | None
    is_here: bool


def devices_of(person: Person, here: str | None) -> list[Device]:
    """Where this person is signed in, this browser first, then the latest used. One query."""
    rows = Session.objects.filter(person=person, expire_date__gt=clock.now())
    shown = [_device(row, here) for row in rows]
    return sorted(shown, key=lambda one: (one.is_here, one.used or date.min), reverse=True)


def _device(row: Session, here: str | None) -> Device:
    data = row.get_decoded()
    return Device(
        handle=row.handle,
        name=devices.Named.read(data.get(DEVICE, "")).words,
        since=_day(data.get(SINCE)),
        used=_day(data.get(USED)),
        is_here=row.session_key == here,
    )


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if isinstance(text, str) else None
