"""Plans that somebody keeps, to begin with again: kept, shared, renamed, deleted."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Preset, Sharing, Workshop
from netzwerkstatt.workshops.plans import PhasePlan, length, line

MOST = 60
NOT_YOURS = gettext_lazy("Only whoever kept this plan can change it.")


@action(
    rule=rules.runs_workshop,
    refusal=gettext_lazy("Only who runs the workshop can keep its plan."),
    at_headquarters=True,
)
def keep_preset(
    *,
    actor: Person,
    workshop: Workshop,
    title: str,
    note: str = "",
    sharing: str = Sharing.OWN,
    client_id: UUID | None = None,
) -> Preset:
    """Keep the plan of a workshop under a name, to begin with it again: for oneself, one's city, or the alliance.

    Records `workshop.preset_kept`. The same `client_id` again gives the same preset. Raises `Invalid` with the fields
    that do not hold, and above the most that one keeps.
    """
    made = Preset.objects.filter(client_id=client_id, author=actor).first() if client_id else None
    if made is not None:
        return made
    if Preset.objects.filter(author=actor).count() >= MOST:
        raise Invalid({"": _("You keep %(most)d plans already. Please delete one first.") % {"most": MOST}})
    plans = [PhasePlan.of(phase) for phase in workshop.phases.all()]
    kept = Preset(
        title=_named(title), note=line("note", note, 240), phases=[plan.as_data() for plan in plans],
        minutes=length(plans), is_confidential=workshop.is_confidential, author=actor, city=workshop.entry.city,
        sharing=_shared(sharing, workshop), client_id=client_id,
    )  # fmt: skip
    kept.save()
    record(events.PRESET_KEPT(kept, actor, sharing=str(kept.sharing)))
    return kept


@action(rule=rules.keeps_preset, refusal=NOT_YOURS, at_headquarters=True)
def share_preset(*, actor: Person, preset: Preset, title: str, note: str, sharing: str) -> Preset:
    """Another name, another note, other people who can begin with it. Records `workshop.preset_shared`."""
    kept = Preset.objects.select_for_update(of=("self",)).get(pk=preset.pk)
    wanted = {"title": _named(title), "note": line("note", note, 240), "sharing": _shared(sharing, kept)}
    if any(getattr(kept, name) != value for name, value in wanted.items()):
        for name, value in wanted.items():
            setattr(kept, name, value)
        kept.save(update_fields=list(wanted))
        record(events.PRESET_SHARED(kept, actor, sharing=str(kept.sharing)))
    return kept


@action(rule=rules.keeps_preset, refusal=NOT_YOURS, at_headquarters=True)
def drop_preset(*, actor: Person, preset: Preset) -> None:
    """Delete a kept plan; workshops that began with it keep theirs. Records `workshop.preset_dropped`."""
    gone, _each = Preset.objects.filter(pk=preset.pk).delete()
    if gone:
        record(events.PRESET_DROPPED(preset, actor))


def _named(title: str) -> str:
    named = line("title", title, 80)
    if not named:
        raise Invalid({"title": _("A plan needs a name, so that one finds it again.")})
    return named


def _shared(sharing: str, of: Workshop | Preset) -> Sharing:
    if sharing not in Sharing.values:
        raise Invalid({"sharing": _("Please choose who can begin with it.")})
    has_city = bool(of.entry.city_id if isinstance(of, Workshop) else of.city_id)
    if sharing == Sharing.CITY and not has_city:
        raise Invalid({"sharing": _("This workshop belongs to no city.")})
    return Sharing(sharing)
