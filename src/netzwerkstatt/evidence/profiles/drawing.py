"""The charts of a profile: from futures and figures to shapes. Their titles are findings, made from the figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.adapter import GROUPS, QUANTILES, Basis, Futures, group_name
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.evidence.sentences import LICENCES
from netzwerkstatt.evidence.standards import AGES, Floats
from netzwerkstatt.foundation.ui.charts import Band, Drawing, Fan, Part, Path, Pyramid, Stacked, draw
from netzwerkstatt.foundation.ui.formatting import number

if TYPE_CHECKING:
    from netzwerkstatt.evidence.models import Projection
    from netzwerkstatt.evidence.profiles.queries import Profile

SMALL: Final = 10_000
"""Below so many people only age groups are shown, rounded to ten: single ages would pretend to know (the rule of SIKURS)."""
FIVES: Final = tuple(range(0, 91, 5))
SINGLE: Final = tuple(range(AGES))
CENSUSES: Final = frozenset({2011, 2022})


def language() -> str:
    """Two letters of the page's language."""
    return (get_language() or "de")[:2]


def round_to(persons: float, basis: Basis, *, least: int = 100) -> int:
    """Projected totals in hundreds, in small places and for parts in tens: more would pretend to know."""
    unit = 10 if basis.total < SMALL else least
    return int(round(persons / unit) * unit)


def is_small(basis: Basis) -> bool:
    return basis.total < SMALL


def pyramid(basis: Basis, futures: Futures, year: int) -> Pyramid:
    """People now as bars, people of another year as an outline; below 10,000 in five-year groups, rounded to ten."""
    small = is_small(basis)
    bounds = FIVES if small else SINGLE
    now = _sides(basis.people, bounds, small=small)
    later = _sides(futures.ages(year), bounds, small=small)
    label = _("%(year)d, estimated") % {"year": basis.year} if basis.estimated else str(basis.year)
    return Pyramid(
        title=_finding(basis, futures, year),
        subtitle=_("People by age group, %(place)s, 31 December %(now)d and %(then)d") % _named(basis, year)
        if small
        else _("People by year of age, %(place)s, 31 December %(now)d and %(then)d") % _named(basis, year),
        bounds=bounds,
        left=now[0],
        right=now[1],
        outline_left=later[0] if year != basis.year else (),
        outline_right=later[1] if year != basis.year else (),
        left_label=_("Men"),
        right_label=_("Women"),
        label=label,
        outline_label=_("%(year)d, middle assumption") % {"year": year} if year != basis.year else "",
        category_label=_("Age"),
        most=_most(basis, futures, bounds),
        decimals=0,
        locale=language(),
        source=source_of(basis),
    )


def _named(basis: Basis, year: int) -> dict[str, object]:
    return {"place": basis.name, "now": basis.year, "then": year}


def _sides(people: Floats, bounds: Sequence[int], *, small: bool) -> tuple[tuple[int, ...], tuple[int, ...]]:
    grouped = np.add.reduceat(people, list(bounds), axis=1)
    rounded = np.round(grouped, -1 if small else 0).astype(int)
    return tuple(rounded[0].tolist()), tuple(rounded[1].tolist())


def _most(basis: Basis, futures: Futures, bounds: Sequence[int]) -> float:
    """The longest bar of all years, so that the scale stays while the year changes."""
    spans = np.diff([*bounds, bounds[-1] + 10])
    every = np.concatenate([basis.people[None], np.array(futures.middle)])
    return float((np.add.reduceat(every, list(bounds), axis=2) / spans).max())


def _finding(basis: Basis, futures: Futures, year: int) -> str:
    """A sentence on those who are old now and then."""
    now, then = (share(people, 65, None) for people in (basis.people, futures.ages(year)))
    if year == basis.year:
        return _("%(share)s per cent of the people are 65 or older") % {"share": number(now, 0)}
    named = {"then": year, "share": number(then, 0), "now": number(now, 0)}
    if named["share"] == named["now"]:
        return _("In %(then)d, %(share)s per cent will be 65 or older, as today") % named
    return _("In %(then)d, %(share)s per cent will be 65 or older – today it is %(now)s") % named


