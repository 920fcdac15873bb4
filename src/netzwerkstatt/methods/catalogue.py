"""The methods that come with the software: one file each in `shipped/`, German and English side by side.

They are read once. A file that does not hold stops the start of whoever asks first, and a test reads them all.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from django.utils.translation import get_language

from netzwerkstatt.methods.method import Method, Step
from netzwerkstatt.methods.vocabulary import Demand, Goal, Group, PhaseFit, Stage

LANGUAGES: Final = ("de", "en")
WORDS: Final = ("name", "purpose", "fits", "materials", "risks", "variants", "origin")
SORTED: Final[dict[str, type]] = {
    "stages": Stage,
    "goals": Goal,
    "groups": Group,
    "kinds": PhaseFit,
    "demands": Demand,
}


def shipped() -> dict[str, Method]:
    """All of them by slug, in their order, in the active language (English where it is neither)."""
    language = (get_language() or "en")[:2]
    return _in_language(language if language in LANGUAGES else "en")


@cache
def _in_language(language: str) -> dict[str, Method]:
    found = (_method(slug, raw, language) for slug, raw in raw_files().items())
    return {method.key: method for method in sorted(found, key=lambda method: method.number)}


@cache
def raw_files() -> dict[str, dict[str, Any]]:
    """What the files say, by slug."""
    folder = files("netzwerkstatt.methods").joinpath("shipped")
    names = sorted(file.name for file in folder.iterdir() if file.name.endswith(".toml"))
    return {
        name.removesuffix(".toml"): tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8")) for name in names
    }


def _method(slug: str, raw: dict[str, Any], language: str) -> Method:
    words = raw[language]
    low, high = raw["people"]
    coded: dict[str, Any] = {name: tuple(str(known(code)) for code in raw[name]) for name, known in SORTED.items()}
    at = 1 if language == "de" else 3
    return Method(
        key=slug,
        number=raw["number"],
        title=words["name"],
        purpose=words["purpose"],
        fits=words["fits"],
        people_from=low,
        people_to=high or None,
        minutes_from=raw["minutes"][0],
        minutes_to=raw["minutes"][1],
        steps=tuple(Step(row[at], row[at + 1], row[0], row[5] if len(row) > 5 else 1) for row in raw["steps"]),
        materials=tuple(words["materials"]),
        risks=tuple(words["risks"]),
        variants=tuple(words["variants"]),
        origin=words["origin"],
        online=raw["online"],
        conflict=raw["conflict"],
        skill=raw["skill"],
        staff=raw["staff"],
        spread=raw.get("spread", ""),
        **coded,
    )
