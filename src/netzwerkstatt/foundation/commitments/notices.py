"""Whom commitments concern: who is named, who made them; and the days they come due."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.commitments.models import PENDING, Commitment, Reply, StepKind
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.notifications.letters import declare_purpose
from netzwerkstatt.foundation.notifications.notify import declare_notice, forget_reminders, notify, remind
from netzwerkstatt.foundation.notifications.rounds import declare_dates
from netzwerkstatt.foundation.notifications.telling import sentence, the_day

NAMED = "commitments.named"
CHANGED = "commitments.changed"
DUE = "commitments.due"
A_WEEK = timedelta(days=7)
AHEAD, TODAY, LATE = "ahead", "today", "late"

CHANGES: Mapping[str, Text] = {
    StepKind.POSTPONED: gettext_lazy("%(who)s postponed to %(day)s: %(what)s"),
    StepKind.DONE: gettext_lazy("%(who)s reports as done: %(what)s"),
    StepKind.DROPPED: gettext_lazy("%(who)s dropped: %(what)s"),
    StepKind.RESUMED: gettext_lazy("%(who)s took up again, until %(day)s: %(what)s"),
}
REMINDERS: Mapping[str, Text] = {
    AHEAD: gettext_lazy("Due in a week, on %(day)s: %(what)s"),
    TODAY: gettext_lazy("Due on %(day)s: %(what)s"),
    LATE: gettext_lazy("A week overdue, it was due on %(day)s: %(what)s"),
}


def declare() -> None:
    """At start."""
    from netzwerkstatt.foundation.commitments import letter

    declare_notice(NAMED, gettext_lazy("Commitments in which I am named"))
    declare_notice(CHANGED, gettext_lazy("Changes to commitments that I made or carry"))
    declare_notice(DUE, gettext_lazy("Days on which my commitments are due"))
    declare_purpose(NAMED, letter.answer, letter.page)
    declare_dates(DUE, remind_of_days)


def tell_who_is_named(commitment: Commitment, actor: Person) -> None:
    """Somebody else wrote it for her: it waits for her answer, also by the link of the mail."""
    if commitment.person is None or commitment.reply != Reply.WAITING:
        return
    notify(
        commitment.person,
        NAMED,
        about=commitment.entry,
        text=sentence(
            gettext_lazy("%(who)s names you for this, until %(day)s: %(what)s"),
            who=actor.name,
            day=the_day(commitment.due),
            what=commitment.what,
        ),
        url=commitment.get_absolute_url(),
        waits=True,
        answer=(NAMED, commitment.public_id),
    )


def tell_how_it_was_answered(commitment: Commitment, actor: Person, reason: str = "") -> None:
    """Who made it hears whether it was accepted; handed back, it waits for her again."""
    maker = commitment.author
    if maker is None or maker.pk == actor.pk or not _may_hear(maker, commitment):
        return
    handed_back = commitment.reply == Reply.HANDED_BACK
    accepted = gettext_lazy("%(who)s accepted: %(what)s")
    returned = gettext_lazy("%(who)s hands back “%(what)s”: %(reason)s")
    notify(
        maker,
        CHANGED,
        about=commitment.entry,
        text=sentence(returned if handed_back else accepted, who=actor.name, what=commitment.what, reason=reason),
        url=commitment.get_absolute_url(),
        waits=handed_back,
    )


def tell_the_other(commitment: Commitment, actor: Person, kind: StepKind) -> None:
    """Who is named and who made it hear what the other – or the city – did with it."""
    people = {person.pk: person for person in (commitment.person, commitment.author) if person}
    people.pop(actor.pk, None)
    words = {"who": actor.name, "what": commitment.what, "day": the_day(commitment.due)}
    for person in people.values():
        if _may_hear(person, commitment):
            notify(
                person,
                CHANGED,
                about=commitment.entry,
                text=sentence(CHANGES[kind], **words),
                url=commitment.get_absolute_url(),
            )


def remind_of_days() -> None:
    """A week before, on the day, a week after, each once: who does it, or – where she has no account or handed it
    back – who made it. A query, and two for each commitment that comes due.
    """
    today = clock.today()
    near = Commitment.objects.filter(
        state__in=PENDING,
        due__range=(today - 2 * A_WEEK, today + A_WEEK),
        entry__deleted_at__isnull=True,
        hidden_at__isnull=True,
    )
    for commitment in near.select_related("entry", "person", "author").order_by("due", "pk"):
        person = _who_is_reminded(commitment)
        if (when := moment_of(commitment, today)) and person and _may_hear(person, commitment):
            _remind(commitment, person, when)


def moment_of(commitment: Commitment, today: date) -> str:
    """Which of the three reminders it is time for; none a week ahead of what was made in that very week."""
    if today >= commitment.due + A_WEEK:
        return LATE
    if today >= commitment.due:
        return TODAY
    return AHEAD if commitment.due - A_WEEK > commitment.made_on else ""


def forget_days(commitment: Commitment) -> None:
    """What has not rung yet for the day that counted so far will not."""
    for when in REMINDERS:
        forget_reminders(_key(commitment, when))


def _remind(commitment: Commitment, person: Person, when: str) -> None:
    days = {AHEAD: -A_WEEK, TODAY: timedelta(0), LATE: A_WEEK}
    remind(
        timezone.make_aware(datetime.combine(commitment.due + days[when], time(7))),
        person,
        key=_key(commitment, when),
        kind=DUE,
        about=commitment.entry,
        text=sentence(REMINDERS[when], day=the_day(commitment.due), what=commitment.what),
        url=commitment.get_absolute_url(),
        waits=when != AHEAD,
    )


def _key(commitment: Commitment, when: str) -> str:
    return f"commitment-{commitment.pk}-{commitment.due}-{when}"


def _who_is_reminded(commitment: Commitment) -> Person | None:
    return commitment.author if commitment.is_handed_back or commitment.person is None else commitment.person


def _may_hear(person: Person, commitment: Commitment) -> bool:
    return bool(Entry.objects.visible_to(person).filter(pk=commitment.entry_id).exists())
