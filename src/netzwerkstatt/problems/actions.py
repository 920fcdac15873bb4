"""Every change to a problem. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.evidence.models import EvidenceCard, ScenarioEntry
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Entry, Link
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.foundation.versions.keeping import fields_now, keep_version, names_of
from netzwerkstatt.foundation.versions.saving import put_together
from netzwerkstatt.problems import events, rules
from netzwerkstatt.problems.kinds import PROBLEM
from netzwerkstatt.problems.models import Attempt, Problem, Verdict
from netzwerkstatt.problems.versions import as_lines

LONGEST_AFFECTED = 4000
MOST_ATTEMPTS = 12

ONLY_OWN_CITY = gettext_lazy("A problem is named by the city that has it: its administration, mayor or council.")


@dataclass(frozen=True)
class Tried:
    """One thing that a city tried: what, how it went, and whether it helped (a `Verdict`, or empty)."""

    text: str
    result: str = ""
    verdict: str = ""


@action(rule=rules.names_problem_of, on="city", refusal=ONLY_OWN_CITY)
def name_problem(
    *,
    actor: Any,
    city: City,
    statement: str,
    affected: str,
    tried: str | Sequence[Tried] = "",
    themes: Iterable[Theme] = (),
    cards: Iterable[EvidenceCard] = (),
    client_id: UUID | None = None,
) -> Problem:
    """A city names a demographic problem, in one sentence that others can take up.

    `tried` is text, one attempt a line, or attempts with verdicts. The problem rests on `cards` from its first
    moment. Records `problem.named`. Raises `NotAllowed` unless the actor speaks for the city, `Invalid` with the
    fields that do not hold; a repeated `client_id` of the same person gives the problem that was named first.
    """
    if made := already_made(client_id, PROBLEM.code, actor):
        return Problem.objects.get(entry=made)
    affected = affected.replace("\r\n", "\n").strip()
    attempts = _checked_attempts(tried)
    _check(statement, affected)
    try:
        with transaction.atomic():
            entry = create_entry(
                kind=PROBLEM.code, title=statement, author=actor, summary=affected, city=city, themes=themes,
                client_id=client_id,
            )  # fmt: skip
    except IntegrityError:
        if first := already_made(client_id, PROBLEM.code, actor):
            return Problem.objects.get(entry=first)
        raise
    problem = Problem.objects.create(entry=entry, affected=affected)
    _tell_attempts(problem, attempts)
    evidence = list(dict.fromkeys(cards))
    for card in evidence:
        thread.link(problem, thread.SUPPORTED_BY, card, by=actor)
    record(events.PROBLEM_NAMED(problem, actor, evidence=[card.public_id for card in evidence]))
    return problem


@action(rule=rules.supports_problem, on="problem", refusal=ONLY_OWN_CITY)
def support_with_evidence(*, actor: Any, problem: Problem, card: EvidenceCard) -> Link:
    """The problem rests on this figure; asked twice, the same link comes back. Records `problem.supported`."""
    link, new = thread.link(problem, thread.SUPPORTED_BY, card, by=actor)
    if new:
        record(events.PROBLEM_SUPPORTED(problem, actor, evidence=card.public_id))
    return link


@action(rule=rules.supports_problem, on="problem", refusal=ONLY_OWN_CITY)
def discuss_scenario(*, actor: Any, problem: Problem, scenario: ScenarioEntry) -> Link:
    """A scenario is discussed in a problem: it asks what would be otherwise, it proves nothing.

    Asked twice, the same link comes back. Records `problem.scenario_tied`.
    """
    link, new = thread.link(scenario, thread.DERIVED_FROM, problem, by=actor)
    if new:
        record(events.PROBLEM_DISCUSSED(problem, actor, scenario=scenario.public_id))
    return link


@action(rule=rules.changes_problem, refusal=ONLY_OWN_CITY)
def change_problem(
    *,
    actor: Any,
    problem: Problem,
    base: int,
    statement: str,
    affected: str,
    tried: Sequence[Tried] = (),
    themes: Iterable[Theme] = (),
) -> Problem:
    """The city words its problem anew; what it said before is kept as a version.

    `base` is the version the writer read. Records `problem.changed` with the names of the fields, nothing where nothing
    changes. Raises `Invalid` for what does not hold and for a problem that is gone, `Meanwhile` (an `Invalid`) where
    others changed the same words.
    """
    entry: Entry = Entry.objects.select_for_update().get(pk=problem.pk)
    if entry.deleted_at is not None:
        raise Invalid({"": _("This problem was deleted meanwhile.")})
    kept: Problem = Problem.objects.get(pk=problem.pk)
    wanted = {theme.slug: theme for theme in themes}
    mine = {
        "title": " ".join(statement.split()),
        "affected": affected.replace("\r\n", "\n").strip(),
        "tried": as_lines(_checked_attempts(tried)),
        "themes": names_of(wanted.values()),
    }
    _check(mine["title"], mine["affected"])
    before = fields_now(entry)
    said = put_together(entry, base, mine, whole=("tried", "themes"))
    _check(said["title"], said["affected"])
    changed = [name for name in said if said[name] != before[name]]
    if not changed:
        return kept
    keep_version(entry, before, actor)
    Entry.objects.filter(pk=entry.pk).update(title=said["title"], summary=said["affected"])
    Problem.objects.filter(pk=kept.pk).update(affected=said["affected"])
    if "tried" in changed:
        Attempt.objects.filter(problem=kept).delete()
        _tell_attempts(kept, _checked_attempts(tried))
    if "themes" in changed:
        entry.themes.set(wanted.values())
    record(events.PROBLEM_CHANGED(kept, actor, fields=changed))
    return Problem.objects.with_entry().get(pk=kept.pk)


def _tell_attempts(problem: Problem, attempts: Iterable[Tried]) -> None:
    Attempt.objects.bulk_create(
        Attempt(problem=problem, position=at, text=one.text, result=one.result, verdict=one.verdict)
        for at, one in enumerate(attempts, start=1)
    )


def _check(statement: str, affected: str) -> None:
    wrong = {}
    if not statement.strip():
        wrong["statement"] = _("Please write one sentence here.")
    elif len(" ".join(statement.split())) > 240:
        wrong["statement"] = _("At most 240 characters, please.")
    if not affected:
        wrong["affected"] = _("Please say who is affected.")
    elif len(affected) > LONGEST_AFFECTED:
        wrong["affected"] = _("At most %(most)d characters, please.") % {"most": LONGEST_AFFECTED}
    if wrong:
        raise Invalid(wrong)


def _on_one_line(text: str) -> str:
    return re.sub(r"[\t\r\n]+", " ", text).strip()


def _checked_attempts(tried: str | Sequence[Tried]) -> list[Tried]:
    given = [Tried(line) for line in tried.splitlines()] if isinstance(tried, str) else list(tried)
    lines = (Tried(_on_one_line(one.text), _on_one_line(one.result), one.verdict) for one in given)
    attempts = [one for one in lines if one.text]
    if len(attempts) > MOST_ATTEMPTS:
        raise Invalid({"tried": _("At most %(most)d attempts, please.") % {"most": MOST_ATTEMPTS}})
    for one in attempts:
        if len(one.text) > 160 or len(one.result) > 400:
            raise Invalid({"tried": _("One attempt in at most 160 characters, how it went in at most 400, please.")})
        if one.verdict and one.verdict not in Verdict.values:
            raise Invalid({"tried": _("Please choose one of the answers.")})
    return attempts
