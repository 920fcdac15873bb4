"""What this room keeps about people."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_personal


def declare() -> None:
    """At start."""
    declare_personal(
        Personal(
            model="versions.Version",
            label=_("Versions of items you changed"),
            keeps=_("As long as the item, so that everybody can see what changed; at most 200 versions of each."),
            person_fields=("by",),
            words=("fields",),
            stays=_("The former words stay, without your name, because they belong to the item."),
        )
    )
    declare_personal(
        Personal(
            model="versions.Tombstone",
            label=_("Items you deleted"),
            keeps=_("For good: that an item was there, in which role it was deleted, and why."),
            person_fields=("by",),
            words=("reason",),
            stays=_("Role and reason stay, without your name, because the thread goes through the item."),
        )
    )
