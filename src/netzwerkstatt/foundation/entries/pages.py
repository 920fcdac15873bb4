"""What every item's page needs: find what the viewer may see, frame it with its thread, run an action from a form."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from django.forms import BaseForm
from django.http import Http404
from django.urls import reverse

from netzwerkstatt.foundation.entries import thread
from netzwerkstatt.foundation.entries.offers import offers_on, panels_on
from netzwerkstatt.foundation.entries.strip import thread_strip
from netzwerkstatt.foundation.events.errors import Invalid
from netzwerkstatt.foundation.events.prepared import Prepared

M = TypeVar("M", bound=models.Model)
R = TypeVar("R")


def find_visible(model: type[M], public_id: str, viewer: Any, *also: str) -> M:
    """The thing of this kind with its entry and place, if the viewer may see it; else `Http404`. One query.

    `also` names further relations that the page shows and that are read with it.
    """
    found: M | None = (
        _PUBLIC.first((model, also), public_id) if viewer is None else _visible(model, also, public_id, viewer).first()
    )
    if found is None:
        raise Http404
    return found


def _visible(model: type[M], also: tuple[str, ...], public_id: str, viewer: Any = None) -> Any:
    manager: Any = model._default_manager  # noqa: SLF001
    return manager.visible_to(viewer).with_place(*also).filter(entry__public_id=public_id).order_by()


_PUBLIC = Prepared[Any](_visible)


def find_alone(model: type[M], public_id: str, viewer: Any) -> M:
    """As `find_visible`, but with its entry alone, for what shows neither author nor place. One query."""
    found: M | None = (
        _PUBLIC_ALONE.first((model,), public_id) if viewer is None else _alone(model, public_id, viewer).first()
    )
    if found is None:
        raise Http404
    return found


def _alone(model: type[M], public_id: str, viewer: Any = None) -> Any:
    manager: Any = model._default_manager  # noqa: SLF001
    return manager.visible_to(viewer).select_related("entry").filter(entry__public_id=public_id).order_by()


_PUBLIC_ALONE = Prepared[Any](_alone)


def ids_sent(values: Iterable[str]) -> list[str]:
    """Those of the words a form sent that can be public ids at all."""
    return [value for value in values if value.isascii() and value.isalnum() and len(value) <= 16]


def item_page(subject: Any, viewer: Any, **more: Any) -> dict[str, Any]:
    """The frame of an item's page: `entry`, `strip`, `offers` with address, panels of later rooms per slot.

    On a room server only the workshop itself is changed: later rooms offer nothing there.
    """
    entry = subject.entry
    walked = thread.walk(entry, viewer)
    page = entry.kind if not settings.ROOM else ""
    return {
        "subject": subject,
        "entry": entry,
        "thread": walked,
        "strip": thread_strip(walked, reverse("entries:thread", args=[entry.public_id])),
        "offers": [(offer, offer.url(subject)) for offer in offers_on(page, subject, viewer)],
        "main_panels": panels_on(page, "main", subject, viewer),
        "side_panels": panels_on(page, "side", subject, viewer),
        **more,
    }


def perform(form: BaseForm, act: Callable[[], R]) -> R | None:
    """Run an action for a valid form. What does not hold is said at its field, and None comes back."""
    try:
        return act()
    except Invalid as invalid:
        for field, text in invalid.fields.items():
            form.add_error(field if field in form.fields else NON_FIELD_ERRORS, str(text))
        return None
