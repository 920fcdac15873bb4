"""Every step of a case: reported, decided, objected to, decided finally. One event each, on the case's own stream."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.access import everyone
from netzwerkstatt.foundation.accounts.limits import Limit, spend
from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries.models import Entry
from netzwerkstatt.foundation.entries.plain import prose
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.moderation import events, rules, telling
from netzwerkstatt.foundation.moderation.models import KEPT_WORDS, LONGEST, Case, Category, Report, State
from netzwerkstatt.foundation.moderation.registry import Reportable, put_back, reportable, take_aside

BY_A_PERSON = Limit("report", 20, timedelta(hours=1))
BY_A_VISITOR = Limit("report-visitor", 5, timedelta(hours=1))
BY_VISITORS_OF_ONE = Limit("report-thing", 20, timedelta(hours=1))
BY_ALL_VISITORS = Limit("report-visitors", 200, timedelta(hours=1))

MODERATORS = gettext_lazy(
    "Whoever coordinates the city, its network or the alliance decides – never on own words or an own decision."
)
AUTHOR_ONLY = gettext_lazy("Only who wrote it can object.")


@action(rule=everyone, on="kind")
def report_thing(
    *, actor: Person | None, kind: str, public_id: str, category: str, words: str = "", visitor: str = ""
) -> Report:
    """Somebody who sees a thing says what is wrong with it; the same one twice is one report.

    A visitor gives `visitor`, a hash that is hers alone, and words. What was decided before waits again, unless it was
    decided finally. Records `moderation.reported`. Raises `NotAllowed` where the actor does not see the thing,
    `Invalid` for an unknown category or missing words, `TooMany` where the allowance is used up.
    """
    about, thing = _seen(kind, public_id, actor)
    who: dict[str, Any] = {"reporter": actor} if actor else {"reporter": None, "visitor": visitor}
    said = _checked_report(category, words, needed=actor is None or category == Category.OTHER)
    case = _case_of(about, thing, public_id)
    if known := Report.objects.filter(case=case, **who).first():
        return known
    _spend(actor, visitor, case)
    report = Report.objects.create(case=case, category=category, words=said, **who)
    case.reports_count = F("reports_count") + 1
    if case.state in {State.LEFT, State.SHOWN} and not case.is_final:
        case.state, case.opened_at, case.words = State.OPEN, clock.now(), about.words(thing)[:KEPT_WORDS]
    case.save()
    case.refresh_from_db()
    record(events.REPORTED(case, actor))
    if case.state == State.OPEN and case.reports_count == 1:
        telling.of_a_report(case)
    return report


@action(rule=rules.may_decide, refusal=MODERATORS)
def leave(*, actor: Person, case: Case) -> Case:
    """It stays as it is. Records `moderation.left`; said twice, the first decision stays."""
    now = _locked(case)
    if now.state == State.LEFT:
        return now
    _must_be(now, State.OPEN)
    now.state, now.decided_at = State.LEFT, clock.now()
    now.save()
    record(events.LEFT(now, actor))
    telling.of_the_outcome(now)
    return now


@action(rule=rules.may_decide, refusal=MODERATORS)
def hide(*, actor: Person, case: Case, reason: str) -> Case:
    """It is hidden from all but its author and the moderators, and the author is told why.

    Records `moderation.hidden`; a second one changes nothing. Raises `Invalid` without a reason, or where it is final.
    """
    why = prose(reason, "reason", longest=LONGEST)
    now = _locked(case)
    if now.is_absent:
        return now
    _must_be(now, State.OPEN, State.LEFT, State.SHOWN)
    now.state, now.reason, now.hidden_by, now.decided_at = State.HIDDEN, why, actor, clock.now()
    now.save()
    _set_hidden(now, hidden=True)
    record(events.HIDDEN(now, actor))
    telling.of_the_hiding(now)
    telling.of_the_outcome(now)
    return now


@action(rule=rules.may_decide, refusal=MODERATORS)
def show_again(*, actor: Person, case: Case) -> Case:
    """The hiding is taken back without an objection. Records `moderation.shown`."""
    now = _locked(case)
    if now.state == State.SHOWN:
        return now
    _must_be(now, State.HIDDEN)
    now.state, now.decided_at = State.SHOWN, clock.now()
    now.save()
    _set_hidden(now, hidden=False)
    record(events.SHOWN(now, actor))
    telling.of_the_showing(now)
    telling.of_the_outcome(now)
    return now


@action(rule=rules.is_author, refusal=AUTHOR_ONLY)
def object_to_hiding(*, actor: Person, case: Case, words: str) -> Case:
    """The author says, once, why it should be shown; another moderator decides. Records `moderation.objected`.

    Raises `Invalid` without words, or where nothing is hidden or it was objected to before.
    """
    why = prose(words, "words", longest=LONGEST)
    now = _locked(case)
    if now.state == State.OBJECTED:
        return now
    if now.state != State.HIDDEN or now.is_final:
        raise Invalid({"": _("There is nothing to object to, or it was decided finally.")})
    now.state, now.objection, now.objected_at = State.OBJECTED, why, clock.now()
    now.save()
    record(events.OBJECTED(now, actor))
    telling.of_the_objection(now)
    return now


@action(rule=rules.may_decide, refusal=MODERATORS)
def decide_objection(*, actor: Person, case: Case, stays_hidden: bool, answer: str) -> Case:
    """Another moderator than the one who hid it decides, finally; the author reads the answer.

    Records `moderation.upheld` or `moderation.granted`. Raises `NotAllowed` for the moderator who hid it while there is
    another one, `Invalid` without words or where no objection waits.
    """
    why = prose(answer, "answer", longest=LONGEST)
    now = _locked(case)
    _must_be(now, State.OBJECTED)
    if not rules.may_decide.test(actor, now):  # between the page and now somebody may have objected
        raise NotAllowed(MODERATORS)
    now.state = State.HIDDEN if stays_hidden else State.SHOWN
    now.answer, now.is_final, now.decided_at = why, True, clock.now()
    now.save()
    _set_hidden(now, hidden=stays_hidden)
    record((events.UPHELD if stays_hidden else events.GRANTED)(now, actor))
    telling.of_the_last_word(now)
    if not stays_hidden:
        telling.of_the_outcome(now)
    return now


def decide_many(*, actor: Person, cases: Iterable[Case], hidden: bool, reason: str = "") -> int:
    """The same decision on several open cases, each an action of its own; how many were decided.

    Those that the actor may not decide, or that somebody else decided meanwhile, are left out.
    """
    if hidden:
        prose(reason, "reason", longest=LONGEST)
    decided = 0
    for case in cases:
        try:
            if case.state == State.OPEN:
                _ = hide(actor=actor, case=case, reason=reason) if hidden else leave(actor=actor, case=case)
                decided += 1
        except (NotAllowed, Invalid):
            continue
    return decided


def _seen(kind: str, public_id: str, actor: Person | None) -> tuple[Reportable, Any]:
    about = reportable(kind)
    thing = about.find(public_id) if about else None
    if about is None or thing is None or not about.may_see(actor, thing):
        raise NotAllowed(gettext_lazy("This is not there, or not for you to see."))
    return about, thing


def _case_of(about: Reportable, thing: Any, public_id: str) -> Case:
    """The one case of this thing, locked; made with the place of its entry."""
    entry = about.entry(thing)
    made, _new = Case.objects.get_or_create(
        kind=about.kind,
        thing=public_id,
        defaults={
            "entry": entry,
            "city_id": entry.city_id if entry else None,
            "network_id": entry.network_id if entry else None,
            "author": about.author(thing),
            "words": about.words(thing)[:KEPT_WORDS],
        },
    )
    return _locked(made)


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)


def _must_be(case: Case, *states: State) -> None:
    if case.state not in states or (case.is_final and case.state != State.OBJECTED):
        raise Invalid({"": _("Somebody decided on this meanwhile.")})


def _set_hidden(case: Case, *, hidden: bool) -> None:
    about = reportable(case.kind)
    thing = about.find(case.thing) if about else None
    if about is None or thing is None:
        return
    about.hide(thing, hidden)
    if isinstance(thing, Entry) and hidden and not case.aside:
        Case.objects.filter(pk=case.pk).update(aside=take_aside(thing))
    elif isinstance(thing, Entry) and not hidden:
        put_back(thing, case.aside)
        Case.objects.filter(pk=case.pk).update(aside={})


def _spend(actor: Person | None, visitor: str, case: Case) -> None:
    if actor is not None:
        spend(BY_A_PERSON, f"p{actor.pk}")
        return
    spend(BY_A_VISITOR, visitor[:40])
    spend(BY_VISITORS_OF_ONE, f"{case.pk}")
    spend(BY_ALL_VISITORS, "all")


def _checked_report(category: str, words: str, *, needed: bool) -> str:
    if category not in Category.values:
        raise Invalid({"category": _("Please choose what is wrong.")})
    return prose(words, "words", longest=LONGEST, needed=needed)
