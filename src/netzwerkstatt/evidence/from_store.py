"""A card from a view of the store: the question is kept, the answer quoted with its place in the office's file."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.evidence import events, rules, store
from netzwerkstatt.evidence.actions import entry_of_card
from netzwerkstatt.evidence.catalogue import Row, Source, definitions_differ, figures
from netzwerkstatt.evidence.catalogue.definitions import Definition
from netzwerkstatt.evidence.figures import Figure, Place
from netzwerkstatt.evidence.kinds import CARD
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, Series
from netzwerkstatt.evidence.reading import CENSUS
from netzwerkstatt.foundation.entries.writing import already_made
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme

MOST_FIGURES = 240
MOST_PLACES = 60
MOST_YEARS = 120
PIECE = 1 << 22


@dataclass(frozen=True)
class Question:
    """What a view asks of the store; the same as `catalogue.figures`. `view` is the address of the page that shows it."""

    territories: tuple[str, ...]
    indicator: str
    years: tuple[int, ...] | None = None
    sex: str | None = ""
    age: tuple[int, int | None] | None = None
    nationality: str | None = ""
    view: str = ""

    def rows(self, among: Container[int] | None = None) -> tuple[Row, ...]:
        """The answer as it is today, or as some datasets alone give it. Two queries."""
        return figures(
            self.territories, self.indicator, self.years, sex=self.sex, age=self.age, nationality=self.nationality,
            among=among,
        )  # fmt: skip

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def address(self) -> str:
        """The page on which a person makes a card of it with a sentence of their own."""
        return f"{reverse('evidence:from_store')}?{urlencode(self.pairs)}"

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """Names and values, for an address or a form; `from_address` reads them."""
        pairs = [("territory", key) for key in self.territories] + [("indicator", self.indicator)]
        years = self.years or ()
        if len(years) > 2 and years == tuple(range(years[0], years[-1] + 1)):
            pairs += [("from", str(years[0])), ("to", str(years[-1]))]
        else:
            pairs += [("year", str(year)) for year in years]
        pairs += [("sex", "each" if self.sex is None else self.sex)] if self.sex != "" else []
        pairs += (
            [("nationality", "each" if self.nationality is None else self.nationality)]
            if self.nationality != ""
            else []
        )
        pairs += [("age", f"{self.age[0]}-{'' if self.age[1] is None else self.age[1]}")] if self.age else []
        pairs += [("view", self.view)] if self.view else []
        return pairs

    @classmethod
    def from_address(cls, given: QueryDict) -> Question:
        """The question of an address that `address` made. Raises `Invalid` (field "question") for any other."""
        try:
            age = given.get("age", "")
            years = {int(year[:4]) for year in given.getlist("year")}
            if (since := given.get("from", "")) and (until := given.get("to", "")):
                years |= set(range(int(str(since)[:4]), int(str(until)[:4]) + 1))
            first, _dash, last = age.partition("-")
            return cls(
                territories=tuple(dict.fromkeys(given.getlist("territory") + given.getlist("place")))[
                    : MOST_PLACES + 1
                ],
                indicator=str(given["indicator"])[:120],
                years=tuple(sorted(years))[:MOST_YEARS] or None,
                sex=None if given.get("sex") == "each" else given.get("sex", "")[:1],
                age=(int(first[:3]), int(last[:3]) if last else None) if age else None,
                nationality=None if given.get("nationality") == "each" else given.get("nationality", "")[:1],
                view=own_address(given.get("view", "")),
            )
        except (KeyError, ValueError) as error:
            raise Invalid({"question": _("This address names no figures.")}) from error

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Question:
        age, years = stored.get("age"), stored.get("years")
        return cls(
            territories=tuple(stored["territories"]), indicator=stored["indicator"],
            years=None if years is None else tuple(years), sex=stored.get("sex"),
            age=None if age is None else (age[0], age[1]), nationality=stored.get("nationality"),
            view=stored.get("view", ""),
        )  # fmt: skip


def own_address(text: str) -> str:
    """An address of this installation, to come back to; anything else is none."""
    return text[:500] if text.startswith("/") and not text.startswith("//") else ""


def fingerprint(rows: Iterable[Row]) -> str:
    """The SHA-256 of an answer: every value with its place, time, definition and the fingerprint of its file."""
    plain = [
        [row.territory, row.time, row.value, row.sign, row.quality, row.series, row.source.figures_sha256]
        for row in rows
    ]
    return hashlib.sha256(json.dumps(plain, separators=(",", ":")).encode()).hexdigest()


@action(rule=rules.makes_cards, on="question")
def make_card_from_query(
    *,
    actor: Any,
    question: Question,
    title: str,
    explanation: str = "",
    city: City | None = None,
    themes: Iterable[Theme] = (),
    client_id: UUID | None = None,
) -> EvidenceCard:
    """What a view shows becomes a card that never changes: question, fingerprint of the answer, and every figure with
    the place in the office's file at which it stands.

    Records `evidence.card_made`. Raises `Invalid` where there is no figure, there are too many or they count different
    things (field "question"), or the sentence does not hold.
    """
    if made := already_made(client_id, CARD.code, actor):
        return EvidenceCard.objects.get(entry=made)
    rows = checked(question)
    quoted = quotes(rows)
    entry, new = entry_of_card(
        actor=actor, title=title, explanation=explanation, city=city, themes=themes, client_id=client_id
    )
    if not new:
        return EvidenceCard.objects.get(entry=entry)
    card = EvidenceCard.objects.create(
        entry=entry, claim=entry.title, explanation=entry.summary, query=question.to_json(),
        data_sha256=fingerprint(rows), figures=[figure.to_json() for figure in quoted], **_content(rows, quoted),
    )  # fmt: skip
    record(events.CARD_MADE(card, actor, file=card.file_sha256, refs=[figure.ref for figure in quoted][:60]))
    return card


def checked(question: Question) -> tuple[Row, ...]:
    """The answer, if it can stand on one card. Raises `Invalid` (field "question") with the reason and the way out."""
    if len(question.territories) > MOST_PLACES:
        raise Invalid({"question": _("One card shows at most %(most)d places.") % {"most": MOST_PLACES}})
    rows = question.rows()
    if not any(row.value is not None for row in rows):
        raise Invalid({"question": _("There is no figure for these places and years.")})
    if len(rows) > MOST_FIGURES:
        raise Invalid({"question": _("One card shows at most %(most)d figures.") % {"most": MOST_FIGURES}})
    of_place = [_without_breakdown(row.definition) for row in rows]
    if differences := definitions_differ(of_place):
        raise Invalid({"question": " ".join(f"{one.reason} {one.way_out}" for one in differences)})
    return rows


def _without_breakdown(one: Definition) -> Definition:
    """Sexes and ages of one indicator may stand side by side on a card: they are its rows."""
    return Definition(
        one.indicator, one.kind, one.label, one.counted_unit, one.statistic_code, one.statistic, rest=one.rest
    )


def quotes(rows: Sequence[Row]) -> list[Figure]:
    """The figures with their bytes in the offices' files. Raises `Invalid` where a stored file is damaged."""
    words = _words(rows)
    places = {sha256: _located(sha256, rows) for sha256 in {row.source.file_sha256 for row in rows}}
    made = []
    for row in rows:
        raw, offset, length = places[row.source.file_sha256].get((row.line, row.column), ("", 0, 0))
        value = None if row.value is None else _number(row.value)
        categories, label = words[row.source.dataset, row.series]
        made.append(
            Figure(
                raw=raw or ("" if value is None else str(value)), value=value, sign=row.sign, quality=row.quality,
                date=label.get(row.time, row.time), iso=row.time, place=Place(row.territory, row.name, row.level),
                categories=categories, line=row.line, column=row.column, offset=offset, length=length,
                coordinates={"territory": row.territory, "date": row.time, **{d: text for d, _v, text in categories}},
                file_sha256=row.source.file_sha256,
            )
        )  # fmt: skip
    return made


