"""An upload on its way: kept as it came, read by the worker, shown, and entered when a person says so.

The upload lies on the shelf `incoming/` until it is entered, refused or given up.
"""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from netzwerkstatt.engines.official_files import Unreadable
from netzwerkstatt.engines.official_files.register import Choice, look
from netzwerkstatt.evidence import events, rules
from netzwerkstatt.evidence.actions import check_origin, safe_name
from netzwerkstatt.evidence.models import RegisterColumns, StatisticsImport
from netzwerkstatt.evidence.reading import said
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.files import Shelf
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City

State = StatisticsImport.State
incoming = Shelf("incoming")
LARGEST_REGISTER = 16 * 1024 * 1024
KEPT_FOR = timedelta(days=30)
STUCK_AFTER = timedelta(minutes=15)


@action(rule=rules.imports_statistics, on="name")
def offer_statistics(
    *, actor: Any, name: str, path: Path, retrieved_on: date, source_address: str = "", table_code: str = ""
) -> StatisticsImport:
    """A file is taken in and will be read by the worker; nothing is in the catalogue yet.

    Records `evidence.statistics_offered`. Raises `Invalid` with the day, the address, or the size (field "file").
    """
    check_origin(retrieved_on, source_address)
    size = path.stat().st_size
    if size > settings.MAX_STATISTICS_BYTES:
        raise Invalid({"file": too_large()})
    if not size:
        raise Invalid({"file": _("The file is empty.")})
    return _arrived(actor, name, path, size, retrieved_on, source_address=source_address, table_code=table_code.strip())


