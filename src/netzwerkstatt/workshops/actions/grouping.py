"""Groups of the room: who sits where, what stands on a group's board, and what it gives to the plenum."""

from __future__ import annotations

import random
from enum import Enum
from uuid import UUID

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.limits import spend
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.running import REFUSAL, held
from netzwerkstatt.workshops.actions.taking_part import REFUSAL as NOT_IN_THE_ROOM
from netzwerkstatt.workshops.actions.taking_part import WRITING, count_in
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Group, GroupNote, Participant, Phase, PhaseKind, Workshop
from netzwerkstatt.workshops.phases.kind import Hand

MOST_GROUPS = 20
MOST_HANDED = 5
MOST_ON_A_BOARD = 200


class Way(Enum):
    """How people come to their groups."""

    MIXED = "mixed"
    CHOICE = "choice"


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def make_groups(*, actor: Person, workshop: Workshop, number: int, way: Way) -> list[Group]:
    """So many groups, in the place of those before: by lot and mixed over the networks, or empty, for everybody to choose.

    Whoever comes later chooses. Records `workshop.groups_made`. Raises `Invalid` (field "number") outside 2–20, and as
    long as a phase in groups is open.
    """
    kept = locked(workshop)
    if not kept.is_running:
        raise Invalid({"": _("The workshop is not running.")})
    if not 2 <= number <= MOST_GROUPS:
        raise Invalid({"number": _("Between 2 and 20 groups, please.")})
    if Phase.objects.filter(workshop=kept, kind=PhaseKind.GROUPS, state=Phase.State.OPEN).exists():
        raise Invalid({"": _("The groups are at work. Close their phase before you make new ones.")})
    Participant.objects.filter(workshop=kept).update(group=None)
    Group.objects.filter(workshop=kept).delete()
    made = Group.objects.bulk_create([Group(workshop=kept, number=place) for place in range(1, number + 1)])
    if way is Way.MIXED:
        _deal(kept, made)
    record(events.GROUPS_MADE(kept, actor, groups=number))
    return made


def _deal(workshop: Workshop, groups: list[Group]) -> None:
    """Round after round, one network after the other: each group gets as many of each as can be."""
    people = list(Participant.objects.filter(workshop=workshop))
    lot = random.SystemRandom()
    lot.shuffle(people)
    people.sort(key=lambda one: one.network_id or 0)
    order = list(groups)
    lot.shuffle(order)
    for place, one in enumerate(people):
        one.group = order[place % len(order)]
    Participant.objects.bulk_update(people, ["group"])


@action(rule=rules.takes_part, on="workshop", refusal=NOT_IN_THE_ROOM)
def go_to_group(*, actor: Guest, workshop: Workshop, number: int) -> Group:
    """The guest sits in this group now. Records `workshop.group_joined`; there already, nothing happens. Raises `Invalid`
    for a group that is not there.
    """
    group = Group.objects.filter(workshop=workshop, number=number).first()
    if group is None:
        raise Invalid({"group": _("This group is not there any more. Please choose another one.")})
    changed = Participant.objects.filter(guest=actor).exclude(group=group).update(group=group)
    if changed:
        record(events.GROUP_JOINED(workshop, None, group=number))
    return group


@action(rule=rules.takes_part, on="phase", refusal=NOT_IN_THE_ROOM)
def write_on_board(*, actor: Guest, phase: Phase, text: str, client_id: UUID) -> GroupNote:
    """A note on the board of the guest's group, seen by the group at once; nothing says who wrote it.

    Records `workshop.group_wrote`. The same `client_id` again gives the same note. Raises `Invalid` without a group,
    for a text that does not hold, once the phase is over, and on a board with 200 notes; `TooMany` after thirty a minute.
    """
    said = phase.about.taken(text)
    _workshop, kept = held(phase)
    group = _group_of(actor, kept)
    known = GroupNote.objects.filter(client_id=client_id).select_related("group").first()
    if known is not None:
        return known
    spend(WRITING, f"{phase.public_id}:{actor.pk}")
    last = GroupNote.objects.filter(phase=kept, group=group).order_by("-number").first()
    number = last.number + 1 if last else 1
    if number > MOST_ON_A_BOARD:
        raise Invalid({"text": _("The board is full. Take something down first.")})
    made = GroupNote.objects.create(client_id=client_id, phase=kept, group=group, number=number, text=said)
    count_in(kept, waiting=0)
    record(events.GROUP_WROTE(kept, None, phase=kept.number, group=group.number))
    return made


@action(rule=rules.takes_part, on="phase", refusal=NOT_IN_THE_ROOM)
def give_to_plenum(*, actor: Guest, phase: Phase, note: GroupNote, handed: bool = True) -> GroupNote:
    """The group gives this to the plenum at the end of the phase, or keeps it. Anybody of the group may say so.

    Records `workshop.group_handed`; nothing where it is so already. Raises `Invalid` for notes of other groups, above five
    of a group, and once the phase is over.
    """
    _workshop, kept = held(phase)
    group = _group_of(actor, kept)
    now = GroupNote.objects.filter(pk=note.pk, phase=kept, group=group).first()
    if now is None:
        raise Invalid({"": _("This note is not on the board of your group.")})
    if now.handed == handed:
        return now
    if handed and GroupNote.objects.filter(phase=kept, group=group, handed=True).count() >= MOST_HANDED:
        raise Invalid({"": _("At most five things go to the plenum. Take one back first.")})
    now.handed = handed
    now.save(update_fields=["handed"])
    record(events.GROUP_HANDED(kept, None, phase=kept.number, group=group.number))
    return now


def _group_of(guest: Guest, phase: Phase) -> Group:
    if Hand.GROUP not in phase.about.hands or not phase.is_open:
        raise Invalid(
            {"text": _("The groups are not at work just now; your sentence was not sent. It still stands here.")}
        )
    one = Participant.objects.filter(guest=guest).select_related("group").first()
    if one is None or one.group is None:
        raise Invalid({"text": _("Please choose your group first.")})
    return one.group
