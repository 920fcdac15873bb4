"""The one way to change something: a keyword-only function that checks its rule in one transaction."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from rules.predicates import Predicate

from netzwerkstatt.foundation.events.errors import NotAllowed, Text
from netzwerkstatt.foundation.events.log import unit_of_work

P = ParamSpec("P")
R = TypeVar("R")


def action(*, rule: Predicate, on: str | None = None, refusal: Text = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark a function `(*, actor, subject, …)` as an action.

    `rule` is asked with the actor and the subject, which is the argument named `on`, else the first one after the
    actor. The function runs in one transaction, in which its events are written last. Raises `NotAllowed` with
    `refusal` where the rule says no; whatever the function raises undoes everything.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        parameters = list(inspect.signature(function).parameters.values())
        if any(p.kind is not p.KEYWORD_ONLY for p in parameters) or not parameters or parameters[0].name != "actor":
            raise TypeError(f"{function.__qualname__}: an action takes keywords only, the actor first")
        subject = on or (parameters[1].name if len(parameters) > 1 else "")

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with unit_of_work():
                if not rule.test(kwargs.get("actor"), kwargs.get(subject)):
                    raise NotAllowed(refusal)
                return function(*args, **kwargs)

        run.rule = rule  # type: ignore[attr-defined]
        return run

    return decorate
