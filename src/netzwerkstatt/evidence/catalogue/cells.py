"""Which series of which datasets answer a question, and the cells that hold the answer: the newest download counts.

What there is to know about datasets is read once and kept until another one comes in, because datasets never change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.utils.translation import gettext as _

from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.catalogue.definitions import Definition
from netzwerkstatt.evidence.catalogue.keys import number_of, same_place
from netzwerkstatt.evidence.models.catalogue import Dataset, Series
from netzwerkstatt.evidence.sentences import LICENCES
from netzwerkstatt.foundation.ui.formatting import day

if TYPE_CHECKING:
    import polars as pl

FIGURES: Final = ("series", "territory", "year", "time", "value")
"""The columns of a cell that a comparison needs; reading the others costs it a fifth."""
MARKED: Final = (*FIGURES, "sign", "quality", "line", "column")
"""All columns: with the office's marks, and where in its file the figure stands."""

FEW: Final = 2_000
"""Answers up to this many cells are kept: a page asks for the same again while somebody moves its slider."""
USUAL_YEARS: Final = 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where figures come from: one dataset. `territory_status` is the state of the borders (Gebietsstand), in words."""

    dataset: int
    table_code: str
    title: str
    institution: str
    portal: str
    licence: str
    as_of: date | None
    retrieved_on: date
    territory_status: str
    file_sha256: str
    figures_sha256: str
    notes: str = ""

    @property
    def line(self) -> str:
        """© institution, portal, table, as of, retrieved: the line under a drawing, in the language of the page."""
        parts = [f"© {self.institution}", self.portal, _("table %(code)s") % {"code": self.table_code}]
        if self.as_of:
            parts.append(_("as of %(day)s") % {"day": day(self.as_of)})
        parts.append(_("retrieved on %(day)s") % {"day": day(self.retrieved_on)})
        return ", ".join(part for part in parts if part)

    @property
    def licence_name(self) -> str:
        return _(LICENCES.get(self.licence, (self.licence, ""))[0])

    @property
    def licence_url(self) -> str:
        return LICENCES.get(self.licence, ("", ""))[1]

    @property
    def rank(self) -> tuple[date, date, int]:
        """Which of two datasets is the newer one."""
        return (self.as_of or self.retrieved_on, self.retrieved_on, self.dataset)


class Found(NamedTuple):
    """One series of one dataset; `order` is where it stands among the series of its indicator."""

    source: Source
    number: int
    definition: Definition
    order: tuple[Any, ...]
    years: tuple[int, int] | None

    def may_know(self, years: Sequence[int]) -> bool:
        """Its dataset may have a figure of one of these years."""
        return self.years is None or any(self.years[0] <= year <= self.years[1] for year in years)


def state() -> tuple[Any, ...]:
    """What changes whenever a dataset comes in or goes. One query."""
    last = Dataset.objects.order_by("-pk").values_list("pk", "figures_sha256", "imported_at").first()
    return last or ()


@lru_cache(maxsize=512)
def series_of(key: str, state: tuple[Any, ...]) -> tuple[Found, ...]:
    """Every series of the indicator with this key, in this `state()` of the store. One query, the first time."""
    del state
    found = Series.objects.filter(indicator__key=key).select_related("indicator", "dataset__file")
    sources: dict[int, Source] = {}
    return tuple(_found(one, sources) for one in found.order_by("dataset_id", "number"))


def _found(one: Series, sources: dict[int, Source]) -> Found:
    about = one.dataset
    if about.pk not in sources:
        sources[about.pk] = source_of(about)
    years = None if about.first_year is None or about.last_year is None else (about.first_year, about.last_year)
    what = definition_of_series(one)
    return Found(sources[about.pk], one.number, what, _order(what), years)


def _order(what: Definition) -> tuple[Any, ...]:
    return (
        what.nationality, what.sex, what.rest, -1 if what.age_from is None else what.age_from,
        999 if what.age_to is None else what.age_to,
    )  # fmt: skip


def source_of(dataset: Dataset) -> Source:
    """The dataset as a source of figures; its file must have been read with it."""
    return Source(
        dataset.pk, dataset.table_code, dataset.title, dataset.institution, dataset.portal, dataset.licence,
        dataset.as_of, dataset.retrieved_on, dataset.territory_status, dataset.file.sha256, dataset.figures_sha256,
        dataset.notes,
    )  # fmt: skip


def definition_of_series(one: Series) -> Definition:
    """What the series counts; its indicator must have been read with it."""
    about = one.indicator
    return Definition(
        about.key, about.kind, about.label, one.unit, about.statistic_code, about.statistic, one.sex, one.age_from,
        one.age_to, one.nationality, tuple(one.rest),
    )  # fmt: skip


def numbers_of(asked: Iterable[str]) -> dict[int, list[tuple[str, int]]]:
    """For each number in the columns, which asked keys it stands for and how near it is to them."""
    found: dict[int, list[tuple[str, int]]] = {}
    for key in asked:
        for alias, other in enumerate(same_place(key)):
            found.setdefault(number_of(other), []).append((key, alias))
    return found


def newest(
    asked: Sequence[str], chosen: Iterable[Found], years: Sequence[int] | None, columns: Sequence[str]
) -> Iterator[tuple[str, Found, tuple[Any, ...]]]:
    """Each figure of these places, series and years once: the key that was asked for, its series and its `columns`.

    Of two keys of a place the one that was asked for counts, of two datasets the newer one. No query. Raises
    `DamagedError` where a file of the store is missing.
    """
    numbers = numbers_of(asked)
    by_file: dict[str, dict[int, list[tuple[Found, int, Any]]]] = {}
    definitions: dict[Definition, int] = {}  # each is hashed once, not with every figure
    for one in chosen:
        if years is None or one.may_know(years):
            what = definitions.setdefault(one.definition, len(definitions))
            listed = by_file.setdefault(one.source.figures_sha256, {}).setdefault(one.number, [])
            listed.append((one, what, one.source.rank))
    best: dict[tuple[str, str, int], tuple[int, Any, Found, tuple[Any, ...]]] = {}
    for sha256, of_file in by_file.items():
        for row in _read(sha256, of_file, numbers, years, columns).rows():
            for one, what, rank in of_file[row[0]]:
                for key, alias in numbers[row[1]]:
                    slot = (key, row[3], what)
                    known = best.get(slot)
                    if known is None or alias < known[0] or (alias == known[0] and rank > known[1]):
                        best[slot] = (alias, rank, one, row)
    return ((slot[0], one, row) for slot, (_alias, _rank, one, row) in best.items())


def _read(
    sha256: str, series: Iterable[int], places: Iterable[int], years: Sequence[int] | None, columns: Sequence[str]
) -> pl.DataFrame:
    shelf.present(sha256)
    asked = (tuple(sorted(series)), tuple(sorted(places)), None if years is None else tuple(sorted(years)))
    few = len(asked[0]) * len(asked[1]) * (USUAL_YEARS if asked[2] is None else len(asked[2])) <= FEW
    return (_kept if few else _cells)(sha256, *asked, tuple(columns))


def _cells(
    sha256: str,
    series: tuple[int, ...],
    places: tuple[int, ...],
    years: tuple[int, ...] | None,
    columns: tuple[str, ...],
) -> pl.DataFrame:
    return shelf.scan(sha256, series=series, territories=places, years=years).select(columns).collect()


_kept = lru_cache(maxsize=256)(_cells)
