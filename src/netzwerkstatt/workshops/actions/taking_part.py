"""What people in the room do, with a code and without an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import connection
from django.db.models import F
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.limits import Limit, check_spent, spend_each, spending
from netzwerkstatt.foundation.accounts.models import Guest, Person
from netzwerkstatt.foundation.ballots import voting
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.events.steps import IF, Rows, Step, take, take_as_a_whole
from netzwerkstatt.foundation.network.models import CityNetwork
from netzwerkstatt.ideas.models import Idea
from netzwerkstatt.workshops import events, queries, rules
from netzwerkstatt.workshops.actions.phasing import locked
from netzwerkstatt.workshops.elsewhere import action
from netzwerkstatt.workshops.models import (
    Contribution,
    Identity,
    Note,
    Part,
    Participant,
    Phase,
    Reveal,
    SentAtOnce,
    Source,
    Table,
    Workshop,
)
from netzwerkstatt.workshops.models.written import LONGEST_NAME
from netzwerkstatt.workshops.phases.kind import Hand
from netzwerkstatt.workshops.phases.writing import as_written
from netzwerkstatt.workshops.plans import line

WRITING = Limit("idea", 30, timedelta(minutes=1))
ALL_DAY = Limit("ideas", 300, timedelta(hours=12))
LIMITS = (WRITING, ALL_DAY)
SHORTEST_KEY = 20
REFUSAL = gettext_lazy("Please come in with the code of this workshop first.")


@action(rule=everyone, on="code")
def join(
    *,
    actor: Person | None = None,
    code: str = "",
    key: str = "",
    network: CityNetwork | None = None,
    part: str = "",
    client_id: UUID | None = None,
) -> tuple[Guest, str]:
    """Come in with the code of the wall or the key of its QR code, as nobody in particular; gives the guest and the token that only the guest keeps.

    Records `workshop.joined` with the number of people alone. The same `client_id` again gives the same guest: the
    token is drawn from it and the installation's secret. `part` is as what somebody comes. Raises `Invalid` (field "code")
    for an unknown code.
    """
    workshop = running_with(key) if key else running_by(code)
    if workshop is None:
        raise Invalid({"code": _("This code does not exist right now. It is on the wall and has six digits.")})
    token = salted_hmac("workshops.guest", str(client_id or uuid4()), algorithm="sha256").hexdigest()
    guest, new = Guest.objects.get_or_create(token_hash=Guest.hash_of(token), defaults={"place": workshop.public_id})
    if new:
        Participant.objects.create(
            workshop=workshop,
            guest=guest,
            network=network,
            part=part if part in Part.values else "",
            asked=bool(network or part),
        )
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


def running_with(key: str) -> Workshop | None:
    """The running workshop whose QR code carries this key. Too long to be guessed, so that nobody counts tries."""
    if len(key) < SHORTEST_KEY:
        return None
    return Workshop.objects.filter(key=key, state=Workshop.State.RUNNING).select_related("entry").first()


@action(rule=rules.takes_part, on="workshop", refusal=REFUSAL)
def say_where_from(*, actor: Guest, workshop: Workshop, network: CityNetwork | None = None, part: str = "") -> None:
    """From which network and as what the guest comes, or neither: asked once. Votes given before count for no network.
    Writes no event: nobody needs to know when somebody said it.
    """
    Participant.objects.filter(guest=actor).update(
        network=network, part=part if part in Part.values else "", asked=True
    )


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def say_ready(*, actor: Guest, phase: Phase, ready: bool = True) -> int:
    """The guest is done with this phase, or not yet after all; says how many are. Records `workshop.ready` with that
    number alone; nothing where it is so already, or where the phase is not open.
    """
    wanted = phase.number if ready else None
    mine = Participant.objects.filter(guest=actor)
    changed = phase.is_open and (
        mine.exclude(ready=phase.number).update(ready=wanted)
        if ready
        else mine.filter(ready=phase.number).update(ready=None)
    )
    number = Participant.objects.filter(workshop=phase.workshop, ready=phase.number).count()
    if changed:
        record(events.READY(phase, None, phase=phase.number, count=number))
    return number


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def contribute(
    *,
    actor: Guest | Person,
    phase: Phase,
    text: str,
    client_id: UUID,
    signed: str = "",
    idea: Idea | None = None,
) -> Contribution | None:
    """Write something down. Until the reveal nobody else sees it – as a guest, nobody ever learns whose it was.

    What comes after the end is kept and marked as late, as long as the workshop runs. Where the phase shows at once,
    it becomes an idea or a note now, nothing ties it to the guest, and None comes back. `signed` is a name that a guest
    wants to stand at it, where the phase allows names; `idea` is what a comment is about. Records
    `workshop.contributed` with the number alone and no actor. The same `client_id` again gives the same contribution.
    Raises `Invalid` for a text that does not hold or a phase that takes nothing, `TooMany` after thirty in a minute.
    """
    return _take(_checked(actor, phase, text, client_id, signed, idea))


def keep_contribution(*, phase: Phase, text: str, client_id: UUID, signed: str, table: Table) -> Contribution | None:
    """What somebody at a table said, as `contribute` keeps it. The action for tables has checked who writes."""
    _must_take_words(phase, None)
    made = Contribution(
        client_id=client_id, phase=phase, text=phase.about.taken(text), signed=_signed(phase, signed), table=table,
        source=Source.TABLE, late=False,
    )  # fmt: skip
    return _take(made)


def keep_together(phase: Phase, made: Sequence[Contribution]) -> None:
    """Several lines from paper at once: they wait, or are shown where the phase shows at once. One event for all."""
    _must_take_words(phase, None)
    for one in made:
        one.text = phase.about.taken(one.text)
    if phase.reveals == Reveal.LIVE:
        locked(phase.workshop)
        known = set(SentAtOnce.objects.filter(pk__in=[one.pk for one in made]).values_list("pk", flat=True))
        new = [one for one in made if one.pk not in known]
        SentAtOnce.objects.bulk_create([SentAtOnce(client_id=one.pk, phase=phase) for one in new])
        if new:
            _show(phase, new)
        return
    before = Contribution.objects.filter(phase=phase, source=Source.PAPER).count()
    for place, one in enumerate(made, 1):
        one.own = before + place
    Contribution.objects.bulk_create(made)
    taken = count_in(phase, waiting=1, number=len(made))
    if taken.late:
        Contribution.objects.filter(pk__in=[one.pk for one in made]).update(late=True)
    record(events.CONTRIBUTED(phase, None, phase=phase.number, count=taken.number))


def _take(made: Contribution) -> Contribution | None:
    phase = made.phase
    if phase.reveals == Reveal.LIVE:
        _show_at_once(made)
        return None
    writing, paying = _writing(made), spending(LIMITS, _bucket(made))
    if phase.is_open:
        told = events.CONTRIBUTED(phase, None, phase=phase.number)
        done = take_as_a_whole(writing, paying, _counting_in_time(phase), told=told, counted="count")
        if done is not None:
            return _written(made, done[0])
    written, spent, counted = take(writing, paying, _counting(phase, waiting=1, number=1))
    if not written:
        return _same(made)
    check_spent(spent, LIMITS, _bucket(made))
    taken = _taken(counted)
    if taken.late:
        made.late = True
        Contribution.objects.filter(pk=made.pk).update(late=True)
    record(events.CONTRIBUTED(phase, None, phase=phase.number, count=taken.number))
    return _written(made, written)


def _written(made: Contribution, written: Rows) -> Contribution:
    made.own = written[0]["own"]
    made._state.adding = False  # noqa: SLF001 - as `save` leaves it
    return made


def _checked(
    actor: Guest | Person, phase: Phase, text: str, client_id: UUID, signed: str, idea: Idea | None
) -> Contribution:
    _must_take_words(phase, idea)
    if isinstance(actor, Person) and phase.identity != Identity.NAMED:
        raise Invalid({"text": _("No names stand at anything here; please come in with the code.")})
    name = _signed(phase, signed)
    whose: dict[str, Any] = {"guest": actor} if isinstance(actor, Guest) else {"person": actor}
    return Contribution(
        client_id=client_id, phase=phase, text=phase.about.taken(text), signed=name if isinstance(actor, Guest) else "",
        idea=idea, late=False, **whose,
    )  # fmt: skip


def _must_take_words(phase: Phase, idea: Idea | None) -> None:
    if Hand.WRITE not in phase.about.hands:
        raise Invalid({"text": _("Nothing is written in this phase.")})
    if idea is not None and idea.home_id != phase.workshop_id:
        raise Invalid({"idea": _("This idea does not belong to this workshop.")})
    if (idea is not None) != phase.about.is_about_ideas:
        raise Invalid({"idea": _("Please choose the idea first that this is about.")})


def _signed(phase: Phase, signed: str) -> str:
    return line("signed", signed, LONGEST_NAME) if phase.identity == Identity.NAMED else ""


def _bucket(made: Contribution) -> str:
    writer = made.guest_id or (f"t{made.table_id}" if made.table_id else f"p{made.person_id}")
    return f"{made.phase.public_id}:{writer}"


def _show_at_once(made: Contribution) -> None:
    """An idea or a note now. The workshop is held first, as whoever closes the phase holds it, and the id of the post
    is kept so that a repeat changes nothing.
    """
    locked(made.phase.workshop)
    if SentAtOnce.objects.filter(client_id=made.client_id).exists():
        return
    SentAtOnce.objects.create(client_id=made.client_id, phase=made.phase)
    spend_each(LIMITS, _bucket(made))
    _show(made.phase, [made])


def _show(phase: Phase, made: Sequence[Contribution]) -> None:
    taken = count_in(phase, waiting=0, number=len(made))
    shown = phase.about.keep(phase, as_written(phase, made, late=taken.late))
    record(
        events.CONTRIBUTED(phase, None, phase=phase.number, count=taken.number, shown=[one.public_id for one in shown])
    )


def _writing(made: Contribution) -> Step:
    """Keep it and number it among the writer's own, unless it was kept before."""
    whose, writer = next(
        (name, pk)
        for name, pk in (("guest_id", made.guest_id), ("person_id", made.person_id), ("table_id", made.table_id))
        if pk
    )
    key = Contribution._meta.pk.get_db_prep_value(made.client_id, connection)  # noqa: SLF001 - Django's public name
    return Step(
        f"INSERT INTO workshops_contribution (client_id, phase_id, {whose}, own, text, signed, idea_id, late, source)"  # noqa: S608 - own names
        " SELECT %s, CAST(%s AS bigint), CAST(%s AS bigint), 1 + COUNT(*), %s, %s, CAST(%s AS bigint), %s, %s"
        f" FROM workshops_contribution WHERE phase_id = %s AND {whose} = %s"
        " ON CONFLICT (client_id) DO NOTHING RETURNING own",
        [
            key, made.phase_id, writer, made.text, made.signed, made.idea_id, False, str(made.source),
            made.phase_id, writer,
        ],
    )  # fmt: skip


