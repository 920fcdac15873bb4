"""Mitmachen: a project says what it needs, somebody offers it, the project's city answers."""

from __future__ import annotations

from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import Organisation
from netzwerkstatt.foundation.network.rules import speaks_for_organisation
from netzwerkstatt.foundation.notifications.postings import post
from netzwerkstatt.foundation.texts.plain import one_line, prose
from netzwerkstatt.projects import events, rules
from netzwerkstatt.projects.actions.founding import SPEAKERS
from netzwerkstatt.projects.actions.planning import write_line
from netzwerkstatt.projects.actions.stages import locked
from netzwerkstatt.projects.models import Help, Need, Project
from netzwerkstatt.projects.models.plan import MOST_CENTS

CONFIRM, NOTED, ANSWERED = "projects.help_confirm", "projects.help_noted", "projects.help_answered"
NOT_YOURS = gettext_lazy("Only who offered this help can take it back.")
VOICES = gettext_lazy("You can offer help for yourself, or for an organisation that you speak for.")


@action(rule=rules.may_write, refusal=SPEAKERS)
def name_need(
    *,
    actor: Person,
    project: Project,
    kind: str,
    what: str,
    amount: int,
    unit: str = "",
    unit_one: str = "",
    line: Need | None = None,
    edition: int = 0,
    client_id: UUID | None = None,
) -> Need:
    """What the project looks for, and how much of it; money in cents, without a unit. `unit_one` names one of it.

    Records `project.need_named`. Raises `Invalid` where words are missing, and where a need that somebody offered help
    for would be counted in another unit; `ChangedMeanwhile` where somebody else changed it.
    """
    if kind not in Need.Kind.values:
        raise Invalid({"kind": _("Please say what kind of help it is.")})
    said = {
        "kind": kind,
        "what": one_line(what, "what", longest=240),
        "amount": _amount(amount),
        "unit": "" if kind == Need.Kind.MONEY else one_line(unit, "unit", longest=60),
        "unit_one": "" if kind == Need.Kind.MONEY else one_line(unit_one, "unit_one", longest=60, needed=False),
    }
    kept = locked(project)
    if line is not None and Help.objects.filter(need=line.pk, need__project=kept.pk).exists():
        now = Need.objects.get(pk=line.pk)
        if (now.kind == Need.Kind.MONEY) != (kind == Need.Kind.MONEY) or now.unit != said["unit"]:
            raise Invalid({"unit": _("Help was offered in this unit already. Please name a second need instead.")})
    return write_line(Need, actor, project, line, edition, client_id, said, events.NEED_NAMED)


@action(rule=rules.may_offer_help, on="need", refusal=gettext_lazy("Please sign in to offer help."))
def offer_help(
    *,
    actor: Person,
    need: Need,
    amount: int,
    words: str = "",
    reach: str = "",
    organisation: Organisation | None = None,
    client_id: UUID | None = None,
) -> Help:
    """A person, or an organisation she speaks for, offers some of what a project needs.

    Records `project.help_offered`. Sent twice with the same client id, the first offer comes back. Raises `NotAllowed`
    for an organisation she does not speak for, `Invalid` where the project is over or gone, where the need is met, and
    while an earlier offer of hers still waits for its answer.
    """
    if organisation is not None and not speaks_for_organisation.test(actor, organisation):
        raise NotAllowed(VOICES)
    kept = locked(need.project)
    made = Help.objects.filter(client_id=client_id, person=actor).first() if client_id else None
    if made is not None:
        return made
    now = _looked_for(kept, need, actor)
    try:
        with transaction.atomic():
            offer = Help.objects.create(
                need=now,
                person=actor,
                organisation=organisation,
                amount=_amount(amount),
                words=prose(words, "words", longest=1000, needed=False),
                reach=one_line(reach, "reach", longest=160, needed=False),
                client_id=client_id,
            )
    except IntegrityError:
        raise Invalid(
            {"": _("You have offered this already. The city will answer; until then you can take it back.")}
        ) from None
    record(events.HELP_OFFERED(kept, actor, help=offer.pk))
    return offer


@action(rule=rules.anybody, on="need")
def ask_to_confirm_help(
    *,
    actor: None = None,
    need: Need,
    amount: int,
    name: str,
    address: str,
    words: str = "",
    reach: str = "",
    client_id: UUID | None = None,
) -> Help:
    """Somebody without an account would give some of what a project needs: a mail asks whether the address is hers.

    Until it is confirmed nobody sees the offer and no event tells of it; after three days it is deleted. Sent twice with
    the same client id, no second mail goes. Raises `Invalid` as `offer_help` does, and for an address that is none.
    """
    kept = locked(need.project)
    made = Help.objects.filter(client_id=client_id).first() if client_id else None
    if made is not None:
        return made
    now = _looked_for(kept, need, None)
    wanted = address.strip().lower()
    try:
        validate_email(wanted)
    except ValidationError as error:
        raise Invalid({"email": " ".join(error.messages)}) from error
    offer = Help.objects.create(
        need=now,
        name=one_line(name, "name", longest=160),
        address=wanted,
        amount=_amount(amount),
        words=prose(words, "words", longest=1000, needed=False),
        reach=one_line(reach, "reach", longest=160, needed=False),
        answer=Help.Answer.UNCONFIRMED,
        client_id=client_id,
    )
    post(wanted, CONFIRM, str(offer.pk))
    return offer


