"""Who is told what: the author why and what became of it, reporters the outcome without names, moderators what waits."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.accounts.models import Person
from netzwerkstatt.foundation.events.errors import Text
from netzwerkstatt.foundation.moderation.models import Case, State
from netzwerkstatt.foundation.moderation.registry import reportable
from netzwerkstatt.foundation.moderation.rules import moderators_of
from netzwerkstatt.foundation.notifications.kinds import declare_notice
from netzwerkstatt.foundation.notifications.notify import notify

OWN, REPORTED, QUEUE = "moderation.own", "moderation.outcome", "moderation.queue"

OUTCOMES: dict[str, Text] = {
    State.LEFT: _("Thank you for your report. It was looked at, and the contribution stays as it is."),
    State.HIDDEN: _("Thank you for your report. It was looked at, and the contribution is hidden."),
    State.SHOWN: _("Something you reported was looked at once more, and is shown again."),
}


def declare() -> None:
    """At start: what people can choose about on their page of settings."""
    declare_notice(OWN, _("What moderation decided about my contributions"))
    declare_notice(REPORTED, _("What became of my reports"))
    declare_notice(QUEUE, _("Reports that I can decide"))


def of_a_report(case: Case) -> None:
    """The moderators hear, with the day's bundle, that something waits for a decision."""
    text = _("Something was reported and waits for a decision.")
    _tell(_others(case, case.author_id), QUEUE, case, text, case_url(case))


def of_the_hiding(case: Case) -> None:
    """The author reads why, at once; she can object."""
    text = format_lazy(
        _("Your contribution is hidden, because: {reason} – you can object once."), reason=_ended(case.reason)
    )
    _tell(_author(case), OWN, case, text, own_url(case), waits=True)


def of_the_showing(case: Case) -> None:
    """The author reads that it is there again."""
    about = reportable(case.kind)
    thing = about.find(case.thing) if about else None
    url = about.url(thing) if about and thing is not None else own_url(case)
    _tell(_author(case), OWN, case, _("Your contribution is shown again."), url)


def of_the_objection(case: Case) -> None:
    """It waits for the other moderators."""
    text = _("An author objects to the hiding of a contribution. The decision is yours.")
    others = _others(case, case.hidden_by_id, case.author_id)
    _tell(others if others.exists() else moderators_of(case), QUEUE, case, text, case_url(case), waits=True)


def of_the_last_word(case: Case) -> None:
    """The author reads the answer."""
    stays, again = (
        _("Your objection was decided: the contribution stays hidden. {answer}"),
        _("Your objection was decided: the contribution is shown again. {answer}"),
    )
    text = format_lazy(stays if case.state == State.HIDDEN else again, answer=case.answer)
    _tell(_author(case), OWN, case, text, own_url(case))


def of_the_outcome(case: Case) -> None:
    """Those who reported with an account hear what became of it; visitors cannot be told."""
    reporters = Person.objects.filter(reports__case=case).exclude(cases=case)
    _tell(reporters, REPORTED, case, OUTCOMES[case.state], reverse("site:desk"))


def case_url(case: Case) -> str:
    """Where moderators decide."""
    return reverse("moderation:case", kwargs={"kind": case.kind, "public_id": case.thing})


def own_url(case: Case) -> str:
    """Where the author reads why and objects."""
    return reverse("moderation:own", kwargs={"kind": case.kind, "public_id": case.thing})


def _author(case: Case) -> QuerySet[Person]:
    return Person.objects.filter(cases=case)


def _others(case: Case, *without: int | None) -> QuerySet[Person]:
    return moderators_of(case).exclude(pk__in=[pk for pk in without if pk])


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _tell(people: QuerySet[Person], kind: str, case: Case, text: Any, url: str, *, waits: bool = False) -> None:
    """One notice per person. It names no entry: what is hidden would be named with it."""
    for person in people:
        notify(person, kind, about=None, text=text, url=url, waits=waits)