def _same(sent: Contribution) -> Contribution:
    """What was kept under this id before. Raises `Invalid` where somebody else sent it."""
    kept = Contribution.objects.get(client_id=sent.client_id)
    if (kept.guest_id, kept.person_id, kept.table_id) != (sent.guest_id, sent.person_id, sent.table_id):
        raise Invalid({"text": _("That did not arrive. Please send it again.")})
    return kept


@dataclass(frozen=True)
class _Taken:
    number: int
    late: bool


def count_in(phase: Phase, *, waiting: int, number: int = 1) -> _Taken:
    """Count so many more; `waiting` is 1 for what waits for the reveal, 0 for what is shown. Raises `Invalid` where the
    phase takes nothing.
    """
    (counted,) = take(_counting(phase, waiting=waiting, number=number))
    return _taken(counted)


def _counting(phase: Phase, *, waiting: int, number: int) -> Step:
    """The row of the phase is taken last: whoever closes it waits for us, or we find it closed – and what we bring is
    late.
    """
    late = "(state = %s OR (revealed AND reveals <> %s))"
    is_late = [Phase.State.CLOSED.value, Reveal.LIVE.value]
    return Step(
        "UPDATE workshops_phase SET contributions = contributions + %s, waiting = waiting + %s,"  # noqa: S608 - own words
        f" late = late + CASE WHEN {late} THEN CAST(%s AS integer) ELSE 0 END"
        f" WHERE id = %s AND state IN (%s, %s) AND NOT frozen AND {IF} RETURNING contributions, {late} AS is_late",
        [
            number, waiting * number, *is_late, number,
            phase.pk, Phase.State.OPEN.value, Phase.State.CLOSED.value, *is_late,
        ],
    )  # fmt: skip


