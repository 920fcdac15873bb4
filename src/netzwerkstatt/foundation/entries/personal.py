"""What entries keep about people: who wrote them, whom they are shown to, who tied them together."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="entries.Entry",
            label=_("What you wrote in your own name"),
            person_fields=("author",),
            words=("title", "summary"),
            keeps=_(
                "Problems, projects, recommendations and all else that others build on. As long as the installation."
            ),
            stays=_("The items stay, without your name: others rest on them, and the thread must not tear."),
        )
    )
    declare_personal(
        Personal(
            model="entries.Audience",
            label=_("What is shown to you by name"),
            person_fields=("person",),
            keeps=_("So that you see it. Until the day that was set, or the account goes."),
        )
    )
    declare_personal(
        Personal(
            model="entries.Link",
            label=_("Connections you made on the thread"),
            person_fields=("by",),
            keeps=_("Who said what came from what. As long as the installation."),
            stays=_("The connections stay, without your name."),
        )
    )
    declare_harmless("entries.ThreadLock", "name", because="a word of our code")
