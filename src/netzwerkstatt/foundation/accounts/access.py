"""Deny first: every view names who may open it. `DenyFirstMiddleware` refuses a view that does not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import rules
from django.http import HttpRequest, HttpResponseBase
from rules.predicates import Predicate

from netzwerkstatt.foundation.accounts.models import Person

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class ViewerRequest(HttpRequest):
    """A request whose viewer is known: a person, or None for a visitor."""

    viewer: Person | None


class MemberRequest(HttpRequest):
    """A request to a view that only signed-in people open."""

    viewer: Person


@rules.predicate
def everyone(person: Person | None, subject: Any = None) -> bool:
    """Open to all, with or without an account."""
    return True


@rules.predicate
def signed_in(person: Person | None, subject: Any = None) -> bool:
    """Whoever has an account and is signed in."""
    return person is not None and person.is_authenticated


def access(rule: Predicate) -> Callable[[View], View]:
    """Name the rule of a view. It is asked with the viewer before the view runs."""

    def decorate(view: View) -> View:
        view.access = rule  # type: ignore[attr-defined]
        return view

    return decorate


def guarded(rule: Predicate, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The view of a library, mounted under a rule of ours."""

    def open_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    open_view.__name__ = getattr(view, "__name__", type(view).__name__)
    return access(rule)(open_view)
