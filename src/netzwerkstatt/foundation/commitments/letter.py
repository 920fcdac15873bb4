"""The answer to a commitment by the link of a mail: accept it, or hand it back with a reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments import actions, rules
from netzwerkstatt.foundation.commitments.models import LONGEST_REASON, Commitment
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.foundation.ui.forms import Form

ACCEPT, HAND_BACK = "accept", "hand-back"


class LetterForm(Form):
    """The reason, where it is handed back."""

    reason = forms.CharField(
        label=gettext_lazy("If you hand it back: why?"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def answer(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """She accepts it, or hands it back. Raises `NotAllowed` where it no longer waits for her."""
    commitment = _waiting(holder, subject)
    if commitment is None or not isinstance(holder, Person):
        raise NotAllowed(actions.NOT_YOU)
    if choice == ACCEPT:
        actions.accept(actor=holder, commitment=commitment)
        return _("Noted: you do it until %(day)s.") % {"day": day(commitment.due)}
    actions.hand_back(actor=holder, commitment=commitment, reason=words.get("reason", ""))
    return _("Noted: you handed it back.")


def page(holder: Holder, subject: str) -> LetterPage | None:
    """What she is asked, as long as she has not answered."""
    commitment = _waiting(holder, subject)
    if commitment is None:
        return None
    facts = [(_("Until"), day(commitment.due)), (_("For"), commitment.entry.title)]
    if commitment.author:
        facts.append((_("Written down by"), commitment.author.name))
    return LetterPage(
        title=commitment.what,
        text=_("You are named for this. Do you do it?"),
        choices=[LetterChoice(ACCEPT, _("Yes, I do it"), primary=True), LetterChoice(HAND_BACK, _("Hand it back"))],
        facts=facts,
        form=LetterForm,
        url=commitment.get_absolute_url(),
        url_label=_("To the commitment"),
    )


def _waiting(holder: Holder, subject: str) -> Commitment | None:
    if not isinstance(holder, Person):
        return None
    found = (
        Commitment.objects.filter(public_id=subject, hidden_at__isnull=True).select_related("entry", "author").first()
    )
    if found is None or not (rules.answers_commitment & rules.has_not_answered).test(holder, found):
        return None
    return found if Entry.objects.visible_to(holder).filter(pk=found.entry_id).exists() else None
