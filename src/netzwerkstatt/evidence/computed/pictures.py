"""A picture is taken apart into the figures of a card, and drawn again from these figures alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from netzwerkstatt.evidence.drawing import Words
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.profiles import drawing
from netzwerkstatt.evidence.profiles.words import group_words
from netzwerkstatt.foundation.ui.charts import Band, Chart, ChartKind, Fan, Part, Path, Pyramid, Series, Stacked

COUNTED, ESTIMATED, COMPUTED = "counted", "estimated", "computed"
BANDS: Final = (("low80", "high80"), ("low95", "high95"))
PYRAMID, FAN, AGES, GROUPS, SHARES = "pyramid", "fan", "ages", "groups", "shares"
CHANGES, TWO, TWINS = "changes", "two", "twins"
SERVICE = "service-"
"""What a service would need: this and its name among the sums of `adapter.Futures`."""
WHOLE: Final = "total"
OVERLAP: Final = "overlap"
TWO_NAMES: Final = (("a", "A"), ("b", "B"))

Value = int | float | Decimal | None
Picture = Pyramid | Fan | Stacked | Chart


def figure(place: Place, when: int | str, value: Value, quality: str, *categories: tuple[str, str, str]) -> Figure:
    """A computed figure of a day, or of the end of a year. It stands in no file, so it has no line there."""
    exact = None if value is None else _exact(value)
    iso = f"{when}-12-31" if isinstance(when, int) else when
    return Figure(
        raw="" if exact is None else str(exact), value=exact, sign="" if exact is not None else "unknown",
        quality=quality, date=iso, iso=iso, place=place, categories=categories, line=0, column=0, offset=0, length=0,
        coordinates={},
    )  # fmt: skip


def _exact(value: float | Decimal) -> int | Decimal:
    return int(value) if value == int(value) else Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


# ── taken apart ─────────────────────────────────────────────────────────────


def of_pyramid(shape: Pyramid, place: Place, now: int, then: int, *, estimated: bool) -> list[Figure]:
    """Every bar, and every step of the outline."""
    sides = [
        (now, "m", shape.left),
        (now, "f", shape.right),
        (then, "m", shape.outline_left),
        (then, "f", shape.outline_right),
    ]
    return [
        figure(
            place, year, value, COMPUTED if year != now else ESTIMATED if estimated else COUNTED,
            ("sex", sex, shape.left_label if sex == "m" else shape.right_label),
            ("age", str(shape.bounds[at]), shape.age(at)),
        )
        for year, sex, values in sides
        for at, value in enumerate(values)
    ]  # fmt: skip


def of_fan(shape: Fan, place: Place) -> list[Figure]:
    """What was counted, the middle, the ends of the bands, and the line beside it where there is one."""

    def row(name: str, words: str, pairs: Sequence[tuple[int, Value]], quality: str = COMPUTED) -> list[Figure]:
        return [figure(place, year, value, quality, ("path", name, words)) for year, value in pairs]

    def future(values: Sequence[Value]) -> list[tuple[int, Value]]:
        return list(zip(shape.years, values, strict=True))

    found = row("middle", shape.middle_label, future(shape.middle))
    for (low, high), band in zip(BANDS, shape.bands, strict=True):
        found += row(low, f"{band.label}, {shape.low_label}", future(band.low))
        found += row(high, f"{band.label}, {shape.high_label}", future(band.high))
    for other in shape.others:
        found += row("usual", other.label, list(zip(other.years, other.values, strict=True)))
    return found + row("counted", shape.observed_label, shape.observed, COUNTED)


def of_stacked(shape: Stacked, place: Place, names: Sequence[str]) -> list[Figure]:
    """Each part of each year."""
    return [
        figure(place, int(year), part.values[at], COMPUTED, ("age", name, part.label))
        for at, year in enumerate(shape.categories)
        for name, part in zip(names, shape.parts, strict=True)
    ]


def of_two(lines: Sequence[Fan], place: Place) -> list[Figure]:
    """The middle of two scenarios and of the path that they depart from, and what was counted; `lines` are their two fans."""
    rows: list[tuple[str, str, Sequence[tuple[int, Value]]]] = [
        (name, letter, list(zip(shape.years, shape.middle, strict=True)))
        for (name, letter), shape in zip(TWO_NAMES, lines, strict=True)
    ]
    usual = lines[0].others[0]
    rows.append(("usual", usual.label, list(zip(usual.years, usual.values, strict=True))))
    found = [
        figure(place, year, value, COMPUTED, ("path", name, words))
        for name, words, pairs in rows
        for year, value in pairs
    ]
    counted = [("path", "counted", lines[0].observed_label)]
    return found + [figure(place, year, value, COUNTED, *counted) for year, value in lines[0].observed]


# ── and drawn again ─────────────────────────────────────────────────────────


def has_shape(chart: str) -> bool:
    """Whether it is drawn as its view drew it; everything else is drawn as the figures of any other card are."""
    return chart.startswith(SERVICE) or chart in {PYRAMID, FAN, AGES, CHANGES, TWO, TWINS}


def drawn(chart: str, words: Words, figures: Sequence[Figure], *, year: int, estimated: bool) -> Picture:
    """The picture of a card that has a shape, from its figures."""
    made: Mapping[str, Callable[[], Picture]] = {
        PYRAMID: lambda: _pyramid(words, figures, estimated=estimated),
        FAN: lambda: _fan(words, figures, year),
        AGES: lambda: _stacked(words, figures),
        CHANGES: lambda: _changes(words, figures),
        TWO: lambda: _two(words, figures, year),
        TWINS: lambda: _twins(words, figures),
    }
    return made[FAN if chart.startswith(SERVICE) else chart]()


def _said(words: Words) -> dict[str, Any]:
    return {"title": words.claim, "subtitle": words.subline, "source": words.source, "locale": drawing.language()}


def _pyramid(words: Words, figures: Sequence[Figure], *, estimated: bool) -> Pyramid:
    sides: dict[tuple[int, str], list[tuple[int, Any]]] = {}
    for one in figures:
        sex, age = (variable for _dimension, variable, _label in one.categories)
        sides.setdefault((_year(one), sex), []).append((int(age), _plain(one)))
    years = sorted({year for year, _sex in sides})
    now, then = years[0], years[-1]

    def side(year: int, sex: str) -> tuple[Any, ...]:
        return tuple(value for _age, value in sides.get((year, sex), ()))

    label = _("%(year)d, estimated") % {"year": now} if estimated else str(now)
    return Pyramid(
        **_said(words),
        bounds=tuple(age for age, _value in sides[now, "m"]),
        left=side(now, "m"),
        right=side(now, "f"),
        outline_left=side(then, "m") if then != now else (),
        outline_right=side(then, "f") if then != now else (),
        left_label=_("Men"),
        right_label=_("Women"),
        label=label,
        outline_label=_("%(year)d, middle assumption") % {"year": then} if then != now else "",
        category_label=_("Age"),
        decimals=0,
    )


def _fan(words: Words, figures: Sequence[Figure], mark: int) -> Fan:
    rows = _rows(figures)

    def values(name: str) -> tuple[float, ...]:
        return tuple(float(value) for _year, value in rows[name])

    middle = dict(rows["middle"])
    counted = tuple(rows.get("counted", ()))
    crossed = drawing.breaks_in(counted)
    labels = (_("80 of 100"), _("95 of 100"))
    usual = rows.get("usual")
    said = _said(words)
    said["source"] += drawing.broken_at(crossed)
    return Fan(
        **said | drawing.fan_words(mark, float(middle.get(mark) or 0)),
        observed=counted,
        years=tuple(middle),
        middle=values("middle"),
        bands=tuple(Band(label, values(low), values(high)) for label, (low, high) in zip(labels, BANDS, strict=True)),
        breaks=crossed,
        others=(Path(_("Middle path"), tuple(year for year, _value in usual), tuple(value for _year, value in usual)),)
        if usual
        else (),
    )


def _rows(figures: Sequence[Figure]) -> dict[str, list[tuple[int, Any]]]:
    """Year and figure of every line, by its name."""
    rows: dict[str, list[tuple[int, Any]]] = {}
    for one in figures:
        rows.setdefault(names_of(one)["path"], []).append((_year(one), _plain(one)))
    return rows


def _stacked(words: Words, figures: Sequence[Figure]) -> Stacked:
    years = sorted({_year(one) for one in figures})
    parts: dict[str, dict[int, Any]] = {}
    for one in figures:
        parts.setdefault(one.categories[0][1], {})[_year(one)] = _plain(one)
    return Stacked(
        **_said(words),
        categories=tuple(str(year) for year in years),
        parts=tuple(
            Part(group_words(*span_of(name)), tuple(values.get(year) for year in years))
            for name, values in parts.items()
        ),
        share=True,
        unit="%",
        decimals=1,
        category_label=_("Year"),
    )


def _changes(words: Words, figures: Sequence[Figure]) -> Chart:
    """Ages beside each other: now, on the middle path, in the scenario."""
    columns: dict[tuple[str, str], dict[str, Any]] = {}
    for one in figures:
        named = names_of(one)
        columns.setdefault((one.iso[:4], named["path"]), {})[named["age"]] = _plain(one)
    ages = list(dict.fromkeys(names_of(one)["age"] for one in figures))
    return Chart(
        kind=ChartKind.GROUPED,
        categories=tuple(_("All") if age == WHOLE else group_words(*span_of(age)) for age in ages),
        series=tuple(
            Series(column_words(path, int(year)), tuple(values.get(age) for age in ages), tone)
            for ((year, path), values), tone in zip(columns.items(), ("other", "own2", "own"), strict=False)
        ),
        category_label=_("Age"),
        **_said(words),
    )


def column_words(path: str, year: int) -> str:
    """The head of a column of changes."""
    words = {"now": "%(year)d", "usual": _("%(year)d, middle path"), "here": _("%(year)d, scenario")}[path]
    return words % {"year": year}


def _two(words: Words, figures: Sequence[Figure], mark: int) -> Fan:
    """Two lines and the path they depart from."""
    rows = _rows(figures)

    def path(name: str, label: str) -> Path:
        return Path(label, tuple(year for year, _value in rows[name]), tuple(value for _year, value in rows[name]))

    (_a, first), (_b, second) = TWO_NAMES
    counted, said = tuple(rows["counted"]), _said(words)
    crossed = drawing.breaks_in(counted)
    said["source"] += drawing.broken_at(crossed)
    return Fan(
        **said | drawing.fan_words(mark, 0) | {"mark": None, "mark_label": "", "middle_label": first},
        observed=counted,
        years=tuple(year for year, _value in rows["a"]),
        middle=tuple(float(value) for _year, value in rows["a"]),
        breaks=crossed,
        others=(path("b", second), path("usual", _("Middle path"))),
    )


def _twins(words: Words, figures: Sequence[Figure]) -> Chart:
    """How much of the age structure is the same, the nearest place first; the contrast city steps back."""
    found = [one for one in figures if names_of(one)["figure"] == OVERLAP and one.place]
    return Chart(
        kind=ChartKind.COMPARE,
        categories=tuple(one.place.name for one in found if one.place),
        series=(Series(words.measure, tuple(_plain(one) for one in found)),),
        highlights={at: "other" if names_of(one)["role"] == "contrast" else "own" for at, one in enumerate(found)},
        unit="%",
        category_label=_("Place"),
        decimals=0,
        **_said(words),
    )


def short_name(place: str) -> str:
    """Hettstedt for Hettstedt, Stadt: in a row of names commas part places, and in a table there is little room."""
    return place.partition(",")[0]


def names_of(one: Figure) -> dict[str, str]:
    """What tells a figure apart, by dimension; the same in every language."""
    return {dimension: variable for dimension, variable, _label in one.categories}


def span_of(name: str) -> tuple[int, int | None]:
    """The ages of a group's name: 0-17, 65+."""
    first, _dash, last = name.removesuffix("+").partition("-")
    return int(first), int(last) if last else None


def _year(one: Figure) -> int:
    return int(one.iso[:4])


def _plain(one: Figure) -> int | float | None:
    return float(one.value) if isinstance(one.value, Decimal) else one.value
