"""Where a workshop is: here, or elsewhere – lent to a room server, or given back by one.

What is elsewhere is changed there and nowhere else. Every action of this room is made with `action` of this file, which
asks for that in one place; `locked` asks again once the row is held. A running workshop is never elsewhere: that is a
constraint of the table.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rules.predicates import Predicate

from netzwerkstatt.foundation.events import action as foundation
from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.ui.formatting import day
from netzwerkstatt.workshops.models import Workshop
from netzwerkstatt.workshops.rules import workshop_of

P = ParamSpec("P")
R = TypeVar("R")


class Elsewhere(NotAllowed):
    """The workshop is not changed here now; `reason` says where it is."""

    title = gettext_lazy("It is somewhere else just now")


def action(
    *, rule: Predicate, on: str | None = None, refusal: Text = "", at_headquarters: bool = False
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """As `events.action.action`; besides, what is done to a workshop that is elsewhere raises `Elsewhere`.

    With `at_headquarters` a room server refuses it: what it changes is not carried back.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        subject = on or next(iter([*signature(function).parameters][1:]), "")

        @wraps(function)
        def here(*args: P.args, **kwargs: P.kwargs) -> R:
            if at_headquarters:
                must_be_headquarters()
            if (workshop := workshop_of(kwargs.get(subject))) is not None:
                must_be_here(workshop)
            return function(*args, **kwargs)

        here.asks_where = True  # type: ignore[attr-defined]
        return foundation.action(rule=rule, on=on, refusal=refusal)(here)

    return decorate


def must_be_headquarters() -> None:
    """Raises `Elsewhere` on a room server."""
    if settings.ROOM:
        raise Elsewhere(
            _("This laptop runs one workshop that headquarters has lent out. Please do this at headquarters.")
        )


def must_be_here(workshop: Workshop) -> None:
    """Raises `Elsewhere` for a workshop that is lent out, or that this laptop has given back."""
    if workshop.away_since is None:
        return
    if settings.ROOM:
        text = _("This workshop was given back on %(day)s. It goes on at headquarters.")
    else:
        text = _(
            "This workshop has been lent out to a room server since %(day)s. Until it is back, nothing is changed here."
        )
    raise Elsewhere(text % {"day": day(workshop.away_since)})
