"""What people in the room do, with a code and without an account."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.ideas.writing import checked
from netzwerkstatt.workshops import events, rules
from netzwerkstatt.workshops.models import Contribution, Participant, Phase, PhaseKind, Workshop

WRITING = Limit("idea", 30, timedelta(minutes=1))
REFUSAL = gettext_lazy("Please come in with the code of this workshop first.")


@action(rule=everyone, on="code")
def join(
    *,
    actor: Person | None = None,
    code: str,
    network: CityNetwork | None = None,
    client_id: UUID | None = None,
) -> tuple[Guest, str]:
    """Come in with the code, as nobody in particular; gives the guest and the token that only the guest keeps.

    Records `workshop.joined` with the number of people alone. The same `client_id` again gives the same guest: the
    token is drawn from it and the installation's secret. Raises `Invalid` (field "code") for an unknown code.
    """
    workshop = running_by(code)
    if workshop is None:
        raise Invalid({"code": _("This code does not exist right now. It is on the wall and has six digits.")})
    token = salted_hmac("workshops.guest", str(client_id or uuid4()), algorithm="sha256").hexdigest()
    guest, new = Guest.objects.get_or_create(token_hash=Guest.hash_of(token), defaults={"place": workshop.public_id})
    if new:
        Participant.objects.create(workshop=workshop, guest=guest, network=network)
        Workshop.objects.filter(pk=workshop.pk).update(people=F("people") + 1)
        workshop.refresh_from_db(fields=["people"])
        record(events.JOINED(workshop, None, people=workshop.people))
    return guest, token


def running_by(code: str) -> Workshop | None:
    """The running workshop with this code; spaces in it do not matter."""
    digits = "".join(code.split())
    if len(digits) != 6 or not digits.isascii() or not digits.isdigit():
        return None
    return Workshop.objects.filter(code=digits, state=Workshop.State.RUNNING).select_related("entry").first()


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def contribute_idea(*, actor: Guest | Person, phase: Phase, text: str, client_id: UUID) -> Contribution:
    """Write down an idea. Until the reveal nobody else sees it – as a guest, nobody ever learns whose it was.

    Records `workshop.contributed` with the number alone and no actor. The same `client_id` again gives the same
    contribution. Raises `Invalid` for a text that does not hold or a phase that is not open, `TooMany` after thirty
    in a minute.
    """
    mine = {"guest": actor, "person": None} if isinstance(actor, Guest) else {"guest": None, "person": actor}
    made = Contribution(client_id=client_id, phase=phase, text=checked(text), **mine)
    if not _write(made):
        return _same(made)
    spend(WRITING, f"{phase.public_id}:{actor.pk}" if isinstance(actor, Guest) else f"{phase.public_id}:p{actor.pk}")
    record(events.CONTRIBUTED(phase, None, phase=phase.number, count=_count_in(phase)))
    return made


def _write(made: Contribution) -> bool:
    """Keep it and number it among the writer's own; says whether it was new. One statement, without a savepoint."""
    whose, writer = ("guest_id", made.guest_id) if made.guest_id else ("person_id", made.person_id)
    key = Contribution._meta.pk.get_db_prep_value(made.client_id, connection)  # noqa: SLF001 - Django's public name
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO workshops_contribution (client_id, phase_id, {whose}, own, text)"  # noqa: S608 - own names
            " SELECT %s, CAST(%s AS bigint), CAST(%s AS bigint), 1 + COUNT(*), %s FROM workshops_contribution"
            f" WHERE phase_id = %s AND {whose} = %s ON CONFLICT (client_id) DO NOTHING RETURNING own",
            [key, made.phase_id, writer, made.text, made.phase_id, writer],
        )
        row = cursor.fetchone()
    made.own = row[0] if row else 0
    made._state.adding = row is None  # noqa: SLF001 - as `save` leaves it
    return row is not None


def _same(sent: Contribution) -> Contribution:
    """What was kept under this id before. Raises `Invalid` where somebody else sent it."""
    kept = Contribution.objects.get(client_id=sent.client_id)
    if (kept.guest_id, kept.person_id) != (sent.guest_id, sent.person_id):
        raise Invalid({"text": _("That did not arrive. Please send it again.")})
    return kept


def _count_in(phase: Phase) -> int:
    """Count one more. The row of the phase is taken last: whoever closes it waits for us, or we find it closed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workshops_phase SET contributions = contributions + 1"
            " WHERE id = %s AND kind = %s AND state = %s RETURNING contributions",
            [phase.pk, PhaseKind.COLLECT.value, Phase.State.OPEN.value],
        )
        row = cursor.fetchone()
    if row is None:
        raise Invalid({"text": _("This phase has ended; your sentence was not sent. It still stands here.")})
    return int(row[0])


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def give_dots(*, actor: Guest | Person, phase: Phase, dots: Mapping[str, int]) -> dict[str, int]:
    """These are the actor's dots now, by public id of the idea; it replaces what was given before.

    Votes write no event. Raises `Invalid` above the budget, for ideas of other workshops, and once the vote closed.
    """
    ballot = phase.ballot
    if ballot is None or phase.kind != PhaseKind.DOTS:
        raise Invalid({"": _("Dots are not given right now.")})
    items = Entry.objects.filter(public_id__in=list(dots), idea__home=phase.workshop.entry_id)
    wanted = {entry: dots[entry.public_id] for entry in items}
    if len(wanted) != len(dots):
        raise Invalid({"": _("One of these ideas does not belong to this workshop.")})
    voting.give_dots(ballot, actor, wanted)
    return {entry.public_id: number for entry, number in wanted.items() if number}


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def lay_dots(*, actor: Guest | Person, phase: Phase, idea: Idea, number: int) -> dict[str, int]:
    """So many dots of the actor lie on this idea now; the others stay. Two taps in parallel come one after the other.

    Raises what `give_dots` raises.
    """
    type(actor)._default_manager.select_for_update().get(pk=actor.pk)  # noqa: SLF001 – Django's name for it
    now = voting.dots_of(phase.ballot, actor) if phase.ballot else {}
    known = Entry.objects.filter(pk__in=now).values_list("pk", "public_id")
    dots = {public_id: now[pk] for pk, public_id in known} | {idea.public_id: number}
    return give_dots(actor=actor, phase=phase, dots=dots)
