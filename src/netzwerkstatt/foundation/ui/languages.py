"""Language and appearance of a page: what can be chosen, what is chosen, and the cookie that remembers it."""

from dataclasses import dataclass
from functools import cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

APPEARANCE_COOKIE: Final = "appearance"
APPEARANCES: Final = {"auto": _("As on this device"), "light": _("Light"), "dark": _("Dark")}
_YEAR: Final = 365 * 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Choice:
    """One entry of the language or the appearance switch."""

    code: str
    name: str
    current: bool


def available() -> tuple[Choice, ...]:
    """The languages of the installation, each named in itself, the active one marked."""
    active = get_language() or settings.LANGUAGE_CODE
    return tuple(Choice(code, str(name), code == active) for code, name in settings.LANGUAGES)


def appearance_of(request: HttpRequest) -> str:
    """`auto`, `light` or `dark`: what this browser chose; anything else a cookie says counts as `auto`."""
    chosen = request.COOKIES.get(APPEARANCE_COOKIE, "auto")
    return chosen if chosen in APPEARANCES else "auto"


def appearances(chosen: str) -> tuple[Choice, ...]:
    """The three appearances with their words."""
    return _appearances(chosen, get_language() or "")


@cache
def _appearances(chosen: str, _language: str) -> tuple[Choice, ...]:
    return tuple(Choice(code, str(name), code == chosen) for code, name in APPEARANCES.items())


def page(request: HttpRequest) -> dict[str, object]:
    """Context processor: what the base template needs for language and appearance."""
    chosen = appearance_of(request)
    return {"languages": available(), "appearance": chosen, "appearances": appearances(chosen)}


def remember(response: HttpResponseBase, *, name: str, value: str, secure: bool) -> None:
    """Keep one harmless choice for a year, on this browser only."""
    response.set_cookie(name, value, max_age=_YEAR, secure=secure, httponly=True, samesite="Lax")
