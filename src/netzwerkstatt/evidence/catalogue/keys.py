"""Keys of territories: as numbers in the columns, and which keys mean the same place."""

from __future__ import annotations

from typing import Final

OTHER: Final = 10**14
DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
LONGEST: Final = 11
CITY_STATES: Final = ("02", "11")  # Hamburg and Berlin: Land, district and municipality in one


def number_of(key: str) -> int:
    """The key as a number from which it comes back; leading zeros are kept. Raises `ValueError` for no key at all."""
    if key.isdecimal() and key.isascii() and len(key) <= 12:
        return int(f"1{key}")
    folded = key.upper()
    if not folded or len(folded) > LONGEST or any(sign not in DIGITS for sign in folded) or folded[0] == "0":
        raise ValueError(f"{key!r} is no key of a territory")
    return OTHER + int(folded, 36)


def key_of(number: int) -> str:
    """The key that `number_of` turned into this number."""
    if number < OTHER:
        return str(number)[1:]
    rest, signs = number - OTHER, ""
    while rest:
        rest, sign = divmod(rest, 36)
        signs = DIGITS[sign] + signs
    return signs


def same_place(key: str) -> tuple[str, ...]:
    """All keys under which offices count this place, the asked one first.

    A kreisfreie Stadt is municipality (…000) and district at once; Hamburg and Berlin are a Land too.
    """
    if key[:2] in CITY_STATES and key in {key[:2], key[:2] + "000", key[:2] + "000000"}:
        known: tuple[str, ...] = (key[:2] + "000000", key[:2] + "000", key[:2])
    elif len(key) == 8 and key.endswith("000"):
        known = (key, key[:5])
    else:
        known = (key,)
    return (key, *(other for other in known if other != key))


def parents_of(key: str) -> tuple[str, ...]:
    """District, Land and Germany of a municipality; Land and Germany of a district."""
    if key == "DG" or not key.isdecimal():
        return ()
    return (*(key[:length] for length in (5, 2) if length < len(key)), "DG")
