"""What the facilitation says to the room, whom it asks for help, and what it puts on top."""

from __future__ import annotations

from django.utils.translation import gettext as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.actions.planning import let_in
from netzwerkstatt.workshops.actions.running import REFUSAL
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Card, CoFacilitator, Workshop
from netzwerkstatt.workshops.plans import line

MOST_COFACILITATORS = 8


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def tell_all(*, actor: Person, workshop: Workshop, text: str) -> Workshop:
    """One sentence on every phone and on the wall, until the next one or until it is taken down with an empty one.

    Records `workshop.told_all`; where it stands there already, nothing. Raises `Invalid` (field "message") above 240
    characters, and where the workshop does not run.
    """
    kept = locked(workshop)
    if not kept.is_running:
        raise Invalid({"": _("The workshop is not running.")})
    said = line("message", text, 240)
    if said != kept.message:
        kept.message = said
        kept.save(update_fields=["message"])
        record(events.TOLD_ALL(kept, actor))
    workshop.message = kept.message
    return workshop


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def ask_where_from(*, actor: Person, workshop: Workshop, wanted: bool) -> Workshop:
    """Whether people are asked, once, from which network and as what they come. Records `workshop.who_asked`; nothing
    where it is so already.
    """
    kept = locked(workshop)
    if kept.asks_who != wanted:
        kept.asks_who = wanted
        kept.save(update_fields=["asks_who"])
        record(events.WHO_ASKED(kept, actor, asks=wanted))
    workshop.asks_who = wanted
    return workshop


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def call_cofacilitator(*, actor: Person, workshop: Workshop, person: Person) -> CoFacilitator:
    """Somebody of the alliance runs the workshop too, with the same rights. Records `workshop.cofacilitator_called`;
    called already, nothing happens. Raises `Invalid` (field "person") for people from outside the alliance, for whom
    facilitates anyway, and above eight.
    """
    kept = locked(workshop)
    if not rules.is_partner.test(person, None):
        raise Invalid({"person": _("Only people of the alliance can facilitate.")})
    if kept.facilitator_id == person.pk:
        raise Invalid({"person": _("%(name)s facilitates it already.") % {"name": person.name}})
    known = CoFacilitator.objects.filter(workshop=kept, person=person).first()
    if known:
        return known
    if CoFacilitator.objects.filter(workshop=kept).count() >= MOST_COFACILITATORS:
        raise Invalid({"person": _("Eight people are enough to run a workshop.")})
    made = CoFacilitator.objects.create(workshop=kept, person=person)
    let_in(kept, person)
    record(events.COFACILITATOR_CALLED(kept, actor, person=person.pk))
    return made


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def let_cofacilitator_go(*, actor: Person, workshop: Workshop, person: Person) -> bool:
    """This person runs the workshop no longer; says whether it was so. Records `workshop.cofacilitator_left`."""
    gone, _each = CoFacilitator.objects.filter(workshop=workshop, person=person).delete()
    if gone:
        record(events.COFACILITATOR_LEFT(workshop, actor, person=person.pk))
    return bool(gone)


@action(rule=rules.runs_workshop, on="workshop", refusal=REFUSAL)
def pin_idea(*, actor: Person, workshop: Workshop, idea: Idea, pinned: bool = True) -> Idea:
    """This idea hangs on top of the wall, or no longer. Records `workshop.idea_pinned`; nothing where it is so already.

    Raises `Invalid` for ideas of other workshops and for what came from no phase of it.
    """
    kept = locked(workshop)
    card = Card.objects.filter(idea=idea, idea__home=kept.entry).first()
    if card is None:
        raise Invalid({"idea": _("This idea does not belong to this workshop.")})
    if card.pinned != pinned:
        card.pinned = pinned
        card.save(update_fields=["pinned"])
        record(events.IDEA_PINNED(kept, actor, idea=idea.public_id))
    return idea
