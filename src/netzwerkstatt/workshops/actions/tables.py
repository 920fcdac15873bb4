"""Tables: people without phones who speak through one secretary – a person, or a device with the table's code."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from typing import TypeAlias
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.ballots.models import MOST_PERSONS, Voter
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.running import ATTEMPTS, REFUSAL
from netzwerkstatt.workshops.actions.taking_part import keep_contribution, withdraw
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Contribution, Phase, Table, TableDevice, Workshop
from netzwerkstatt.workshops.models.tables import LONGEST_TABLE
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.plans import line

NOT_YOURS = gettext_lazy("Only the secretary of this table and the facilitation write for it.")
MOST_TABLES = 40
Keeper: TypeAlias = Person | Guest


# ---------------------------------------------------------------- the facilitation sets the tables


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def set_table(
    *,
    actor: Person,
    workshop: Workshop,
    name: str,
    persons: int,
    secretary: Person | None = None,
    client_id: UUID | None = None,
) -> Table:
    """A table with so many people who have no phone in hand, and who writes for it.

    They count as people in the room. Records `workshop.table_set`; the same `client_id` gives the same table. Raises
    `Invalid` for a name or number that does not hold.
    """
    kept = _not_over(workshop)
    if client_id and (made := Table.objects.filter(client_id=client_id, workshop=kept).first()):
        return made
    if kept.tables.count() >= MOST_TABLES:
        raise Invalid({"": _("There are forty tables already.")})
    table = Table(workshop=kept, name=_name(name), persons=_persons(persons), secretary=secretary, client_id=client_id)
    _save(table)
    _count(kept, table.persons)
    record(events.TABLE_SET(kept, actor, persons=table.persons))
    return table


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def change_table(*, actor: Person, table: Table, name: str, persons: int, secretary: Person | None = None) -> Table:
    """Another name, number or secretary. Records `workshop.table_changed`; nothing where nothing changes.

    What the table said in a vote that is open counts as its people from now on; votes that are closed stay as they were
    counted. Raises `Invalid` where it gave more dots than fewer people have.
    """
    kept = _not_over(table.workshop)
    row = Table.objects.select_for_update().get(pk=table.pk)
    before = (row.name, row.persons, row.secretary_id)
    row.name, row.persons, row.secretary = _name(name), _persons(persons), secretary
    if (row.name, row.persons, row.secretary_id) != before:
        _save(row)
        if row.persons != before[1]:
            voting.weigh_anew(kept.entry, _as_voter(row))
        _count(kept, row.persons - before[1])
        record(events.TABLE_CHANGED(kept, actor, persons=row.persons))
    return row


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def clear_table(*, actor: Person, table: Table) -> None:
    """The table is not there any more. Records `workshop.table_cleared`; gone already, nothing happens.

    Raises `Invalid` where it has written or voted: then it stays as it was.
    """
    kept = _not_over(table.workshop)
    row = Table.objects.filter(pk=table.pk).first()
    if row is None:
        return
    has_voted = Voter.objects.filter(ballot__home=kept.entry, table=row.public_id, spent__gt=0).exists()
    if has_voted or Contribution.objects.filter(table=row).exists():
        raise Invalid({"": _("“%(name)s” has written or voted already; it stays.") % {"name": row.name}})
    Guest.objects.filter(table_device__table=row).delete()
    _count(kept, -row.persons)
    row.delete()
    record(events.TABLE_CLEARED(kept, actor))


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def give_table_code(*, actor: Person, table: Table, instead_of: str | None = None) -> Table:
    """Eight digits with which a device becomes this table's; an earlier code and its devices end.

    `instead_of` is the code that was seen; where there is another by now, it stays. Records
    `workshop.table_code_given`. Raises `Invalid` unless the workshop runs.
    """
    kept = _running(table.workshop)
    row = Table.objects.select_for_update().get(pk=table.pk, workshop=kept)
    if instead_of not in {None, row.code or ""}:
        return row
    Guest.objects.filter(table_device__table=row).delete()
    for _attempt in range(ATTEMPTS):
        row.code = str(10_000_000 + secrets.randbelow(90_000_000))
        try:
            with transaction.atomic():
                row.save(update_fields=["code"])
        except IntegrityError:
            continue
        record(events.TABLE_CODE_GIVEN(kept, actor))
        table.code = row.code
        return row
    raise Invalid({"": _("No free code was found. Please try again.")})


@action(rule=everyone, on="code")
def sit_down(*, actor: Person | None = None, code: str, client_id: UUID | None = None) -> tuple[Guest, str]:
    """A device becomes the secretary of a table with its code; gives the guest and the token that the device keeps.

    Nobody is counted: the people of the table are. Records `workshop.table_device_came` without an actor; the same
    `client_id` again gives the same guest. Raises `Invalid` (field "code") for an unknown code.
    """
    digits = "".join(code.split())
    known = len(digits) == 8 and digits.isascii() and digits.isdigit()
    table = (
        Table.objects.select_related("workshop__entry")
        .filter(code=digits, workshop__state=Workshop.State.RUNNING)
        .first()
        if known
        else None
    )
    if table is None:
        raise Invalid({"code": _("This table code does not exist right now. The facilitation gives it out.")})
    token = salted_hmac("workshops.table", str(client_id or uuid4()), algorithm="sha256").hexdigest()
    place = table.workshop.public_id
    guest, new = Guest.objects.get_or_create(token_hash=Guest.hash_of(token), defaults={"place": place})
    if new:
        TableDevice.objects.create(guest=guest, table=table)
        record(events.TABLE_DEVICE_CAME(table.workshop, None))
    return guest, token


# ---------------------------------------------------------------- the secretary


@action(rule=rules.keeps_table, refusal=NOT_YOURS)
def write_at_table(
    *, actor: Keeper, table: Table, phase: Phase, text: str, client_id: UUID, signed: str = ""
) -> Contribution | None:
    """A card of somebody at the table. It waits as all others do; until the reveal the table's secretary sees it.

    Records and raises what `contribute` does; the event has no actor. Afterwards nothing tells which table it was.
    """
    return keep_contribution(phase=phase, text=text, client_id=client_id, signed=signed, table=table)


@action(rule=rules.keeps_table, refusal=NOT_YOURS)
def take_back_at_table(*, actor: Keeper, table: Table, phase: Phase, client_id: UUID) -> bool:
    """A card that waits and came from this table is withdrawn; says whether it was there."""
    return withdraw(phase, client_id, table=table)


@action(rule=rules.keeps_table, refusal=NOT_YOURS)
def vote_at_table(*, actor: Keeper, table: Table, phase: Phase, said: Mapping[int, Sequence[int]]) -> None:
    """What the table says together on its sheet; it counts as all its people, and replaces what it said before.

    Writes no event. Raises `Invalid` at the field of an option that does not hold, and once the vote is closed.
    """
    if phase.ballot is None or Hand.VOTE not in phase.about.hands:
        raise Invalid({"": _("There is no vote right now.")})
    before = voting.said_by(phase.ballot, _as_voter(table))
    voting.cast(phase.ballot, _voice(actor, table), said)
    if not before:
        Phase.objects.filter(pk=phase.pk, state=Phase.State.CLOSED).update(late=F("late") + table.persons)


@action(rule=rules.keeps_table, refusal=NOT_YOURS)
def count_dots_at_table(*, actor: Keeper, table: Table, phase: Phase, dots: Mapping[str, int]) -> dict[str, int]:
    """So many dots of the table lie on each idea, counted by hand; by public id. It replaces what was entered before.

    All together at most as many as its people have. Writes no event; raises what `give_dots` raises.
    """
    if phase.ballot is None or Hand.DOTS not in phase.about.hands:
        raise Invalid({"": _("Dots are not given right now.")})
    items = Entry.objects.filter(public_id__in=list(dots), idea__home=phase.workshop.entry_id)
    wanted = {entry: dots[entry.public_id] for entry in items}
    if len(wanted) != len(dots):
        raise Invalid({"": _("One of these ideas does not belong to this workshop.")})
    now = Table.objects.get(pk=table.pk)
    voting.give_dots(phase.ballot, _as_voter(now), wanted, by=actor if isinstance(actor, Person) else None)
    return {entry.public_id: number for entry, number in wanted.items() if number}


def end_tables(workshop: Workshop) -> None:
    """The workshop closes: no code opens a table any more, and nobody is secretary of it."""
    Table.objects.filter(workshop=workshop).update(code="", secretary=None)
    Guest.objects.filter(table_device__table__workshop=workshop).delete()


# ---------------------------------------------------------------- what they share


def _as_voter(table: Table) -> voting.Table:
    return voting.Table(table.public_id, table.persons)


def _voice(actor: Keeper, table: Table) -> voting.Voice:
    now = Table.objects.get(pk=table.pk)
    return voting.Voice(_as_voter(now), by=actor if isinstance(actor, Person) else None)


def _name(name: str) -> str:
    words = line("name", name, LONGEST_TABLE)
    if not words:
        raise Invalid({"name": _("Please give the table a name; a number is enough.")})
    return words


def _persons(persons: int) -> int:
    if not 1 <= persons <= MOST_PERSONS:
        raise Invalid({"persons": _("Between 1 and 300 people, please.")})
    return persons


def _save(table: Table) -> None:
    try:
        with transaction.atomic():
            table.save()
    except IntegrityError:
        raise Invalid({"name": _("There is a table “%(name)s” already.") % {"name": table.name}}) from None


def _count(workshop: Workshop, more: int) -> None:
    """The people of tables are in the room as well."""
    if more:
        Workshop.objects.filter(pk=workshop.pk).update(people=F("people") + more)


def _not_over(workshop: Workshop) -> Workshop:
    kept = locked(workshop)
    if kept.is_over:
        raise Invalid({"": _("This workshop is over.")})
    return kept


def _running(workshop: Workshop) -> Workshop:
    kept = locked(workshop)
    if not kept.is_running:
        raise Invalid({"": _("The workshop is not running.")})
    return kept
