"""The languages people speak with each other, each named in itself."""

from __future__ import annotations

from typing import Final

SPOKEN: Final = {
    "de": "Deutsch",
    "en": "English",
    "hsb": "Hornjoserbšćina",
    "dsb": "Dolnoserbski",
    "pl": "Polski",
    "cs": "Čeština",
    "gsg": "Deutsche Gebärdensprache",
    "ar": "العربية",
    "bg": "Български",
    "es": "Español",
    "fa": "فارسی",
    "fr": "Français",
    "hu": "Magyar",
    "it": "Italiano",
    "nl": "Nederlands",
    "ro": "Română",
    "ru": "Русский",
    "tr": "Türkçe",
    "uk": "Українська",
    "vi": "Tiếng Việt",
}


def names_of(codes: list[str]) -> list[str]:
    """The languages by name; a code that is no longer known is left out."""
    return [SPOKEN[code] for code in codes if code in SPOKEN]