def _words(rows: Sequence[Row]) -> dict[tuple[int, int], tuple[tuple[tuple[str, str, str], ...], dict[str, str]]]:
    """For each series the categories as the file writes them, and the labels of its dates. Two queries."""
    wanted = {(row.source.dataset, row.series) for row in rows}
    labels = {
        pk: {one["iso"]: one["label"] for one in moments}
        for pk, moments in Dataset.objects.filter(pk__in={d for d, _n in wanted}).values_list("pk", "moments")
    }
    numbers = {number for _d, number in wanted}
    found = Series.objects.filter(dataset__in=labels, number__in=numbers).values_list("dataset", "number", "categories")
    return {
        (pk, number): (tuple((d, v, label) for d, v, label in categories), labels[pk])
        for pk, number, categories in found
        if (pk, number) in wanted
    }


def _located(sha256: str, rows: Sequence[Row]) -> dict[tuple[int, int], tuple[str, int, int]]:
    """Text, offset and length of the cells in a text file; nothing for a workbook, whose bytes are packed."""
    from netzwerkstatt.engines.official_files.source import BOM, fields
    from netzwerkstatt.evidence.models import OfficialFile

    about = OfficialFile.objects.get(sha256=sha256)
    if about.format in {"directory", "register"}:
        return {}
    wanted: dict[int, set[int]] = {}
    for row in rows:
        if row.source.file_sha256 == sha256:
            wanted.setdefault(row.line, set()).add(row.column)
    found: dict[tuple[int, int], tuple[str, int, int]] = {}
    try:
        with store.path_of(sha256).open("rb") as stream:
            offset = 0
            for number, line in enumerate(stream, start=1):
                if columns := wanted.pop(number, None):
                    skip = len(BOM) if number == 1 and line.startswith(BOM) else 0
                    places = fields(line[skip:].rstrip(b"\r\n"), number)
                    for column in columns:
                        at, length = places[column - 1]
                        piece = line[skip + at : skip + at + length]
                        found[number, column] = piece.decode(about.encoding or "utf-8"), offset + skip + at, length
                    if not wanted:
                        break
                offset += len(line)
    except OSError as error:
        raise Invalid({"": _("The stored file is damaged. Please tell the operator.")}) from error
    return found


