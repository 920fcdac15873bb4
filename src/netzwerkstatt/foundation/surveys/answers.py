"""From what a form sends to what is kept, question by question; what does not fit is said at its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.surveys.structure import Kind, Question

LONGEST_TEXT = 4000
LONGEST_PLACE = 120
GREATEST = Decimal(10) ** 12

Typed = Mapping[str, Any]
"""Anything with `get` and, for several boxes of one name, `getlist`."""


class Wrong(Exception):
    """What was typed is no answer: the field and a sentence."""

    def __init__(self, field: str, says: str) -> None:
        super().__init__(says)
        self.field = field
        self.says = says


def names_of(question: Question) -> list[str]:
    """The fields of a question in a form."""
    match question.kind:
        case Kind.MATRIX:
            return [f"{question.id}-{key}" for key, _words in question.lines]
        case Kind.RANKING:
            return [f"{question.id}-{key}" for key, _words in question.choices]
        case Kind.PLACE:
            return [question.id, f"{question.id}-name"]
    return [question.id]


def read(question: Question, typed: Typed, cities: Mapping[str, str]) -> Any:
    """The answer, or None where there is none. Raises `Wrong`. Whether it is required is asked by `missing`."""
    return _READERS[question.kind](question, typed, cities)


def missing(question: Question, value: Any) -> Wrong | None:
    """What to say where a required answer, or a part of it, is not there."""
    if not question.required:
        return None
    if question.kind == Kind.MATRIX:
        lacking = [key for key, _words in question.lines if key not in (value or {})]
        return Wrong(f"{question.id}-{lacking[0]}", _("Please choose in every line.")) if lacking else None
    if value is None:
        return Wrong(names_of(question)[0], _("Please answer this question."))
    return None


def _choice(question: Question, typed: Typed, _cities: Any) -> str | None:
    value = str(typed.get(question.id) or "").strip()
    if not value:
        return None
    if value not in dict(question.choices):
        raise Wrong(question.id, _("Please choose one of the answers."))
    return value


def _several(question: Question, typed: Typed, _cities: Any) -> list[str] | None:
    given = typed.getlist(question.id) if hasattr(typed, "getlist") else list(typed.get(question.id) or [])
    known = dict(question.choices)
    if any(value not in known for value in given):
        raise Wrong(question.id, _("Please choose among the answers."))
    return sorted(set(given), key=int) or None


def _matrix(question: Question, typed: Typed, _cities: Any) -> dict[str, str] | None:
    known = dict(question.choices)
    found = {}
    for key, _words in question.lines:
        name = f"{question.id}-{key}"
        value = str(typed.get(name) or "").strip()
        if value and value not in known:
            raise Wrong(name, _("Please choose one of the answers."))
        if value:
            found[key] = value
    return found or None


def _text(question: Question, typed: Typed, _cities: Any) -> str | None:
    words = str(typed.get(question.id) or "").replace("\r\n", "\n").strip()
    if "\x00" in words:
        raise Wrong(question.id, _("There is a sign in it that cannot be shown. Please type the sentence again."))
    if len(words) > LONGEST_TEXT:
        message = _("At most %(most)d characters, please; these are %(number)d.")
        raise Wrong(question.id, message % {"most": LONGEST_TEXT, "number": len(words)})
    return words or None


def _number(question: Question, typed: Typed, _cities: Any) -> str | None:
    words = "".join(str(typed.get(question.id) or "").split()).replace("−", "-").replace(",", ".")
    if not words:
        return None
    try:
        number = Decimal(words)
    except InvalidOperation:
        raise Wrong(question.id, _("Please write a number, such as 12 or 3,5.")) from None
    if not number.is_finite() or abs(number) >= GREATEST or len(words) > 30:
        raise Wrong(question.id, _("Please write a smaller number."))
    return f"{number.normalize():f}"


def _date(question: Question, typed: Typed, _cities: Any) -> str | None:
    words = str(typed.get(question.id) or "").strip()
    if not words:
        return None
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise Wrong(question.id, _("Please write a day, such as 2026-05-12.")) from None


def _ranking(question: Question, typed: Typed, _cities: Any) -> list[str] | None:
    """The chosen ones in their order; places may be left out, but none is given twice."""
    by_place: dict[int, str] = {}
    for key, _words in question.choices:
        name = f"{question.id}-{key}"
        given = str(typed.get(name) or "").strip()
        if not given:
            continue
        if not (given.isascii() and given.isdigit() and 1 <= int(given[:4]) <= len(question.options)):
            raise Wrong(name, _("Please choose a place of the list."))
        if int(given) in by_place:
            raise Wrong(name, _("Each place goes to one answer only."))
        by_place[int(given)] = key
    return [by_place[place] for place in sorted(by_place)] or None


def _place(question: Question, typed: Typed, cities: Mapping[str, str]) -> dict[str, str] | None:
    city = str(typed.get(question.id) or "").strip()
    name = " ".join(str(typed.get(f"{question.id}-name") or "").split())
    if city:
        if city not in cities:
            raise Wrong(question.id, _("Please choose a city of the list, or write the place beside it."))
        return {"city": city}
    if "\x00" in name or len(name) > LONGEST_PLACE:
        raise Wrong(f"{question.id}-name", _("Please write the name of one place."))
    return {"name": name} if name else None


def as_typed(question: Question, value: Any) -> dict[str, Any]:
    """The other way round: what the fields of the question show for an answer."""
    if value is None:
        return {}
    match question.kind:
        case Kind.MATRIX:
            return {f"{question.id}-{key}": chosen for key, chosen in value.items()}
        case Kind.RANKING:
            return {f"{question.id}-{key}": str(place) for place, key in enumerate(value, 1)}
        case Kind.PLACE:
            return {question.id: value.get("city", ""), f"{question.id}-name": value.get("name", "")}
    return {question.id: value}


_READERS = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _several,
    Kind.SCALE: _choice,
    Kind.MATRIX: _matrix,
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.DATE: _date,
    Kind.RANKING: _ranking,
    Kind.PLACE: _place,
}
