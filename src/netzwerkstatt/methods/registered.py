"""What the toolbox says to moderation and to "my data"."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events import clock
from netzwerkstatt.foundation.events.personal import Personal, declare_personal
from netzwerkstatt.foundation.moderation.registry import Reportable, declare_reportable
from netzwerkstatt.methods import queries, rules
from netzwerkstatt.methods.models import MethodUse

KIND = "method-use"


def register() -> None:
    """At start."""
    declare_reportable(
        Reportable(
            kind=KIND,
            find=queries.find_use,
            author=lambda use: use.person,
            words=lambda use: "\n\n".join(text for text in (use.worked, use.adapt) if text),
            url=lambda use: use.get_absolute_url(),
            hide=_hide,
            may_see=_may_see,
            label=_("Report on a method"),
            entry=lambda use: use.own.entry if use.own else None,
        )
    )
    declare_personal(
        Personal(
            model="methods.MethodUse",
            label=_("How methods went when you used them"),
            person_fields=("person",),
            words=("worked", "adapt"),
            keeps=_("So that others can plan with it. You can change each of them and take it back yourself."),
            stays=_("Day, length and words stay, without your name, because the suggested lengths rest on them."),
            export=_export,
        )
    )


def _hide(use: MethodUse, hidden: bool) -> None:  # noqa: FBT001 - one of two states
    MethodUse.objects.filter(pk=use.pk).update(hidden_at=clock.now() if hidden else None)


def _may_see(viewer: Any, use: MethodUse) -> bool:
    if not rules.reads_uses.test(viewer) or (use.hidden_at and use.person_id != getattr(viewer, "pk", None)):
        return False
    return queries.find(use.key, viewer) is not None


def _export(person: Any) -> list[dict[str, Any]]:
    rows = MethodUse.objects.filter(person=person).select_related("own__entry", "city").order_by("pk")
    return [
        {
            "method": use.key,
            "day": use.on.isoformat(),
            "city": use.city.name if use.city else None,
            "people": use.people,
            "minutes": use.minutes,
            "again": use.verdict,
            "worked": use.worked,
            "to do differently": use.adapt,
            "hidden": use.hidden_at.isoformat() if use.hidden_at else None,
        }
        for use in rows
    ]