def share(people: Floats, first: int, last: int | None) -> float:
    """Per cent of all people who are of these ages."""
    whole = float(people.sum())
    part = float(people[:, first : None if last is None else last + 1].sum())
    return part / whole * 100 if whole else 0.0


def fan(
    basis: Basis,
    futures: Futures,
    observed: Sequence[tuple[int, float]],
    *,
    mark: int,
    name: str = "total",
    breaks: frozenset[int] = CENSUSES,
    other: Futures | None = None,
    other_label: str = "",
) -> Fan:
    """The number of people: what was counted, the middle, and the bands of 80 and 95 of 100 futures."""
    unit = 10.0 if is_small(basis) else 100.0
    rows = {quantile: tuple(_to(one, unit) for one in futures.row(name, quantile)) for quantile in QUANTILES}
    at = futures.years.index(mark)
    middle, low, high = rows[0.5][at], rows[0.1][at], rows[0.9][at]
    past = tuple((year, value) for year, value in observed if year <= basis.year)
    if not any(year == basis.year for year, _value in past):
        past = (*past, (basis.year, round(basis.total)))
    crossed = breaks_in(past, breaks)
    return Fan(
        title=_("In %(year)d, about %(middle)s people will live here – perhaps %(low)s, perhaps %(high)s")
        % {"year": mark, "middle": number(int(middle)), "low": number(int(low)), "high": number(int(high))},
        subtitle=_("Number of people, %(place)s, %(count)s computed futures with changing births, deaths and moves")
        % {"place": basis.name, "count": number(futures.trajectories)},
        observed=past,
        years=futures.years,
        middle=rows[0.5],
        bands=(Band(_("80 of 100"), rows[0.1], rows[0.9]), Band(_("95 of 100"), rows[0.025], rows[0.975])),
        breaks=crossed,
        others=(Path(other_label, other.years, tuple(_to(one, unit) for one in other.row(name))),)
        if other is not None
        else (),
        source=source_of(basis) + broken_at(crossed),
        **fan_words(mark, middle),
    )


def fan_words(mark: int, middle: float) -> dict[str, Any]:
    """What is written in every fan, in the language of the page."""
    return {
        "mark": mark,
        "mark_label": _("%(year)d: about %(middle)s") % {"year": mark, "middle": number(int(middle))},
        "middle_label": _("Middle"),
        "observed_label": _("counted"),
        "projection_label": _("Projection →"),
        "low_label": _("at least"),
        "high_label": _("at most"),
        "category_label": _("Year"),
        "decimals": 0,
        "locale": language(),
    }


def breaks_in(observed: Sequence[tuple[int, Any]], breaks: frozenset[int] = CENSUSES) -> frozenset[int]:
    """The censuses at which a line of counted figures begins anew."""
    return frozenset(year for year in breaks if observed and observed[0][0] < year <= observed[-1][0])


def broken_at(crossed: frozenset[int]) -> str:
    """Where the line begins anew, in words; empty where it does not."""
    return " " + _("The line begins anew with the census of %(year)d.") % {"year": max(crossed)} if crossed else ""


def _to(value: float, unit: float) -> float:
    return round(value / unit) * unit


def few(years: Sequence[int]) -> list[int]:
    """The first and the last year, and round ones between."""
    return sorted({years[0], years[-1], *(year for year in years if year % 10 == 0)})


