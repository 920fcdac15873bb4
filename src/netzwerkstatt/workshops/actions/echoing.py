"""Three, six and twelve months later: what became of it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.texts.plain import prose
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Echo, Workshop


@action(
    rule=rules.runs_workshop,
    refusal=gettext_lazy("Only the host city and the facilitator tell what became of it."),
    at_headquarters=True,
)
def write_echo(*, actor: Person, workshop: Workshop, months: int, words: str) -> Echo:
    """What became of it after so many months; written again, the new words stand. Records `workshop.echo_written`.

    Nothing where the words are the same. Raises `Invalid` without words, for other months than 3, 6 and 12, and before
    the protocol is released.
    """
    kept = locked(workshop)
    if not kept.is_released:
        raise Invalid({"": _("First the protocol is released.")})
    if months not in Echo.MONTHS:
        raise Invalid({"": _("After three, six or twelve months.")})
    said = prose(words, "words", longest=1000)
    known = Echo.objects.filter(workshop=kept, months=months).first()
    if known and known.words == said:
        return known
    made, _new = Echo.objects.update_or_create(
        workshop=kept, months=months, defaults={"words": said, "by": actor, "written_at": clock.now()}
    )
    record(events.ECHO_WRITTEN(kept, actor, months=months))
    return made
