"""Charts with figures for the page that shows every part in all its states."""

import math

from .draw import draw
from .model import Drawing
from .shapes import Area, Areas, Band, Dots, Fan, Multiples, Part, Path, Pyramid, Small, Spot, Stacked


def examples() -> list[Drawing]:
    """One of each shape, and each of them with little or nothing to show."""
    return [
        draw(chart)
        for chart in (_pyramid(), _groups(), _fan(), _stacked(), _shares(), _dots(), _multiples(), _areas(), _nothing())
    ]


def _people(age: int, shift: float) -> int:
    hump = 90 * math.exp(-(((age - 55 - shift) / 16) ** 2)) + 60 * math.exp(-(((age - 30 - shift) / 12) ** 2))
    return round((45 + hump) / (1 + math.exp((age - 82) / 5)))


def _pyramid() -> Pyramid:
    bounds = tuple(range(91))
    return Pyramid(
        title="Die Jahrgänge um 1965 sind doppelt so stark wie die um 2010",
        subtitle="Personen je Altersjahr, Beispielstadt",
        source="Ausgedachte Zahlen",
        bounds=bounds,
        left=tuple(_people(age, 0) for age in bounds),
        right=tuple(_people(age, 3) for age in bounds),
        outline_left=tuple(_people(age, 15) for age in bounds),
        outline_right=tuple(_people(age, 18) for age in bounds),
        left_label="Männer",
        right_label="Frauen",
        label="2024",
        outline_label="2040, mittlere Annahme",
        category_label="Alter",
        decimals=0,
    )


def _groups() -> Pyramid:
    bounds = tuple(range(0, 91, 5))
    people = [sum(_people(age, 2) for age in range(low, low + 5)) for low in bounds]
    return Pyramid(
        title="Unter 10 000 Menschen nur in Gruppen von fünf Jahren",
        bounds=bounds,
        left=tuple(round(one, -1) for one in people),
        right=tuple(None if place == 4 else round(one, -1) for place, one in enumerate(people)),
        left_label="Männer",
        right_label="Frauen",
        category_label="Alter",
        decimals=0,
    )


def _fan() -> Fan:
    years = tuple(range(2024, 2051))
    middle = tuple(13_000 - 120 * (year - 2024) for year in years)
    spread = tuple(40 + 330 * math.sqrt(year - 2024) for year in years)
    return Fan(
        title="2040 werden hier rund 11 100 Menschen leben – vielleicht 9 800, vielleicht 12 400",
        subtitle="Einwohnerzahl, 1 000 Rechenläufe",
        source="Ausgedachte Zahlen",
        observed=((2015, 14_533), (2018, 14_100), (2021, 13_700), (2022, 13_111), (2024, 13_000)),
        breaks=frozenset({2022}),
        years=years,
        middle=middle,
        bands=(
            Band(
                "80 von 100",
                tuple(m - s for m, s in zip(middle, spread, strict=True)),
                tuple(m + s for m, s in zip(middle, spread, strict=True)),
            ),
            Band(
                "95 von 100",
                tuple(m - 1.6 * s for m, s in zip(middle, spread, strict=True)),
                tuple(m + 1.6 * s for m, s in zip(middle, spread, strict=True)),
            ),
        ),
        others=(
            Path("Neues Wohngebiet", years, tuple(m + 22 * (y - 2024) for m, y in zip(middle, years, strict=True))),
        ),
        mark=2040,
        mark_label="2040: rund 11 100",
        middle_label="Mitte",
        observed_label="gezählt",
        projection_label="Vorausberechnung →",
        low_label="mindestens",
        high_label="höchstens",
        category_label="Jahr",
        decimals=0,
    )


def _stacked() -> Stacked:
    return Stacked(
        title="Jede dritte Person ist 65 oder älter",
        categories=("Hettstedt", "Lutherstadt Eisleben", "Verwaltungsgemeinschaft mit langem Namen"),
        parts=(
            Part("unter 18", (1600, 2900, 700)),
            Part("18 bis 64", (7300, 13_100, None)),
            Part("65 und älter", (4200, 7100, 1300)),
        ),
        category_label="Stadt",
        decimals=0,
    )


def _shares() -> Stacked:
    return Stacked(
        title="Dieselben als Anteile",
        categories=("2015", "2024", "2040"),
        parts=(
            Part("unter 18", (12.1, 13.0, 11.4)),
            Part("18 bis 64", (57.3, 53.0, 50.1)),
            Part("65 und älter", (30.6, 34.0, 38.5)),
        ),
        share=True,
        unit="%",
        decimals=1,
        category_label="Jahr",
    )


def _dots() -> Dots:
    return Dots(
        title="In allen Städten ist das Durchschnittsalter gestiegen",
        categories=("Bautzen", "Görlitz", "Hoyerswerda", "Hettstedt", "Lutherstadt Eisleben"),
        values=(48.1, 47.9, 53.0, 51.2, 50.4),
        before=(46.9, 47.5, 52.1, 50.3, None),
        label="2024",
        before_label="2015",
        reference=44.9,
        reference_label="Deutschland",
        highlights={3: "own"},
        decimals=1,
        category_label="Stadt",
    )


def _multiples() -> Multiples:
    names = ("Bautzen", "Görlitz", "Hoyerswerda", "Hettstedt", "Lutherstadt Eisleben")
    return Multiples(
        title="Der Anteil der Älteren wächst überall, am schnellsten in Hoyerswerda",
        categories=tuple(str(year) for year in range(2015, 2025)),
        panels=tuple(
            Small(
                name,
                tuple(None if place == 3 and at == 4 else 26 + place + at * (0.4 + place / 10) for at in range(10)),
            )
            for place, name in enumerate(names)
        ),
        reference=tuple(21 + at * 0.15 for at in range(10)),
        reference_label="Deutschland",
        breaks=frozenset({7}),
        unit="%",
        decimals=1,
        category_label="Stadt",
    )


def _areas() -> Areas:
    def square(column: int, row: int) -> tuple[tuple[float, float], ...]:
        west, south = 11 + column * 0.8, 50.6 + row * 0.5
        return ((west, south), (west + 0.8, south), (west + 0.8, south + 0.5), (west, south + 0.5))

    found = [
        Area(
            f"{column}{row}",
            f"Kreis {column}{row}",
            (square(column, row),),
            None if (column, row) == (2, 1) else 40 + 3 * column + row,
        )
        for column in range(4)
        for row in range(3)
    ]
    return Areas(
        title="Nach Osten hin werden die Menschen älter",
        areas=tuple(found),
        label="Durchschnittsalter",
        spots=(Spot("Hettstedt", 11.5, 51.6), Spot("Görlitz", 13.9, 51.15)),
        missing_label="keine Angabe",
        decimals=0,
        category_label="Kreis",
    )


def _nothing() -> Fan:
    return Fan(title="Noch keine Zahl", observed=(), years=(), middle=(), category_label="Jahr", decimals=0)
