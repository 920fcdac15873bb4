"""What a figure counts, and why two figures may not stand side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from netzwerkstatt.evidence.catalogue.known import definition_of, name_of
from netzwerkstatt.evidence.models.catalogue import Indicator

UNITS: Final = {
    "anzahl": "number", "number": "number", "personen": "number", "persons": "number", "prozent": "percent",
    "%": "percent", "percent": "percent", "1000": "1000", "tsd.": "1000",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Definition:
    """What is counted. Two figures compare where their definitions are equal.

    `indicator` is the key; `label`, `statistic` and `rest` are words; ages are whole years, both included.
    """

    indicator: str
    kind: str
    label: str
    unit: str
    statistic_code: str
    statistic: str
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    nationality: str = ""
    rest: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The indicator's name in the language of the page."""
        return name_of(self.indicator) or self.label

    @property
    def sentence(self) -> str:
        """What exactly is counted."""
        return definition_of(self.indicator) or self.text

    @property
    def text(self) -> str:
        """Name and every restriction: Population by age and sex, women, 20 to 24 years."""
        parts = [
            self.name,
            sex_words(self.sex),
            age_words(self.age_from, self.age_to),
            nationality_words(self.nationality),
        ]
        return ", ".join(part for part in parts if part)

    @property
    def is_whole(self) -> bool:
        """All people are counted together."""
        return not (self.sex or self.nationality or self.rest) and self.age_from is None and self.age_to is None

    @property
    def counted_unit(self) -> str:
        """The unit, the same for its different spellings."""
        return UNITS.get(self.unit.casefold(), self.unit.casefold())


@dataclass(frozen=True, slots=True)
class Difference:
    """One reason why figures may not be compared, and what to do instead; both in the language of the page."""

    aspect: str
    reason: str
    way_out: str


def sex_words(sex: str) -> str:
    return {"m": _("men"), "f": _("women")}.get(sex, "")


def nationality_words(nationality: str) -> str:
    return {"d": _("Germans"), "a": _("foreigners")}.get(nationality, "")


def age_words(first: int | None, last: int | None) -> str:
    """under 18, 20 to 24 years, 65 years and over; empty for all ages."""
    if first is None:
        return ""
    if last is None:
        return _("%(first)d years and over") % {"first": first} if first else ""
    if first == 0:
        return _("under %(end)d years") % {"end": last + 1}
    if first == last:
        return _("%(age)d years") % {"age": first}
    return _("%(first)d to %(last)d years") % {"first": first, "last": last}


def definitions_differ(definitions: Iterable[Definition]) -> tuple[Difference, ...]:
    """Why figures with these definitions must not be compared with each other; nothing where they may.

    One difference per aspect (indicator, statistic, unit, age, sex, nationality, rest), in the words of the page.
    """
    distinct = list(dict.fromkeys(definitions))
    if len(distinct) < 2:
        return ()
    checks = (_indicator, _unit, _ages, _sex, _nationality, _rest)
    return tuple(found for check in checks if (found := check(distinct)))


def _words(values: Iterable[str]) -> str:
    return _(" and ").join(f"“{value}”" for value in dict.fromkeys(values))


def _indicator(some: list[Definition]) -> Difference | None:
    if len({(one.indicator, one.statistic_code if one.kind != Indicator.Kind.STOCK else "") for one in some}) < 2:
        return None
    if len({one.indicator for one in some}) < 2:
        named = _words(f"{one.statistic_code} {one.statistic}".strip() for one in some)
        return Difference(
            "statistic", _("The figures come from different statistics: %(named)s.") % {"named": named},
            _("Take the figures of all places from the same table."),
        )  # fmt: skip
    return Difference(
        "indicator", _("These are different things: %(named)s.") % {"named": _words(one.name for one in some)},
        _("Choose one indicator, or show each of them in a drawing of its own."),
    )  # fmt: skip


def _unit(some: list[Definition]) -> Difference | None:
    if len({one.counted_unit for one in some}) < 2:
        return None
    return Difference(
        "unit", _("The units differ: %(named)s.") % {"named": _words(one.unit or "–" for one in some)},
        _("Choose a table that gives all places in the same unit."),
    )  # fmt: skip


def _ages(some: list[Definition]) -> Difference | None:
    if len({(one.age_from, one.age_to) for one in some}) < 2:
        return None
    named = _words(age_words(one.age_from, one.age_to) or _("all ages") for one in some)
    return Difference(
        "age", _("The ages differ: %(named)s.") % {"named": named},
        _("Choose an age group that begins and ends alike everywhere, or a table with single years of age, from which any group can be made."),
    )  # fmt: skip


def _sex(some: list[Definition]) -> Difference | None:
    if len({one.sex for one in some}) < 2:
        return None
    named = _words(sex_words(one.sex) or _("all") for one in some)
    return Difference(
        "sex",
        _("Different people are counted: %(named)s.") % {"named": named},
        _("Choose the same sex for all places."),
    )


def _nationality(some: list[Definition]) -> Difference | None:
    if len({one.nationality for one in some}) < 2:
        return None
    named = _words(nationality_words(one.nationality) or _("all") for one in some)
    return Difference(
        "nationality", _("Different people are counted: %(named)s.") % {"named": named},
        _("Choose the same nationality for all places."),
    )  # fmt: skip


def _rest(some: list[Definition]) -> Difference | None:
    if len({one.rest for one in some}) < 2:
        return None
    named = _words(" · ".join(one.rest) or _("all") for one in some)
    return Difference(
        "rest", _("The figures are broken down differently: %(named)s.") % {"named": named},
        _("Choose the same line of the table for all places."),
    )  # fmt: skip
