"""Work in groups: each group has a board of its own and gives some of it to the plenum."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.methods.vocabulary import PhaseFit
from netzwerkstatt.workshops.forms import BoardNoteForm
from netzwerkstatt.workshops.models import Group, GroupNote, Phase, Workshop
from netzwerkstatt.workshops.phases.collect import Collect
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.phases.writing import Writing, Written, keep_notes

if TYPE_CHECKING:
    from netzwerkstatt.workshops.seat import Seat


class Groups(Collect):
    """What a group hands over becomes an idea of the plenum at the end, with the group's number at it; the rest stays a
    note of this phase. Nobody's name stands at either.
    """

    code = "groups"
    fit = PhaseFit.COMMENT
    says = gettext_lazy("Groups write on a board of their own and choose what they give to the plenum.")
    minutes = 30
    asks = frozenset()
    identities = ("anonymous",)
    revealing = ("close",)
    hands = frozenset({Hand.GROUP})
    phone = "workshops/phone/groups.html"
    console = "workshops/console/groups.html"
    shown = "workshops/shown/groups.html"
    wall = "workshops/wall/groups.html"

    def opened(self, workshop: Workshop, phase: Phase) -> None:
        if not Group.objects.filter(workshop=workshop).exists():
            raise Invalid({"": _("There are no groups yet. Make them first, on the console under “Groups”.")})

    def closed(self, workshop: Workshop, phase: Phase) -> None:
        rows = list(GroupNote.objects.filter(phase=phase).select_related("group"))
        if not rows:
            return
        self.keep(phase, [Written(one.text, signed=str(one.group)) for one in rows if one.handed])
        keep_notes(phase, [Written(one.text, signed=str(one.group)) for one in rows if not one.handed])
        GroupNote.objects.filter(phase=phase).delete()
        phase.revealed = True
        phase.save(update_fields=["revealed"])

    def on_phone(self, phase: Phase, seat: Seat) -> dict[str, Any]:
        group = seat.group
        return {
            "group": group,
            "form": BoardNoteForm(initial={"phase": phase.number}),
            "board": list(GroupNote.objects.filter(phase=phase, group=group)[:100]) if group else [],
            "groups": groups_of(seat.workshop, phase) if group is None else [],
        }

    def on_console(self, phase: Phase, viewer: Any) -> dict[str, Any]:
        return {"groups": groups_of(phase.workshop, phase)}

    def shows_while_open(self, phase: Phase) -> bool:
        return True

    def on_wall(self, phase: Phase) -> dict[str, Any]:
        if phase.is_open:
            return {"groups": groups_of(phase.workshop, phase)}
        return super().on_wall(phase)

    def what_came(self, phase: Phase) -> dict[str, Any]:
        return super().what_came(phase) | Writing.what_came(self, phase)

    def outcome(self, phase: Phase) -> dict[str, Any]:
        return Writing.outcome(self, phase)


def groups_of(workshop: Workshop, phase: Phase | None = None) -> list[Group]:
    """The groups, each with `people` in it, and – of a phase – how much stands on its board (`written`) and how much of
    that it hands over (`handed`). One query.
    """
    of = Q(notes__phase=phase)
    rows = Group.objects.filter(workshop=workshop).annotate(
        people=Count("members", distinct=True),
        written=Count("notes", filter=of, distinct=True),
        handed=Count("notes", filter=of & Q(notes__handed=True), distinct=True),
    )
    return list(rows.order_by("number"))