def _counting_in_time(phase: Phase) -> Step:
    """As `_counting` for one that waits, where the phase is open and nothing of it was shown: what comes after that
    goes the long way.
    """
    return Step(
        "UPDATE workshops_phase SET contributions = contributions + 1, waiting = waiting + 1"  # noqa: S608 - own words
        f" WHERE id = %s AND state = %s AND NOT frozen AND NOT revealed AND {IF} RETURNING contributions AS count",
        [phase.pk, Phase.State.OPEN.value],
    )


def _taken(counted: Rows) -> _Taken:
    if not counted:
        raise Invalid(
            {"text": _("This phase takes nothing just now; your sentence was not sent. It still stands here.")}
        )
    return _Taken(int(counted[0]["contributions"]), bool(counted[0]["is_late"]))


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def take_back(*, actor: Guest | Person, phase: Phase, client_id: UUID) -> bool:
    """What waits for the reveal and came from here is withdrawn; says whether it was there."""
    return withdraw(phase, client_id, **{"guest" if isinstance(actor, Guest) else "person": actor})


def withdraw(phase: Phase, client_id: UUID, **whose: Any) -> bool:
    """What waits under this id and is theirs goes; says whether it was there. Called inside an action.

    The event names nobody: it lets the screens count anew.
    """
    gone, _each = Contribution.objects.filter(client_id=client_id, phase=phase, **whose).delete()
    if gone:
        Phase.objects.filter(pk=phase.pk, waiting__gt=0, contributions__gt=0).update(
            waiting=F("waiting") - 1, contributions=F("contributions") - 1
        )
        record(events.WITHDRAWN(phase, None, phase=phase.number, count=1))
    return bool(gone)


