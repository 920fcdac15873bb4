"""Loading the demo: once, into an installation that holds nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.network.models import Alliance
from netzwerkstatt.site.demo.alliance import DEMO_PASSWORD, found_the_alliance
from netzwerkstatt.site.demo.people import PEOPLE, SPEAKER

__all__ = ["DEMO_PASSWORD", "DemoLogin", "demo_is_loaded", "demo_is_on", "demo_logins", "load_demo"]


@dataclass(frozen=True)
class DemoLogin:
    """One person to try the pages as."""

    email: str
    name: str
    who: str


def demo_is_loaded() -> bool:
    """Whether the demo alliance is there.

    Raises `SystemExit` on an installation that belongs to a real alliance or to real people.
    """
    alliance = Alliance.objects.first()
    if (alliance is not None and not alliance.is_demo) or (alliance is None and Person.objects.exists()):
        raise SystemExit("This folder holds a real alliance. The demo needs a folder of its own: --data DIR")
    return alliance is not None


def load_demo() -> None:
    """Make the demo alliance where there is none. Raises `SystemExit` as `demo_is_loaded` does."""
    if demo_is_loaded():
        return
    from netzwerkstatt.site.demo.stories import tell_all  # half a second that no later start needs

    with transaction.atomic(), translation.override("de"):
        with clock.telling(a_year_ago()):
            cast = found_the_alliance()
        tell_all(cast)


def demo_logins() -> list[DemoLogin]:
    """The people shown on the demo's sign-in page: one per role, and the voice of an organisation."""
    shown = [DemoLogin(p.email, p.name, _described(str(p.role.label), p.function)) for p in PEOPLE if p.shown]
    voice = Person.objects.filter(email=SPEAKER, affiliations__until__isnull=True).first()
    return [*shown, DemoLogin(voice.email, voice.name, voice.function)] if voice else shown


def _described(role: str, function: str) -> str:
    """Role and function, and the function alone where it already names the role."""
    if function.startswith(role):
        return function
    return f"{role}, {function}" if function else role


def demo_is_on() -> bool:
    """One-click sign-in is there only where the program was started as a demo and the alliance is the demo's."""
    return bool(settings.DEMO) and Alliance.objects.filter(is_demo=True).exists()


def a_year_ago() -> datetime:
    return timezone.now() - timedelta(days=365)
