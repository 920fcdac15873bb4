"""The record before and after its release: its texts, what the group takes back, corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.documents.actions import request_rendering
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Invalid, Text
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.moderation.registry import put_back, reportable, take_aside
from netzwerkstatt.ideas.kinds import IDEA
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import drafting, events, photos, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.document import document_of, version_now
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import Draft, Phase, Protocol, Withdrawal, Workshop
from netzwerkstatt.workshops.models.record import LONGEST_REASON
from netzwerkstatt.workshops.plans import line, prose
from netzwerkstatt.workshops.protocol import SCHEMA, as_read, sha256_of

REFUSAL = gettext_lazy("Only the facilitator and the host city write the record.")


def begin_draft(workshop: Workshop) -> None:
    """With the end of the workshop its record begins: what was noted is the first edition."""
    if not Draft.objects.filter(workshop=workshop).exists():
        Draft.objects.create(workshop=workshop, edition=1, texts=drafting.texts_of_phases(workshop))


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def save_draft(
    *,
    actor: Person,
    workshop: Workshop,
    base: int,
    texts: Mapping[str, str],
    chosen_photos: Sequence[str] | None = None,
) -> Draft:
    """Write into the record before it is released, or into a correction of it; nothing that others wrote is lost.

    `base` is the edition the writer read (0: none was there), `texts` are sections and notes of phases by name; names
    that are not given stay as they are. Before the release the notes stand at their phases at once. Records
    `workshop.draft_saved`; nothing where nothing changes. Raises `Invalid` before the workshop has closed and for what
    is too long, `WrittenMeanwhile` (an `Invalid`) where others changed the same words.
    """
    kept = locked(workshop)
    if not kept.is_over:
        raise Invalid({"": _("The record is written when the workshop is over.")})
    phases = list(kept.phases.order_by("number"))
    now = drafting.written(kept)
    labels: dict[str, Text] = {**drafting.SECTIONS, **{drafting.note_name(one.number): one.title for one in phases}}
    mine = {name: _checked(name, texts[name]) for name in labels if name in texts}
    together = drafting.put_together(kept, base, mine, labels)
    said = {**dict.fromkeys(labels, ""), **now.texts, **{name: _checked(name, text) for name, text in together.items()}}
    pictures = list(now.photos) if chosen_photos is None else _checked_photos(kept, chosen_photos)
    last = Draft.objects.filter(workshop=kept, edition=now.edition).first()
    if last is not None and (last.texts, last.photos) == (said, pictures):
        return last
    made = Draft.objects.create(workshop=kept, edition=now.edition + 1, texts=said, photos=pictures, by=actor)
    if not kept.is_released:
        _note_phases(phases, said)
    record(events.DRAFT_SAVED(kept, actor, edition=made.edition))
    return made


def _checked(name: str, text: str) -> str:
    return prose(name, text, drafting.LONGEST if name in drafting.SECTIONS else drafting.LONGEST_NOTE)


def _checked_photos(workshop: Workshop, chosen: Sequence[str]) -> list[str]:
    known = [one.public_id for one in photos.hanging(workshop)]
    if len(set(chosen)) > photos.MOST:
        raise Invalid({"photos": _("At most %(n)d pictures, please.") % {"n": photos.MOST}})
    return [public_id for public_id in known if public_id in set(chosen)]


def _note_phases(phases: Sequence[Phase], said: Mapping[str, str]) -> None:
    for phase in phases:
        words = said.get(drafting.note_name(phase.number), phase.outcome)
        if words != phase.outcome:
            phase.outcome = words
            phase.save(update_fields=["outcome"])


# ---------------------------------------------------------------- what the group takes back


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def withdraw_idea(*, actor: Person, workshop: Workshop, idea: Idea, reason: str) -> Withdrawal:
    """The group takes an idea back: it leaves every list and page, its votes stay counted without its words, and why it
    was taken back stands in the record. After the release that is shown by a correction.

    Records `workshop.idea_withdrawn`; taken back already, the first reason stays. Raises `Invalid` without a reason, for
    ideas of other workshops and for one from which something was made.
    """
    kept = locked(workshop)
    if found := Withdrawal.objects.filter(idea=idea, workshop=kept).first():
        return found
    why = line("reason", reason, LONGEST_REASON)
    if not why:
        raise Invalid({"reason": _("Please say in one sentence why the group takes it back.")})
    now = Idea.objects.select_for_update(of=("self",)).select_related("entry").get(pk=idea.pk)
    if now.home_id != kept.pk or now.entry.hidden_at is not None:
        raise Invalid({"idea": _("This idea does not belong to this workshop.")})
    if thread.outcomes(now):
        raise Invalid({"idea": _("Something was made of this idea already; it cannot be taken back any more.")})
    about = reportable(IDEA)
    if about is None:
        raise LookupError(IDEA)
    about.hide(now.entry, True)
    made = Withdrawal.objects.create(idea=now, workshop=kept, reason=why, taken=take_aside(now.entry))
    record(events.IDEA_WITHDRAWN(kept, actor, idea=now.public_id))
    return made


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def bring_idea_back(*, actor: Person, workshop: Workshop, idea: Idea) -> Idea:
    """The group has thought better of it, before the release. Records `workshop.idea_brought_back`; nothing where it was
    not taken back. Raises `Invalid` once the record is released.
    """
    kept = locked(workshop)
    found = Withdrawal.objects.filter(idea=idea, workshop=kept).select_related("idea__entry").first()
    if found is None:
        return idea
    if kept.is_released:
        raise Invalid({"": _("The protocol is released; what was taken back stays so.")})
    about = reportable(IDEA)
    if about is None:
        raise LookupError(IDEA)
    about.hide(found.idea.entry, False)
    put_back(found.idea.entry, found.taken)
    found.delete()
    record(events.IDEA_BROUGHT_BACK(kept, actor, idea=idea.public_id))
    return Idea.objects.select_related("entry").get(pk=idea.pk)


# ---------------------------------------------------------------- corrections


def finished(workshop: Workshop, content: dict[str, Any]) -> dict[str, Any]:
    """The record as it would be released now: with the texts, the pictures, and without what was taken back."""
    now = drafting.written(workshop)
    gone = dict(Withdrawal.objects.filter(workshop=workshop).values_list("idea__entry__public_id", "reason"))
    told = drafting.with_texts(content, now.texts, photos.as_data(workshop, now.photos))
    return drafting.without_ideas(told, set(gone), sorted(gone.values())) if gone else told


@action(rule=rules.runs_workshop, refusal=REFUSAL, at_headquarters=True)
def correct_protocol(*, actor: Person, workshop: Workshop, reason: str) -> Protocol:
    """A new version takes the place of the released record, and says why; the earlier ones stay as they were.

    Texts, notes, pictures and what was taken back can differ; what was counted and who was there cannot. Records
    `workshop.protocol_corrected`. Raises `Invalid` before the release, without a reason, and where nothing differs.
    """
    kept = locked(workshop)
    before = Protocol.objects.filter(workshop=kept).select_related("workshop__entry").order_by("-version").first()
    if before is None:
        raise Invalid({"": _("The protocol is not released yet.")})
    why = line("reason", reason, LONGEST_REASON)
    if not why:
        raise Invalid({"reason": _("Please say in one sentence what is corrected, and why.")})
    read = as_read(before.content)
    content = finished(kept, read)
    if content == read:
        raise Invalid({"": _("Nothing differs from the version that is released.")})
    now, version = clock.now(), version_now(before) + 1
    earlier = {"version": version - 1, "sha256": before.sha256, "released_at": read["released_at"]}
    content |= {
        "schema": SCHEMA,
        "version": version,
        "reason": why,
        "earlier": [*read.get("earlier", []), earlier],
        "released_at": localtime(now).isoformat(timespec="seconds"),
        "released_by": actor.name,
    }
    made = Protocol.objects.create(
        workshop=kept, version=version, reason=why, content=content, sha256=sha256_of(content), released_at=now
    )
    request_rendering(public_id=kept.public_id, document=document_of(made))
    _note_phases(list(kept.phases.order_by("number")), drafting.written(kept).texts)
    record(events.PROTOCOL_CORRECTED(kept, actor, version=version))
    return made