def _content(rows: Sequence[Row], quoted: Sequence[Figure]) -> dict[str, Any]:
    sources = sorted({row.source for row in rows}, key=lambda source: source.rank, reverse=True)
    newest, first = sources[0], rows[0]
    dataset = Dataset.objects.select_related("file").get(pk=newest.dataset)
    series = Series.objects.get(dataset_id=first.source.dataset, number=first.series)
    shared = [c for c in quoted[0].categories if all(c in figure.categories for figure in quoted)]
    unit = f"{series.measure} ({series.unit})" if series.unit else series.measure
    years = {int(year) for source in sources for year in CENSUS.findall(source.notes)}
    places = list(dict.fromkeys(figure.place for figure in quoted if figure.place))
    return {
        "file": dataset.file,
        "table_code": ", ".join(dict.fromkeys(source.table_code for source in sources))[:40],
        "table_title": newest.title,
        "statistic": f"{dataset.statistic_code} {dataset.statistic}".strip(),
        "measure": series.measure,
        "unit": series.unit,
        "definition": " · ".join([unit, *(f"{v}: {label}" if v else label for _d, v, label in shared)]),
        "territories": [{"key": place.key, "name": place.name, "level": place.level} for place in places],
        "territory_names": "; ".join(place.name for place in places),
        "reference_dates": list(dict.fromkeys(figure.date for figure in quoted)),
        "census_years": sorted(years),
        "institution": newest.institution,
        "portal": newest.portal,
        "licence": newest.licence,
        "as_of": newest.as_of,
        "retrieved_on": newest.retrieved_on,
        "file_sha256": newest.file_sha256,
        "sources": [plain_source(source) for source in sources],
    }


def plain_source(source: Source) -> dict[str, Any]:
    """A dataset as a card keeps it, for JSON."""
    return {
        "dataset": source.dataset, "table": source.table_code, "title": source.title, "line": source.line,
        "file_sha256": source.file_sha256, "figures_sha256": source.figures_sha256,
        "territory_status": source.territory_status,
    }  # fmt: skip


def _number(value: float) -> int | Decimal:
    return int(value) if value == int(value) else Decimal(repr(value))
