"""What this room keeps about people, and what becomes of it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_personal


def declare() -> None:
    """Sheets are a person's until the survey closes; what somebody typed in from paper carries who did."""
    declare_personal(
        Personal(
            model="surveys.Sheet",
            label=_("Answers to surveys"),
            person_fields=("person", "entered_by"),
            keeps=_("Your name is on your sheet until the survey closes; whoever types in paper stays noted."),
            stays=_("The answers stay in the results, without your name."),
        )
    )
