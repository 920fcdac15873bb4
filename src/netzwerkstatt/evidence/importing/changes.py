"""When newer figures arrive: which cards quote figures that have changed since.

A card never changes. That its figures did is noted beside it (`LaterFigures`), told to its author once, and shown on
everything that rests on the card.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from django.core.cache import caches
from django.db import connection
from django.db.models import Prefetch, Q

from netzwerkstatt.engines.official_files.columns import SIGNS
from netzwerkstatt.engines.official_files.model import Measure
from netzwerkstatt.evidence import events
from netzwerkstatt.evidence.catalogue import shelf
from netzwerkstatt.evidence.catalogue.classify import words_of
from netzwerkstatt.evidence.catalogue.keys import number_of, same_place
from netzwerkstatt.evidence.figures import Figure
from netzwerkstatt.evidence.models import Dataset, EvidenceCard, LaterFigures, Series
from netzwerkstatt.foundation.events.log import record

KNOWN: Final = "evidence-cards-with-later-figures"
KEPT: Final = 5  # seconds that a process may not yet know of the latest change
MOST_TOLD: Final = 12
MOST_LOOKED_AT: Final = 400


def note_changes(dataset: Dataset) -> int:
    """Mark every card whose figures this newer dataset has otherwise; how many. Records `evidence.figures_changed` each.

    A figure is the same where measure, categories, place and date are the same; the file's words decide. Cards made
    from figures that are newer than the dataset's are left alone.
    """
    day = dataset.as_of or dataset.retrieved_on
    found = 0
    for card in _resting_on(dataset).select_related("entry").iterator(chunk_size=200):
        if (card.as_of or card.retrieved_on) > day or card.file_sha256 == dataset.file.sha256:
            continue
        changed = _changed(card.read_figures, card.measure, dataset)
        if changed:
            _made, new = LaterFigures.objects.get_or_create(card=card, dataset=dataset, defaults={"figures": changed})
            if new:
                told = {"dataset": dataset.pk, "table": dataset.table_code, "changed": len(changed)}
                record(events.FIGURES_CHANGED(card, **told))
                found += 1
    if found:
        forget_known()
    return found


def forget_known() -> None:
    """Some card has later figures since: this process asks anew whether any has."""
    caches["of-this-process"].delete(KNOWN)


def _resting_on(dataset: Dataset) -> Any:
    """Cards that quote this very table, or were made from a question that it answers; what is computed is looked at elsewhere."""
    same_table = Q(table_code=dataset.table_code)
    keys = Series.objects.filter(dataset=dataset).values_list("indicator__key", flat=True).distinct()
    asked = [pk for pk, query in _questions() if set(_keys(query)) & set(keys)]
    return EvidenceCard.objects.filter(same_table | Q(pk__in=asked), projection__isnull=True).order_by("pk")


def _questions() -> Iterable[tuple[int, Any]]:
    return EvidenceCard.objects.filter(query__isnull=False, projection__isnull=True).values_list("pk", "query")


def _keys(query: dict[str, Any]) -> list[str]:
    asked = query.get("indicator", [])
    return [asked] if isinstance(asked, str) else list(asked)


def _changed(figures: list[Figure], measure: str, dataset: Dataset) -> list[dict[str, str]]:
    """The figures that the dataset has with another value, in words."""
    series = _series_of(figures, measure, dataset)
    if not series:
        return []
    numbers = {
        number_of(key)
        for figure in figures
        if figure.place and _is_key(figure.place.key)
        for key in same_place(ags_of(figure.place.key))
    }
    rows = shelf.scan(dataset.figures_sha256, series=set(series.values()), territories=numbers, years=None).collect()
    values = {(row["series"], row["territory"], row["time"]): row for row in rows.iter_rows(named=True)}
    changed = []
    for figure in figures:
        number = series.get(_words(figure))
        if number is None or figure.place is None or not _is_key(figure.place.key):
            continue
        row = next(
            (
                found
                for key in same_place(ags_of(figure.place.key))
                if (found := values.get((number, number_of(key), figure.iso)))
            ),
            None,
        )
        if row is not None and _differs(figure, row):
            after = str(SIGNS[row["sign"]] or "") if row["value"] is None else _plain(row["value"])
            changed.append({"label": figure.label, "before": figure.raw.strip(), "after": after})
    return changed


def _series_of(figures: list[Figure], measure: str, dataset: Dataset) -> dict[tuple[str, ...], int]:
    wanted = {_words(figure) for figure in figures}
    found = {}
    same = Series.objects.filter(dataset=dataset, measure__in={measure, words_of(Measure("", measure, ""))[0]})
    for number, categories in same.values_list("number", "categories"):
        spoken = tuple(sorted(label for _d, _v, label in categories if label.strip()))
        if spoken in wanted:
            found[spoken] = number
    return found


def _words(figure: Figure) -> tuple[str, ...]:
    return tuple(sorted(label.strip() for _d, _v, label in figure.categories if label.strip()))


def ags_of(key: str) -> str:
    """The key as the catalogue has it: of a regional key of 12 digits the AGS."""
    return key[:5] + key[9:] if len(key) == 12 and key.isdecimal() else key


def _is_key(key: str) -> bool:
    try:
        number_of(ags_of(key))
    except ValueError:
        return False
    return True


def _differs(figure: Figure, row: dict[str, Any]) -> bool:
    if row["value"] is None or figure.value is None:
        return (row["value"] is None) != (figure.value is None) and figure.raw.strip() != "-"
    return bool(abs(float(figure.value) - row["value"]) > 1e-9 * max(1.0, abs(row["value"])))


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value).replace(".", ",")


# ── shown on what rests on it ───────────────────────────────────────────────

_UP = (
    "WITH RECURSIVE up (id) AS (SELECT CAST(%s AS bigint) UNION SELECT link.source_id FROM entries_link link JOIN up ON link.target_id = up.id)"
    " SELECT DISTINCT card_id FROM evidence_laterfigures JOIN up ON card_id = up.id"
)


def any_changed() -> bool:
    """Whether any card at all has later figures, as this process knew at most some seconds ago. At most one query."""
    known = caches["of-this-process"]
    found: bool | None = known.get(KNOWN)
    if found is None:
        found = LaterFigures.objects.exists()
        known.set(KNOWN, found, KEPT)
    return found


def changed_beneath(entry: Any, viewer: Any) -> list[EvidenceCard]:
    """The cards with later figures on which an item rests, directly or through others; the item itself included.

    Only those that this viewer may see.

    No query while no card at all has later figures, else three.
    """
    if not any_changed():
        return []
    with connection.cursor() as cursor:
        cursor.execute(_UP, [entry.pk])
        found = [row[0] for row in cursor.fetchall()]
    if not found:
        return []
    later = Prefetch("later", LaterFigures.objects.select_related("dataset"), to_attr="later_list")
    cards = (
        EvidenceCard.objects.visible_to(viewer)
        .filter(pk__in=found[:MOST_LOOKED_AT])
        .select_related("entry")
        .prefetch_related(later)
    )
    return list(cards.order_by("pk")[:MOST_TOLD])
