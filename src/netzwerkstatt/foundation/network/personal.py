"""What the alliance keeps about people: where they belong, and what they are asked about."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from netzwerkstatt.foundation.events.personal import Personal, declare_harmless, declare_personal


def declare() -> None:
    """At start. All of it goes with the person."""
    declare_personal(
        Personal(
            model="network.Membership",
            label=_("Roles"),
            person_fields=("person",),
            keeps=_("What you may do follows from them, with first and last day. As long as you have the account."),
        )
    )
    declare_personal(
        Personal(
            model="network.Affiliation",
            label=_("Organisations you belong to"),
            person_fields=("person", "vouched_by"),
            words=("vouched",),
            keeps=_(
                "For whom you may speak, with first and last day, who named you and how that was known."
                " As long as you have the account."
            ),
            stays=_("Where you named others, their right stays, without your name."),
        )
    )
    declare_personal(
        Personal(
            model="network.Competence",
            label=_("Themes you are asked about"),
            person_fields=("person",),
            keeps=_("So that others find you. Until you take them out, or the account goes."),
        )
    )
    for model in ("Alliance", "State", "District", "CityNetwork", "City", "Organisation", "Theme"):
        declare_harmless(f"network.{model}", "name", because="the name of a place, an organisation or a theme")
