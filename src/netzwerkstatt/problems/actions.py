"""Every change to a problem. Pages, API, commands and the demo call these and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from netzwerkstatt.evidence.models import EvidenceCard
from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.models import Link
from netzwerkstatt.foundation.entries.writing import already_made, create_entry
from netzwerkstatt.foundation.events.action import action
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.log import record
from netzwerkstatt.foundation.network.models import City, Theme
from netzwerkstatt.problems import events, rules
from netzwerkstatt.problems.kinds import PROBLEM
from netzwerkstatt.problems.models import Attempt, Problem, Verdict

LONGEST_AFFECTED = 4000
MOST_ATTEMPTS = 5

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
    Attempt.objects.bulk_create(
        Attempt(problem=problem, position=at, text=one.text, result=one.result, verdict=one.verdict)
        for at, one in enumerate(attempts, start=1)
    )
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


def _checked_attempts(tried: str | Sequence[Tried]) -> list[Tried]:
    given = [Tried(line) for line in tried.splitlines()] if isinstance(tried, str) else list(tried)
    attempts = [Tried(one.text.strip(), one.result.strip(), one.verdict) for one in given if one.text.strip()]
    if len(attempts) > MOST_ATTEMPTS:
        raise Invalid({"tried": _("At most %(most)d attempts, please.") % {"most": MOST_ATTEMPTS}})
    for one in attempts:
        if len(one.text) > 160 or len(one.result) > 400:
            raise Invalid({"tried": _("One attempt in at most 160 characters, how it went in at most 400, please.")})
        if one.verdict and one.verdict not in Verdict.values:
            raise Invalid({"tried": _("Please choose one of the answers.")})
    return attempts
