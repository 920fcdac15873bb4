"""Under which licence the alliance's own words and data may be used: the installation says it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

KNOWN = {
    "dl-de/by-2-0": (
        "Datenlizenz Deutschland – Namensnennung – Version 2.0",
        "https://www.govdata.de/dl-de/by-2-0",
    ),
    "dl-de/zero-2-0": ("Datenlizenz Deutschland – Zero – Version 2.0", "https://www.govdata.de/dl-de/zero-2-0"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
    "CC-BY-SA-4.0": ("Creative Commons Attribution-ShareAlike 4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    "CC0-1.0": ("Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
}


@dataclass(frozen=True)
class Licence:
    """Key, name and address of a licence."""

    key: str
    name: str
    url: str


def data_licence() -> Licence | None:
    """The licence that the installation chose; None as long as it chose none."""
    key = settings.DATA_LICENCE
    return Licence(key, *KNOWN[key]) if key else None
