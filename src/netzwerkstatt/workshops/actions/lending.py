"""A workshop goes to a room server – a laptop in a hall without internet – and comes back."""

from __future__ import annotations

from uuid import UUID

from django.db import DataError, IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.actions.cutting import cut_every_tie
from netzwerkstatt.workshops.actions.history import forget_steps
from netzwerkstatt.workshops.actions.paper import forget_paper
from netzwerkstatt.workshops.elsewhere import must_be_headquarters
from netzwerkstatt.workshops.lending import homeward, package
from netzwerkstatt.workshops.lending.carrying import WORKSHOP_FIELDS
from netzwerkstatt.workshops.models import Borrowed, Loan, Workshop
from netzwerkstatt.workshops.models.lending import LONGEST_LAPTOP
from netzwerkstatt.workshops.plans import line

REFUSAL = gettext_lazy("Only the host city and the facilitator lend this workshop out.")


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def lend_out(*, actor: Person, workshop: Workshop, laptop: str) -> Loan:
    """A room server takes the workshop along; until it is back, nothing is changed here. `laptop` says whose it is.

    Records `workshop.lent_out`; lent out already, that loan comes back. Raises `Invalid` for one that is not planned,
    has no phases, was called off or is a rehearsal.
    """
    must_be_headquarters()
    kept = _held(workshop)
    if known := kept.loans.filter(end="").first():
        return known
    if kept.is_rehearsal or kept.state != Workshop.State.PLANNED or kept.is_called_off:
        raise Invalid({"": _("Only a workshop that is planned and has not begun is lent out.")})
    if not kept.phases.exists():
        raise Invalid({"": _("A workshop needs at least one phase.")})
    whose = line("laptop", laptop, LONGEST_LAPTOP)
    if not whose:
        raise Invalid({"laptop": _("Please say who takes the workshop along.")})
    loan = Loan(workshop=kept, laptop=whose, lent_by=actor)
    loan.verifies = package.public_half(package.key_of(str(loan.number)))
    loan.save()
    kept.away_since = workshop.away_since = loan.lent_at
    kept.save(update_fields=["away_since"])
    record(events.LENT_OUT(kept, actor))
    return loan


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def call_loan_back(*, actor: Person, workshop: Workshop) -> Workshop:
    """The workshop goes on here after all; what comes from the laptop later is refused. Records
    `workshop.called_back`; nothing where it is not lent out.
    """
    must_be_headquarters()
    kept = _held(workshop)
    if loan := kept.loans.filter(end="").first():
        _end(loan, Loan.End.CALLED_BACK)
        kept.away_since = None
        kept.save(update_fields=["away_since"])
        record(events.CALLED_BACK(kept, actor))
    workshop.away_since = kept.away_since
    return workshop


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def take_in(*, actor: Person, workshop: Workshop, data: bytes) -> bool:
    """What came about on the laptop is here, and the workshop goes on here; says whether that is new.

    Records what happened there, with its time, and `workshop.came_home`. The same package again changes nothing. Raises
    `Invalid` (field "file") for a package that is broken, changed, of another workshop, or of a loan that was called
    back; then nothing is changed.
    """
    must_be_headquarters()
    kept = _held(workshop)
    opened = package.read(data)
    loan = _loan_of(kept, opened)
    if loan.end == Loan.End.HOME:
        return False
    if not loan.is_open:
        text = _("This workshop was called back on %(day)s. What came about on the laptop can no longer be taken in.")
        raise Invalid({"file": text % {"day": day(loan.ended_at)}})
    _end(loan, Loan.End.HOME)
    kept.away_since = None
    try:
        with transaction.atomic():
            homeward.put_down(loan, kept, opened)
            kept.save(update_fields=["away_since", *WORKSHOP_FIELDS])
    except (IntegrityError, DataError, OverflowError):
        raise package.broken() from None
    record(events.CAME_HOME(kept, actor))
    for name in ("away_since", *WORKSHOP_FIELDS):
        setattr(workshop, name, getattr(kept, name))
    return True


@action(rule=rules.runs_workshop, refusal=REFUSAL)
def give_back(*, actor: Person, workshop: Workshop) -> Borrowed:
    """On the laptop: the workshop is over here, every tie to who wrote and voted is cut, and headquarters gets it.

    Records `workshop.given_back`; given back already, nothing happens. Raises `Invalid` while it runs, and where it was
    not borrowed.
    """
    kept = _held(workshop)
    borrowed = Borrowed.objects.select_related("workshop__entry").filter(workshop=kept).first()
    if borrowed is None:
        raise Invalid({"": _("This workshop was not lent to this laptop.")})
    if kept.away_since is not None:
        return borrowed
    if kept.is_running:
        raise Invalid({"": _("First choose which ideas go on; that closes the workshop.")})
    people = homeward.people_of(kept)
    cut_every_tie(kept)
    forget_steps(kept)
    forget_paper(kept)
    homeward.seat_again(kept, people, {row["network"] for row in people})
    kept.away_since = workshop.away_since = clock.now()
    kept.save(update_fields=["away_since"])
    record(events.GIVEN_BACK(kept, actor))
    return Borrowed.objects.select_related("workshop__entry").get(pk=kept.pk)


def _held(workshop: Workshop) -> Workshop:
    """As `locked`, wherever the workshop is."""
    rows = Workshop.objects.select_for_update(of=("self",)).select_related("entry__home")
    kept: Workshop = rows.get(pk=workshop.pk)
    return kept


def _end(loan: Loan, end: Loan.End) -> None:
    loan.end, loan.ended_at = end, clock.now()
    loan.save(update_fields=["end", "ended_at"])


def _loan_of(workshop: Workshop, opened: package.Package) -> Loan:
    """The loan that this package ends, its signature checked."""
    if opened.manifest["netzwerkstatt"] == package.LENT:
        text = _("This is the package that went out. On the laptop, “Give back” makes the one that comes home.")
        raise Invalid({"file": text})
    try:
        number = UUID(opened.loan)
    except ValueError:
        raise package.broken() from None
    loan = Loan.objects.filter(workshop=workshop, number=number).select_related("lent_by").first()
    if loan is None:
        raise Invalid({"file": _("This package belongs to another workshop, or to another headquarters.")})
    package.verify(opened, loan.verifies)
    return loan
