"""What inquiries keep about people: whom to ask."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="ideas.Experience",
            label=_("Whom to ask about an experience"),
            words=("contact",),
            keeps=_("So that cities find one another. As long as the experience; who wrote it can change it."),
            stays=_("The words stay: others build on them. The city that wrote them can change them at any time."),
        )
    )
