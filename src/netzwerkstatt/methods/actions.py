"""Every change to own methods and to what was told of any method. Pages, later rooms and the demo call only these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Visibility
from netzwerkstatt.foundation.entries.plain import one_line, prose
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid, NotAllowed, Text
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City
from netzwerkstatt.foundation.network.rules import standing
from netzwerkstatt.foundation.versions.keeping import fields_now, keep_version
from netzwerkstatt.methods import events, rules
from netzwerkstatt.methods.catalogue import SORTED
from netzwerkstatt.methods.kinds import METHOD
from netzwerkstatt.methods.method import Method, Step
from netzwerkstatt.methods.models import (
    LONGEST_TEXT,
    MOST_MINUTES,
    MOST_PEOPLE,
    MOST_STAFF,
    MethodUse,
    OwnMethod,
    OwnStep,
    Verdict,
)
from netzwerkstatt.methods.queries import find, suggested_minutes
from netzwerkstatt.methods.vocabulary import Conflict, Skill

MOST_STEPS = 12
MOST_LINES = 12

PARTNERS = gettext_lazy("Methods are made by those who work in the alliance.")
NOT_YOURS = gettext_lazy(
    "A method is changed by who made it and by the coordinators of its city, network or the alliance."
)
TELLERS = gettext_lazy("How a method went is told by those who work in the alliance.")
NOT_YOUR_USE = gettext_lazy("Only who told it can change it.")


@dataclass(frozen=True)
class Content:
    """What an own method says. `longest` is the most it takes in minutes; its steps say the least."""

    title: str
    purpose: str
    people_from: int
    steps: Sequence[Step]
    stages: Sequence[str]
    goals: Sequence[str] = ()
    groups: Sequence[str] = ()
    kinds: Sequence[str] = ()
    demands: Sequence[str] = ()
    people_to: int | None = None
    longest: int | None = None
    fits: str = ""
    materials: str = ""
    risks: str = ""
    variants: str = ""
    origin: str = ""
    online: bool = False
    conflict: int = Conflict.BEARS
    skill: int = Skill.ANYONE
    staff: int = 1


@action(rule=rules.makes_methods, refusal=PARTNERS)
def make_method(
    *,
    actor: Person,
    content: Content,
    city: City | None = None,
    visibility: str = Visibility.ALLIANCE,
    based_on: str = "",
    client_id: UUID | None = None,
) -> OwnMethod:
    """Somebody adds a method of the alliance, alone or from another one (`based_on`, a key).

    One made from an own method is tied to it on the thread. Records `method.made`. Raises `Invalid` with the fields
    that do not hold, `NotAllowed` for a city the actor does not belong to; the same `client_id` gives the first one.
    """
    if made := already_made(client_id, METHOD.code, actor):
        return OwnMethod.objects.get(entry=made)
    if city is not None and city.pk not in standing(actor).cities:
        raise NotAllowed(_("A method stands under your own city, or under the alliance."))
    checked = _checked(content)
    circle = _circle(visibility, city)
    origin = find(based_on, actor) if based_on else None
    try:
        with transaction.atomic():
            entry = create_entry(
                kind=METHOD.code, title=checked.title, summary=checked.purpose, author=actor, city=city,
                visibility=circle, client_id=client_id,
            )  # fmt: skip
    except IntegrityError:
        if first := already_made(client_id, METHOD.code, actor):
            return OwnMethod.objects.get(entry=first)
        raise
    method = OwnMethod(entry=entry, based_on=origin.key if origin else "")
    _write(method, checked)
    if origin and origin.own:
        thread.link(method, thread.ADAPTS, origin.own, by=actor)
    record(events.MADE(method, actor, based_on=method.based_on))
    return method


@action(rule=rules.edits_method, refusal=NOT_YOURS)
def rewrite_method(*, actor: Person, method: OwnMethod, content: Content, base: int | None = None) -> OwnMethod:
    """Say anew what an own method is; what it said before stays as a version.

    `base` is the revision that was read. Records `method.rewritten`; the same content changes nothing. Raises `Invalid`
    where somebody else saved meanwhile, and with the fields that do not hold.
    """
    now = _locked(method)
    checked = _checked(content)
    if base is not None and base != now.revision and checked != content_of(now):
        raise Invalid({"": _("Somebody else has changed this method meanwhile. Please look at it, then save again.")})
    if checked == content_of(now):
        return now
    entry: Entry = Entry.objects.select_for_update().get(pk=now.pk)
    keep_version(entry, fields_now(entry), actor)
    entry.title, entry.summary = checked.title, checked.purpose
    entry.save(update_fields=["title", "summary"])
    now.entry, now.revision = entry, now.revision + 1
    _write(now, checked)
    record(events.REWRITTEN(now, actor))
    return now


@action(rule=rules.edits_method, refusal=NOT_YOURS)
def archive_method(*, actor: Person, method: OwnMethod) -> OwnMethod:
    """Out of the toolbox; plans that use it still show it. Records `method.archived`, once."""
    return _archive(actor, method, archived=True)


@action(rule=rules.edits_method, refusal=NOT_YOURS)
def restore_method(*, actor: Person, method: OwnMethod) -> OwnMethod:
    """Back into the toolbox. Records `method.restored`, once."""
    return _archive(actor, method, archived=False)


@dataclass(frozen=True)
class Told:
    """How it went: on which day, with how many, how long, and would one do it again."""

    on: date
    people: int
    minutes: int
    verdict: str
    worked: str = ""
    adapt: str = ""
    city: City | None = None


@action(rule=rules.records_use, refusal=TELLERS)
def record_use(
    *, actor: Person, method: Method, told: Told, entry: Entry | None = None, client_id: UUID | None = None
) -> MethodUse:
    """Tell how a method went; from three such records on they say how long it should be planned for.

    `entry` is where it was used, such as a workshop. Records `method.used`. Raises `Invalid` with the fields that do
    not hold, `NotAllowed` for a method or an entry the actor may not see; the same `client_id` gives the first one.
    """
    if client_id and (made := MethodUse.objects.filter(client_id=client_id, person=actor).first()):
        return made
    if find(method.key, actor) is None:
        raise NotAllowed(TELLERS)
    if entry is not None and not Entry.objects.visible_to(actor).filter(pk=entry.pk).exists():
        raise NotAllowed(_("This is not there, or not for you to see."))
    use = MethodUse(
        shipped="" if method.own else method.key, own=method.own, person=actor, entry=entry,
        suggested=suggested_minutes(method), client_id=client_id,
    )  # fmt: skip
    _tell(use, told)
    try:
        with transaction.atomic():
            use.save()
    except IntegrityError:
        if first := MethodUse.objects.filter(client_id=client_id, person=actor).first():
            return first
        raise Invalid({"": _("This did not work. Please send it again.")}) from None
    _record(events.USED, use, actor)
    return use


@action(rule=rules.changes_use, refusal=NOT_YOUR_USE)
def change_use(*, actor: Person, use: MethodUse, told: Told) -> MethodUse:
    """Tell it anew. Records `method.use-changed`; the same words change nothing."""
    now = MethodUse.objects.select_for_update(of=("self",)).select_related("own__entry").get(pk=use.pk)
    before = _as_told(now)
    _tell(now, told)
    if _as_told(now) != before:
        now.save()
        _record(events.USE_CHANGED, now, actor)
    return now


@action(rule=rules.changes_use, refusal=NOT_YOUR_USE)
def take_back_use(*, actor: Person, use: MethodUse) -> None:
    """It was told by mistake: it goes, and counts no more. Records `method.use-taken-back`; once."""
    if now := MethodUse.objects.select_for_update(of=("self",)).select_related("own__entry").filter(pk=use.pk).first():
        _record(events.USE_TAKEN_BACK, now, actor)
        now.delete()


def content_of(method: OwnMethod) -> Content:
    """What an own method says now, as it could be saved again. One query for its steps."""
    kept: dict[str, Any] = {name: getattr(method, name) for name in _PLAIN}
    coded: dict[str, Any] = {name: tuple(getattr(method, name)) for name in SORTED}
    steps = tuple(Step(one.title, one.text, one.minutes) for one in method.own_steps.all())
    return Content(
        title=method.entry.title,
        purpose=method.entry.summary,
        steps=steps,
        longest=method.minutes_to,
        **coded,
        **kept,
    )


_PLAIN = (
    "people_from", "people_to", "fits", "materials", "risks", "variants", "origin", "online", "conflict", "skill", "staff",
)  # fmt: skip


# ---------------------------------------------------------------- what holds


@dataclass
class _Wrong:
    """What does not hold, field by field, so that all of it is said at once."""

    fields: dict[str, Text] = field(default_factory=dict)

    def text(self, function: Any, text: str, name: str, **limits: Any) -> str:
        try:
            return str(function(text, name, **limits))
        except Invalid as invalid:
            self.fields |= invalid.fields
            return ""


def _checked(given: Content) -> Content:
    """The content as it is kept. Raises `Invalid` with everything that does not hold."""
    wrong = _Wrong()
    words = {
        "title": wrong.text(one_line, given.title, "title", longest=120),
        "purpose": wrong.text(one_line, given.purpose, "purpose", longest=240),
        "fits": wrong.text(prose, given.fits, "fits", longest=LONGEST_TEXT, needed=False),
        "origin": wrong.text(one_line, given.origin, "origin", longest=LONGEST_TEXT, needed=False),
        **{name: _lines(wrong, getattr(given, name), name) for name in ("materials", "risks", "variants")},
    }
    steps = _checked_steps(wrong, given.steps)
    minutes = sum(step.minutes for step in steps)
    longest = given.longest or minutes
    if steps and not minutes <= longest <= MOST_MINUTES:
        wrong.fields["longest"] = _("The steps take %(n)d minutes already.") % {"n": minutes}
    if not 1 <= given.people_from <= MOST_PEOPLE:
        wrong.fields["people_from"] = _("A number between 1 and %(most)d, please.") % {"most": MOST_PEOPLE}
    if given.people_to is not None and not given.people_from <= given.people_to <= MOST_PEOPLE:
        wrong.fields["people_to"] = _("Not fewer than the first number, please.")
    coded = {name: _codes(wrong, getattr(given, name), name) for name in SORTED}
    if not coded["stages"]:
        wrong.fields.setdefault("stages", _("Please choose at least one."))
    _numbers(wrong, given)
    if wrong.fields:
        raise Invalid(wrong.fields)
    kept = {one.name: getattr(given, one.name) for one in fields(given)}
    return Content(**{**kept, **words, **coded, "steps": steps, "longest": longest})


def _numbers(wrong: _Wrong, given: Content) -> None:
    for name, known in (("conflict", Conflict.values), ("skill", Skill.values), ("staff", range(1, MOST_STAFF + 1))):
        if getattr(given, name) not in known:
            wrong.fields[name] = _("Please choose one of the answers.")


def _checked_steps(wrong: _Wrong, given: Sequence[Step]) -> tuple[Step, ...]:
    steps = []
    for step in given:
        title = wrong.text(one_line, step.title, "steps", longest=80)
        text = wrong.text(one_line, step.text, "steps", longest=400, needed=False)
        if not 1 <= step.minutes <= MOST_MINUTES:
            wrong.fields["steps"] = _("Every step needs its minutes.")
        steps.append(Step(title, text, step.minutes))
    if not steps:
        wrong.fields["steps"] = _("Please write at least one step.")
    elif len(steps) > MOST_STEPS:
        wrong.fields["steps"] = _("At most %(most)d steps, please.") % {"most": MOST_STEPS}
    return tuple(steps)


def _lines(wrong: _Wrong, text: str, name: str) -> str:
    """One thing a line, blank lines left out."""
    kept = wrong.text(prose, text, name, longest=4 * LONGEST_TEXT, needed=False)
    lines = [line.strip() for line in kept.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        wrong.fields[name] = _("At most %(most)d lines, please.") % {"most": MOST_LINES}
    return "\n".join(lines)


def _codes(wrong: _Wrong, given: Sequence[str], name: str) -> tuple[str, ...]:
    known: Any = SORTED[name]
    if unknown := set(given) - set(known.values):
        wrong.fields[name] = _("“%(code)s” is not among the answers.") % {"code": str(min(unknown))[:40]}
    return tuple(code for code in known.values if code in given)


def _circle(visibility: str, city: City | None) -> str:
    if visibility not in Visibility.values:
        raise Invalid({"visibility": _("Please choose one of the answers.")})
    if visibility in {Visibility.CITY, Visibility.NETWORK} and city is None:
        raise Invalid({"visibility": _("For this it needs a city it belongs to.")})
    return visibility


def _write(method: OwnMethod, checked: Content) -> None:
    method.minutes_from = sum(step.minutes for step in checked.steps)
    method.minutes_to = checked.longest or method.minutes_from
    for name in SORTED:
        setattr(method, name, list(getattr(checked, name)))
    for name in _PLAIN:
        setattr(method, name, getattr(checked, name))
    method.save()
    method.own_steps.all().delete()
    OwnStep.objects.bulk_create(
        OwnStep(method=method, position=at, title=step.title, text=step.text, minutes=step.minutes)
        for at, step in enumerate(checked.steps, start=1)
    )


def _locked(method: OwnMethod) -> OwnMethod:
    found: OwnMethod = OwnMethod.objects.select_for_update(of=("self",)).select_related("entry").get(pk=method.pk)
    return found


def _archive(actor: Person, method: OwnMethod, *, archived: bool) -> OwnMethod:
    now = _locked(method)
    if now.is_archived != archived:
        now.archived_at = clock.now() if archived else None
        now.save(update_fields=["archived_at"])
        record((events.ARCHIVED if archived else events.RESTORED)(now, actor))
    return now


def _tell(use: MethodUse, told: Told) -> None:
    wrong = _Wrong()
    use.worked = wrong.text(prose, told.worked, "worked", longest=LONGEST_TEXT, needed=False)
    use.adapt = wrong.text(prose, told.adapt, "adapt", longest=LONGEST_TEXT, needed=False)
    if told.on > clock.today():
        wrong.fields["on"] = _("That day has not come yet.")
    if not 1 <= told.people <= MOST_PEOPLE:
        wrong.fields["people"] = _("A number between 1 and %(most)d, please.") % {"most": MOST_PEOPLE}
    if not 1 <= told.minutes <= MOST_MINUTES:
        wrong.fields["minutes"] = _("A number between 1 and %(most)d, please.") % {"most": MOST_MINUTES}
    if told.verdict not in Verdict.values:
        wrong.fields["verdict"] = _("Please choose one of the answers.")
    if wrong.fields:
        raise Invalid(wrong.fields)
    use.on, use.people, use.minutes, use.verdict, use.city = (
        told.on, told.people, told.minutes, told.verdict, told.city,
    )  # fmt: skip


def _as_told(use: MethodUse) -> tuple[Any, ...]:
    return (use.on, use.people, use.minutes, use.verdict, use.city_id, use.worked, use.adapt)


def _record(event: Any, use: MethodUse, actor: Person) -> None:
    record(event(events.Told(use), actor, method=use.key, use=use.public_id))
