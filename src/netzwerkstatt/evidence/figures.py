"""One quoted figure: what it is, and where in the file it stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from netzwerkstatt.engines.official_files import Cell


@dataclass(frozen=True)
class Place:
    """A territory as the file names it; level as in `engines.official_files.Level`."""

    key: str
    name: str
    level: str


@dataclass(frozen=True)
class Figure:
    """A cell of a table, taken out of it for good.

    Law: the bytes of the stored file from `offset`, `length` long, decoded, are `raw`. `value` is None where a sign
    stands instead of a number. `categories` holds (dimension, variable, label).
    """

    raw: str
    value: int | Decimal | None
    sign: str
    quality: str
    date: str
    iso: str
    place: Place | None
    categories: tuple[tuple[str, str, str], ...]
    line: int
    column: int
    offset: int
    length: int
    coordinates: dict[str, str]
    file_sha256: str = ""  # where it is not the card's own file

    @classmethod
    def of(cls, cell: Cell) -> Figure:
        return cls(
            raw=cell.raw,
            value=cell.value,
            sign="" if cell.sign is None else cell.sign.name.lower(),
            quality=cell.quality,
            date=cell.date.label if cell.date else "",
            iso=cell.date.iso if cell.date else "",
            place=Place(place.key, place.name, str(place.level)) if (place := cell.territory) else None,
            categories=tuple((c.dimension, c.variable, c.label) for c in cell.categories),
            line=cell.line,
            column=cell.column,
            offset=cell.offset,
            length=cell.length,
            coordinates=cell.coordinates,
        )

    @property
    def ref(self) -> str:
        """Its address in the file."""
        return f"{self.line}:{self.column}"

    @property
    def address(self) -> str:
        """File and place in it: unique among all figures of a card."""
        return f"{self.file_sha256}:{self.ref}"

    @property
    def category_label(self) -> str:
        """The values of its dimensions: weiblich · 20 bis unter 25 Jahre."""
        return " · ".join(label for _, _, label in self.categories if label.strip())

    @property
    def label(self) -> str:
        """Everything that tells it apart from its neighbours."""
        parts = (self.category_label, self.place.name if self.place else "", self.date)
        return " · ".join(part for part in parts if part)

    def to_json(self) -> dict[str, Any]:
        """Plain values for the database; the number as text, so that no digit is lost."""
        return {
            "raw": self.raw,
            "value": None if self.value is None else str(self.value),
            "sign": self.sign,
            "quality": self.quality,
            "label": self.label,
            "date": self.date,
            "iso": self.iso,
            "place": self.place and {"key": self.place.key, "name": self.place.name, "level": self.place.level},
            "categories": [list(category) for category in self.categories],
            "ref": self.ref,
            "line": self.line,
            "column": self.column,
            "offset": self.offset,
            "length": self.length,
            "coordinates": self.coordinates,
            **({"file_sha256": self.file_sha256} if self.file_sha256 else {}),
        }

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> Figure:
        return cls(
            raw=stored["raw"],
            value=None if stored["value"] is None else _number(stored["value"]),
            sign=stored["sign"],
            quality=stored["quality"],
            date=stored["date"],
            iso=stored["iso"],
            place=stored["place"] and Place(**stored["place"]),
            categories=tuple((a, b, c) for a, b, c in stored["categories"]),
            line=stored["line"],
            column=stored["column"],
            offset=stored["offset"],
            length=stored["length"],
            coordinates=stored["coordinates"],
            file_sha256=stored.get("file_sha256", ""),
        )


def _number(text: str) -> int | Decimal:
    return int(text) if text.lstrip("-").isdecimal() else Decimal(text)


def distinct_labels(figures: list[Figure]) -> dict[str, str]:
    """For each figure (by `address`) what tells it apart from the others of its card; for a single one, all it has."""
    parts = {
        figure.address: (
            *(label for _, _, label in figure.categories),
            figure.place.name if figure.place else "",
            figure.date,
        )
        for figure in figures
    }
    shared = set.intersection(*(set(each) for each in parts.values())) if len(figures) > 1 else set()
    return {
        ref: " · ".join(part for part in each if part.strip() and part not in shared) or figures[0].label
        for ref, each in parts.items()
    }
