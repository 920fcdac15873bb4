"""Outlines and figures that belong together – and what does not: places without a figure, figures of other borders."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.evidence.catalogue import Break, Difference, breaks_among, years_of
from netzwerkstatt.evidence.comparing.queries import PERCENT, SHARE, Choice, Gathered, choices, gather
from netzwerkstatt.evidence.importing.preparing import day_of
from netzwerkstatt.evidence.models import Boundaries, Outline, Territory
from netzwerkstatt.evidence.profiles.drawing import language
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import Area, Areas, Drawing, Spot, draw, format_number
from netzwerkstatt.foundation.ui.formatting import day

MOST_DRAWN: Final = 1_500
"""With more outlines than this one Land is shown at a time: a page of all municipalities would weigh megabytes."""
MOST_SPOTS: Final = 40
MOST_TRIED: Final = 12


@dataclass(frozen=True, slots=True)
class Shape:
    """An outline ready to be drawn."""

    key: str
    name: str
    rings: tuple[tuple[tuple[float, float], ...], ...]


@dataclass(frozen=True)
class Map:
    """What the page of the map shows; `drawing` is None where nothing can be drawn, `differences` say why."""

    boundaries: Boundaries
    choice: Choice
    year: int
    drawing: Drawing | None
    differences: tuple[Difference, ...]
    without: tuple[str, ...]
    breaks: tuple[Break, ...]
    keys: tuple[str, ...]
    is_number: bool


def outlines_to_see() -> QuerySet[Boundaries]:
    """Outlines that can be drawn, the last that came in first."""
    return Boundaries.objects.filter(state=Boundaries.State.READY).order_by("-brought_at", "-pk")


def lands_of(boundaries: Boundaries) -> list[tuple[str, str]]:
    """The Länder of these outlines as key and name. Two queries."""
    keys = sorted({key[:2] for key in boundaries.outlines.values_list("key", flat=True)})
    names = dict(Territory.objects.filter(key__in=keys).values_list("key", "name"))
    return [(key, names.get(key, key)) for key in keys]


def shapes(boundaries: Boundaries, land: str) -> tuple[Shape, ...]:
    """The outlines, of one Land or all. What was read never changes, so the last few stay in memory. One query at most."""
    return _shapes(boundaries.pk, boundaries.sha256, land)


@lru_cache(maxsize=6)
def _shapes(pk: int, sha256: str, land: str) -> tuple[Shape, ...]:
    del sha256
    found = Outline.objects.filter(boundaries=pk, key__startswith=land).order_by("key")
    return tuple(
        Shape(one.key, one.name or one.key, tuple(tuple((p[0], p[1]) for p in ring) for ring in one.rings))
        for one in found.iterator(chunk_size=500)
    )


def choices_for(boundaries: Boundaries) -> list[Choice]:
    """What can be shown on these outlines. Two queries."""
    return choices(boundaries.level)


def years_to_see(boundaries: Boundaries, land: str, choice: Choice) -> tuple[int, ...]:
    """The years for which one of the outlines has figures of it; a share is made from ages. Two queries at most."""
    keys = [one.key for one in shapes(boundaries, land)]
    return years_of("population_by_age_sex" if choice.code.startswith(SHARE) else choice.code, keys)


def map_of(boundaries: Boundaries, land: str, choice: Choice, year: int | None, years: tuple[int, ...]) -> Map | None:
    """The figures of a year – of the last of `years_to_see` that has some, where none is asked for – on the outlines.

    None where no outline has a figure then. Some six queries; as many again for each year whose age groups do not fit
    a share.
    """
    found = shapes(boundaries, land)
    keys = tuple(one.key for one in found)
    for here in [year] if year in years else list(reversed(years))[:MOST_TRIED]:
        about = gather(keys, choice, [here])
        values = {key: value for (key, at), value in about.values.items() if value is not None and at == here}
        if values:
            break
    else:
        return None
    when = day_of(about.days.get(here, "")) or date(here, 12, 31)
    first, last = sorted((boundaries.status_on, when))
    broken = breaks_among(keys, first, last)
    return Map(
        boundaries=boundaries,
        choice=choice,
        year=here,
        drawing=None if about.differences else draw(_areas(boundaries, choice, here, found, values, about)),
        differences=about.differences,
        without=tuple(one.name for one in found if one.key not in values),
        breaks=tuple(dict.fromkeys(one for key in keys for one in broken.get(key, ()))),
        keys=tuple(key for key in keys if key in values),
        is_number=not about.is_ratio,
    )


def _areas(
    boundaries: Boundaries, choice: Choice, year: int, found: Sequence[Shape], values: dict[str, float], about: Gathered
) -> Areas:
    unit = "%" if about.unit in PERCENT else ""
    known = sorted((values[one.key], one.name) for one in found if one.key in values)

    def said(value: float) -> str:
        shown = format_number(value, language(), decimals=about.decimals)
        return f"{shown}\u202f%" if unit else f"{shown} {about.unit}".strip()

    words = {"name": choice.name, "year": year}
    if known[0][0] == known[-1][0]:
        title = _("%(name)s %(year)d: everywhere %(value)s") % {**words, "value": said(known[0][0])}
    else:
        title = _("%(name)s %(year)d: from %(low)s in %(lowest)s to %(high)s in %(highest)s") % {
            **words, "low": said(known[0][0]), "lowest": known[0][1], "high": said(known[-1][0]), "highest": known[-1][1],
        }  # fmt: skip
    return Areas(
        title=title,
        subtitle=choice.definition,
        source="; ".join((*about.sources, outlines_line(boundaries))),
        unit=unit,
        decimals=about.decimals,
        locale=language(),
        category_label=_("Place"),
        label=choice.name if unit or not about.unit else f"{choice.name} ({about.unit})",
        missing_label=_("no figure"),
        areas=tuple(Area(one.key, one.name, one.rings, values.get(one.key)) for one in found),
        spots=_spots(boundaries, found),
    )


def outlines_line(boundaries: Boundaries) -> str:
    """Who made the outlines, as of which day, under which licence."""
    return _("Outlines: %(source)s, as on %(day)s, simplified, %(licence)s") % {
        "source": boundaries.source,
        "day": day(boundaries.status_on),
        "licence": boundaries.licence,
    }


def _spots(boundaries: Boundaries, found: Sequence[Shape]) -> tuple[Spot, ...]:
    """The cities of the alliance that lie in what is shown. One query."""
    keys = {one.key for one in found}
    shown = [
        city for city in City.objects.order_by("-population", "name") if keys & {city.ags, city.ags[:5], city.ags[:2]}
    ]
    return tuple(Spot(str(city), city.longitude, city.latitude) for city in shown[:MOST_SPOTS])
