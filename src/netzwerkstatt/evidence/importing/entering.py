"""A file that was read whole becomes a dataset, in one short transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q

from netzwerkstatt.engines.official_files import Format
from netzwerkstatt.engines.official_files.provenance import attribution
from netzwerkstatt.engines.official_files.words import folded
from netzwerkstatt.evidence import events, rules
from netzwerkstatt.evidence.actions import check_origin, checked_table_code, safe_name
from netzwerkstatt.evidence.catalogue.browsing import keys_in
from netzwerkstatt.evidence.catalogue.classify import STATISTICS, Meaning
from netzwerkstatt.evidence.catalogue.keys import same_place
from netzwerkstatt.evidence.computed.later import note_shares
from netzwerkstatt.evidence.importing.changes import note_changes
from netzwerkstatt.evidence.importing.preparing import Prepared, statistic_code
from netzwerkstatt.evidence.models import Dataset, Indicator, OfficialFile, Series, Territory
from netzwerkstatt.evidence.profiles.renewing import renew_after
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City

BATCH = 500
A_COUNTRY = 5_000
"""So many places at least stand in a directory of all municipalities."""


@action(rule=rules.enters_statistics, on="of_city")
def enter_statistics(
    *,
    actor: Any,
    prepared: Prepared,
    retrieved_on: date,
    source_address: str = "",
    table_code: str = "",
    of_city: City | None = None,
) -> Dataset:
    """A prepared file becomes a dataset of the catalogue; the same file again is the same dataset, and nothing changes.

    `of_city` is the city whose own register export it is. `table_code` counts only where the file does not carry its number. Records `evidence.statistics_imported`. Raises
    `Invalid` with the day, the address or the table number.
    """
    check_origin(retrieved_on, source_address)
    by = actor if isinstance(actor, Person) else None
    file, _new = OfficialFile.objects.get_or_create(
        sha256=prepared.sha256,
        defaults={
            **_file_facts(prepared),
            "retrieved_on": retrieved_on,
            "source_address": source_address.strip(),
            "uploaded_by": by,
        },
    )
    known = Dataset.objects.filter(file=file, reading=prepared.reading).select_related("file").first()
    if known is not None:
        return known
    code = prepared.table_code or file.table_code or checked_table_code(table_code, file)
    _enter_territories(prepared)
    _note_gone(prepared)
    indicators = _indicators(prepared)
    dataset, new = Dataset.objects.get_or_create(
        file=file, reading=prepared.reading, defaults={**_facts(prepared, file, code), "imported_by": by}
    )
    if not new:  # somebody else entered the same file at the same moment
        return dataset
    Series.objects.bulk_create(
        (
            Series(
                dataset=dataset, number=one.number, indicator=indicators[one.meaning.key],
                measure_code=one.measure_code[:40], measure=one.measure, unit=one.unit[:80], sex=one.meaning.sex,
                age_from=one.meaning.age_from, age_to=one.meaning.age_to, nationality=one.meaning.nationality,
                rest=list(one.meaning.rest), categories=[list(c) for c in one.categories], definition=one.definition,
            )
            for one in prepared.series
        ),
        batch_size=BATCH,
    )  # fmt: skip
    note_changes(dataset)
    note_shares(dataset)
    renew_after((place.key for place in prepared.places), ages="population_by_age_sex" in indicators)
    record(events.STATISTICS_IMPORTED(dataset, actor, dataset=dataset.pk, table=code, figures=prepared.figure_count))
    return dataset


def _file_facts(prepared: Prepared) -> dict[str, Any]:
    head = prepared.head
    return {
        "packed_sha256": prepared.packed_sha256,
        "name": safe_name(prepared.name),
        "size": prepared.size,
        "format": prepared.format,
        "encoding": prepared.encoding,
        "table_code": prepared.table_code,
        "title": head.title,
        "statistic_code": head.statistic.code,
        "statistic": head.statistic.label,
        "institution": head.attribution.institution,
        "portal": head.attribution.source,
        "licence": head.attribution.licence,
        "as_of": head.as_of.date() if head.as_of else None,
    }


def _facts(prepared: Prepared, file: OfficialFile, code: str) -> dict[str, Any]:
    head = prepared.head
    source = head.attribution if prepared.table_code else attribution(code)
    levels: dict[str, int] = {}
    for place in prepared.places:
        levels[place.level] = levels.get(place.level, 0) + 1
    return {
        "table_code": code,
        "title": head.title,
        "statistic_code": statistic_code(head),
        "statistic": head.statistic.label,
        "territory_status": prepared.territory_status,
        "territory_status_on": prepared.territory_status_on,
        "notes": head.notes,
        "institution": source.institution,
        "portal": source.source,
        "licence": source.licence,
        "as_of": head.as_of.date() if head.as_of else None,
        "retrieved_on": file.retrieved_on,
        "figures_sha256": prepared.figures_sha256,
        "figure_count": prepared.figure_count,
        "absent_count": prepared.absent_count,
        "moments": [{"label": label, "iso": iso} for label, iso in prepared.moments],
        "levels": levels,
        "first_year": prepared.years[0] if prepared.years else None,
        "last_year": prepared.years[-1] if prepared.years else None,
    }


def _indicators(prepared: Prepared) -> dict[str, Indicator]:
    """The indicators that the series count, those that are new among them."""
    wanted: dict[str, Meaning] = {}
    for one in prepared.series:
        wanted.setdefault(one.meaning.key, one.meaning)
    Indicator.objects.bulk_create(
        (
            Indicator(
                key=key, label=meaning.label[:300], unit=meaning.unit[:80], kind=meaning.kind,
                statistic_code=STATISTICS.get(key, statistic_code(prepared.head))[:40],
                statistic="" if key in STATISTICS else prepared.head.statistic.label[:300],
            )
            for key, meaning in wanted.items()
        ),
        ignore_conflicts=True,
        batch_size=BATCH,
    )  # fmt: skip
    return _by_key(Indicator, list(wanted))


def _by_key(model: Any, keys: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for start in range(0, len(keys), BATCH):
        part = keys[start : start + BATCH]
        found.update({one.key: one for one in model.objects.filter(Q(key__in=part))})
    return found


def _enter_territories(prepared: Prepared) -> None:
    """New territories come in; known ones learn when they were seen, and their newest and fullest name. None is ever taken away."""
    places = sorted(prepared.places, key=lambda place: place.key)
    found = _locked([place.key for place in places])
    changed: dict[str, Territory] = {}
    for place in places:
        territory = found.get(place.key)
        if territory is None:
            territory = Territory(
                key=place.key, regional_key=place.regional_key, name=place.name, folded=folded(place.name),
                level=place.level, first_seen=place.first, last_seen=place.last, gone_by=_gone(place.gone, place.last),
            )  # fmt: skip
            found[place.key] = changed[place.key] = territory
        elif prepared.format != Format.REGISTER and _learn(territory, place):
            changed[place.key] = territory
    Territory.objects.bulk_create(
        [_copy(territory) for territory in changed.values()],
        batch_size=BATCH, update_conflicts=True, unique_fields=["key"],
        update_fields=["regional_key", "name", "folded", "first_seen", "last_seen", "gone_by"],
    )  # fmt: skip


def _note_gone(prepared: Prepared) -> None:
    """A directory lists all municipalities there are: those last seen before its day and not in it are gone by then, whether it
    came in before their figures or after.
    """
    if prepared.format == Format.DIRECTORY:
        listed, on = frozenset(place.key for place in prepared.places), prepared.territory_status_on
    else:
        directories = Dataset.objects.filter(file__format=Format.DIRECTORY, territory_status_on__isnull=False)
        newest = directories.order_by("-territory_status_on").first()
        listed, on = (keys_in(newest.figures_sha256), newest.territory_status_on) if newest else (frozenset(), None)
    if not on or len(listed) < A_COUNTRY:  # an excerpt says nothing of those that it leaves out
        return
    levels = [Territory.Level.MUNICIPALITY, Territory.Level.DISTRICT]
    older = Territory.objects.filter(level__in=levels, last_seen__lt=on, gone_by__isnull=True)
    gone = [pk for pk, key in older.values_list("pk", "key") if not listed & set(same_place(key))]
    for start in range(0, len(gone), BATCH):
        Territory.objects.filter(pk__in=gone[start : start + BATCH]).update(gone_by=on)


def _locked(keys: list[str]) -> dict[str, Territory]:
    """The known ones among them, locked in the order of their keys, so that two imports never wait for each other."""
    found: dict[str, Territory] = {}
    for start in range(0, len(keys), BATCH):
        part = Territory.objects.select_for_update().filter(key__in=keys[start : start + BATCH]).order_by("key")
        found.update({one.key: one for one in part})
    return found


def _copy(one: Territory) -> Territory:
    """Without its primary key: the unique key decides whether it is there."""
    return Territory(**{field.name: getattr(one, field.name) for field in Territory._meta.fields if field.name != "id"})  # noqa: SLF001


def _learn(territory: Territory, place: Any) -> bool:
    before = (territory.name, territory.regional_key, territory.first_seen, territory.last_seen, territory.gone_by)
    newer = bool(place.last and (territory.last_seen is None or place.last >= territory.last_seen))
    if place.name != place.key:  # a table without names says nothing about them
        territory.name = _fuller(territory.name, place.name, newer=newer or territory.name == territory.key)
    territory.folded = folded(territory.name)
    if newer:
        territory.last_seen = place.last
    if place.first and (territory.first_seen is None or place.first < territory.first_seen):
        territory.first_seen = place.first
    territory.regional_key = territory.regional_key or place.regional_key
    gone = min((day for day in (territory.gone_by, place.gone) if day), default=None)
    territory.gone_by = _gone(gone, territory.last_seen)
    after = (territory.name, territory.regional_key, territory.first_seen, territory.last_seen, territory.gone_by)
    return before != after


def _fuller(known: str, new: str, *, newer: bool) -> str:
    """The newer name; but a table that writes "Görlitz" leaves "Görlitz, Landkreis" as it is, and an older one may add it."""
    if known.startswith(f"{new}, "):
        return known
    return new if newer or new.startswith(f"{known}, ") else known


def _gone(gone: date | None, last_seen: date | None) -> date | None:
    """A place that has figures after the day is not gone: the list said nothing about it then."""
    return None if gone and last_seen and last_seen >= gone else gone