# ---------------------------------------------------------------- voting


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def vote(*, actor: Guest | Person, phase: Phase, said: Mapping[int, Sequence[int]]) -> None:
    """This is what the actor says now, by option id a value for each scale; it replaces what was said before.

    A sheet that comes after the end counts as long as nothing was shown, and the phase knows how many came late.
    Votes write no event. Raises `Invalid` at the field of an option that does not hold, and once the vote is closed.
    """
    if phase.ballot is None or not ({Hand.VOTE} & phase.about.hands):
        raise Invalid({"": _("There is no vote right now.")})
    before = voting.said_by(phase.ballot, actor)
    voting.cast(phase.ballot, _voice(actor, phase), said)
    if not before:
        Phase.objects.filter(pk=phase.pk, state=Phase.State.CLOSED).update(late=F("late") + 1)


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def support(*, actor: Guest | Person, phase: Phase, note: Note, wanted: bool) -> None:
    """The actor wants this question answered, or no longer. Twice is once. Writes no event.

    Raises `Invalid` for what is no question of this phase, and once the phase is over.
    """
    if phase.ballot is None or Hand.SUPPORT not in phase.about.hands:
        raise Invalid({"": _("There is no vote right now.")})
    if note.phase_id != phase.pk or note.option_id is None or note.state == Note.State.ASIDE:
        raise Invalid({"": _("This question is not here any more.")})
    _hold(actor)
    said: dict[int, Sequence[int]] = dict(voting.said_by(phase.ballot, actor))
    if wanted:
        said[note.option_id] = [1]
    else:
        said.pop(note.option_id, None)
    voting.cast(phase.ballot, _voice(actor, phase), said)


def _voice(actor: Guest | Person, phase: Phase) -> voting.Voice:
    """The actor, speaking for the network named when coming in."""
    network = queries.network_of(actor) if isinstance(actor, Guest) else None
    return voting.Voice(actor, network=network)


def _hold(actor: Guest | Person) -> None:
    """Taps of one actor in parallel come one after the other."""
    type(actor)._default_manager.select_for_update().get(pk=actor.pk)  # noqa: SLF001 – Django's name for it


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def give_dots(*, actor: Guest | Person, phase: Phase, dots: Mapping[str, int]) -> dict[str, int]:
    """These are the actor's dots now, by public id of the idea; it replaces what was given before.

    Votes write no event. Raises `Invalid` above the budget, for ideas of other workshops, and once the vote closed.
    """
    ballot = phase.ballot
    if ballot is None or Hand.DOTS not in phase.about.hands:
        raise Invalid({"": _("Dots are not given right now.")})
    items = Entry.objects.filter(public_id__in=list(dots), idea__home=phase.workshop.entry_id)
    wanted = {entry: dots[entry.public_id] for entry in items}
    if len(wanted) != len(dots):
        raise Invalid({"": _("One of these ideas does not belong to this workshop.")})
    voting.give_dots(ballot, actor, wanted, network=_voice(actor, phase).network)
    return {entry.public_id: number for entry, number in wanted.items() if number}


@action(rule=rules.takes_part, on="phase", refusal=REFUSAL)
def lay_dots(*, actor: Guest | Person, phase: Phase, idea: Idea, number: int) -> None:
    """So many dots of the actor lie on this idea now; the others stay. Two taps in parallel come one after the other.

    Raises what `give_dots` raises.
    """
    ballot = phase.ballot
    if ballot is None or Hand.DOTS not in phase.about.hands:
        raise Invalid({"": _("Dots are not given right now.")})
    if idea.home_id != phase.workshop.entry_id:
        raise Invalid({"": _("One of these ideas does not belong to this workshop.")})
    voting.lay_dots(ballot, actor, idea.entry, number, network=_voice(actor, phase).network)
