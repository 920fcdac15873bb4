"""Every change to an amendment of a draft. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.notifications.notify import notify
from netzwerkstatt.foundation.texts import amending
from netzwerkstatt.foundation.texts.models import Amendment, Paragraph
from netzwerkstatt.recommendations import events, rules
from netzwerkstatt.recommendations.actions import EDITORS, FINAL
from netzwerkstatt.recommendations.models import RELEASED, Recommendation

NOTICE = "amendment"


@action(
    rule=rules.may_amend, on="recommendation",
    refusal=gettext_lazy("Whoever works in the alliance can propose amendments."),
)  # fmt: skip
def offer_amendment(
    *,
    actor: Person,
    recommendation: Recommendation,
    aim: str,
    paragraph: Paragraph | None = None,
    text: str = "",
    reason: str,
    behalf: str = "self",
    base: int | None = None,
    client_id: UUID | None = None,
) -> Amendment:
    """Propose other words for a paragraph of a draft, a new one behind it, or to leave it out – with the reason why.

    `behalf` is the key of one for whom the actor speaks ("city-3"). Records `recommendation.amendment_offered`; sent
    twice with the same client id, the first one's amendment comes back. Raises `NotAllowed` for anybody outside of the
    alliance and for a released text, `Invalid` (fields "new", "reason", "behalf").
    """
    entry = _open(recommendation.pk)
    if not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise NotAllowed(EDITORS)
    if paragraph is not None:
        paragraph = Paragraph.objects.filter(pk=paragraph.pk, entry=entry).first()
        if paragraph is None:
            raise Invalid({"": gettext_lazy("Somebody removed this paragraph meanwhile.")})
    made, new = amending.offer(
        entry, author=actor, aim=aim, paragraph=paragraph, new=text, reason=reason, behalf=behalf, base=base,
        client_id=client_id,
    )  # fmt: skip
    if new:
        record(events.AMENDMENT_OFFERED(made, actor))
        if entry.author and entry.author != actor:
            waits = gettext_lazy("There is an amendment to your draft; it waits for an answer.")
            _tell(entry.author, made, waits, answer=(NOTICE, made.public_id))
    return made


@action(rule=rules.may_decide, refusal=EDITORS)
def accept_amendment(*, actor: Person, amendment: Amendment, answer: str, text: str = "", base: int = 0) -> Amendment:
    """Put it into the draft, as proposed or in other words, and answer it.

    `base` is the version of the paragraph that the actor read. Records `recommendation.amendment_accepted`. Raises
    `Invalid` (fields "answer", "text"), `writing.Overlap` where others changed the same words meanwhile.
    """
    _open(amendment.text_id)
    decided = amending.accept(amendment, by=actor, answer=answer, text=text, base=base)
    record(events.AMENDMENT_ACCEPTED(decided, actor))
    _answered(actor, decided)
    return decided


@action(rule=rules.may_decide, refusal=EDITORS)
def reject_amendment(*, actor: Person, amendment: Amendment, answer: str) -> Amendment:
    """Leave the draft as it is, and say why. Records `recommendation.amendment_rejected`; raises `Invalid`."""
    _open(amendment.text_id)
    decided = amending.reject(amendment, by=actor, answer=answer)
    record(events.AMENDMENT_REJECTED(decided, actor))
    _answered(actor, decided)
    return decided


@action(rule=rules.may_withdraw, refusal=gettext_lazy("Only whoever proposed it can withdraw it."))
def withdraw_amendment(*, actor: Person, amendment: Amendment) -> Amendment:
    """Its author no longer wants it. Records `recommendation.amendment_withdrawn`; raises `Invalid` once decided."""
    decided = amending.withdraw(amendment, by=actor)
    record(events.AMENDMENT_WITHDRAWN(decided, actor))
    return decided


def _open(pk: int) -> Entry:
    """The draft's entry, held until the end; a released one stays as it is."""
    entry: Entry = Entry.objects.select_for_update().get(pk=pk)
    if entry.state == RELEASED:
        raise NotAllowed(FINAL)
    return entry


def _answered(actor: Person, amendment: Amendment) -> None:
    author = amendment.entry.author
    if author is not None and author != actor:
        _tell(author, amendment, gettext_lazy("Your amendment was answered."))


def _tell(person: Person, amendment: Amendment, text: Any, *, answer: tuple[str, str] | None = None) -> None:
    url = reverse("recommendations:amendment", args=[amendment.public_id])
    notify(person, NOTICE, about=amendment.entry, text=text, url=url, waits=answer is not None, answer=answer)
