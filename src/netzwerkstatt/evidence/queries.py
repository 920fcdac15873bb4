"""Reads of the evidence room: cards as they are shown, their proof in the file, the grid of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from netzwerkstatt.engines.official_files import SIGN_MEANINGS, Cell, GridRow, Table, Territory
from netzwerkstatt.evidence import store
from netzwerkstatt.evidence.actions import definition_of
from netzwerkstatt.evidence.catalogue import Row
from netzwerkstatt.evidence.computed import pictures
from netzwerkstatt.evidence.computed.account import Account, account_of, headline_of, source_line_of
from netzwerkstatt.evidence.drawing import Words, chart_of
from netzwerkstatt.evidence.figures import Figure, distinct_labels
from netzwerkstatt.evidence.models import EvidenceCard, OfficialFile
from netzwerkstatt.evidence.reading import census_years
from netzwerkstatt.evidence.sentences import LICENCES
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.ui.charts import AnyShape, Chart, Drawing, draw
from netzwerkstatt.foundation.ui.formatting import day, number

AROUND = 60
QUOTES_AT_ONCE = 6
DATES_AT_ONCE = 6
ROWS_A_PAGE = 30
DATES_A_PAGE = 8
ON_A_CITYS_PAGE = 5


# ── cards ───────────────────────────────────────────────────────────────────


def cards_of_city(city: City, viewer: Any) -> list[Entry]:
    """The entries of the last cards that a city made. One query."""
    found = Entry.objects.visible_to(viewer).filter(kind="evidence", city=city)
    return list(found.order_by("-created_at", "-pk")[:ON_A_CITYS_PAGE])


@dataclass(frozen=True)
class Headline:
    """The figure that stands for a card where there is room for one only: the latest, else the first."""

    value: str
    meta: str


@dataclass(frozen=True)
class ShownCard:
    """A card with its drawing, ready for `evidence/card.html` and `evidence/card_small.html`."""

    card: EvidenceCard
    drawing: Drawing
    subline: str
    source: str
    url: str
    since: datetime
    licence: str
    licence_url: str
    links: tuple[tuple[str, str], ...]
    headline: Headline
    account: Account | None

    @property
    def dates(self) -> str:
        """Its reference dates: a few by name, many as a span."""
        dates = self.card.reference_dates
        return ", ".join(map(readable_date, dates)) if len(dates) <= DATES_AT_ONCE else _span(dates)

    @property
    def number(self) -> str:
        """B-142."""
        return self.card.entry.code


def cards(*, viewer: Any, text: str = "", theme: str = "", city: str = "") -> QuerySet[EvidenceCard]:
    """Cards that this viewer may see, the newest first; filters by words, and by slug of theme and city."""
    found = EvidenceCard.objects.visible_to(viewer).with_entry().order_by("-entry__created_at", "-entry_id")
    for word in text.split()[:8]:
        found = found.filter(
            Q(claim__icontains=word)
            | Q(definition__icontains=word)
            | Q(territory_names__icontains=word)
            | Q(table_code__istartswith=word)
        )
    if theme:
        found = found.filter(entry__themes__slug=theme)
    if city:
        found = found.filter(entry__city__slug=city)
    return found


def cards_under(entry: Any, *, viewer: Any) -> QuerySet[EvidenceCard]:
    """The cards that an entry rests on, in the order in which they were tied."""
    found: QuerySet[EvidenceCard] = (
        EvidenceCard.objects.visible_to(viewer)
        .with_place()
        .filter(entry__links_out__target=entry, entry__links_out__kind="supported-by")
        .order_by("entry__links_out__at", "entry__links_out__id")
    )
    return found


def shown(card: EvidenceCard) -> ShownCard:
    """A card with its drawing; no query where the entry was read with it."""
    figures = card.read_figures
    url = card.get_absolute_url()
    subline, source = _subline(card), source_line(card)
    licence, licence_url = LICENCES.get(card.licence, (card.licence, ""))
    return ShownCard(
        card=card,
        drawing=draw(_picture(card, Words(card.claim, subline, source, card.measure, card.unit), figures)),
        subline=subline,
        source=source,
        url=url,
        since=card.entry.created_at,
        licence=_(licence),
        licence_url=licence_url,
        links=(
            (_("CSV"), reverse("evidence:csv", args=[card.public_id])),
            (_("Checksum"), f"{url}#{'answer' if card.is_computed else 'proof'}"),
        ),
        headline=Headline(*headline_of(card, figures)) if card.is_computed else _headline(figures, card.unit),
        account=account_of(card),
    )


def _picture(card: EvidenceCard, words: Words, figures: Sequence[Figure]) -> Chart | AnyShape:
    """What was computed is drawn as the view drew it, what was quoted by its shape."""
    chart = card.question["computed"] if card.is_computed else ""
    if pictures.has_shape(chart):
        return pictures.drawn(chart, words, figures, year=card.question["year"], estimated=card.question["estimated"])
    return chart_of(words, figures, card.census_years)


def preview(file: OfficialFile, table: Table, cells: list[Cell], claim: str) -> Drawing:
    """The drawing as the card will show it."""
    figures = [Figure.of(cell) for cell in cells]
    measure = cells[0].measure
    places = "; ".join(dict.fromkeys(figure.place.name for figure in figures if figure.place))
    subline = _sentence(definition_of(cells), places, [figure.date for figure in figures])
    words = Words(claim or _("Your finding will stand here"), subline, "", measure.label, measure.unit)
    return draw(chart_of(words, figures, census_years(table)))


def preview_of(rows: Sequence[Row], figures: Sequence[Figure], claim: str) -> Drawing:
    """The drawing of a card from the store, as it will show it."""
    first = rows[0]
    places = "; ".join(dict.fromkeys(figure.place.name for figure in figures if figure.place))
    counted = first.definition.text if len({row.definition for row in rows}) == 1 else first.definition.name
    subline = _sentence(counted, places, [figure.date for figure in figures])
    words = Words(claim or _("Your finding will stand here"), subline, "", first.definition.label, first.unit)
    return draw(chart_of(words, figures))


def _headline(figures: Sequence[Figure], unit: str) -> Headline:
    known = [figure for figure in figures if figure.value is not None]
    figure = max(known, key=lambda one: one.iso) if len({one.iso for one in known}) > 1 else known[0]
    value = number(figure.value)
    return Headline(f"{value}\u202f%" if unit in {"%", "Prozent", "Percent"} else value, figure.label)


def _subline(card: EvidenceCard) -> str:
    if card.is_computed and pictures.has_shape(card.question["computed"]):
        return card.definition  # it names place and dates
    return _sentence(card.definition, card.territory_names, card.reference_dates)


def _sentence(definition: str, places: str, dates: Sequence[str]) -> str:
    return ", ".join(part for part in (definition, places, _span(dates)) if part)


def _span(dates: Sequence[str]) -> str:
    """One date, or the first and the last of several; they come in their order."""
    ordered = [readable_date(date) for date in dict.fromkeys(dates) if date]
    if len(ordered) < 2:
        return "".join(ordered)
    return _("%(first)s to %(last)s") % {"first": ordered[0], "last": ordered[-1]}


def readable_date(date: str) -> str:
    """Files write 2024-12-31 or 31.12.2024; people read 31. Dezember 2024. What is no such date stays as it is."""
    for form in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return day(datetime.strptime(date, form).date())  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return date


def source_line(card: EvidenceCard) -> str:
    """© institution, portal, table, state of the data, day of retrieval, own selection."""
    if card.is_computed:
        return source_line_of(card)
    parts = [f"© {card.institution}", card.portal, _("table %(code)s") % {"code": card.table_code}]
    if card.as_of:
        parts.append(_("as of %(day)s") % {"day": day(card.as_of)})
    parts += [_("retrieved on %(day)s") % {"day": day(card.retrieved_on)}, _("own selection")]
    line = ", ".join(part for part in parts if part) + "."
    if card.census_years and any(_crosses(card, year) for year in card.census_years):
        years = ", ".join(str(year) for year in card.census_years if _crosses(card, year))
        line += " " + _("The line is broken where the figures stand on a new census: from %(years)s on.") % {
            "years": years
        }
    return line


def _crosses(card: EvidenceCard, year: int) -> bool:
    years = [stored["iso"][:4] for stored in card.figures]
    return bool(years) and min(years) < str(year) <= max(years)


# ── proof ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Quote:
    """A figure in its line of the file: what stands before it, itself, what stands after it."""

    figure: Figure
    label: str
    before: str
    marked: str
    after: str

    @property
    def holds(self) -> bool:
        """The stored bytes are those that the card shows."""
        return self.marked == self.figure.raw


@dataclass(frozen=True)
class Proof:
    """The figures of a card in their lines: a few to look at, and the rest for whoever asks."""

    first: list[Quote]
    rest: list[Quote]


def proof(card: EvidenceCard) -> Proof | None:
    """Every figure of the card in its line, read from the stored file; None where the file is not there or nothing is quoted."""
    if card.is_computed:
        return None
    figures = card.read_figures
    names = distinct_labels(figures)
    encodings = {card.file_sha256: card.file.encoding}
    others = {figure.file_sha256 for figure in figures} - {"", card.file_sha256}
    if others:
        encodings |= dict(OfficialFile.objects.filter(sha256__in=others).values_list("sha256", "encoding"))
    quotes: list[Quote] = []
    try:
        for sha256, encoding in encodings.items():
            with store.path_of(sha256).open("rb") as stream:
                mine = [one for one in figures if (one.file_sha256 or card.file_sha256) == sha256]
                quotes += [_quote(stream, one, names[one.address], encoding) for one in mine]
    except OSError:
        return None
    return Proof(quotes[:QUOTES_AT_ONCE], quotes[QUOTES_AT_ONCE:])


def _quote(stream: Any, figure: Figure, label: str, encoding: str) -> Quote:
    if not encoding or not figure.length:  # a workbook: its cells are packed, and line and column lead to them
        return Quote(figure, label, "", figure.raw, "")
    start = max(0, figure.offset - 4 * AROUND)
    stream.seek(start)
    piece = stream.read(figure.length + 8 * AROUND)
    at = figure.offset - start
    before = piece[:at].rpartition(b"\n")[2].decode(encoding, "replace")
    after = piece[at + figure.length :].partition(b"\n")[0].rstrip(b"\r").decode(encoding, "replace")
    return Quote(
        figure,
        label,
        before if len(before) <= AROUND else "…" + before[-AROUND:],
        piece[at : at + figure.length].decode(encoding, "replace"),
        after if len(after) <= AROUND else after[:AROUND] + "…",
    )


# ── files and their tables ──────────────────────────────────────────────────


def files() -> QuerySet[OfficialFile]:
    """Official files whose cells can be chosen, the newest first. One query."""
    return OfficialFile.objects.filter(format__in=["classic", "flat"]).order_by("-uploaded_at", "-id")


@dataclass(frozen=True)
class GridPart:
    """The part of a table that one page shows, for one territory."""

    territory: Territory
    columns: tuple[Any, ...]
    rows: tuple[GridRow, ...]
    row_count: int
    page: int
    pages: int
    window: int
    windows: int

    @property
    def before(self) -> str:
        return str(self.page - 1)

    @property
    def after(self) -> str:
        return str(self.page + 1)

    @property
    def earlier(self) -> str:
        return str(self.window + 1)

    @property
    def later(self) -> str:
        return str(self.window - 1)

    @property
    def refs(self) -> set[str]:
        """The addresses of the cells on this page."""
        return {cell.ref for row in self.rows for cell in row.cells if cell}


def grid_part(table: Table, territory: Territory, *, words: str, page: int, window: int) -> GridPart | None:
    """Some rows and dates of the territory's grid: rows whose words fit, the latest dates first."""
    grid = table.grid(territory)
    if grid is None:
        return None
    rows = [row for row in grid.rows if _fits(row, words)]
    pages = max(1, -(-len(rows) // ROWS_A_PAGE))
    windows = max(1, -(-len(grid.columns) // DATES_A_PAGE))
    page, window = min(max(page, 1), pages), min(max(window, 1), windows)
    last = len(grid.columns) - (window - 1) * DATES_A_PAGE
    first = max(0, last - DATES_A_PAGE)
    part = rows[(page - 1) * ROWS_A_PAGE : page * ROWS_A_PAGE]
    return GridPart(
        grid.territory,
        grid.columns[first:last],
        tuple(GridRow(row.measure, row.categories, row.cells[first:last]) for row in part),
        len(rows), page, pages, window, windows,
    )  # fmt: skip


def _fits(row: GridRow, words: str) -> bool:
    text = f"{row.measure.text} {row.label}".casefold()
    return all(word in text for word in words.casefold().split())


def signs_in(part: GridPart) -> list[tuple[str, str]]:
    """The signs that stand on this page instead of numbers, each with its meaning."""
    found = {cell.raw.strip(): cell.sign for row in part.rows for cell in row.cells if cell and cell.sign is not None}
    return [(raw, _(SIGN_MEANINGS[sign])) for raw, sign in sorted(found.items())]