@action(rule=rules.imports_register, on="city")
def offer_register(*, actor: Any, city: City, name: str, path: Path, retrieved_on: date) -> StatisticsImport:
    """A city's own register export is taken in; its columns are to be named next, unless they are remembered.

    Records `evidence.statistics_offered`. Raises `Invalid` (field "file") for what is no table with named columns.
    """
    check_origin(retrieved_on, "")
    size = path.stat().st_size
    if size > LARGEST_REGISTER:
        raise Invalid({"file": _("The file is larger than %(most)d MB.") % {"most": LARGEST_REGISTER // 2**20}})
    try:
        look(path.read_bytes())
    except Unreadable as objection:
        raise Invalid({"file": said(objection)}) from objection
    return _arrived(actor, name, path, size, retrieved_on, city=city)


@action(rule=rules.imports_register_of, on="arrival", refusal="")
def name_columns(*, actor: Any, arrival: StatisticsImport, choice: Choice) -> StatisticsImport:
    """How a register export is read; remembered for the city's next export with the same header, and read anew.

    Raises `Invalid` where columns are missing, or the file is being read or already entered.
    """
    _must_rest(arrival)
    header = look(incoming.fetch(arrival.sha256)).header
    wanted = ("age", "men", "women") if choice.side_by_side else ("age", "sex", "count")
    wrong = {what: _("Please choose a column.") for what in wanted if getattr(choice, what) not in header}
    try:
        date.fromisoformat(choice.day)
    except ValueError:
        wrong["day"] = _("Please give the day of the export.")
    named = [getattr(choice, what) for what in wanted]
    if not wrong and len(set(named)) < len(named):
        wrong["age"] = _("Each column can say one thing only.")
    if wrong:
        raise Invalid(wrong)
    remembered = {**choice.to_json(), "day": ""}
    RegisterColumns.objects.update_or_create(
        city=arrival.city, header_sha256=header_sha256(header), defaults={"columns": remembered}
    )
    return _read_again(arrival, columns=choice.to_json())


@action(rule=rules.handles_import, on="arrival")
def confirm_import(*, actor: Any, arrival: StatisticsImport, table_code: str = "") -> StatisticsImport:
    """What was read and looked at is to be entered by the worker. Said twice, it is entered once.

    Raises `Invalid` (field "table_code") where the file does not carry its table number and none is given.
    """
    from netzwerkstatt.evidence.importing.tasks import enter

    code = table_code.strip() or arrival.table_code
    if arrival.state == State.READY and not (arrival.preview or {}).get("table_code") and not code:
        raise Invalid({"table_code": _("The file does not carry its table number. Please add it.")})
    moved = StatisticsImport.objects.filter(pk=arrival.pk, state=State.READY).update(
        state=State.ENTERING, table_code=code, read_bytes=0, moved_at=clock.now()
    )
    if moved:
        enter.enqueue(arrival.pk)
    arrival.refresh_from_db()
    return arrival


@action(rule=rules.handles_import, on="arrival")
def give_up_import(*, actor: Any, arrival: StatisticsImport) -> bool:
    """The upload goes; what is already entered stays. True when it went. Raises `Invalid` while the worker has it."""
    _must_rest(arrival)
    sha256 = arrival.sha256
    StatisticsImport.objects.filter(pk=arrival.pk).delete()
    _leave_shelf(sha256)
    return True


def resume_imports(*, older_than: timedelta = STUCK_AFTER) -> int:
    """Take up what a worker left when it was killed; how many. Harmless at any time: reading and entering repeat."""
    from netzwerkstatt.evidence.importing.tasks import enter, look_through

    stuck = StatisticsImport.objects.filter(
        state__in=[State.WAITING, State.READING, State.ENTERING], moved_at__lte=clock.now() - older_than
    )
    found = list(stuck.order_by("asked_at"))
    for one in found:
        (enter if one.state == State.ENTERING else look_through).enqueue(one.pk)
    return len(found)


def imports_of(person: Any) -> QuerySet[StatisticsImport]:
    """What this person may look after: the alliance's coordinator and the operator all, others their own."""
    found = StatisticsImport.objects.select_related("asked_by", "dataset", "city").order_by("-asked_at", "-pk")
    return found if rules.sees_all_imports.test(person) else found.filter(asked_by=person)


def header_sha256(header: tuple[str, ...]) -> str:
    """The fingerprint of column names."""
    import hashlib

    return hashlib.sha256("\x1f".join(header).encode()).hexdigest()


def remembered_columns(arrival: StatisticsImport) -> Choice | None:
    """How this city's last export with the same header was read. One query."""
    header = look(incoming.fetch(arrival.sha256)).header
    found = RegisterColumns.objects.filter(city=arrival.city, header_sha256=header_sha256(header)).first()
    return Choice.of(found.columns) if found else None


def too_large() -> str:
    """What is said of a file beyond the limit."""
    return _("The file is larger than %(most)d MB.") % {"most": settings.MAX_STATISTICS_BYTES // 2**20}


def over(now: Any) -> QuerySet[StatisticsImport]:
    """Imports whose time is over: entered, refused or left lying."""
    return StatisticsImport.objects.filter(moved_at__lt=now - KEPT_FOR)


def end(rows: QuerySet[StatisticsImport]) -> int:
    """Delete them with their uploads."""
    shas = list(rows.values_list("sha256", flat=True))
    count = rows.delete()[0]
    for sha256 in shas:
        _leave_shelf(sha256)
    return int(count)


def _arrived(
    actor: Any, name: str, path: Path, size: int, retrieved_on: date, *, city: City | None = None,
    source_address: str = "", table_code: str = "",
) -> StatisticsImport:  # fmt: skip
    from netzwerkstatt.evidence.importing.tasks import look_through

    by = actor if isinstance(actor, Person) else None
    sha256 = incoming.keep_file(path)
    open_ones = StatisticsImport.objects.exclude(state__in=[State.DONE, State.REFUSED])
    if waiting := open_ones.filter(sha256=sha256, asked_by=by, city=city).first():
        return waiting  # a second click, or the same file again before the first was decided
    arrival = StatisticsImport.objects.create(
        name=safe_name(name), sha256=sha256, size=size, all_bytes=size, retrieved_on=retrieved_on,
        source_address=source_address.strip(), table_code=table_code, city=city, asked_by=by,
    )  # fmt: skip
    record(events.STATISTICS_OFFERED(_Stream(arrival), actor, name=arrival.name))
    if city is None:
        look_through.enqueue(arrival.pk)
    return arrival


class _Stream:
    """An import as the subject of an event: it is no entry."""

    public_id = ""

    def __init__(self, arrival: StatisticsImport) -> None:
        self.stream = arrival.stream


def _read_again(arrival: StatisticsImport, **changes: Any) -> StatisticsImport:
    from netzwerkstatt.evidence.importing.tasks import look_through

    StatisticsImport.objects.filter(pk=arrival.pk).update(
        state=State.WAITING, problem=None, preview=None, read_bytes=0, moved_at=clock.now(), **changes
    )
    look_through.enqueue(arrival.pk)
    arrival.refresh_from_db()
    return arrival


def _must_rest(arrival: StatisticsImport) -> None:
    arrival.refresh_from_db()
    waits_for_columns = arrival.city_id and arrival.state == State.WAITING and not arrival.columns
    if arrival.is_moving and not waits_for_columns:
        raise Invalid({"": _("The file is being read right now. Please wait a moment.")})
    if arrival.state == State.DONE:
        raise Invalid({"": _("The figures are already entered.")})


def _leave_shelf(sha256: str) -> None:
    """The upload goes when its rows are gone: another import may wait with the same bytes."""
    transaction.on_commit(
        lambda: None if StatisticsImport.objects.filter(sha256=sha256).exists() else incoming.remove(sha256)
    )
