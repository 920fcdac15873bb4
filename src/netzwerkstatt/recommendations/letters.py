"""Answering by the link of a mail: an amendment to one's draft, and how much a draft goes against one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.ballots.forms import VoteForm
from netzwerkstatt.foundation.ballots.models import Ballot, Kind
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.models import Event
from netzwerkstatt.foundation.network.queries import current_memberships
from netzwerkstatt.foundation.network.rules import PARTNER_ROLES, is_partner
from netzwerkstatt.foundation.notifications.letters import Holder, LetterChoice, LetterPage, declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice
from netzwerkstatt.foundation.notifications.telling import tells
from netzwerkstatt.foundation.texts.amending import LONGEST_REASON, proposal_of
from netzwerkstatt.foundation.texts.models import Amendment
from netzwerkstatt.foundation.ui.forms import Form
from netzwerkstatt.recommendations import amending, resistance, rules
from netzwerkstatt.recommendations.models import RELEASED

AMENDMENT = amending.NOTICE
RESISTANCE = "recommendations.resistance"
ACCEPT, REJECT, SAY = "accept", "reject", "say"


def declare() -> None:
    """At start."""
    declare_notice(AMENDMENT, gettext_lazy("Amendments, and the answers to them"))
    declare_notice(RESISTANCE, gettext_lazy("Drafts whose resistance is measured"))
    declare_purpose(AMENDMENT, decide, page_of_amendment)
    declare_purpose(RESISTANCE, say, page_of_sheet)
    tells(
        resistance.OPENED,
        partners,
        gettext_lazy("%(who)s asks how much this draft goes against you."),
        kind=RESISTANCE,
        waits=True,
        url=_sheet_url,
        answer=_by_link,
    )


def partners(event: Event, entry: Entry) -> Iterable[Person]:
    """Who works in the alliance today. One query."""
    held = current_memberships().filter(role__in=PARTNER_ROLES).order_by()
    return Person.objects.filter(pk__in=held.values("person"), is_active=True)


def _sheet_url(event: Event, entry: Entry, person: Person) -> str:
    return resistance.url_of(entry)


def _by_link(event: Event, entry: Entry, person: Person) -> tuple[str, str]:
    return (RESISTANCE, entry.public_id)


# ---------------------------------------------------------------- amendments


class DecideForm(Form):
    """The answer that stands beside the amendment."""

    answer = forms.CharField(
        label=gettext_lazy("Answer"),
        help_text=gettext_lazy("Why so. It stands beside the amendment, also if you accept it."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


def decide(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """The amendment goes into the draft as it was proposed, or it is rejected; with an answer either way."""
    amendment = _open(holder, subject)
    if amendment is None or not isinstance(holder, Person):
        raise NotAllowed
    if choice == REJECT:
        amending.reject_amendment(actor=holder, amendment=amendment, answer=words["answer"])
        return _("Noted: the amendment is rejected, the draft stays as it is.")
    proposal = proposal_of(amendment)
    amending.accept_amendment(
        actor=holder, amendment=amendment, answer=words["answer"], text=proposal.text, base=proposal.base or 0
    )
    return _("Noted: the amendment is accepted and stands in the draft.")


def page_of_amendment(holder: Holder, subject: str) -> LetterPage | None:
    """Old and new words, the reason and by whom, as long as it waits for this person's decision.

    Where others changed the same words meanwhile it can be rejected here, and accepted on its own page alone.
    """
    amendment = _open(holder, subject)
    if amendment is None:
        return None
    proposal = proposal_of(amendment)
    facts = [(_("Draft"), amendment.text.title), (_("What it wants"), str(amendment.get_aim_display()))]
    by = ", ".join(
        part for part in (amendment.entry.author.name if amendment.entry.author else "", amendment.behalf) if part
    )
    facts += [(label, words) for label, words in (
        (_("Proposed by"), by), (_("Now it says"), amendment.old), (_("Proposed text"), amendment.new),
        (_("Reason"), amendment.reason),
    ) if words]  # fmt: skip
    conflict = proposal.meets_others
    choices = [LetterChoice(REJECT, _("Leave the draft as it is"), primary=conflict)]
    if not conflict:
        choices.insert(0, LetterChoice(ACCEPT, _("Put it into the draft"), primary=True))
    return LetterPage(
        title=amendment.title,
        text=_("Somebody changed the same words meanwhile: to accept it, please open its page.")
        if conflict
        else _("It waits for your answer."),
        choices=choices,
        facts=facts,
        form=DecideForm,
        url=amendment.get_absolute_url(),
        url_label=_("To the amendment, with its differences"),
    )


def _open(holder: Holder, subject: str) -> Amendment | None:
    if not isinstance(holder, Person):
        return None
    related = ("entry__author", "entry__city", "entry__network", "text", "organisation", "land")
    found = Amendment.objects.select_related(*related).filter(entry__public_id=subject).first()
    if found is None or not found.is_open or found.text.state == RELEASED or found.text.deleted_at:
        return None
    return found if rules.may_decide.test(holder, found) else None


# ---------------------------------------------------------------- resistance


def say(holder: Holder, subject: str, choice: str, words: Mapping[str, Any]) -> Text:
    """How much it goes against her, beside leaving it as it is."""
    ballot = _asked(holder, subject)
    if ballot is None or not isinstance(holder, Person):
        raise NotAllowed
    resistance.say(actor=holder, ballot=ballot, said=words["said"])
    return _("Noted. Until the measuring is closed you can change it on its page.")


def page_of_sheet(holder: Holder, subject: str) -> LetterPage | None:
    """The sheet, as long as it is measured and she has said nothing."""
    ballot = _asked(holder, subject)
    if ballot is None:
        return None
    return LetterPage(
        title=ballot.home.title,
        text=_("How much does it go against you? Until the measuring is closed nobody sees a result."),
        choices=[LetterChoice(SAY, _("Send my answer"), primary=True)],
        facts=[(_("0 means"), _("nothing in me is against it")), (_("10 means"), _("I cannot accept it at all"))],
        form=_sheet_of(ballot),
        url=ballot.home.get_absolute_url(),
        url_label=_("Read the draft"),
    )


def _sheet_of(ballot: Ballot) -> type[VoteForm]:
    options = resistance.options_of(ballot)

    class Sheet(VoteForm):
        def __init__(self, data: Any = None) -> None:
            super().__init__(data, ballot=ballot, options=options)

        def clean(self) -> dict[str, Any]:
            given = super().clean() or self.cleaned_data
            if len(self.said) < len(self.options):
                self.add_error(None, _("Please say something to each of them; only then can they be compared."))
            return {**given, "said": self.said}

    return Sheet


def _asked(holder: Holder, subject: str) -> Ballot | None:
    if not isinstance(holder, Person) or not is_partner.test(holder, None):
        return None
    open_now = Ballot.objects.filter(home__public_id=subject, kind=Kind.RESISTANCE, closed_at__isnull=True)
    found = open_now.select_related("home").exclude(voters__person=holder, voters__spent__gt=0).order_by("-id").first()
    if found is None or found.home.state == RELEASED:
        return None
    return found if Entry.objects.visible_to(holder).filter(pk=found.home_id).exists() else None