@action(rule=rules.anybody, on="offer")
def confirm_help(*, actor: None = None, offer: Help) -> Help:
    """The address is hers: the offer waits for the city from now on, and a mail with the way back goes to her.

    Called behind the link of the mail alone. Records `project.help_offered`; nothing the second time. Raises `Invalid`
    where the project is over, where others gave all of it, and while an earlier offer of this address still waits.
    """
    kept = locked(offer.need.project)
    now = _now(offer)
    if now.answer != Help.Answer.UNCONFIRMED:
        return now
    _looked_for(kept, now.need, None)
    now.answer, now.offered_at = Help.Answer.WAITING, clock.now()
    try:
        with transaction.atomic():
            now.save(update_fields=["answer", "offered_at"])
    except IntegrityError:
        raise Invalid(
            {"": _("You have offered this already. The city will answer; until then you can take it back.")}
        ) from None
    post(now.address, NOTED, str(now.pk))
    record(events.HELP_OFFERED(kept, None, help=now.pk))
    return now


def _looked_for(project: Project, need: Need, actor: Person | None) -> Need:
    """The need as it is now. Raises `Invalid` where no help is wanted any more."""
    if not Project.objects.visible_to(actor).filter(pk=project.pk).exists():
        raise Invalid({"": _("This is not there, or not for you to see.")})
    if project.is_closed:
        raise Invalid({"": _("This project is over; it needs no help any more.")})
    now = Need.objects.filter(pk=need.pk).first()
    if now is None:
        raise Invalid({"": _("The project does not look for this any more.")})
    if taken(now) >= now.amount:
        raise Invalid({"": _("Others have given all of it already. Thank you.")})
    return now


@action(rule=rules.may_answer_help, on="offer", refusal=SPEAKERS)
def answer_help(*, actor: Person, offer: Help, accepts: bool, words: str = "") -> Help:
    """The project's city accepts the help, or declines it with words; who offered is told. An answer stands.

    Records `project.help_answered`; nothing where the answer is the same. Raises `Invalid` where it is declined without
    words, was answered otherwise meanwhile, or was taken back.
    """
    kept = locked(offer.need.project)
    now = _now(offer)
    answer = Help.Answer.ACCEPTED if accepts else Help.Answer.DECLINED
    said = prose(words, "words", longest=1000, needed=not accepts)
    if now.answer == answer:
        return now
    if not now.is_waiting:
        raise Invalid({"": _("This offer was answered or taken back meanwhile.")})
    now.answer, now.answer_words, now.answered_at, now.answered_by = answer, said, clock.now(), actor
    now.save(update_fields=["answer", "answer_words", "answered_at", "answered_by"])
    if now.address:
        post(now.address, ANSWERED, str(now.pk))
    record(events.HELP_ANSWERED(kept, actor, help=now.pk, accepted=accepts))
    return now


@action(rule=rules.may_withdraw_help, on="offer", refusal=NOT_YOURS)
def withdraw_help(*, actor: Person, offer: Help) -> Help:
    """Who offered takes it back, accepted or not; it counts no more, and the city is told.

    Records `project.help_withdrawn`; nothing where it was taken back or declined already.
    """
    return _take_back(offer, actor)


@action(rule=rules.anybody, on="offer")
def withdraw_unsigned_help(*, actor: None = None, offer: Help) -> Help:
    """The same behind the link of a mail, for an offer from an address: name and address are forgotten at once.

    Raises `NotAllowed` for an offer that somebody with an account made.
    """
    if offer.person_id is not None:
        raise NotAllowed(NOT_YOURS)
    now = _take_back(offer, None)
    Help.objects.filter(pk=now.pk).update(name="", address="", reach="", words="")
    return now


def _take_back(offer: Help, actor: Person | None) -> Help:
    kept = locked(offer.need.project)
    now = _now(offer)
    if now.stands:
        now.answer = Help.Answer.WITHDRAWN
        now.save(update_fields=["answer"])
        record(events.HELP_WITHDRAWN(kept, actor, help=now.pk))
    return now


def taken(need: Need) -> int:
    """How much of it was accepted."""
    accepted = Help.objects.filter(need=need, answer=Help.Answer.ACCEPTED)
    return sum(accepted.values_list("amount", flat=True))


def _now(offer: Help) -> Help:
    return Help.objects.select_related("need").get(pk=offer.pk)


def _amount(amount: int) -> int:
    if not 0 < amount <= MOST_CENTS:
        raise Invalid({"amount": _("Please write how much it is.")})
    return amount