def ages_over_time(basis: Basis, futures: Futures, years: Sequence[int]) -> Stacked:
    """Three parts of life as shares in a few years."""
    parts = (((0, 17), "0-17"), ((18, 64), "18-64"), ((65, None), "65+"))
    total = [sum(futures.at(name, year) for _span, name in parts) for year in years]
    old = [number(futures.at("65+", year) / whole * 100, 0) for year, whole in zip(years, total, strict=True) if whole]
    ends = {"first": years[0], "last": years[-1], "now": old[0] if old else "–", "then": old[-1] if old else "–"}
    return Stacked(
        title=_("%(last)d: %(then)s per cent are 65 or older, %(first)d: %(now)s per cent") % ends,
        subtitle=_("Shares of people by age, %(place)s, middle of all futures") % {"place": basis.name},
        categories=tuple(str(year) for year in years),
        parts=tuple(
            Part(
                group_words(*span),
                tuple(
                    round(futures.at(name, year) / total[at] * 100, 1) if total[at] else None
                    for at, year in enumerate(years)
                ),
            )
            for span, name in parts
        ),
        share=True,
        unit="%",
        decimals=1,
        category_label=_("Year"),
        locale=language(),
        source=source_of(basis),
    )


def source_of(basis: Basis) -> str:
    """All sources of a projection, by institution, and that it is our own computation."""
    return source_line(basis.sources, estimated=basis.estimated)


def source_line(cited: Sequence[str], *, estimated: bool) -> str:
    """The same from lines as `basis.cite` writes them."""
    tables: dict[tuple[str, str], list[str]] = {}
    for line in cited:
        institution, table, licence = (*line.split("\t"), "", "")[:3]
        tables.setdefault((institution, licence), []).append(table)
    said = "; ".join(
        _("© %(institution)s: tables %(tables)s (%(licence)s)")
        % {
            "institution": institution,
            "tables": ", ".join(dict.fromkeys(found)),
            "licence": _(LICENCES[licence][0]) if licence in LICENCES else licence,
        }
        for (institution, licence), found in tables.items()
    )
    mark = _("Estimated structure.") + " " if estimated else ""
    own = _("own computation")  # on a line of its own: texts inside an f-string are not collected
    return f"{mark}{said}; {own}."


def groups_of(basis: Basis, futures: Futures, year: int) -> list[tuple[str, int, int, int]]:
    """For every age group its words, the middle and the ends of the band of 80 in a year, rounded as the place allows."""
    found = []
    for span in GROUPS:
        middle, low, high = (
            round_to(futures.at(group_name(span), year, quantile), basis, least=10) for quantile in (0.5, 0.1, 0.9)
        )
        found.append((group_words(*span), middle, low, high))
    return found


def silhouettes(shown: Profile) -> list[tuple[Any, Drawing | None, bool]]:
    """For every twin, and last for the contrast city, its shape with the own place's outline; the flag marks the contrast."""
    found = [(twin, False) for twin in shown.twins] + ([(shown.contrast, True)] if shown.contrast is not None else [])
    own = shown.projection.alike.get("own") if shown.projection is not None else None
    return [(twin, _silhouette(shown.place.name, twin, own), contrast) for twin, contrast in found]


def _silhouette(name: str, twin: Any, own: Any) -> Drawing | None:
    one = twin.alike
    if not own or tuple(own["bounds"]) != one.bounds:
        return None
    return draw(
        Pyramid(
            title=one.name,
            alt=_(
                "Age structure of %(city)s as bars, that of %(place)s as an outline; %(overlap)s per cent are the same."
            )
            % {"city": one.name, "place": name, "overlap": number(round(one.overlap * 100))},
            bounds=one.bounds,
            left=one.shape[0],
            right=one.shape[1],
            outline_left=tuple(own["shape"][0]),
            outline_right=tuple(own["shape"][1]),
            left_label=_("Men"),
            right_label=_("Women"),
            category_label=_("Age"),
            decimals=1,
            bare=True,
            open_years=15.0,
            locale=language(),
        )
    )


def future_of(projection: Projection) -> dict[str, Any]:
    """The fan and the address of the profile, for a page that shows both in brief."""
    basis, futures = Basis.of(projection.basis), Futures.of(projection.outcome or {})
    year = min(2040, futures.years[-1])
    made = fan(basis, futures, (), mark=year)
    return {"key": projection.key, "fan": draw(made), "estimated": basis.estimated, "year": year}
